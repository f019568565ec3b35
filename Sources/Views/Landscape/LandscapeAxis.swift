import Explorer
import RNNCore
import Screen

/// The knob's axis: ticks at round numbers, the present value ▲, and where λ crosses 0 ◇.
enum LandscapeAxis {
  static func draw(
    _ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout, beside other: LandscapeCounterpart?,
    into frame: inout Frame
  ) {
    let (plot, y) = (layout.plot, layout.axis.y)
    frame.write(String(repeating: "─", count: plot.width + 1), x: plot.x - 1, y: y, .rule)
    let ticks = ticks(layout.horizontal, apart: Double(plot.width) / 10)
    for tick in ticks { if let x = layout.column(of: tick) { frame.write("┴", x: x, y: y, .rule) } }
    for (_, gain) in landscape.markedGains {
      if let x = layout.column(of: gain) { frame.write("┼", x: x, y: y, .inspected) }
    }
    for crossing in landscape.crossings {
      if let x = layout.column(of: crossing) { frame.write("◇", x: x, y: y, .strong) }
    }
    if let x = other?.value.flatMap(layout.column) { frame.write("B", x: x, y: y, .counterpart) }
    let present = session.state.value(of: session.sweptKnob)
    if let x = layout.column(of: present) { frame.write("▲", x: x, y: y, .target) }
    if layout.axisLabels.height > 0 {
      drawLabels(session, landscape, layout, ticks, (present, other?.value), into: &frame)
    }
  }

  /// The present value has the right of way, then that of B, then the crossings nearest to it, then the ticks.
  private static func drawLabels(
    _ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout, _ ticks: [Double],
    _ values: (present: Double, other: Double?), into frame: inout Frame
  ) {
    let (y, knob, present) = (layout.axisLabels.y, session.state.name(of: session.sweptKnob), values.present)
    var row = LabelRow(y: y)
    func place(_ text: String, _ value: Double, _ style: Style) {
      guard let x = layout.column(of: value) else { return }
      row.place(text, from: x - text.columns / 2, style, left: layout.plot.x - 1, into: &frame)
    }
    place("\(knob)=\(NumberText.compact(ScaledDouble(present), digits: 5))", present, .target)
    if let other = values.other {
      place("B \(NumberText.compact(ScaledDouble(other), digits: 5))", other, .counterpart)
    }
    let digits = Swift.min(landscape.crossingDigits, 5)
    for crossing in landscape.crossings(near: present).prefix(8) {
      place("λ=0 at \(NumberText.compact(ScaledDouble(crossing), digits: digits))", crossing, .strong)
    }
    for (name, gain) in landscape.markedGains { place(name, gain, .inspected) }
    let unit = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    for tick in ticks { place(label(tick, unit), tick, .muted) }
    if row.taken.allSatisfy({ $0.lowerBound > 5 }) { frame.write(knob, x: 3, y: y, .muted) }
  }

  /// Round numbers in a range, about so many of them; none where the range is too narrow for its place.
  static func ticks(_ range: ClosedRange<Double>, apart count: Double) -> [Double] {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite, width > 1e-13 * range.lowerBound.magnitude else { return [] }
    let unit = RoundNumber(holding: ScaledDouble(width / Swift.max(count, 2)))
    // Whole multiples of 1, 2 or 5, and the power of ten as a divisor where it can be: 0.3 and not 0.30000000000000004.
    let (mantissa, power) = (
      Double(unit.mantissa), ScaledDouble.powerOfTen(Swift.max(unit.power, -unit.power)).doubleValue
    )
    func tick(_ index: Double) -> Double { unit.power < 0 ? index * mantissa / power : index * mantissa * power }
    let first = (range.lowerBound / tick(1)).rounded(.up)
    return (0...60).map { tick(first + Double($0)) }.filter { $0 <= range.upperBound }
  }

  /// As many digits as tell neighbouring ticks apart.
  static func label(_ tick: Double, _ unit: Double) -> String {
    guard tick != 0 else { return "0" }
    let digits = Int((ScaledDouble(tick).magnitude.log10 - ScaledDouble(unit).log10).rounded(.up)) + 2
    return NumberText.compact(ScaledDouble(tick), digits: Swift.min(Swift.max(digits, 2), 15))
  }
}

/// The rule over a band of the landscape.
enum LandscapeRule {
  /// A name at the left and a legend at the right, of each the first variant that fits, whole or not at all; a shorter name
  /// rather than a shorter legend. The parts of a legend stand three blanks apart: a rule between them could be read as a
  /// minus.
  static func draw(_ names: [String], legends: [[Span]], into frame: inout Frame, in rect: Rect) {
    let pairs = (legends.map { joined($0) } + [[]]).lazy.flatMap { legend in names.map { (name: $0, legend: legend) } }
    // The rule's ends and the blanks around name and legend.
    let fitting = pairs.first { $0.name.columns + ($0.legend.isEmpty ? 4 : 10 + $0.legend.columns) <= rect.width }
    BandRule.draw([Span(fitting?.name ?? "", .muted)], legend: fitting?.legend ?? [], into: &frame, in: rect)
  }

  private static func joined(_ parts: [Span]) -> [Span] {
    parts.enumerated().flatMap { $0 == 0 ? [$1] : [Span("   ", .rule), $1] }
  }

  /// All parts, then fewer and fewer: what comes first stays longest.
  static func shortened(_ parts: [Span]) -> [[Span]] {
    (0..<parts.count).map { Array(parts.dropLast($0)) }
  }

  /// What is missing of a landscape: `44 of 176 values`; nothing where it is whole.
  static func missing(_ landscape: Landscape) -> [Span] {
    let (computed, all) = landscape.progress
    guard computed < all else { return [] }
    return [Span("\(computed) of \(all) \(landscape.surface == nil ? "values" : "points")", .strong)]
  }
}
