import RNNCore
import Screen

/// The one table of keys: it dispatches, and help, hints, `gradflow list keys` and the README are made from it.
package enum KeyBindings {
  /// The action of a key in a session, or nil for a key that does nothing there. A key may stand in several rows: the
  /// first that is available has it.
  static func action(for key: Key, in session: Session) -> Action? {
    for owning in [true, false] {
      for binding in table where binding.ownsKeys == owning {
        if let match = binding.keys.first(where: { $0.0 == key }), binding.isAvailable(session) { return match.1 }
      }
    }
    return nil
  }

  /// What to say to a key that does nothing in a session, or nil for one that means nothing anywhere.
  package static func refusal(of key: Key, in session: Session) -> String? {
    table.lazy.filter { row in row.keys.contains { $0.0 == key } }.compactMap { $0.refusal(session) }.first
  }

  /// The rows that do something now, those that own their keys first, without the ones whose keys those have all taken.
  package static func available(in session: Session) -> [KeyBinding] {
    let available = table.filter { $0.isAvailable(session) }
    let owning = available.filter(\.ownsKeys)
    let owned = Set(owning.flatMap(\.keys).map(\.0))
    return owning + available.filter { row in !row.ownsKeys && !row.keys.allSatisfy { owned.contains($0.0) } }
  }

  /// Every row as the keys and what they do.
  package static var rows: [(keys: String, does: String)] { table.map { ($0.label, $0.help) } }

  private static func typed(_ character: Character, _ action: Action) -> (Key, Action) {
    (Key(.character(character)), action)
  }

  private static func control(_ character: Character, _ action: Action) -> (Key, Action) {
    (Key(.character(character), control: true), action)
  }

  private static func held(_ base: Key.Base, _ action: Action) -> [(Key, Action)] {
    [(Key(base, shift: true), action), (Key(base, control: true), action)]
  }

  package static let table: [KeyBinding] =
    targetAndTerm + views + derivation + landscape + knobs + units + network + playing + scenarios + scales + time
    + precision
    + activation
    + history
    + files + program

  private static let targetAndTerm = [
    KeyBinding(
      [
        (Key(.left), .moveTarget(-1)), (Key(.right), .moveTarget(1)), typed("h", .moveTarget(-1)),
        typed("l", .moveTarget(1)),
      ]
        + held(.left, .moveTarget(-10)) + held(.right, .moveTarget(10)),
      "← →  (h l)", "target step k; with Shift or Ctrl ten at a time", hint: ("←→", { _ in "target k" })),
    KeyBinding(
      [
        (Key(.home), .moveTargetToStart), (Key(.end), .moveTargetToEnd), typed("g", .moveTargetToStart),
        typed("G", .moveTargetToEnd),
      ],
      "Home End  (g G)", "first or last step as the target"),
    KeyBinding(
      [typed("[", .moveInspected(-1)), typed("]", .moveInspected(1))], "[ ]", "inspected term i",
      hint: ("[ ]", { _ in "term i" }), where: { $0.state.view != .landscape && $0.playback == nil },
      otherwise: { session in
        session.state.view == .landscape
          ? "the landscape shows no single term: 1 flow, 2 derivation, 3 map" : Session.inspectedIsPlayed
      }),
    KeyBinding(
      [typed("K", .moveToBrake)], "K",
      "term i at the strongest brake, or amplifier where there is no brake; again: at the next",
      hint: ("K", { StrongestBrakes($0.analysis).name }), ofView: true, in: .flow, .derivation, .map,
      where: { $0.playback == nil },
      otherwise: { _ in Session.inspectedIsPlayed }),
  ]

  private static let knobs = [
    KeyBinding(
      [
        (Key(.up), .turnKnob(1)), (Key(.down), .turnKnob(-1)), typed("k", .turnKnob(1)), typed("j", .turnKnob(-1)),
        (Key(.pageUp), .turnKnob(10)), (Key(.pageDown), .turnKnob(-10)),
      ]
        + held(.up, .turnKnob(10)) + held(.down, .turnKnob(-10)),
      "↑ ↓  (k j)", "turn the highlighted knob by 0.05 (T: 1); with Shift or PgUp PgDn ten times as far",
      hint: ("↑↓", { $0.state.name(of: $0.state.knob) }), first: true),
    KeyBinding(
      [(Key(.tab), .nextKnob), (Key(.tab, shift: true), .previousKnob)], "Tab  Shift-Tab",
      "next or previous knob: W, U, b, s₀, T; of a network of several units g and T", hint: ("tab", { _ in "knob" }),
      minor: true),
    KeyBinding(
      [typed("=", .startTyping)], "=",
      "type a value for the knob, or k=30, i=12, T=100, W=1.2: Enter sets it, Esc leaves"),
    KeyBinding(
      [typed("-", .flipSign)], "-", "flip the knob's sign", where: { $0.state.knob != .steps },
      otherwise: { _ in "T has no sign" }),
  ]

  private static func whyNotDrawn(_ state: State) -> String {
    state.isMatrix ? "the weights are the model's: ↑ ↓ scale W by g" : "W is a single number: ↑ ↓ turn it"
  }

  private static let network = [
    KeyBinding(
      [typed("a", .cycleActivation(1)), typed("A", .cycleActivation(-1))], "a A", "next or previous activation",
      hint: ("a", { _ in "activation" })),
    KeyBinding(
      [typed("i", .cycleInput(1)), typed("I", .cycleInput(-1))], "i I", "next or previous input",
      hint: ("i", { _ in "input" }), minor: true),
    KeyBinding(
      [typed("d", .cycleParameter)], "d", "gradient with respect to W, U or b", hint: ("d", { _ in "∂/∂W U b" })),
    KeyBinding(
      [typed("w", .cycleInitialization(1)), typed("W", .cycleInitialization(-1))], "w W",
      "next or previous way to begin with W: gaussian, orthogonal, identity, shift", hint: ("w", { _ in "init" }),
      minor: true, where: { $0.state.isSeeded }, otherwise: { whyNotDrawn($0.state) }),
    KeyBinding(
      [typed("R", .newSeed)], "R", "new seed, where the network or the input is random",
      hint: ("R", { _ in "new seed" }), where: { $0.source.isRandom || $0.state.isSeeded },
      otherwise: { _ in "nothing here is random: i chooses another input, noise among them" }),
  ]

  private static let views = [
    KeyBinding(
      zip("1234", View.allCases).map { typed($0, .show($1)) }, "1 2 3 4", "views: flow, derivation, map, landscape",
      hint: ("1–4", { _ in "views" }), where: { !$0.state.isMatrix }),
    KeyBinding(
      zip("12345", View.allCases).map { typed($0, .show($1)) }, "1 2 3 4 5",
      "views: flow, derivation, map, landscape; with several units spectrum", hint: ("1–5", { _ in "views" }),
      where: { $0.state.isMatrix },
      otherwise: { _ in "the spectrum is of several units: start with --hidden 16 or --model FILE" }),
  ]

  private static let landscape = [
    KeyBinding(
      [typed("<", .zoomLandscape(-1)), typed(">", .zoomLandscape(1))], "< >", "landscape: narrower, wider",
      hint: ("< >", { _ in "zoom" }), in: .landscape, where: { $0.hasLandscape }),
    KeyBinding(
      [typed(",", .centreLandscape)], ",", "landscape: the present value in the middle", hint: (",", { _ in "centre" }),
      minor: true, in: .landscape, where: { $0.hasLandscape }),
    KeyBinding(
      [typed("v", .toggleSurface)], "v", "landscape: curves over one knob, or the error surface over W and b",
      hint: ("v", { $0.state.landscape.isSurface ? "curves" : "error surface" }),
      in: .landscape, where: { $0.state.isScalar },
      otherwise: { _ in "the error surface is over W and b of a single unit with one input" }),
  ]

  private static let scenarios = [
    KeyBinding(
      [typed("o", .openScenarios)], "o",
      "scenarios: prepared networks, and what there is to see in them; a digit or a letter opens one",
      hint: ("o", { _ in "scenarios" }), first: true)
  ]

  private static let playHint: @Sendable (Session) -> String = { session in
    guard let playback = session.playback, !playback.hasArrived else { return "again" }
    return playback.isPaused ? "go on" : "pause"
  }

  private static let playing = [
    KeyBinding(
      [typed(" ", .togglePlayback)], "Space",
      "play the backward pass: the gradient travels from k to 1, one factor at a time",
      hint: ("space", { _ in "play" }), first: true,
      where: { $0.playback == nil }),
    KeyBinding(
      [typed(" ", .togglePlayback)], "Space", "while playing: pause or go on; at the end, play again",
      hint: ("space", playHint), first: true, owning: true,
      where: { $0.playback != nil }),
    KeyBinding(
      [(Key(.enter), .stepPlayback(1)), (Key(.backspace), .stepPlayback(-1))], "Enter  Backspace",
      "while playing: one step on or back", hint: ("enter", { _ in "step" }), owning: true,
      where: { $0.playback != nil }),
    KeyBinding(
      [typed("+", .changeSpeed(1)), typed("-", .changeSpeed(-1))], "+ -", "while playing: faster, slower",
      hint: ("+ -", { $0.playback.map { "\($0.speed)/s" } ?? "" }), owning: true, where: { $0.playback != nil },
      otherwise: { _ in "nothing plays: Space begins, then + and − change the speed" }),
    KeyBinding(
      [(Key(.escape), .endPlayback)], "Esc", "while playing: end it", hint: ("esc", { _ in "end" }), owning: true,
      where: { $0.playback != nil }),
  ]

  private static let scales = [
    KeyBinding(
      [typed("s", .toggleLinear)], "s", "log or linear bars: linear ones add up to the total",
      hint: ("s", { $0.state.isLinear ? "log" : "linear" }), in: .flow),
    KeyBinding(
      [typed(".", .togglePin)], ".", "pin the scales, to compare two settings",
      hint: (".", { $0.state.isPinned ? "unpin" : "pin" }), minor: true, in: .flow),
    KeyBinding(
      [typed("{", .changeDepth(-1)), typed("}", .changeDepth(1))], "{ }",
      "the term axis reaches fewer or more decades down",
      in: .flow, .map, .spectrum, where: { $0.state.view != .flow || !$0.state.isLinear },
      otherwise: { _ in "the linear axis has no decades: press s for the log scale" }),
  ]

  private static let time = [
    KeyBinding(
      [typed("z", .zoomTime(1)), typed("Z", .zoomTime(-1))], "z Z",
      "half or twice as many steps on the time axis, around k",
      hint: ("z", { _ in "zoom" }), in: .flow)
  ]

  private static let activation = [
    KeyBinding(
      [typed("f", .toggleActivation)], "f", "f and f′ with the operating points, beside the bands",
      hint: ("f", { _ in "f, f′" }), minor: true, in: .flow)
  ]

  private static let precision = [
    KeyBinding(
      [typed("p", .toggleRuler)], "p", "precision ruler: where fp16, bf16, fp32 and fp64 lose the flow",
      hint: ("p", { _ in "precision" }), minor: true, in: .flow, where: { !$0.state.isLinear },
      otherwise: { _ in "the ruler measures decades: press s for the log scale" })
  ]

  private static let history = [
    KeyBinding(
      [typed("u", .undo), control("r", .redo)], "u  Ctrl-R", "undo, redo: every change, the last ten thousand",
      hint: ("u", { _ in "undo" }), where: { !$0.past.isEmpty || !$0.future.isEmpty },
      otherwise: { _ in "nothing to undo or redo" }),
    KeyBinding(
      [typed("r", .reset)], "r", "back to how it was started", hint: ("r", { _ in "reset" }),
      where: { $0.state != $0.initial }, otherwise: { _ in "everything is as it was started" }),
  ]

  private static let files = [
    KeyBinding(
      [typed("S", .savePicture), typed("E", .saveNumbers)], "S E",
      "save the picture (SVG) or the numbers (JSON) in the working folder"),
    KeyBinding(
      [typed("y", .showCommand)], "y",
      "the command line that reproduces this screen, sent to the clipboard where the terminal has one"),
  ]

  private static let program = [
    KeyBinding([typed("m", .toggleMouse)], "m", "mouse on or off; off, the terminal selects text"),
    KeyBinding([typed("M", .toggleTheme)], "M", "theme: colours for a dark or for a light background"),
    KeyBinding([control("l", .redraw)], "Ctrl-L", "draw everything anew"),
    KeyBinding(
      [typed("?", .toggleHelp)], "?", "this help; Esc, q or ? closes it", hint: ("?", { _ in "help" }), first: true),
    KeyBinding(
      [typed("q", .quit(interrupted: false)), control("c", .quit(interrupted: true)), control("z", .suspend)],
      "q  Ctrl-C  Ctrl-Z", "leave; Ctrl-Z suspends and comes back whole", hint: ("q", { _ in "quit" }), first: true),
    KeyBinding([(Key(.escape), .dismiss)], "Esc", "put a message away"),
  ]
}
