import Explorer
import Screen

/// The help screen: the keys of the present view, the other keys, and what the words and symbols mean.
enum HelpPanel {
  static func draw(_ session: Session, scroll: Int, into frame: inout Frame) {
    Sheet.drawPage([" gradflow   how gradients flow back through time", " gradflow   help"], into: &frame)
    let lines = lines(for: session)
    let room = session.size.height - 2
    let first = Swift.min(scroll, scrollLimit(session))
    for (row, line) in lines.dropFirst(first).prefix(room).enumerated() { frame.write(line, x: 0, y: row + 1) }
    Sheet.drawKeys(
      KeyBindings.hints(in: session, .help), hidden: (first, Swift.max(lines.count - first - room, 0)), into: &frame)
  }

  /// The most lines that the help can be scrolled down by.
  static func scrollLimit(_ session: Session) -> Int {
    Swift.max(lines(for: session).count - (session.size.height - 2), 0)
  }

  private static func lines(for session: Session) -> [[Span]] {
    let width = session.size.width
    let keys = KeyBindings.available(in: session)
    let ofView = keys.filter { $0.isOfView(session) }
    let others = keys.filter { !$0.isOfView(session) }
    return section(
      "Keys of the \(session.state.view.rawValue) view", ofView.map { ($0.label, $0.help) }, .target, width)
      + section("Other keys", others.map { ($0.label, $0.help) } + [mouse], .target, width)
      + section("Words", glossary(session.state), .strong, width)
  }

  /// The same as sentences.
  static func sentences(_ session: Session) -> [String] {
    let keys = KeyBindings.available(in: session)
    let ofView = keys.filter { $0.isOfView(session) }
    let others = keys.filter { !$0.isOfView(session) }
    // A symbol that a sentence begins with keeps its letter.
    func said(_ entries: [(String, String)]) -> [String] { entries.map { "\($0.0): \(SpokenSymbols.sentence($0.1))." } }
    func pressed(_ keys: [KeyBinding]) -> [String] { said(keys.map { (SpokenSymbols.keys($0.label), $0.help) }) }
    // Marks are for who sees them.
    let words = glossary(session.state).filter { $0.0 != "marks" }.map { (SpokenSymbols.sentence($0.0), $0.1) }
    return ["Keys of the \(session.state.view.rawValue) view."] + pressed(ofView) + ["Other keys."] + pressed(others)
      + ["Words."] + said(words)
  }

  private static func section(
    _ name: String, _ entries: [(String, String)], _ style: Style, _ width: Int
  ) -> [[Span]] {
    guard !entries.isEmpty else { return [] }
    return [[], [Span(" " + name, .muted)], []] + entries.flatMap { entry($0.0, $0.1, style, width: width) }
  }

  private static let mouse = (
    "Mouse", "a click on a column sets i; a click or drag on the axis sets k; the wheel turns the knob"
  )

  /// The words that the screen uses, in alphabetical order; a symbol stands where its first letter does.
  static func glossary(_ state: State) -> [(String, String)] {
    (wordsOfNetwork(state) + (state.cut.kind == .none ? [] : wordsOfCuts)
      + (state.clipping == nil ? [] : wordsOfClipping) + (state.counterpart == nil ? [] : wordsOfComparison)).sorted {
        place($0.0) < place($1.0)
      }
  }

  /// What a word is sorted by: its letters, without regard to capitals.
  static func place(_ word: String) -> String { word.lowercased().filter { $0.isLetter || $0.isNumber } }

  /// Those of every network, and those of its size and its cell. Of one word a gated cell's meaning comes first.
  private static func wordsOfNetwork(_ state: State) -> [(String, String)] {
    let plain = words + (state.isMatrix ? wordsOfUnits : wordsOfOne)
    guard state.cellKind.isGated else { return plain }
    let own = GateWords.all(state)
    let known = Set(own.map(\.0)).union(GateWords.absent)
    return own
      + plain.filter { !known.contains($0.0) }.map {
        ($0.0, $0.1.replacing("∂s_", with: "∂h_").replacing("s_t", with: "h_t"))
      }
  }

