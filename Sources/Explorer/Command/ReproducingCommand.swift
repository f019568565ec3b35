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
    (["gradflow"] + arguments(for: session)).map(ShellWord.quoted)
  }

  package static func arguments(for session: Session) -> [String] {
    let state = session.state
    let pressed = keys(state) + reading(session) + playback(session)
    let keys = pressed + (leavesMessage(pressed, session) ? "<Esc>" : "")
    return network(state) + sequence(state, session.source) + looked(state, session.analysis) + view(state)
      + landscape(session) + axes(session) + order(session) + (keys.isEmpty ? [] : ["--keys", keys])
      + session.lookFlags + (session.chosenTheme.map { ["--theme", $0.rawValue] } ?? [])
  }

  private static func network(_ state: State) -> [String] {
    let activation = state.start.network.activation
    var own: Activation? = Setup().activation
    if case .model(_, let saved, _) = state.matrix?.origin { own = saved }
    return (activation == own ? [] : ["--activation", activation.rawValue])
      + (state.matrix.map { matrix($0) } ?? scalar(state))
  }

  private static func scalar(_ state: State) -> [String] {
    let own = Setup()
    let knobs: [(String, Knob, Double)] = [
      ("--w", .recurrentWeight, own.recurrentWeight), ("--u", .inputWeight, own.inputWeight),
      ("--bias", .bias, own.bias), ("--s0", .initialState, own.initialState), ("--v", .outputWeight, own.outputWeight),
    ]
    return knobs.filter { $0.1 != .outputWeight || state.start.network.hasClasses }.flatMap { flag, knob, standard in
      state.value(of: knob) == standard ? [] : [flag, "\(state.value(of: knob))"]
    }
  }

  private static func matrix(_ network: ScaledNetwork) -> [String] {
    let gain = network.gain == 1 ? [] : ["--gain", "\(network.gain)"]
    switch network.origin {
    case .model(_, _, let flags): return flags + gain
    case .seeded(let initialization, _):
      let n = network.base.network.hiddenSize
      return ["--hidden", "\(n)"] + (initialization == .gaussian ? [] : ["--init", initialization.rawValue]) + gain
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
      + (state.observable == .state ? [] : ["--of", state.observable.name])
  }

  /// Scales that their history has made other than a fresh start would.
  private static func axes(_ session: Session) -> [String] {
    let fresh = Scales.adapted(to: session.analysis, session.pooledTerms, from: nil, depth: nil)
    // Keys that change the columns change what scales come from on the way to the picture.
    let mayDiffer = session.state.timeZoom > 0 || session.state.showsActivation != nil
    guard let scales = session.state.scales, scales != fresh || mayDiffer else { return [] }
    return ["--axes", scales.description]
  }

  /// An order of units that a fresh start would not show.
  private static func order(_ session: Session) -> [String] {
    guard let sorting = session.state.sorting, sorting != session.state.freshSorting else { return [] }
    var fresh = session.state
    fresh.sortUnits()
    let order = UnitOrder(UnitOrder.Key(fresh), session.analysis, fresh, session.sources)
    return order.units == session.unitOrder?.units ? [] : ["--order", sorting.description]
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
