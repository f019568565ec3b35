import Screen

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
