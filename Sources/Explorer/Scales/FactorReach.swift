import RNNCore

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
