import RNNCore
import Screen

extension KeyBindings {
  /// The rows of the picture.
  static let picture: [KeyBinding] =
    targetAndTerm + views + derivation + landscape + knobs + units + network + cut + comparison + playing + scenarios
    + scales + time
    + precision + activation + history + files + program

  private static func held(_ base: Key.Base, _ action: Action) -> [(Key, Action)] {
    [(Key(base, shift: true), action), (Key(base, control: true), action)]
  }

  private static let targetAndTerm = [
    KeyBinding(
      [
        (Key(.left), .step(.moveTarget(-1))), (Key(.right), .step(.moveTarget(1))), typed("h", .step(.moveTarget(-1))),
        typed("l", .step(.moveTarget(1))),
      ]
        + held(.left, .step(.moveTarget(-10))) + held(.right, .step(.moveTarget(10))),
      "← →  (h l)", "target step k; with Shift or Ctrl ten at a time", hint: ("←→", { _ in "target k" })),
    KeyBinding(
      [
        (Key(.home), .step(.moveTargetToStart)), (Key(.end), .step(.moveTargetToEnd)),
        typed("g", .step(.moveTargetToStart)),
        typed("G", .step(.moveTargetToEnd)),
      ],
      "Home End  (g G)", "first or last step as the target"),
    KeyBinding(
      [typed("[", .step(.moveInspected(-1))), typed("]", .step(.moveInspected(1)))], "[ ]", "inspected term i",
      hint: ("[ ]", { _ in "term i" }), where: { $0.takes(.term) && $0.playback == nil },
      otherwise: { $0.takes(.term) ? Session.inspectedIsPlayed : whereTermsAre($0) }),
    KeyBinding(
      [typed("K", .step(.moveToBrake))], "K",
      "term i at the strongest brake, or amplifier where there is no brake; again: at the next",
      hint: ("K", { $0.analysis.strongestBrakes.name }), ofView: true, of: .brakes,
      where: { $0.playback == nil },
      otherwise: { _ in Session.inspectedIsPlayed }),
  ]

  private static func whereTermsAre(_ session: Session) -> String {
    let ways = session.views(taking: .term).filter { !$0.needsSeveralUnits }.map { "\($0.digit) \($0.rawValue)" }
    return "the \(session.state.view.rawValue) shows no single term: \(ways.joined(separator: ", "))"
  }

  private static let knobs = [
    KeyBinding(
      [
        (Key(.up), .knob(.turn(1))), (Key(.down), .knob(.turn(-1))), typed("k", .knob(.turn(1))),
        typed("j", .knob(.turn(-1))),
        (Key(.pageUp), .knob(.turn(10))), (Key(.pageDown), .knob(.turn(-10))),
      ]
        + held(.up, .knob(.turn(10))) + held(.down, .knob(.turn(-10))),
      "↑ ↓  (k j)", "turn the highlighted knob by 0.05 (T, checkpoint: 1); with Shift or PgUp PgDn ten times as far",
      hint: ("↑↓", { $0.state.name(of: $0.state.knob) }), first: true),
    KeyBinding(
      [(Key(.tab), .knob(.next)), (Key(.tab, shift: true), .knob(.previous))], "Tab  Shift-Tab",
      "next or previous knob: W, U, b, gates' biases, s₀, T; of several units g; of files checkpoint",
      hint: ("tab", { _ in "knob" }),
      minor: true),
    KeyBinding(
      [typed("=", .knob(.startTyping))], "=",
      "type a value for the knob, or k=30, i=12, T=100, W=1.2, window=12, detach=5, cut=none"),
    KeyBinding(
      [typed("-", .knob(.flipSign))], "-", "flip the knob's sign", where: { !$0.state.knob.isWhole },
      otherwise: { "\($0.state.name(of: $0.state.knob)) has no sign" }),
  ]

  private static let cut = [
    KeyBinding(
      [typed("(", .display(.changeCut(-1))), typed(")", .display(.changeCut(1)))], "( )",
      "shorter or longer window, or chunk: what farther steps add is left out of the gradient",
      hint: ("( )", { $0.state.cut.hint }), ofView: true),
    KeyBinding(
      [typed("D", .display(.cycleCut))], "D",
      "truncate: to a window of steps, by detach between chunks of steps, not at all",
      hint: ("D", { $0.state.cut.nextHint }), ofView: true),
  ]