  private static let words = [
    ("blocked", "a step factor is exactly 0: what came before it has no part in the gradient"),
    ("fp16", "flow lost: the first lag with a flow below 6e−8, the least number of half precision"),
    ("halves, doubles", "the steps that it takes at the average per step; ×460 within 7 steps: how far it first went"),
    ("i", "the inspected term; what it is made of stands below the time axis"),
    ("k", "the target step, whose state is differentiated"),
    ("lag", "k − i, the steps that lie between cause and effect"),
    (
      "marks",
      "▾ ▴ beyond the axis; × exactly 0, the path is blocked; · exactly 0; ? underflow, not to be told from 0; ! overflow"
    ),
    ("overflow", "a state is beyond 1.8e308, the largest number there is: no gradient from there on"),
    ("T", "the number of steps"),
    (
      "verdict",
      "of the flow from k to 1: vanishing or exploding where it is over 3 % a step, or tenfold in all; else steady"
    ),
    ("W*", "W in step i alone: ∂s_i/∂W* holds s_i₋₁ fixed, as if it did not depend on W; ∂s_i/∂W does not"),
  ]

  private static let wordsOfUnits = [
    ("flow", "P(k,i) = ∂s_k/∂s_i, the product of the steps' Jacobians from k down to i + 1, and its norm"),
    ("immediate", "∂s_i/∂W*, what W does in step i alone; a term is the flow times the immediate derivative"),
    ("output", "the softmax at step k class by class, the right one marked ▸; L_t is each step's loss"),
    (
      "per step",
      "the factor over one step, averaged over all of the way that the word is about: σ_max(P(k,1))^(1/(k−1))"
    ),
    ("share", "how much of the terms is about a row's own weights, Σᵢ‖Cᵢ[r]‖² of Σᵢ‖Cᵢ‖²; the largest on top"),
    ("states", "s_t, a row for each unit: blue above 0, orange below, the brighter the farther from it"),
    ("step factor", "σ_max(∂s_j/∂s_j₋₁), the most that step j can amplify a gradient on its way back; log scale"),
    ("terms", "the norm of each summand, a tensor; + where it works with the total, − where against it"),
    ("W: ρ(W), σ_max(W)", "the largest modulus of an eigenvalue, the largest singular value of W = g·W₀"),
    ("W: σ_max(W)·γ", "γ = sup|f′|: below 1 the flow must vanish; above it may explode, or vanish where f′ is small"),
    ("≤ Σ‖termᵢ‖", "the norm that the total would have if no summand worked against another"),
  ]

  private static let wordsOfOne = [
    ("flow", "P(k,i) = ∂s_k/∂s_i, the product of the step factors from k down to i + 1: what flows back to step i"),
    ("immediate", "∂s_i/∂W*, what W does in step i alone; a term is the flow times the immediate derivative"),
    ("per step", "the factor over one step, averaged over all of the way that the word is about: |P(k,1)|^(1/(k−1))"),
    ("state", "s_t, a bar from the zero line; the target step k stands out"),
    ("step factor", "∂s_j/∂s_j₋₁, what a gradient is multiplied by on its way back over step j; log scale"),
    ("terms", "one bar for each summand of ∂s_k/∂W; the row below has their signs, Σ is the total"),
    ("|W|γ", "γ = sup|f′|: below 1 the flow must vanish; above it may explode, or vanish where f′ is small"),
  ]

  private static let wordsOfCuts = [
    ("bias", "how far what is left of the gradient is from the full one, ‖left − full‖/‖full‖"),
    ("cut", "left out of the sum, its bar hollow: a window leaves the lags below its length, detach k's own chunk"),
    ("enough", "the least windows from which on every one is within a bias of 10 %, and points the right way"),
  ]

  private static let wordsOfClipping = [
    (
      "clipped",
      "‖g‖, the norm of the gradients of all parameters together, before → after; cosine 1: the same direction"
    )
  ]

  private static let wordsOfComparison = [
    ("B", "what b has kept: a line at the height of its number; ± ∓ where its sign is another one, the lower")
  ]

  /// A label and its text, broken at blanks where the screen is narrow.
  private static func entry(_ label: String, _ text: String, _ style: Style, width: Int) -> [[Span]] {
    let indent = 21
    let room = Swift.max(width - indent - 1, 12)
    return TextWrap.lines(text, width: room).enumerated().map { row, line in
      let head = row == 0 ? " " + label : ""
      return [Span(head + String(repeating: " ", count: Swift.max(indent - head.columns, 1)), style), Span(line)]
    }
  }
}
