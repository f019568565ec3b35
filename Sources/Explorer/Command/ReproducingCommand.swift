import RNNCore
import Screen

/// The command line that shows the same screen: flags for all that has one, `--keys` for the rest.
package enum ReproducingCommand {
  /// The command line, quoted for a POSIX shell.
  package static func text(for session: Session) -> String {
    words(for: session).joined(separator: " ")
  }

  /// Its words, each quoted where it needs to be.
  package static func words(for session: Session) -> [String] {
    ([session.program] + arguments(for: session)).map(ShellWord.quoted)
  }

  package static func arguments(for session: Session) -> [String] {
    let state = session.state
    let pressed = keys(state) + reading(session) + playback(session)
    let keys = pressed + (leavesMessage(pressed, session) ? "<Esc>" : "")
    return network(state) + sequence(state, session.source) + looked(state, session.analysis) + view(state)
      + landscape(session) + axes(session) + order(session) + counterpart(session)
      + (keys.isEmpty ? [] : ["--keys", keys])
      + session.displayFlags + (session.chosenTheme.map { ["--theme", $0.rawValue] } ?? [])
  }

  private static func network(_ state: State) -> [String] {
    let network = state.start.network
    var own: Activation? = Setup().activation
    var hasOwnCell = true
    if case .model(_, let saved, _) = state.matrix?.origin { (own, hasOwnCell) = (saved, false) }
    let activation = network.elmanActivation.flatMap { $0 == own ? nil : $0 }
    return (hasOwnCell && network.cellKind != .elman ? ["--cell", network.cellKind.rawValue] : [])
      + (activation.map { ["--activation", $0.rawValue] } ?? [])
      + (state.matrix.map { matrix($0, state.checkpoint) } ?? scalar(state))
  }

  private static func scalar(_ state: State) -> [String] {
    let own = Setup()
    let knobs: [(String, Knob, Double)] =
      [
        ("--w", .recurrentWeight, own.recurrentWeight), ("--u", .inputWeight, own.inputWeight),
        ("--bias", .bias, own.bias),
      ] + gates(state) + [
        ("--s0", .initialState, own.initialState), ("--v", .outputWeight, own.outputWeight),
      ]
    return knobs.filter { $0.1 != .outputWeight || state.start.network.hasClasses }.flatMap { flag, knob, standard in
      state.value(of: knob) == standard ? [] : [flag, "\(state.value(of: knob))"]
    }
  }

  /// The biases of the gates that a scalar network has.
  private static func gates(_ state: State) -> [(String, Knob, Double)] {
    state.knobs.compactMap { knob in
      knob.variable?.gate.map { ("--\(knob.flag)", knob, Setup.gateBiases[$0] ?? 0) }
    }
  }

  private static func matrix(_ network: ScaledNetwork, _ checkpoint: CheckpointPlace?) -> [String] {
    let gain = network.gain == 1 ? [] : ["--gain", "\(network.gain)"]
    switch network.origin {
    case .model(_, _, let flags): return flags + (checkpoint?.flags ?? []) + gain
    case .seeded(let initialization, _):
      let n = network.base.network.hiddenSize
      let usual = Initialization.usual(of: network.base.network.cellKind)
      return ["--hidden", "\(n)"] + (initialization == usual ? [] : ["--init", initialization.rawValue])
        + (network.forgetBias == 0 ? [] : ["--forget-bias", "\(network.forgetBias)"]) + gain
    }
  }

  private static func sequence(_ state: State, _ source: InputSource) -> [String] {
    let input = state.input
    let steps = Swift.min(source.defaultSteps, source.availableSteps(offset: input.offset))
    return source.flags + (input.offset == source.defaultOffset ? [] : ["--offset", "\(input.offset)"])
      + (input.steps == steps ? [] : ["--steps", "\(input.steps)"])
      + (input.amplitude == 1 ? [] : ["--amplitude", "\(input.amplitude)"])
      + ((source.isRandom || state.isSeeded) && input.seed != 1 ? ["--seed", "\(input.seed)"] : [])
  }

  private static func looked(_ state: State, _ analysis: Analysis) -> [String] {
    (state.target == analysis.experiment.inputs.lastStep(having: state.observable)
      ? [] : ["--target", "\(state.target)"])
      + (state.inspected == state.target ? [] : ["--term", "\(state.inspected)"])
      + (state.parameter == .recurrentWeights ? [] : ["--wrt", state.parameter.rawValue])
      + (state.observable == standardObservable(state) ? [] : ["--of", state.observable.name])
      + (state.input.reduction == .sum ? [] : ["--reduction", state.input.reduction.rawValue]) + cut(state)
      + (state.clipping.map { ["--clip", $0.flag] } ?? [])
  }

  /// What is looked at without a flag: of a trace its loss.
  private static func standardObservable(_ state: State) -> Observable {
    state.matrix?.recording == nil ? .state : .totalLoss
  }

  /// The flags of what is cut; of a trace that was detached, also where nothing is.
  private static func cut(_ state: State) -> [String] {
    guard let recorded = state.matrix?.recording?.boundaries, !recorded.isEmpty else { return state.cut.flags }
    return state.cut.kind == .none ? ["--detach", "none"] : state.cut.flags
  }

  /// Scales that their history has made other than a fresh start would.
  private static func axes(_ session: Session) -> [String] {
    let fresh = Scales.adapted(
      to: session.analysis, session.pooledTerms, beside: session.counterpartAnalysis, from: nil, depth: nil)
    // Keys that change the columns change what scales come from on the way to the picture.
    let mayDiffer = session.state.timeZoom > 0 || session.state.showsActivation != nil
    guard let scales = session.state.scales, scales != fresh || mayDiffer else { return [] }
    return ["--axes", scales.description]
  }

  /// An order of units that a fresh start would not show, or of which it takes long to tell.
  private static func order(_ session: Session) -> [String] {
    guard let sorting = session.state.sorting, sorting != session.state.freshSorting else { return [] }
    var fresh = session.state
    fresh.sortUnits()
    let order = UnitOrderSweep(fresh, session.analysis, session.sources)
    let isShown =
      order.cost <= session.waitingCost && !session.isOrdering
      && order.finished(threads: session.threads).units == session.unitOrder?.units
    return isShown ? [] : ["--order", sorting.description]
  }

  /// What is kept as B, as a command line of its own in one word.
  private static func counterpart(_ session: Session) -> [String] {
    guard let other = session.compared else { return [] }
    let words =
      network(other.state) + sequence(other.state, other.source) + looked(other.state, other.analysis)
    return ["--compare", words.map(ShellWord.quotedAsIs).joined(separator: " ")]
  }

  private static func landscape(_ session: Session) -> [String] {
    let (state, window) = (session.state, session.windowInForce.description)
    return (window.isEmpty ? [] : ["--window", window])
      + (state.landscape.desired == LandscapeWindow().desired ? [] : ["--desired", "\(state.landscape.desired)"])
  }

  /// The view has a flag, unless keys are needed that only the Flow view takes.
  private static func view(_ state: State) -> [String] {
    state.view == .flow || !flowKeys(state).isEmpty ? [] : ["--view", state.view.rawValue]
  }

  /// Pinning comes first: what follows must not move the scales.
  private static func flowKeys(_ state: State) -> String {
    (state.isPinned ? "." : "") + (state.showsRuler ? "p" : "") + (state.isLinear ? "s" : "")
      + (state.showsOutput ? "O" : "") + (state.showsActivation == nil ? "" : "f")
      + String(repeating: "z", count: state.timeZoom)
  }

  private static func keys(_ state: State) -> String {
    let tabs = state.knobs.firstIndex(of: state.knob) ?? 0
    return flowKeys(state) + (flowKeys(state).isEmpty || state.view == .flow ? "" : "\(state.view.digit)")
      + String(repeating: "<Tab>", count: tabs)
  }

  /// Whether the last of the keys says that this screen has no room for what it asks for. Whoever pressed it has read that.
  private static func leavesMessage(_ keys: String, _ session: Session) -> Bool {
    if keys.hasSuffix("O") { return session.reasonForLittleOutput != nil }
    return keys.hasSuffix("f") && session.definition.room(of: .activation, session)?.isPossible == false
  }

  /// The pass that is being played, standing where it stands: ticks, and single steps for the rest.
  private static func playback(_ session: Session) -> String {
    guard let playback = session.playback else { return "" }
    let speed = playback.speedChange
    let steps = playback.target - playback.position
    let (ticks, rest) = steps.quotientAndRemainder(dividingBy: playback.stepsPerTickAtStart)
    var keys = "<Space>" + String(repeating: "<Tick>", count: ticks) + String(repeating: "<Enter>", count: rest)
    if playback.isPaused != (rest > 0), !playback.hasArrived { keys += "<Space>" }
    return keys + String(repeating: speed < 0 ? "-" : "+", count: Int(speed.magnitude))
  }

  /// What of the derivation is revealed, and how far it is scrolled.
  private static func reading(_ session: Session) -> String {
    guard let page = Notation.current.withValue(session.notation, operation: { session.page }) else { return "" }
    let reveals = page.isComplete ? 0 : page.shown + 1
    let scroll = page.halfScreens < 0 ? "<C-u>" : "<C-d>"
    return String(repeating: "<Enter>", count: reveals)
      + String(repeating: scroll, count: Int(page.halfScreens.magnitude))
  }
}

