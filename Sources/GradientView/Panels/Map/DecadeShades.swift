import RNNCore

/// Which shade a number has: so many decades to a shade, from the top down to a floor.
struct DecadeShades: Hashable {
  private let scale: DecadeAxis
  /// The upper ends of the shades but the first, and the floor; descending.
  private let ends: [ScaledDouble]

  /// The shades from 10^top down over at least `depth` decades.
  init(top: Int, depth: Int) {
    let scale = DecadeAxis(top: top, depth: depth, rows: MapShade.count)
    self.scale = scale
    ends = (1...MapShade.count).map { .powerOfTen(Double(top) - Double($0) * scale.decadesPerRow) }
  }

  /// The shades for a map whose largest |term| is given; nil where all are 0.
  init(largest: ScaledDouble?, depth: Int) {
    self.init(top: largest.map { Int($0.log10.rounded(.up)) } ?? 0, depth: depth)
  }

  /// The power of ten at the upper end of the first shade.
  var top: Int { scale.top }
  /// All decades that have a shade.
  var decades: Double { scale.decadesPerRow * Double(MapShade.count) }
  /// What is below it has no shade.
  var floor: ScaledDouble { ends[ends.count - 1] }

  /// The shade of a number; nil for 0 and below the floor. What is above the top has the top's shade.
  func shade(of value: ScaledDouble) -> MapShade? {
    let size = value.magnitude
    guard let level = ends.firstIndex(where: { size > $0 }) else { return nil }
    return MapShade(isPositive: value.signum > 0, level: level)
  }

  /// The power of ten at the upper end of a shade where that is whole; for `MapShade.count`, the floor.
  func power(above level: Int) -> Int? {
    let below = Double(level) * scale.decadesPerRow
    return below.rounded() == below ? scale.top - Int(below) : nil
  }

  /// The floor as people read it.
  var floorText: String {
    let power = Double(scale.top) - decades
    if power.rounded() == power { return NumberText.powerOfTen(Int(power)) }
    return NumberText.compact(.powerOfTen(power), digits: 2)
  }
}
