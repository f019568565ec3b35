import RNNCore

/// The axes of the three bands, made from what all values do, so that they stand still while the knob is turned.
enum CurveAxes {
  /// Of the states: the activation's range, or a round number that holds those of most values.
  static func states(_ responses: [Response], _ activation: Activation, rows: Int) -> ValueAxis {
    if let range = activation.range {
      return labelled(from: ScaledDouble(range.lowerBound), to: ScaledDouble(range.upperBound), rows: rows)
    }
    let bound = typicalSize(responses)
    let isBelow = responses.contains { $0.states.contains { $0 < 0 } }
    let isAbove = responses.contains { $0.states.contains { $0 > 0 } } || !isBelow
    return labelled(from: isBelow ? -bound : .zero, to: isAbove ? bound : .zero, rows: rows)
  }

  /// An axis with two labels at least, for one alone is no scale: for that it reaches somewhat further. In a single row what
  /// lies on both sides of 0 has an axis of two, at half its size.
  private static func labelled(from low: ScaledDouble, to high: ScaledDouble, rows: Int) -> ValueAxis {
    if rows == 1, low.signum < 0, high.signum > 0 { return .linear(from: low, to: high, rows: 2) }
    let reaches = [1, 1.1, 1.2, 1.35, 1.5].lazy.map { reach in
      ValueAxis.linear(from: low * ScaledDouble(reach), to: high * ScaledDouble(reach), rows: rows)
    }
    return reaches.first { $0.ticks.count > 1 } ?? .linear(from: low, to: high, rows: rows)
  }

  /// Half of the values are to fit: where states explode, they must not flatten the others.
  private static func typicalSize(_ responses: [Response]) -> ScaledDouble {
    let sizes = responses.compactMap { $0.states.map(\.magnitude).max() }.sorted()
    return sizes.isEmpty ? .zero : ScaledDouble(sizes[sizes.count / 2])
  }

  /// Of |∂s_k/∂θ|: the decades of nearly all gradients, at most `depth` of them. The sharp dips where one changes its sign
  /// may be cut off.
  static func gradient(_ responses: [Response], depth: Int?, rows: Int) -> ValueAxis {
    let logarithms = responses.compactMap { $0.total.flatMap { $0.isZero ? nil : $0.log10 } }.sorted()
    guard let top = logarithms.last else { return .logarithmic(from: -3, to: 0, rows: rows) }
    let floor = logarithms[logarithms.count / 25]
    let least = depth.map { Swift.max(floor, top - Double($0)) } ?? floor
    // Where all are alike it reaches down further, to two labels.
    let reaches = [0, 0.25, 0.5, 1, 2].lazy.map { ValueAxis.logarithmic(from: least - $0, to: top, rows: rows) }
    return reaches.first { $0.ticks.count > 1 } ?? .logarithmic(from: least, to: top, rows: rows)
  }

  /// Of λ: 0, all that is above it, of the mean and of the worst stretch, and nearly all that is below, for λ falls without
  /// bound where the flow nearly dies.
  static func growth(_ responses: [Response], rows: Int) -> ValueAxis {
    let rates = responses.compactMap(\.lyapunovExponent).sorted()
    let worst = responses.compactMap { $0.peak?.growth }.max() ?? 0
    let up = Swift.max(rates.last ?? 0, worst, 0)
    let down = rates.isEmpty ? 0 : Swift.min(rates[rates.count / 8], 0)
    return labelled(from: ScaledDouble(down), to: ScaledDouble(up), rows: rows)
  }
}

extension ValueAxis {
  /// The row of braille dots, from above, within an eighth of a row of a height; outside the band for what lies beyond it.
  func dot(at height: Double) -> Int {
    let isAtEdge = height >= -Self.tolerance && height <= Double(rows) + Self.tolerance
    let place = 4 * rows - 1 - (4 * height).roundedDot
    return isAtEdge ? Swift.min(Swift.max(place, 0), 4 * rows - 1) : place
  }

  /// The same of a value, in a band of so many rows: an axis of two may stand in one (`CurveAxes`).
  func dot(of value: Double, in rows: Int) -> Int {
    let dot = dot(at: height(of: ScaledDouble(value)))
    return rows < self.rows ? dot >> 1 : dot
  }
}
