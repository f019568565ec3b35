import RNNCore

extension Session {
  /// Sets a knob, as part of a run of changes of that knob.
  mutating func set(_ knob: Knob, to value: Double) {
    var changed = state
    if knob == .steps {
      changed.setSteps(stepsWithinData(value))
    } else if (try? changed.set(knob, to: value + 0)) == nil {
      notice = "\(state.name(of: knob)) stays: a weight would be beyond 1.8e308"
      return
    }
    change(to: changed, run: .knob(knob))
  }

  /// T within 1 … the data's end, with a word where that stops it.
  private mutating func stepsWithinData(_ value: Double) -> Int {
    let available = mostSteps
    if value > Double(available) { notice = endOfData(available) }
    return Int(Swift.min(Swift.max(value, 1), Double(available)))
  }

  private var mostSteps: Int {
    source.availableSteps(offset: state.input.offset, hidden: state.start.network.hiddenSize)
  }

  private func endOfData(_ available: Int) -> String {
    let isWhole = available == source.availableSteps(offset: state.input.offset)
    if !isWhole { return "T is at most \(available): more steps of this network would not fit the memory" }
    if case .synthetic = source.kind { return "T is at most \(available)" }
    let behind = state.input.offset > 0 ? " behind offset \(state.input.offset)" : ""
    return "\(source.name) has \(available) steps\(behind): T ends there"
  }

  mutating func flipSign() {
    set(state.knob, to: -state.value(of: state.knob))
  }

  /// Takes a typed value, or says why not and keeps both the old value and the text.
  mutating func commit(_ text: String) {
    let knob = state.knob
    switch parse(text, for: knob) {
    case .success(let value):
      mode = .exploring
      run = nil
      set(knob, to: value)
      run = nil
    case .failure(let complaint): mode = .typing(text: text, complaint: complaint.text)
    }
  }

  private struct Complaint: Error { let text: String }

  private func parse(_ text: String, for knob: Knob) -> Result<Double, Complaint> {
    let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    let plain = String(trimmed.map { $0 == "−" ? "-" : $0 })
    let isDecimal = plain.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    guard !plain.isEmpty, isDecimal, let value = Double(plain) else {
      return .failure(
        Complaint(text: "not a number: \(state.name(of: knob)) takes one like \(knob == .steps ? "60" : "0.9 or 1e−3")")
      )
    }
    guard value.isFinite else { return .failure(Complaint(text: "too large: the largest number is about 1.8e308")) }
    guard knob == .steps else { return .success(value) }
    let available = mostSteps
    guard value == value.rounded(), value >= 1 else {
      return .failure(Complaint(text: "T is a whole number from 1 to \(available)"))
    }
    guard value <= Double(available) else { return .failure(Complaint(text: endOfData(available))) }
    return .success(value)
  }
}
