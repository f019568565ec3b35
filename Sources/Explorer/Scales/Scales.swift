import RNNCore
import Screen

/// A bound of an axis, ten to a decade: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 × 10^n, n = ⌊index/10⌋.
package struct AxisBound: Hashable, Comparable, Sendable {
  /// 0 is 1, 1 is 1.2, 10 is 10, −1 is 0.8.
  package let index: Int

  /// The bound at an index.
  package init(index: Int) { self.index = index }

  /// The smallest bound that is not below a positive number.
  init(holding value: ScaledDouble) {
    let decade = Int(value.log10.rounded(.down))
    var index = Self.mantissas.count * decade - 1
    while AxisBound(index: index).value < value { index += 1 }
    self.index = index
  }

  static let mantissas = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

  /// 1 … 8.
  package var mantissa: Double { Self.mantissas[((index % 10) + 10) % 10] }
  /// n.
  package var power: Int { index >= 0 ? index / 10 : (index - 9) / 10 }
  /// The bound.
  package var value: ScaledDouble { ScaledDouble(mantissa) * .powerOfTen(power) }

  /// The order of the numbers.
  package static func < (a: AxisBound, b: AxisBound) -> Bool { a.index < b.index }

  /// The bound that holds a number, or the one in force where that holds it and is at most four tenths of a decade too
  /// large. None for 0.
  package static func settled(_ value: ScaledDouble, _ previous: AxisBound?) -> AxisBound? {
    guard !value.isZero else { return nil }
    let needed = AxisBound(holding: value)
    // Both ends of what there is are farther apart than an Int says.
    guard let previous, needed <= previous, previous.index - 4 <= needed.index else { return needed }
    return previous
  }
}

/// How far a linear axis reaches below 0 and above it; a side that nothing needs has no bound.
package struct LinearReach: Hashable, Sendable {
  /// The magnitude of the lower end.
  package var below: AxisBound?
  /// The upper end.
  package var above: AxisBound?

  /// The least reach of numbers from `low` ≤ 0 to `high` ≥ 0, or the one in force where it still fits.
  package static func settled(_ low: ScaledDouble, _ high: ScaledDouble, _ previous: LinearReach?) -> LinearReach {
    LinearReach(
      below: .settled(low.magnitude, previous?.below), above: .settled(high.magnitude, previous?.above))
  }

  /// Its ends.
  package var low: ScaledDouble { below.map { -$0.value } ?? .zero }
  package var high: ScaledDouble { above?.value ?? .zero }
  /// The larger of both; 1 where there is none.
  package var bound: ScaledDouble {
    let larger = Swift.max(low.magnitude, high)
    return larger.isZero ? .one : larger
  }
}

/// The scales in force on the bands. They follow from what the bands show, in steps and with hysteresis: a scale that still
/// holds its numbers, and does not dwarf them, stays.
package struct Scales: Hashable, Sendable {
  /// Which side of 0 an axis shows.
  package enum Side: String, Sendable {
    /// From 0 up, from 0 down, or both.
    case above, below, both
  }

  /// How far the states' band reaches.
  package var state: LinearReach
  /// How far the step factors' band reaches.
  package var factor: FactorReach
  /// The power of ten at the top of the term band.
  package var termTop: Int
  /// The decades below it that are wanted at least.
  package var termDepth: Int
  /// Whether those decades were asked for, so that they stay whatever the terms reach.
  package var isDepthChosen = false
  /// How far the linear term band reaches.
  package var sum: LinearReach
  /// How far the plane of eigenvalues reaches; nil for the scalar network.
  package var plane: PlaneReach?

  /// Scales from their parts.
  package init(
    state: LinearReach, factor: FactorReach, termTop: Int, termDepth: Int, isDepthChosen: Bool = false,
    sum: LinearReach, plane: PlaneReach? = nil
  ) {
    self.isDepthChosen = isDepthChosen
    self.state = state
    self.factor = factor
    self.termTop = termTop
    self.termDepth = termDepth
    self.sum = sum
    self.plane = plane
  }

  /// The depths that `{` and `}` walk through, in decades: up to that of T = 10⁷.
  package static let depths: [Int] = {
    let decade = [10, 12, 15, 18, 20, 24, 30, 36, 40, 50, 60, 80]
    return [2, 3, 4, 5, 6, 8]
      + (0..<7).flatMap { power in
        decade.map { mantissa in mantissa * Int(ScaledDouble.powerOfTen(power).doubleValue) }
      }
  }()

  /// The decades that are shown where there are no terms to be held, nor were before.
  static let depthWithoutTerms = 9
}