  private static let comparison = [
    KeyBinding(
      [typed("b", .comparison(.toggle))], "b",
      "keep what is shown as B, to compare with; again: let go of B",
      hint: ("b", { $0.state.counterpart == nil ? "keep as B" : "let go of B" }), minor: true),
    KeyBinding(
      [typed("x", .comparison(.exchange))], "x", "exchange what is shown and B",
      hint: ("x", { _ in "exchange with B" }),
      ofView: true, where: { $0.state.counterpart != nil },
      otherwise: { _ in "nothing is kept as B to exchange with: b keeps what is shown" }),
  ]

  private static func whyNotDrawn(_ state: State) -> String {
    state.isMatrix ? "the weights are the model's: ↑ ↓ scale W by g" : "W is a single number: ↑ ↓ turn it"
  }

  private static let network = [
    KeyBinding(
      [typed("a", .network(.cycleActivation(1))), typed("A", .network(.cycleActivation(-1)))], "a A",
      "next or previous activation",
      hint: ("a", { _ in "activation" }), where: { $0.state.start.network.elmanActivation != nil },
      otherwise: { _ in "a gated cell has functions of its own, σ and tanh: c leads to the RNN" }),
    KeyBinding(
      [typed("c", .network(.cycleCell(1))), typed("C", .network(.cycleCell(-1)))], "c C",
      "next or previous cell: RNN, GRU, LSTM, with all else kept",
      hint: ("c", { $0.state.start.network.cellKind.neighbour(1).name }), minor: true, where: { $0.state.hasOwnCell },
      otherwise: { _ in "the cell is the model's: b keeps it as B, to compare with another" }),
    KeyBinding(
      [typed("L", .network(.cycleLayer))], "L",
      "next layer of a model of several: its state, and the loss through those above it",
      hint: ("L", { _ in "layer" }), ofView: true, where: { !($0.state.matrix?.stack.isEmpty ?? true) },
      otherwise: { _ in "one layer alone: a model of several has more (--model FILE)" }),
    KeyBinding(
      [typed("i", .network(.cycleInput(1))), typed("I", .network(.cycleInput(-1)))], "i I", "next or previous input",
      hint: ("i", { _ in "input" }), minor: true),
    KeyBinding(
      [typed("d", .display(.cycleParameter))], "d",
      "gradient with respect to W, U or b; of gated cells of one gate's rows after the other too",
      hint: ("d", { _ in "∂/∂W U b" })),
    KeyBinding(
      [typed("w", .network(.cycleInitialization(1))), typed("W", .network(.cycleInitialization(-1)))], "w W",
      "next or previous way to begin with W: gaussian, orthogonal, identity, shift, uniform",
      hint: ("w", { _ in "init" }),
      minor: true, where: { $0.state.isSeeded }, otherwise: { whyNotDrawn($0.state) }),
    KeyBinding(
      [typed("R", .network(.newSeed))], "R", "new seed, where the network or the input is random",
      hint: ("R", { _ in "new seed" }), where: { $0.source.isRandom || $0.state.isSeeded },
      otherwise: { _ in "nothing here is random: i chooses another input, noise among them" }),
  ]

  private static let plainViews = View.allCases.filter { !$0.needsSeveralUnits }
  private static let otherViews = View.allCases.filter(\.needsSeveralUnits)

  private static func digits(_ views: [View]) -> [(Key, Action)] {
    views.map { (Key(.character(Character("\($0.digit)"))), .display(.show($0))) }
  }

  private static func names(_ views: [View]) -> String { views.map(\.rawValue).joined(separator: ", ") }

  private static func row(
    _ views: [View], _ help: String, where condition: @escaping @Sendable (Session) -> Bool,
    otherwise reason: @escaping @Sendable (Session) -> String? = { _ in nil }
  ) -> KeyBinding {
    KeyBinding(
      digits(views), views.map { "\($0.digit)" }.joined(separator: " "), help,
      hint: ("1–\(views.count)", { _ in "views" }), where: condition, otherwise: reason)
  }

  private static let views = [
    row(plainViews, "views: \(names(plainViews))", where: { !$0.state.isMatrix }),
    row(
      plainViews + otherViews, "views: \(names(plainViews)); with several units \(names(otherViews))",
      where: { $0.state.isMatrix },
      otherwise: { _ in "the spectrum is of several units: start with --hidden 16 or --model FILE" }),
  ]

