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

  /// The most steps that T can be.
  var mostSteps: Int {
    source.availableSteps(offset: state.input.offset, hidden: state.start.network.hiddenSize)
  }

  /// Says that T ends there.
  func endOfData(_ available: Int) -> String {
    let isWhole = available == source.availableSteps(offset: state.input.offset)
    if !isWhole { return "T is at most \(available): more steps of this network would not fit the memory" }
    if case .synthetic = source.kind { return "T is at most \(available)" }
    let behind = state.input.offset > 0 ? " behind offset \(state.input.offset)" : ""
    return "\(source.name) has \(available) steps\(behind): T ends there"
  }

  mutating func flipSign() {
    set(state.knob, to: -state.value(of: state.knob))
  }
}
