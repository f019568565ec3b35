import Explorer
import RNNCore
import Screen

/// The title bar: the network as a formula, the knobs with the selected one lit, the input.
enum TitlePanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    frame.fill(rect, with: Cell(" ", .title))
    let spans = BandRule.fitting(
      session.state.isMatrix ? MatrixTitle.variants(session) : variants(session), in: rect.width)
    frame.write(spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
  }

  /// From everything to the least, for narrower and narrower screens. A multiplied input is never shown as if it were not,
  /// nor is a gradient that is cut or clipped.
  private static func variants(_ session: Session) -> [[Span]] {
    let state = session.state
    let knobs = knobs(state)
    let (wide, narrow) = (spans(knobs, state, gap: "  "), spans(knobs, state, gap: " "))
    let input = plain(session.inputName)
    let amplitude = plain(session.amplitudeName.map { " input " + $0 } ?? "")
    let remedies = remedies(state)
    let pinned = remedies + (state.isPinned ? [Span("  pinned", .selectedKnob)] : [])
    let name = plain(" gradflow   ")
    let activation = state.cellName
    let formulas = formulas(state).map(plain)
    let written: [[Span]] =
      formulas.map { formula -> [Span] in name + formula + plain("      ") + wide + plain("  input ") + input + pinned }
      + formulas.flatMap { formula -> [[Span]] in
        [
          name + formula + plain("   ") + wide + plain("  ") + input + pinned,
          plain(" ") + formula + plain("  ") + wide + plain("  ") + input + pinned,
          plain(" ") + formula + plain(" ") + narrow + plain(" ") + input + pinned,
        ]
      }
    let named: [[Span]] = [
      plain(" \(activation)  ") + wide + plain("  input ") + input + pinned,
      plain(" \(activation)  ") + wide + plain("  ") + input + pinned,
      plain(" \(activation) ") + narrow + plain(" ") + input + pinned,
      plain(" \(activation) ") + narrow + amplitude + pinned,
      plain(" ") + narrow + amplitude + remedies,
    ]
    let shortened = (0..<state.knobs.count).map {
      plain(" ") + spans(knobs, state, gap: " ", leavingOut: $0) + amplitude + remedies
    }
    return written + named + shortened
  }

  /// `window 22`, `clip norm 1`: lit, for what is cut or clipped is never shown as if it were not.
  static func remedies(_ state: State) -> [Span] { state.remedyNames.map { Span("  " + $0, .selectedKnob) } }

  private static func plain(_ text: String) -> [Span] { [Span(text, .title)] }

  /// What the network is, in formulas and with the cell's name where it has gates.
  static func definition(_ state: State) -> String {
    (state.isMatrix ? MatrixTitle.formulas(state.start.network) : formulas(state))[0]
  }

  /// From everything to the least; of an Elman network one.
  private static func formulas(_ state: State) -> [String] {
    let bias = state.value(of: .bias) == 0 && state.knob != .bias ? "" : " + b"
    guard let activation = state.start.network.elmanActivation else {
      return state.cellKind.formulas(isScalar: true, bias: bias).flatMap { ["\(state.cellName)   \($0)", $0] }
    }
    return ["s_t = \(activation.rawValue)(U·x_t + W·s_t₋₁\(bias))"]
  }

  /// The knobs with their values. b is shown where it is not 0 or is the knob.
  private static func knobs(_ state: State) -> [(knob: Knob, text: String)] {
    state.knobs.filter { $0 != .bias || state.knob == .bias || state.value(of: .bias) != 0 }.map { knob in
      let value = knob == .steps ? "\(state.input.steps)" : NumberText.knob(state.value(of: knob))
      return (knob, "\(knob.rawValue) " + value)
    }
  }

  /// On a narrow screen knobs are left out from the end, but never the one that is turned: half a number would be worse
  /// than none.
  private static func spans(
    _ knobs: [(knob: Knob, text: String)], _ state: State, gap: String, leavingOut count: Int = 0
  ) -> [Span] {
    let dropped = knobs.map(\.knob).filter { $0 != state.knob }.suffix(count)
    return knobs.filter { !dropped.contains($0.knob) }.enumerated().flatMap { place, shown in
      [Span(place == 0 ? "" : gap, .title), Span(shown.text, shown.knob == state.knob ? .selectedKnob : .title)]
    }
  }
}

extension Session {
  /// The input as the title names it: `sunspots`, `sunspots backwards` as a reverse direction reads it, and
  /// `sunspots ×2` where every number of it is multiplied.
  var inputName: String {
    source.name + (source.readsBackwards ? " backwards" : "") + (amplitudeName.map { " " + $0 } ?? "")
  }

  /// `×2`; nil for 1.
  var amplitudeName: String? {
    guard state.input.amplitude != 1 else { return nil }
    return "×" + NumberText.compact(ScaledDouble(state.input.amplitude), digits: 5)
  }
}

