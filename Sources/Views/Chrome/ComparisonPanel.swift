import Explorer
import RNNCore
import Screen

/// What is kept as B, in a line under the verdict: how it differs from what is shown, its total and its verdict.
enum ComparisonPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0, let other = session.compared else { return }
    let name = [Span(" "), Span(mark, .counterpart), Span(" B: ", .counterpart)]
    let settings = SettingWords.differences(of: other, from: session.shown)
    let (totals, verdicts) = session.hidesAnswer ? ([], []) : VerdictPanel.parts(of: other)
    let numbers =
      verdicts.flatMap { verdict in totals.map { [Span("   ")] + plain($0) + [Span("   ")] + verdict } }
      + verdicts.map { [Span("   ")] + $0 } + [[]]
    // How it differs is what one has to know; then how it ends.
    let all = settings.flatMap { setting in numbers.map { name + [Span(setting)] + $0 } }
    let spans = BandRule.fitting(all + [name], in: rect.width - 1)
    frame.write(spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
  }

  /// B's marks as the bands have them.
  static let mark = String(ValueBand.lines[2])

  /// Only what is shown is printed bold.
  private static func plain(_ spans: [Span]) -> [Span] {
    spans.map { Span($0.text, $0.style == .strong ? .text : $0.style) }
  }
}

/// What a setting is, beside another one.
enum SettingWords {
  /// How a setting differs from another, from everything to the least: never a part of it as if that were all.
  static func differences(of other: Setting, from shown: Setting) -> [String] {
    let parts = network(other.state, shown.state) + sequence(other, shown) + remedies(other.state, shown.state)
    guard !parts.isEmpty else {
      let (own, beside) = (other.state, shown.state)
      let isSameGradient =
        (own.target, own.parameter) == (beside.target, beside.parameter) && own.observable == beside.observable
      // Which gradient it is, its total says.
      return [isSameGradient ? "as shown" : "the same network"]
    }
    return (1...parts.count).reversed().map { count in
      parts.prefix(count).joined(separator: ", ") + (count < parts.count ? ", …" : "")
    }
  }

  private static func network(_ other: State, _ shown: State) -> [String] {
    let (activation, present) = (other.start.network.activation, shown.start.network.activation)
    let isOther = activation != present || other.isMatrix != shown.isMatrix
    return (isOther ? [activation.rawValue] : [])
      + (other.isMatrix ? matrix(other, shown) : scalar(other, shown.isMatrix ? nil : shown))
  }

  /// The numbers that differ; all of them where there are none to compare with.
  private static func scalar(_ other: State, _ shown: State?) -> [String] {
    other.knobs.filter { $0.variable != nil && other.value(of: $0) != shown?.value(of: $0) }.map {
      "\(other.name(of: $0)) \(NumberText.knob(other.value(of: $0)))"
    }
  }

  private static func matrix(_ other: State, _ shown: State) -> [String] {
    guard let own = other.matrix else { return [] }
    let beside = shown.matrix
    let (n, gain) = (own.base.network.hiddenSize, NumberText.knob(own.gain))
    var parts = origin(own, beside)
    if n != beside?.base.network.hiddenSize { parts.append("n \(n)") }
    if own.gain != beside?.gain { parts.append("g \(gain)") }
    return parts
  }

  private static func origin(_ own: ScaledNetwork, _ beside: ScaledNetwork?) -> [String] {
    guard own.origin != beside?.origin else { return [] }
    switch own.origin {
    case .model(let name, _, _): return [name]
    case .seeded(let initialization, let seed):
      let isSame: Bool =
        if case .seeded(initialization, _) = beside?.origin { true } else { false }
      let name = isSame ? [] : [initialization.rawValue]
      let isOtherSeed: Bool = if case .seeded(_, seed) = beside?.origin { false } else { true }
      return name + (isOtherSeed && initialization.isRandom ? ["seed \(seed)"] : [])
    }
  }

  private static func sequence(_ other: Setting, _ shown: Setting) -> [String] {
    let (input, present) = (other.state.input, shown.state.input)
    var parts: [String] = []
    if other.source.name == shown.source.name, other.source.kind != shown.source.kind {
      parts.append("input \(other.source.name) read otherwise")
    } else if other.source.name != shown.source.name || input.amplitude != present.amplitude {
      let amplitude = NumberText.compact(ScaledDouble(input.amplitude), digits: 5)
      parts.append("input \(other.source.name)" + (input.amplitude == 1 ? "" : " ×\(amplitude)"))
    }
    if input.offset != present.offset { parts.append("offset \(input.offset)") }
    if other.source.isRandom, input.seed != present.seed { parts.append("input seed \(input.seed)") }
    if input.steps != present.steps { parts.append("T \(input.steps)") }
    return parts
  }

  private static func remedies(_ other: State, _ shown: State) -> [String] {
    guard other.cut != shown.cut || other.clipping != shown.clipping else { return [] }
    let names = other.remedyNames
    return names.isEmpty && !shown.remedyNames.isEmpty ? ["neither cut nor clipped"] : names
  }
}
