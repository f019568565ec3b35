import RNNCore

/// Which shade a difference of magnitudes has, in decades: so many of them to a shade, from next to nothing, which is nearest
/// to the page, to the largest difference either way.
package struct DifferenceShades: Hashable {
  /// The decades of one shade.
  private let each: Double
  /// Whether there are differences beyond the last shade; they have its colour.
  package let isOpen: Bool

  /// What two ways of computing one number leave between them: a few roundings for each of 10⁶ steps.
  private static let alike = 1e-9

  /// The shades that hold differences, each log₁₀|a| − log₁₀|b|; or so many decades as are asked for.
  package init(holding differences: [Double], depth: Int?) {
    let largest = differences.reduce(0) { Swift.max($0, $1.magnitude) }
    each = Self.decades(atLeast: (depth.map { Double($0) } ?? largest) / Double(MapShade.count))
    isOpen = largest > Double(MapShade.count) * each * (1 + Self.alike)
  }

  /// Down to a thousandth of a decade, which is 0.2 % in the number, then as the map's own.
  private static func decades(atLeast needed: Double) -> Double {
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1].first { $0 >= needed - 1e-12 } ?? DecadeShades.decades(atLeast: needed)
  }

  /// All decades that have a shade, to either side.
  package var decades: Double { each * Double(MapShade.count) }

  /// The shade of a difference, positive where the first of the two is larger; nil where they are alike to nine digits.
  package func shade(of difference: Double) -> MapShade? {
    let size = difference.magnitude
    guard size > Self.alike else { return nil }
    // The upper end belongs to its shade, whatever rounding has made of it.
    let place = Swift.min((size / each - Self.alike).rounded(.up), Double(MapShade.count))
    return MapShade(isPositive: difference > 0, level: MapShade.count - Swift.max(Int(place), 1))
  }

  /// The factor at the upper end of a shade as people read it, `×100`; nil for one that is no power of ten among those that
  /// are.
  package func factor(above level: Int) -> String? {
    let decades = Double(MapShade.count - level) * each
    if decades.rounded() == decades { return "×" + NumberText.powerOfTen(Int(decades)) }
    return each < 0.25 ? "×" + NumberText.compact(.powerOfTen(decades), digits: each < 0.005 ? 4 : 3) : nil
  }

  /// The factor at the end of all of them.
  package var reach: String {
    factor(above: 0) ?? "×" + NumberText.compact(.powerOfTen(decades), digits: 2)
  }
}