/// The title bar of a network whose weights are turned as a whole: its size, W = g·W₀ and how far that stretches.
enum MatrixTitle {
  /// From everything to the least, for narrower and narrower screens. The knobs stay.
  static func variants(_ session: Session) -> [[Span]] {
    let state = session.state
    let network = state.start.network
    let (n, m) = (network.hiddenSize, network.inputSize)
    let name = plain(" gradflow   ")
    let assumed = state.matrix?.hasAssumedActivation == true ? "\(network.cellName) assumed   " : ""
    let formulas = formulas(network).map { plain("\($0)   \(assumed)") }
    let short = plain(assumed.isEmpty ? "\(network.cellName)  " : assumed)
    let layer = layerName(state).map { $0 + "  " } ?? ""
    let size = plain("\(layer)n \(n)  m \(m)  ")
    let origin = state.hasSeveralCheckpoints ? [] : plain("W = g·\(originName(state))  ")
    let gain = checkpoint(state, isNamed: true) + [knob(.recurrentWeight, session)]
    let leastGain = checkpoint(state, isNamed: false) + [knob(.recurrentWeight, session)]
    let measures = plain("  " + self.measures(session))
    let rest = [Span("  ", .title), knob(.steps, session)]
    let input = plain("  input \(session.inputName)")
    let brief = plain("  \(session.inputName)")
    let amplitude = plain(session.amplitudeName.map { "  input " + $0 } ?? "")
    let remedies = TitlePanel.remedies(state)
    let pinned = remedies + (state.isPinned ? [Span("  pinned", .selectedKnob)] : [])
    let written = formulas.flatMap { formula -> [[Span]] in
      [
        name + formula + size + origin + gain + measures + rest + input + pinned,
        plain(" ") + formula + size + origin + gain + measures + rest + input + pinned,
        plain(" ") + formula + size + gain + measures + rest + input + pinned,
      ]
    }
    let named = [
      plain(" gradflow  ") + short + size + origin + gain + measures + rest + brief + pinned,
      plain(" ") + short + size + origin + gain + measures + rest + brief + pinned,
      plain(" ") + short + size + gain + measures + rest + brief + pinned,
      plain(" ") + short + size + gain + measures + rest + amplitude + pinned,
      plain(" ") + short + plain("\(layer)n \(n)  ") + gain + rest + brief + pinned,
      plain(" ") + short + plain("\(layer)n \(n)  ") + gain + rest + amplitude + pinned,
      plain(" n \(n)  ") + gain + rest + amplitude + remedies, gain + rest + amplitude + remedies,
      leastGain + rest + amplitude + remedies, leastGain + rest + remedies, leastGain + remedies,
    ]
    return written + named
  }

  private static func plain(_ text: String) -> [Span] { [Span(text, .title)] }

  fileprivate static func formulas(_ network: RNN) -> [String] {
    let bias = hasBias(network) ? " + b" : ""
    guard let activation = network.elmanActivation else {
      return network.cellKind.formulas(isScalar: false, bias: bias).flatMap { ["\(network.cellName)   \($0)", $0] }
    }
    return ["s_t = \(activation.rawValue)(U·x_t + W·s_t₋₁\(bias))"]
  }

  private static func hasBias(_ network: RNN) -> Bool { network.bias.contains { $0 != 0 } }

  /// `layer 1 of 0–2`; nil where there is one alone.
  private static func layerName(_ state: State) -> String? {
    guard let matrix = state.matrix, !matrix.stack.isEmpty else { return nil }
    return "layer \(matrix.layer) of 0–\(matrix.stack.count - 1)"
  }

  private static func originName(_ state: State) -> String {
    switch state.matrix?.origin {
    case .seeded(let initialization, let seed):
      initialization.rawValue + (initialization.isRandom ? " seed \(seed)" : "") + forgetBias(state)
    case .model(let name, _, _): name
    case nil: "W₀"
    }
  }

  /// `, b_f +3` of a drawn LSTM to whose forget gates that was added; nothing where nothing was.
  private static func forgetBias(_ state: State) -> String {
    guard let added = state.matrix?.forgetBias, added != 0, let gate = state.start.network.cellKind.keepingGate else {
      return ""
    }
    return ", b_\(gate.rawValue) \(NumberText.knob(added))"
  }

  /// `checkpoint step300 · 3 of 12`, or the number alone; nothing where there is one.
  private static func checkpoint(_ state: State, isNamed: Bool) -> [Span] {
    guard let shown = state.checkpoint, state.hasSeveralCheckpoints else { return [] }
    let number = "\(shown.place + 1) of \(shown.count)"
    let name = isNamed ? "checkpoint \(shown.name) · " : "checkpoint "
    return [Span(name + number, state.knob == .checkpoint ? .selectedKnob : .title), Span("  ", .title)]
  }

  private static func knob(_ knob: Knob, _ session: Session) -> Span {
    let state = session.state
    let value = knob == .steps ? "\(state.input.steps)" : NumberText.knob(state.value(of: knob))
    return Span("\(state.name(of: knob)) \(value)", state.knob == knob ? .selectedKnob : .title)
  }

  /// `ρ(W) 1.02  σ_max(W) 1.98`.
  private static func measures(_ session: Session) -> String {
    guard !session.isWaiting, let weights = session.analysis.weightSpectrum else { return "" }
    // On which side of 1 they lie decides what becomes of a gradient.
    let radius = NumberText.compact(weights.spectralRadius, digits: 3, apartFrom: .one)
    return "ρ(W) \(radius)  σ_max(W) \(NumberText.compact(weights.spectralNorm, digits: 3, apartFrom: .one))"
  }
}
