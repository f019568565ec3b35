import Explorer
import RNNCore
import Screen

/// The axes of the three bands, made from what all values do, so that they stand still while the knob is turned.
enum CurveAxes {
  /// Of the states: the activation's range, or what holds them, those at the cursor among them, and B's. Where half of all
  /// values lie in a twentieth of that, since states explode, the axis is one of decades, of their magnitudes.
  static func states(
    _ responses: [Response], present: [Double] = [], within range: ClosedRange<Double>?,
    beside other: LandscapeCounterpart? = nil, rows: Int
  ) -> ValueAxis {
    let besides = other?.allStates ?? []
    if let range, besides.isEmpty || other?.range != nil {
      let all = other?.range.map { ($0.lowerBound, $0.upperBound) } ?? (range.lowerBound, range.upperBound)
      return labelled(
        from: ScaledDouble(Swift.min(range.lowerBound, all.0)), to: ScaledDouble(Swift.max(range.upperBound, all.1)),
        rows: rows)
    }
    let own = States(responses.map(\.states), present + [range?.lowerBound, range?.upperBound].compactMap { $0 })
    let beside = other.map { other in
      let bounds = [other.lastState, other.range?.lowerBound, other.range?.upperBound].compactMap { $0 }
      return States(other.responses.compactMap(other.state).map { [$0] }, bounds)
    }
    let all = [own] + [beside].compactMap { $0 }
    let (low, high) = (all.map(\.low).min() ?? 0, all.map(\.high).max() ?? 0)
    let sizes = all.flatMap(\.sizes).sorted()
    let typical = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    let decades = all.compactMap(\.decades)
    guard 20 * typical < Swift.max(-low, high), let first = decades.first, let last = decades.last else {
      return labelled(from: ScaledDouble(low), to: ScaledDouble(low < 0 || high > 0 ? high : 1), rows: rows)
    }
    return .logarithmic(from: Swift.min(first.low, last.low), to: Swift.max(first.high, last.high), rows: rows)
  }

  /// How far the states of one setting reach: what are a few of them is asked of each by itself.
  private struct States {
    /// The range that holds all but a few, and 0.
    let low: Double
    let high: Double
    /// The largest magnitude at every value.
    let sizes: [Double]
    /// The decades that hold the magnitudes; nil where all are 0.
    let decades: TrimmedRange?

    /// Those at every value, and what is held in any case.
    init(_ states: [[Double]], _ kept: [Double]) {
      func logarithms(_ states: [Double]) -> [Double] { states.filter { $0 != 0 }.map { ScaledDouble($0).log10 } }
      let all = states.flatMap { $0 }
      let held = TrimmedRange(all, keeping: kept + [0], isOpenAbove: true)
      (low, high) = (held?.low ?? 0, held?.high ?? 0)
      sizes = states.compactMap { $0.map(\.magnitude).max() }
      decades = TrimmedRange(logarithms(all), keeping: logarithms(kept))
    }
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

  /// Of |∂s_k/∂θ|: the decades that hold all gradients, whole and cut, and B's, at most `depth` of them. A few sharp dips,
  /// where it changes its sign, may be cut off.
  static func gradient(
    _ responses: [Response], present: [ScaledDouble] = [], beside other: LandscapeCounterpart? = nil, depth: Int?,
    rows: Int
  ) -> ValueAxis {
    func logarithms(_ totals: [ScaledDouble]) -> [Double] { totals.filter { !$0.isZero }.map(\.log10) }
    let held = TrimmedRange(
      logarithms(responses.compactMap(\.total) + responses.compactMap(\.cutTotal) + (other?.allGradients ?? [])),
      keeping: logarithms(present + [other?.gradient].compactMap { $0 }))
    guard let held else { return .logarithmic(from: -3, to: 0, rows: rows) }
    let least = depth.map { Swift.max(held.low, held.high - Double($0)) } ?? held.low
    // Where all are alike it reaches down further, to two labels.
    let reaches = [0, 0.25, 0.5, 1, 2].lazy.map { ValueAxis.logarithmic(from: least - $0, to: held.high, rows: rows) }
    return reaches.first { $0.ticks.count > 1 } ?? .logarithmic(from: least, to: held.high, rows: rows)
  }

  /// Of λ: 0, all that is above it, of the mean and of the worst stretch, and what is below, but for a few values where the
  /// flow nearly dies; B's likewise, without its worst stretch. Where it is blocked λ is −∞, which has a place below 0.
  static func growth(
    _ responses: [Response], present: Double? = nil, beside other: LandscapeCounterpart? = nil, rows: Int
  ) -> ValueAxis {
    let rates = responses.compactMap(\.lyapunovExponent) + (other?.allRates ?? [])
    let held = TrimmedRange(rates, keeping: [0] + [present, other?.growth].compactMap { $0 })
    let up = ScaledDouble(Swift.max(held?.high ?? 0, responses.compactMap { $0.peak?.growth }.max() ?? 0))
    let low = ScaledDouble(held?.low ?? 0)
    let isBlocked = responses.contains { $0.flow?.isZero == true } || other?.isBlocked == true
    return labelled(from: isBlocked ? .below(low, besides: up) : low, to: up, rows: rows)
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

extension Double {
  /// The dot that a height in dots falls into, far outside for one beyond all bands.
  var roundedDot: Int { Int(rounded(.down).clamped(-1e6, 1e6)) }
}

/// A place at which a value lies beyond the band.
struct CurveMark: Hashable {
  let column: Int
  let isAbove: Bool

  func draw(_ style: Style, _ rect: Rect, into frame: inout Frame) {
    frame[rect.x + column, isAbove ? rect.y : rect.y + rect.height - 1] = Cell(isAbove ? "▴" : "▾", style)
  }
}