  private static let landscape = [
    KeyBinding(
      [typed("<", .landscape(.zoom(-1))), typed(">", .landscape(.zoom(1)))], "< >", "landscape: narrower, wider",
      hint: ("< >", { _ in "zoom" }), of: .window, where: { $0.hasLandscape }),
    KeyBinding(
      [typed(",", .landscape(.centre))], ",", "landscape: the present value in the middle",
      hint: (",", { _ in "centre" }),
      minor: true, of: .window, where: { $0.hasLandscape }),
    KeyBinding(
      [typed("v", .landscape(.toggleSurface))], "v",
      "landscape: curves over one knob, or the error surface over W and b",
      hint: ("v", { $0.state.landscape.isSurface ? "curves" : "error surface" }),
      of: .window, where: { $0.state.isScalar },
      otherwise: { _ in "the error surface is over W and b of a single unit with one input" }),
  ]

  private static let scenarios = [
    KeyBinding(
      [typed("o", .session(.openScenarios))], "o",
      "scenarios: prepared networks, and what there is to see in them; a digit or a letter opens one",
      hint: ("o", { _ in "scenarios" }), first: true)
  ]

  private static let playHint: @Sendable (Session) -> String = { session in
    guard let playback = session.playback, !playback.hasArrived else { return "again" }
    return playback.isPaused ? "go on" : "pause"
  }

  private static let playing = [
    KeyBinding(
      [typed(" ", .playback(.toggle))], "Space",
      "play the backward pass: the gradient travels from k to 1, one factor at a time",
      hint: ("space", { _ in "play" }), first: true,
      where: { $0.playback == nil }),
    KeyBinding(
      [typed(" ", .playback(.toggle))], "Space", "while playing: pause or go on; at the end, play again",
      hint: ("space", playHint), first: true, owning: true,
      where: { $0.playback != nil }),
    KeyBinding(
      [(Key(.enter), .playback(.step(1))), (Key(.backspace), .playback(.step(-1)))], "Enter  Backspace",
      "while playing: one step on or back", hint: ("enter", { _ in "step" }), owning: true,
      where: { $0.playback != nil }),
    KeyBinding(
      [typed("+", .playback(.changeSpeed(1))), typed("-", .playback(.changeSpeed(-1)))], "+ -",
      "while playing: faster, slower",
      hint: ("+ -", { $0.playback.map { "\($0.speed)/s" } ?? "" }), owning: true, where: { $0.playback != nil },
      otherwise: { _ in "nothing plays: Space begins, then + and − change the speed" }),
    KeyBinding(
      [(Key(.escape), .playback(.end))], "Esc", "while playing: end it", hint: ("esc", { _ in "end" }), owning: true,
      where: { $0.playback != nil }),
  ]

  private static let scales = [
    KeyBinding(
      [typed("s", .display(.toggleLinear))], "s", "log or linear bars: linear ones add up to the total",
      hint: ("s", { $0.state.isLinear ? "log" : "linear" }), of: .bands),
    KeyBinding(
      [typed(".", .display(.togglePin))], ".", "pin the scales, to compare two settings",
      hint: (".", { $0.state.isPinned ? "unpin" : "pin" }), minor: true, of: .bands),
    KeyBinding(
      [typed("{", .display(.changeDepth(-1))), typed("}", .display(.changeDepth(1)))], "{ }",
      "the term axis reaches fewer or more decades down",
      of: .decades, where: { !$0.takes(.bands) || !$0.state.isLinear },
      otherwise: { _ in "the linear axis has no decades: press s for the log scale" }),
  ]

  private static let time = [
    KeyBinding(
      [typed("z", .display(.zoomTime(1))), typed("Z", .display(.zoomTime(-1)))], "z Z",
      "half or twice as many steps on the time axis, around k",
      hint: ("z", { _ in "zoom" }), of: .bands)
  ]

  private static let activation = [
    KeyBinding(
      [typed("f", .display(.toggleActivation))], "f", "f and f′ with the operating points, beside the bands",
      hint: ("f", { _ in "f, f′" }), minor: true, of: .bands)
  ]

  private static let precision = [
    KeyBinding(
      [typed("p", .display(.toggleRuler))], "p", "precision ruler: where fp16, bf16, fp32 and fp64 lose the flow",
      hint: ("p", { _ in "precision" }), minor: true, of: .bands, where: { !$0.state.isLinear },
      otherwise: { _ in "the ruler measures decades: press s for the log scale" })
  ]

