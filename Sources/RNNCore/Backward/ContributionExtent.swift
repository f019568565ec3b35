/// How far the contributions of a target reach.
public struct ContributionExtent: Hashable, Sendable {
  /// The largest magnitude; 0 where all are 0.
  public private(set) var largest = ScaledDouble.zero
  /// The smallest magnitude that is not 0; 0 where all are 0.
  public private(set) var smallest = ScaledDouble.zero
  /// Whether a contribution, or their total, is above 0.
  public private(set) var hasPositive = false
  /// Whether one is below 0.
  public private(set) var hasNegative = false

  init() {}

  init(_ values: [ScaledDouble], signed: [ScaledDouble]) {
    for value in values { include(value) }
    hasPositive = signed.contains { $0.signum > 0 }
    hasNegative = signed.contains { $0.signum < 0 }
  }

  @inline(__always)
  mutating func include(_ value: ScaledDouble) {
    guard !value.isZero else { return }
    include(total: value)
    if value.exponent >= largest.exponent || largest.isZero { largest = Swift.max(largest, value.magnitude) }
    if value.exponent <= smallest.exponent || smallest.isZero {
      smallest = smallest.isZero ? value.magnitude : Swift.min(smallest, value.magnitude)
    }
  }

  /// Takes in how far others reach.
  mutating func include(_ other: ContributionExtent) {
    largest = Swift.max(largest, other.largest)
    smallest =
      smallest.isZero || other.smallest.isZero
      ? Swift.max(smallest, other.smallest) : Swift.min(smallest, other.smallest)
    hasPositive = hasPositive || other.hasPositive
    hasNegative = hasNegative || other.hasNegative
  }

  @inline(__always)
  mutating func include(total: ScaledDouble) {
    hasPositive = hasPositive || total.significand > 0
    hasNegative = hasNegative || total.significand < 0
  }
}
