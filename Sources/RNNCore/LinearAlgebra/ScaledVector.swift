/// A block of numbers that share one power of two: elements × 2^exponent. A vector, or a matrix row by row.
///
/// Running products of Jacobians and adjoints leave a `Double`'s range together; what lies more than 2^1000 below the
/// largest element of its block does not count. The largest element is kept below 2^−15, so that a product with any
/// matrix of fewer than 2^15 columns stays finite. Exponents saturate as a `ScaledDouble`'s do.
struct ScaledVector: Sendable, Hashable {
  private(set) var elements: [Double]
  private(set) var exponent: Int

  init(_ elements: [Double], exponent: Int = 0) {
    self.elements = elements
    self.exponent = ScaledDouble.clamped(exponent)
    normalise()
  }

  /// The same numbers brought to one exponent.
  init(_ numbers: [ScaledDouble]) {
    let top = numbers.lazy.filter { !$0.isZero }.map(\.exponent).max() ?? 0
    self.init(
      numbers.map { ScaledDouble(significand: $0.significand, exponent: $0.exponent - top).doubleValue },
      exponent: top)
  }

  /// So many zeros.
  static func zero(_ count: Int) -> ScaledVector { ScaledVector(Array(repeating: 0, count: count)) }

  /// Brings the largest element near 2^−64 where it has drifted from there, by an exact power of two.
  private mutating func normalise() {
    let largest = elements.largestMagnitude
    guard largest != 0 else {
      exponent = 0
      return
    }
    precondition(largest.isFinite, "a scaled block has no NaN and no infinity")
    let shift = Int(largest.exponent) + 64
    guard shift.magnitude > 48 else { return }
    elements = elements.map { Double(sign: .plus, exponent: -shift, significand: $0) }
    exponent += shift
  }

  /// The numbers one by one.
  var numbers: [ScaledDouble] { elements.map { ScaledDouble(significand: $0, exponent: exponent) } }

  /// Whether every element is exactly 0.
  var isZero: Bool { elements.allSatisfy { $0 == 0 } }

  /// ‖·‖₂ of a vector, ‖·‖_F of a matrix.
  var norm: ScaledDouble {
    ScaledDouble(significand: elements.reduce(0) { $0 + $1 * $1 }.squareRoot(), exponent: exponent)
  }

  /// The elementwise product.
  func scaled(by other: ScaledVector) -> ScaledVector {
    ScaledVector(zip(elements, other.elements).map(*), exponent: exponent + other.exponent)
  }

  /// The inner product.
  func dot(_ other: ScaledVector) -> ScaledDouble {
    ScaledDouble(
      significand: zip(elements, other.elements).reduce(0) { $0 + $1.0 * $1.1 }, exponent: exponent + other.exponent)
  }

  /// Every number with the other sign.
  var negated: ScaledVector { ScaledVector(elements.map { -$0 }, exponent: exponent) }

  /// The sum; what lies more than 2^2000 below the larger block is lost.
  static func + (a: ScaledVector, b: ScaledVector) -> ScaledVector {
    if a.isZero { return b }
    if b.isZero { return a }
    let (high, low) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let shift = Swift.max(low.exponent - high.exponent, -2200)
    let aligned = low.elements.map { Double(sign: .plus, exponent: shift, significand: $0) }
    return ScaledVector(zip(high.elements, aligned).map(+), exponent: high.exponent)
  }
}
