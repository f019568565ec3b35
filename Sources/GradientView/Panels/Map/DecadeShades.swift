import RNNCore

/// Which shade a number has: so many decades to a shade, from the top down to a floor.
struct DecadeShades: Hashable {
  private let scale: DecadeAxis

  /// The shades from 10^top down over at least `depth` decades.
  init(top: Int, depth: Int) { scale = DecadeAxis(top: top, depth: depth, rows: MapShade.count) }

  /// The shades for a map whose largest |term| is given; nil where all are 0.
  init(largest: ScaledDouble?, depth: Int) {
    self.init(top: largest.map { Int($0.log10.rounded(.up)) } ?? 0, depth: depth)
  }

  /// The shade of a number; nil for 0 and below the floor. What is above the top has the top's shade.
  func shade(of value: ScaledDouble) -> MapShade? {
    guard !value.isZero else { return nil }
    let level = ((Double(scale.top) - value.log10) / scale.decadesPerRow).rounded(.down)
    guard level < Double(MapShade.count) else { return nil }
    return MapShade(isPositive: value.signum > 0, level: Int(Swift.max(level, 0)))
  }

  /// The power of ten at the upper end of a shade where that is whole; for `MapShade.count`, the floor.
  func power(above level: Int) -> Int? {
    let below = Double(level) * scale.decadesPerRow
    return below.rounded() == below ? scale.top - Int(below) : nil
  }

  /// The floor as people read it.
  var floor: String {
    let power = Double(scale.top) - Double(MapShade.count) * scale.decadesPerRow
    if power.rounded() == power { return NumberText.powerOfTen(Int(power)) }
    return NumberText.compact(.powerOfTen(power), digits: 1)
  }
}
