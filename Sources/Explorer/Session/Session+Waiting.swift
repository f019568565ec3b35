import Screen

/// A live screen does not stand still over an analysis that takes long: it says what is being computed, and hears keys.
extension Session {
  /// About a third of a second: an analysis of more multiplications is one to wait for.
  package static let noticeableCost = 2e9

  /// Whether what is looked at is still being computed.
  package var isWaiting: Bool { AnalysisUnderWay.cost(of: state) > waitingCost && !hasAnalysis }

  /// What a key may do while the numbers of the present state are computed.
  package enum Patience: Sendable {
    /// It leaves, suspends or draws anew, at once.
    case now
    /// It chooses what is looked at, for which no numbers are needed, once those before it have had their turn.
    case inTurn
    /// It needs the numbers.
    case later
  }

  /// That of a key: where it has several meanings, that of the most patient.
  package func patience(of key: Key) -> Patience {
    let actions = KeyBindings.table.flatMap { row in row.keys.filter { $0.0 == key }.map(\.1) }
    if actions.contains(where: \.isOfProgram) { return .now }
    return mode == .exploring && !actions.isEmpty && actions.allSatisfy(\.choosesAlone) ? .inTurn : .later
  }

  /// Presses the keys that a command line asks for, then puts its scales in force, which the keys may have moved; as soon
  /// as there are numbers.
  package mutating func begin(with keys: [Key], scales: Scales?) {
    guard !isWaiting else { return keysAhead = (keys, scales) }
    for key in keys { _ = handle(key) }
    if let scales { restore(scales) }
  }
}

extension Action {
  /// Whether it is of the program, whatever is shown.
  fileprivate var isOfProgram: Bool {
    switch self {
    case .program(.quit), .program(.suspend), .program(.redraw): true
    default: false
    }
  }

  /// Whether it changes what is looked at, and needs no numbers for it.
  fileprivate var choosesAlone: Bool {
    switch self {
    case .step(.moveToBrake), .knob(.startTyping): false
    case .step, .knob, .network, .look(.cycleParameter): true
    case .session(.undo), .session(.redo), .session(.reset): true
    default: false
    }
  }
}
