import Explorer
import RNNCore
import Screen

/// What is kept as B, in a line under the verdict: how it differs from what is shown, its total and its verdict.
enum ComparisonPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0, let other = session.compared else { return }
    let name = [Span(" "), Span(mark, .counterpart), Span(" B: ", .counterpart)]
    // Which gradient it is the total says, where it is there.
    let (settings, named) = (
      SettingWords.differences(of: other, from: session.shown, namingGradient: false),
      SettingWords.differences(of: other, from: session.shown, namingGradient: true)
    )
    let (totals, verdicts) = session.hidesAnswer ? ([], []) : VerdictPanel.parts(of: other)
    let numbers = verdicts.flatMap { verdict in totals.map { [Span("   ")] + plain($0) + [Span("   ")] + verdict } }
    let words = verdicts.map { [Span("   ")] + $0 } + [[]]
    // How it differs is what one has to know; then how it ends.
    func beside(_ settings: [String], _ numbers: [[Span]]) -> [[Span]] {
      settings.flatMap { setting in numbers.map { name + [Span(setting)] + $0 } }
    }
    let all = zip(settings, named).flatMap { beside([$0], numbers) + beside([$1], words) } + beside(named, words)
    let spans = BandRule.fitting(
      all + shortened(name, named, verdicts, in: rect.width - 1) + [name], in: rect.width - 1)
    frame.write(spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
  }

  /// The setting cut off where there is room for no more of it, as a long name asks for: beside the verdict, or alone.
  private static func shortened(
    _ name: [Span], _ settings: [String], _ verdicts: [[Span]], in width: Int
  ) -> [[Span]] {
    guard let least = settings.last else { return [] }
    return (verdicts.suffix(1).map { [Span("   ")] + $0 } + [[]]).compactMap { numbers in
      let room = width - name.columns - numbers.columns - 1
      guard room >= 8, least.columns > room else { return nil }
      return name + [Span(TextWrap.cut(least, columns: room).head + "…")] + numbers
    }
  }

  /// B's marks as the bands have them.
  static let mark = String(ValueBand.lines[2])

  /// Only what is shown is printed bold.
  private static func plain(_ spans: [Span]) -> [Span] {
    spans.map { Span($0.text, $0.style == .strong ? .text : $0.style) }
  }
}

/// A term of B, in words.
enum CounterpartTerm {
  /// Its number; why it takes no part, or that it cannot be told.
  static func words(_ terms: Contributions, at step: Int, _ analysis: Analysis) -> (full: String, brief: String) {
    let term = terms[step]
    guard terms.keeps(step) else {
      return (
        "B " + RemedyWords.reason(term, terms, isBrief: false), "B " + RemedyWords.reason(term, terms, isBrief: true)
      )
    }
    guard !analysis.isLostToUnderflow(term) else { return ("B: ?", "B: ?") }
    let value = terms.value(at: step)
    let text = "B: " + (value.isZero ? "0" : NumberText.number(value, digits: 4))
    return (text, text)
  }
}

/// What a setting is, beside another one.
enum SettingWords {
  /// How a setting differs from another, from everything to the least: never a part of it as if that were all.
  static func differences(of other: Setting, from shown: Setting, namingGradient: Bool) -> [String] {
    let gradient = gradient(other.state, shown.state)
    let parts =
      (namingGradient ? gradient : []) + network(other.state, shown.state) + sequence(other, shown)
      + remedies(other.state, shown.state)
    guard !parts.isEmpty else { return [gradient.isEmpty ? "as shown" : "the same network"] }
    return (1...parts.count).reversed().map { count in
      parts.prefix(count).joined(separator: ", ") + (count < parts.count ? ", …" : "")
    }
  }

  /// Which gradient it is: first of all, for every mark is of that one.
  private static func gradient(_ other: State, _ shown: State) -> [String] {
    let isOther =
      other.parameter != shown.parameter || other.observable != shown.observable || other.target != shown.target
    return isOther ? [other.gradientSymbol] : []
  }

  private static func network(_ other: State, _ shown: State) -> [String] {
    let isOther = other.cellName != shown.cellName || other.isMatrix != shown.isMatrix
    return (isOther ? [other.cellName] : [])
      + (other.isMatrix ? matrix(other, shown) : scalar(other, shown.isMatrix ? nil : shown))
  }

  /// The numbers that differ; all of them where there are none to compare with.
  private static func scalar(_ other: State, _ shown: State?) -> [String] {
    other.knobs.filter { knob in
      knob.variable.map { variable in
        // Another cell may not have the variable.
        let beside = shown.flatMap { variable.isOf($0.cellKind) ? $0.value(of: knob) : nil }
        return other.value(of: knob) != beside
      } ?? false
    }.map {
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
    if own.forgetBias != beside?.forgetBias ?? 0 { parts.append("forget bias \(NumberText.knob(own.forgetBias))") }
    return parts
  }

  private static func origin(_ own: ScaledNetwork, _ beside: ScaledNetwork?) -> [String] {
    guard own.origin != beside?.origin else { return [] }
    switch own.origin {
    case .model(let name, _, let flags):
      guard case .model(name, _, let others) = beside?.origin else { return [name] }
      // Another layer of the file, say.
      return flags == others
        ? [] : [([name] + flags.dropFirst((flags.lastIndex(of: "--model") ?? 0) + 2)).joined(separator: " ")]
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
    let isRead = other.source.kind == shown.source.kind && other.source.targets == shown.source.targets
    if other.source.name != shown.source.name || !isRead || input.amplitude != present.amplitude {
      let amplitude = NumberText.compact(ScaledDouble(input.amplitude), digits: 5)
      parts.append(
        "input \(other.source.name)" + (other.source.name == shown.source.name && !isRead ? " read otherwise" : "")
          + (input.amplitude == present.amplitude ? "" : " ×\(amplitude)"))
    }
    let isRecorded: Bool = if case .synthetic = other.source.kind { false } else { true }
    let usual = other.source.name == shown.source.name ? present.offset : other.source.defaultOffset
    if isRecorded, input.offset != usual { parts.append("offset \(input.offset)") }
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
