import RNNCore

/// Which shade a number has: so many decades to a shade, from the top down to a floor.
package struct DecadeShades: Hashable {
  /// The power of ten at the upper end of the first shade.
  package let top: Int
  /// The decades of one shade.
  private let each: Double
  /// The upper ends of the shades but the first, and the floor; descending.
  private let ends: [ScaledDouble]

  /// The shades from 10^top down over at least `depth` decades.
  package init(top: Int, depth: Double) {
    let each = Self.decades(atLeast: depth / Double(MapShade.count))
    (self.top, self.each) = (top, each)
    ends = (1...MapShade.count).map { .powerOfTen(Double(top) - Double($0) * each) }
  }

  /// The shades that hold numbers, by their logarithms, but for a few; or so many decades as are asked for.
  package init(holding logarithms: [Double], depth: Int?) {
    let held = HeldRange(logarithms)
    let top = held.map { Int($0.high.rounded(.up)) } ?? 0
    // The floor itself has no shade.
    let needed = held.map { Double(top) - $0.low + 1e-6 } ?? 0
    self.init(top: top, depth: depth.map { Double($0) } ?? needed)
  }

  /// The next number of decades that is easily read: a part of one that divides it, whole ones, and of many two digits.
  private static func decades(atLeast needed: Double) -> Double {
    if let part = [0.25, 0.5, 0.75, 1, 1.5].first(where: { $0 >= needed - 1e-12 }) { return part }
    var unit = 1.0
    while needed > 100 * unit { unit *= 10 }
    return (needed / unit - 1e-12).rounded(.up) * unit
  }

  /// All decades that have a shade.
  package var decades: Double { each * Double(MapShade.count) }
  /// What is below it has no shade.
  package var floor: ScaledDouble { ends[ends.count - 1] }

  /// The shade of a number; nil for 0 and below the floor. What is above the top has the top's shade.
  package func shade(of value: ScaledDouble) -> MapShade? {
    let size = value.magnitude
    guard let level = ends.firstIndex(where: { size > $0 }) else { return nil }
    return MapShade(isPositive: value.signum > 0, level: level)
  }

  /// The power of ten at the upper end of a shade where that is whole; for `MapShade.count`, the floor.
  package func power(above level: Int) -> Int? {
    let below = Double(level) * each
    return below.rounded() == below ? top - Int(below) : nil
  }

  /// The floor as people read it.
  package var floorText: String {
    power(above: MapShade.count).map { NumberText.powerOfTen($0) } ?? NumberText.compact(floor, digits: 2)
  }
}
