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

/// A bound of the factors' axis, as many of them below 1 as above: 1, then 1.01, 1.02, 1.05 and 1.1 or 0.99, 0.98, 0.95 and
/// 0.9, for a flow that grows or shrinks by a hundredth a step does much in a hundred of them, then the bounds of other axes.
package struct FactorBound: Hashable, Comparable, Sendable {
  /// 0 is 1, 1 is 1.01, 5 is 1.2, −1 is 0.99, −5 is 0.8.
  package let index: Int

  /// The bound at an index within `limits`.
  init(index: Int) { self.index = index }

  /// The bounds that an axis may have: within six decades of 1. What is farther is cut off, so that the rest can be told
  /// apart.
  static let limits = FactorBound(index: -64)...FactorBound(index: 64)

  /// 1.
  package static let one = FactorBound(index: 0)

  /// The bound nearest to 1 with a positive number between them, or on it; what rounding leaves of 1 is 1.
  init(beyond value: ScaledDouble) {
    let isOne = (value - .one).magnitude < ScaledDouble(1e-12)
    let side = isOne ? 0 : value > .one ? 1 : -1
    let place = (0..<Self.limits.upperBound.index).first { place in
      let bound = FactorBound(index: side * place).value
      return isOne || (side > 0 ? bound >= value : bound <= value)
    }
    index = side * (place ?? Self.limits.upperBound.index)
  }

  /// The bound.
  package var value: ScaledDouble { Self.values[index - Self.limits.lowerBound.index] }

  /// The bounds near 1 that other axes do not have.
  private static let fineBounds = [-4: 0.9, -3: 0.95, -2: 0.98, -1: 0.99, 1: 1.01, 2: 1.02, 3: 1.05, 4: 1.1]
  private var fine: Double? { Self.fineBounds[index] }

  /// The bound of another axis that it is, where it is no fine one.
  private var axisBound: AxisBound { AxisBound(index: index - index.signum() * 4) }

  /// All of them in their order.
  private static let values = (limits.lowerBound.index...limits.upperBound.index).map { index in
    let bound = FactorBound(index: index)
    return bound.fine.map { ScaledDouble($0) } ?? bound.axisBound.value
  }

  /// The order of the numbers.
  package static func < (a: FactorBound, b: FactorBound) -> Bool { a.index < b.index }

  /// `9.5e-1`.
  package var text: String {
    guard let fine else { return axisBound.text }
    return fine < 1 ? AxisBound.text((fine * 1000).rounded() / 100) + "e-1" : AxisBound.text(fine) + "e0"
  }

  /// Reads what `text` writes; nil for anything else.
  init?(_ text: Substring) {
    let all = Self.limits.lowerBound.index...Self.limits.upperBound.index
    guard let index = all.first(where: { FactorBound(index: $0).text == text }) else { return nil }
    self.index = index
  }
}

/// How far the axis of the step factors reaches: from a bound that is at most 1 to one that is at least 1.
package struct FactorReach: Hashable, Sendable {
  /// The lower end, at most 1.
  package var low: FactorBound
  /// The upper end, at least 1.
  package var high: FactorBound

  /// The least reach that holds the smallest and the largest factor, or the one in force where it still fits. Where all
  /// are 1 there is room below it.
  package static func settled(_ range: ClosedRange<ScaledDouble>?, _ previous: FactorReach?) -> FactorReach {
    guard let range else { return previous ?? FactorReach(low: FactorBound(beyond: ScaledDouble(0.1)), high: .one) }
    let reach = FactorReach(
      low: settled(Swift.min(FactorBound(beyond: range.lowerBound), .one), previous?.low),
      high: settled(Swift.max(FactorBound(beyond: range.upperBound), .one), previous?.high))
    return reach.low == reach.high ? FactorReach(low: FactorBound(beyond: ScaledDouble(0.5)), high: .one) : reach
  }

  /// Keeps the bound in force where it is at least as far from 1, and at most a third farther on the axis.
  private static func settled(_ needed: FactorBound, _ previous: FactorBound?) -> FactorBound {
    guard let previous, previous.index.signum() == needed.index.signum() else { return needed }
    let farther = previous.index.magnitude.subtractingReportingOverflow(needed.index.magnitude)
    return !farther.overflow && farther.partialValue <= Swift.max(needed.index.magnitude / 3, 1) ? previous : needed
  }
}

/// How far the plane of eigenvalues reaches from 0: 1.25, 1.75, 2.5, 3.75, 5, 7.5 and from there by tens. It always holds
/// the unit circle.
package struct PlaneReach: Hashable, Comparable, Sendable {
  /// The place in that list, from 0.
  package let index: Int

  /// The reach at a place, at least 0.
  package init(index: Int) { self.index = Swift.max(index, 0) }

  private static let mantissas = [1.25, 1.75, 2.5, 3.75, 5, 7.5]

  /// The reach itself.
  package var value: ScaledDouble { ScaledDouble(Self.mantissas[index % 6]) * .powerOfTen(index / 6) }

  /// The number that the axes are labelled with: the largest round one well inside.
  package var tick: RoundNumber { RoundNumber(index: 3 * (index / 6) + [0, 0, 1, 1, 1, 2][index % 6]) }

  /// The order of the reaches.
  package static func < (a: PlaneReach, b: PlaneReach) -> Bool { a.index < b.index }

  /// The least reach that holds a spectral radius with a margin; or the one in force, where that holds it and is at most
  /// one place further.
  package static func settled(_ radius: ScaledDouble, _ previous: PlaneReach?) -> PlaneReach {
    let decade = radius > .one ? Int(radius.log10.rounded(.down)) : 0
    var needed = PlaneReach(index: 6 * Swift.max(decade - 1, 0))
    while needed.value * ScaledDouble(0.95) < radius { needed = PlaneReach(index: needed.index + 1) }
    guard let previous, needed <= previous, previous.index <= needed.index + 1 else { return needed }
    return previous
  }
}

extension PlaneReach {
  /// A place as text gives it.
  package init?(_ text: Substring) {
    guard let index = Int(text), (0...4000).contains(index) else { return nil }
    self.init(index: index)
  }
}
