import RNNCore

/// What is typed behind `=`: a number for the selected knob, or one with the name of what it is for, `k=30`.
struct TypedValue: Hashable {
  /// What can be set.
  enum Subject: Hashable {
    /// A knob.
    case knob(Knob)
    /// k.
    case target
    /// i.
    case inspected
    /// A window or a chunk of so many steps, or neither.
    case cut(Cut.Kind)
  }

  /// Why a text is no value, in words for the reader.
  struct Complaint: Error { let text: String }

  let subject: Subject
  let value: Double

  /// Reads a text, trimmed of blanks, with U+2212 as a minus too.
  init(_ text: String, for session: Session) throws(Complaint) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { Self.trimmed($0) }
    let name = halves.count == 2 ? halves[0] : ""
    let last = halves[halves.count - 1]
    if name == "cut" {
      subject = .cut(try Self.kind(last))
      value = Double(session.state.cut.length)
    } else {
      subject = try Self.subject(named: name, session.state)
      value = try Self.number(last, subject, session)
      try check(session)
    }
  }

  /// An empty name is the selected knob's.
  private static func subject(named name: String, _ state: State) throws(Complaint) -> Subject {
    if name.isEmpty { return .knob(state.knob) }
    let names = state.typedNames
    guard let match = names.first(where: { $0.names.contains(name) }) else {
      let known = names.compactMap(\.names.first)
      throw Complaint(
        text: "\(name) is nothing to set here: \(known.dropLast().joined(separator: ", ")) or \(known.last ?? "k")")
    }
    return match.subject
  }

  private static func kind(_ text: String) throws(Complaint) -> Cut.Kind {
    guard let kind = Cut.Kind(rawValue: text) else {
      throw Complaint(text: "cut takes none, window or detach; window=12 and detach=5 set how long it is")
    }
    return kind
  }

  private static func number(_ text: String, _ subject: Subject, _ session: Session) throws(Complaint) -> Double {
    let plain = String(text.map { $0 == "−" ? "-" : $0 })
    let isDecimal = plain.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    guard !plain.isEmpty, isDecimal, let value = Double(plain) else {
      let name = session.state.name(of: subject)
      throw Complaint(text: "not a number: \(name) takes one like \(subject.isWhole ? "60" : "0.9 or 1e−3")")
    }
    guard value.isFinite else { throw Complaint(text: "too large: the largest number is about 1.8e308") }
    return value
  }

  /// Whole numbers are in their range; every other finite number is good.
  private func check(_ session: Session) throws(Complaint) {
    let (state, isWhole) = (session.state, value == value.rounded() && value >= 1)
    switch subject {
    case .knob(.steps):
      guard isWhole else { throw Complaint(text: "T is a whole number from 1 to \(session.mostSteps)") }
      guard value <= Double(session.mostSteps) else { throw Complaint(text: session.endOfData(session.mostSteps)) }
    case .knob(.checkpoint):
      let count = state.checkpoint?.count ?? 0
      guard isWhole, value <= Double(count) else {
        throw Complaint(text: "checkpoint is a whole number from 1 to \(count)")
      }
    case .knob: break
    case .target:
      guard isWhole, value <= Double(state.input.steps) else {
        throw Complaint(text: "k is a step from 1 to T = \(state.input.steps)")
      }
    case .inspected:
      guard session.playback == nil else { throw Complaint(text: Session.inspectedIsPlayed) }
      guard isWhole, value <= Double(state.target) else {
        throw Complaint(text: "i is a step from 1 to k = \(state.target)")
      }
    case .cut:
      guard isWhole, value <= Double(InputSource.stepLimit) else {
        throw Complaint(
          text: "\(state.name(of: subject)) is a whole number of steps from 1 to \(InputSource.stepLimit)")
      }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension TypedValue.Subject {
  /// Whether it takes whole numbers alone.
  fileprivate var isWhole: Bool {
    if case .knob(let knob) = self { knob.isWhole } else { true }
  }
}

extension State {
  /// All that can be typed by name: the knobs there are, then k and i; the name as it is shown first.
  fileprivate var typedNames: [(names: [String], subject: TypedValue.Subject)] {
    knobs.map { knob in
      let name = name(of: knob)
      return (name == knob.rawValue ? [name, knob.flag] : [name], .knob(knob))
    } + [(["k"], .target), (["i"], .inspected)] + cuts + [(["cut"], .cut(.none))]
  }

  fileprivate func name(of subject: TypedValue.Subject) -> String {
    switch subject {
    case .knob(let knob): name(of: knob)
    case .target: "k"
    case .inspected: "i"
    case .cut(let kind): kind.rawValue
    }
  }

  private var cuts: [(names: [String], subject: TypedValue.Subject)] {
    [Cut.Kind.window, .detach].map { ([$0.rawValue], .cut($0)) }
  }
}

extension Session {
  /// Why i cannot be set now.
  static let inspectedIsPlayed = "while the pass plays i goes with it: Esc ends it"

  /// Takes a typed value, or says why not and keeps both the old value and the text.
  mutating func commit(_ text: String) {
    do {
      let typed = try TypedValue(text, for: self)
      mode = .exploring
      run = nil
      set(typed)
      run = nil
    } catch {
      mode = .typing(text: text, complaint: error.text)
    }
  }

  private mutating func set(_ typed: TypedValue) {
    switch typed.subject {
    case .knob(let knob): set(knob, to: typed.value)
    case .target: modify { $0.setTarget(Int(typed.value)) }
    case .inspected: modify { $0.setInspected(Int(typed.value)) }
    case .cut(let kind): setCut(Cut(kind, length: Int(typed.value)))
    }
  }
}