extension Session {
  /// The command line that reproduces this screen, as `y` shows it.
  package var commandLine: String { ReproducingCommand.text(for: self) }
}

/// Arguments as a POSIX shell reads them back.
package enum ShellWord {
  /// The argument, quoted where it needs to be. Characters that cannot be shown or that a terminal would act on,
  /// which names of files and columns can have, are written as numbers: the word does no harm and never ends a line.
  package static func quoted(_ argument: String) -> String {
    let notation = Notation.current.get()
    if argument.unicodeScalars.contains(where: { !notation.shows($0) }) { return printed(argument, notation) }
    return quotedAsIs(argument)
  }

  /// The argument in apostrophes where it needs them, whatever characters it has: for a text that is quoted once more.
  package static func quotedAsIs(_ argument: String) -> String {
    let plain = argument.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+".contains($0)) }
    return plain && !argument.isEmpty ? argument : apostrophes(argument)
  }

  /// A line cut in two that a shell takes as one: the first part, of that many columns at most, ends with a backslash, and
  /// a quote that is open there is closed before it and opened again behind it.
  package static func cut(_ line: String, columns: Int) -> (head: String, rest: String) {
    var head = TextWrap.cut(line, columns: columns - 2).head
    // A backslash stays with what it escapes.
    if isOpen(head).escape { head.removeLast() }
    let rest = String(line.dropFirst(head.count))
    let quote = isOpen(head).quote ? "'" : ""
    return (head + quote + "\\", quote + rest)
  }

  /// Whether an apostrophe, or a backslash outside of apostrophes, waits for what follows.
  private static func isOpen(_ text: String) -> (quote: Bool, escape: Bool) {
    // A mark that combines makes one character of itself and an apostrophe, but not for a shell.
    text.unicodeScalars.reduce((quote: false, escape: false)) { open, scalar in
      if open.escape { return (open.quote, false) }
      if scalar == "'" { return (!open.quote, false) }
      return (open.quote, scalar == "\\" && !open.quote)
    }
  }

  private static func apostrophes(_ text: String) -> String {
    "'" + text.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }

  /// By way of printf(1); line ends at the very end are lost there.
  private static func printed(_ argument: String, _ notation: Notation) -> String {
    let format = argument.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%%"
      case "\\": "\\\\"
      default: notation.shows(scalar) ? String(scalar) : Character(scalar).utf8.map(octal).joined()
      }
    }
    return "\"$(printf -- \(apostrophes(format.joined())))\""
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
