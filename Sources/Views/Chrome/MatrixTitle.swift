import Explorer
import RNNCore
import Screen

/// The title bar of a network whose weights are turned as a whole: its size, W = g·W₀ and how far that stretches.
enum MatrixTitle {
  /// From everything to the least, for narrower and narrower screens. The knobs stay.
  static func variants(_ session: Session) -> [[Span]] {
    let state = session.state
    let network = state.start.network
    let (n, m) = (network.hiddenSize, network.inputSize)
    let name = plain(" gradflow   ")
    let assumed = state.matrix?.hasAssumedActivation == true ? "\(network.activation.rawValue) assumed   " : ""
    let formula = plain(
      "s_t = \(network.activation.rawValue)(U·x_t + W·s_t₋₁\(hasBias(network) ? " + b" : ""))   \(assumed)")
    let short = plain(assumed.isEmpty ? "\(network.activation.rawValue)  " : assumed)
    let size = plain("n \(n)  m \(m)  ")
    let origin = plain("W = g·\(originName(state))  ")
    let gain = [knob(.recurrentWeight, session)]
    let measures = plain("  " + self.measures(session))
    let rest = [Span("  ", .title), knob(.steps, session)]
    let input = plain("  input \(session.inputName)")
    let brief = plain("  \(session.inputName)")
    let amplitude = plain(session.amplitudeName.map { "  input " + $0 } ?? "")
    let pinned = state.isPinned ? [Span("  pinned", .selectedKnob)] : []
    return [
      name + formula + size + origin + gain + measures + rest + input + pinned,
      plain(" ") + formula + size + origin + gain + measures + rest + input + pinned,
      plain(" ") + formula + size + gain + measures + rest + input + pinned,
      plain(" gradflow  ") + short + size + origin + gain + measures + rest + brief + pinned,
      plain(" ") + short + size + origin + gain + measures + rest + brief + pinned,
      plain(" ") + short + size + gain + measures + rest + brief + pinned,
      plain(" ") + short + size + gain + measures + rest + amplitude + pinned,
      plain(" ") + short + plain("n \(n)  ") + gain + rest + brief + pinned,
      plain(" ") + short + plain("n \(n)  ") + gain + rest + amplitude + pinned,
      plain(" n \(n)  ") + gain + rest + amplitude, gain + rest + amplitude, gain + rest,
    ]
  }

  private static func plain(_ text: String) -> [Span] { [Span(text, .title)] }

  private static func hasBias(_ network: RNN) -> Bool { network.bias.contains { $0 != 0 } }

  private static func originName(_ state: State) -> String {
    switch state.matrix?.origin {
    case .seeded(let initialization, let seed):
      initialization.rawValue + (initialization.isRandom ? " seed \(seed)" : "")
    case .model(let name, _, _): name
    case nil: "W₀"
    }
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