  private static let history = [
    KeyBinding(
      [typed("u", .session(.undo)), control("r", .session(.redo))], "u  Ctrl-R",
      "undo, redo: every change, the last ten thousand",
      hint: ("u", { _ in "undo" }), where: { !$0.past.isEmpty || !$0.future.isEmpty },
      otherwise: { _ in "nothing to undo or redo" }),
    KeyBinding(
      [typed("r", .session(.reset))], "r", "back to how it was started", hint: ("r", { _ in "reset" }),
      where: { $0.state != $0.initial }, otherwise: { _ in "everything is as it was started" }),
  ]

  private static let files = [
    KeyBinding(
      [typed("S", .program(.savePicture)), typed("E", .program(.saveNumbers))], "S E",
      "save the picture (SVG) or the numbers (JSON) in the working folder"),
    KeyBinding(
      [typed("y", .program(.showCommand))], "y",
      "the command line that reproduces this screen, sent to the clipboard where the terminal has one"),
  ]

  private static let program = [
    KeyBinding([typed("m", .program(.toggleMouse))], "m", "mouse on or off; off, the terminal selects text"),
    KeyBinding([typed("M", .program(.toggleTheme))], "M", "theme: colours for a dark or for a light background"),
    KeyBinding([control("l", .program(.redraw))], "Ctrl-L", "draw everything anew"),
    KeyBinding(
      [typed("?", .session(.toggleHelp))], "?", "this help; Esc, q or ? closes it", hint: ("?", { _ in "help" }),
      first: true),
    KeyBinding(
      [
        typed("q", .program(.quit(interrupted: false))), control("c", .program(.quit(interrupted: true))),
        control("z", .program(.suspend)),
      ],
      "q  Ctrl-C  Ctrl-Z", "leave; Ctrl-Z suspends and comes back whole", hint: ("q", { _ in "quit" }), first: true,
      on: [.picture, .tooSmall]),
    KeyBinding([(Key(.escape), .session(.dismiss))], "Esc", "put a message away"),
  ]

  /// The keys of what is looked at: of networks of several units, and of a head.
  private static let units = [
    KeyBinding(
      [(Key(.character("n")), .display(.cycleObservable(1))), (Key(.character("N")), .display(.cycleObservable(-1)))],
      "n N",
      "next or previous quantity: the whole state, the losses, one unit after the other", hint: ("n", { next($0) }),
      where: { $0.observables.count > 1 },
      otherwise: { _ in "one unit, and no classes to be told: there is nothing else to look at" }),
    KeyBinding(
      [(Key(.character("O")), .display(.toggleOutput))], "O",
      "the output band: what the network says at step k, and the loss of every step",
      hint: ("O", { $0.state.showsOutput ? "no output" : "output" }), minor: true,
      where: { $0.takes(.bands) && $0.state.start.network.hasClasses },
      otherwise: { session in
        guard session.state.start.network.hasClasses else {
          return "the output band is of networks that tell classes"
        }
        return session.wayToView(taking: .bands)
      }),
  ]

  private static func next(_ session: Session) -> String {
    switch session.state.observable.neighbour(1, among: session.observables) {
    case .state: "whole state"
    case .unit(let unit): "unit \(unit)"
    case .cell: "cell"
    case .cellUnit(let unit): "cell \(unit)"
    case .loss: "loss"
    case .totalLoss: "total loss"
    }
  }

  /// The keys of the derivation.
  private static let derivation = [
    KeyBinding(
      [(Key(.enter), .reading(.reveal))], "Enter",
      "derivation: the next line; with all shown, begin with an empty page",
      hint: ("enter", { $0.hidesAnswer ? "next line" : "line by line" }), ofView: true,
      where: { $0.takes(.lines) && hasNumbers($0) }),
    KeyBinding(
      [(Key(.backspace), .reading(.hide))], "Backspace", "derivation: hide the newest line again",
      hint: ("backspace", { _ in "hide" }),
      minor: true, where: { $0.takes(.lines) && hasNumbers($0) && $0.state.reading.revealed != 0 }),
    KeyBinding(
      [
        (Key(.character("d"), control: true), .reading(.scrollHalfScreens(1))),
        (Key(.character("u"), control: true), .reading(.scrollHalfScreens(-1))),
      ], "Ctrl-D  Ctrl-U", "derivation: scroll half a screen", hint: ("ctrl-d", { _ in "scroll" }),
      where: { $0.takes(.lines) && hasNumbers($0) && ($0.page?.limit ?? 0) > 0 }),
  ]

  private static func hasNumbers(_ session: Session) -> Bool { session.analysis.contributions != nil }
}
