import CLAPACK

/// The largest singular value of a matrix A that is known by what it makes of vectors (Golub, Kahan 1965).
///
///     var search = GolubKahan(start: u)
///     while search.isOpen { search.take(search.isTransposed ? Aᵀ·search.vector : A·search.vector) }
///
/// From a random u the products build orthonormal U and W with A·W_m = U_{m+1}·B_m, B_m bidiagonal and small. With θ its
/// largest singular value and x the left vector of it, A has a singular value within α_{m+1}·|x_{m+1}| of θ (Parlett
/// 1998, section 4.5), and within the square of that over the distance to the next one. It is settled when the first is
/// below 10⁻¹⁰·θ and either below 10⁻¹⁵·θ. Every vector is made orthogonal to all before it, twice, so that rounding
/// repeats no value.
///
/// Complexity: O(m·n) beside each product, O(m³) where it looks whether it is settled; O(m·n) memory.
struct GolubKahan: Sendable {
  /// Whether the next product is Aᵀ·vector, and not A·vector.
  private(set) var isTransposed = true
  /// θ, from below, once it is settled.
  private(set) var value: ScaledDouble?
  /// Whether it waits for another product: neither settled nor given up.
  private(set) var isOpen = true
  private let n: Int
  private let limit: Int
  /// U and W, vector by vector.
  private var left: [Double]
  private var right: [Double] = []
  /// α and β: the diagonal of B, and what is below it.
  private var diagonal: [Double] = []
  private var offDiagonal: [Double] = []
  /// The power of two that all products are taken over; that of the first one.
  private var exponent = 0
  private var largest = 0.0
  /// x.
  private var weights: [Double] = [1]

  /// Begins with a vector of length 1, as large as A has rows; gives up after so many pairs of products.
  init(start: [Double], limit: Int) {
    (n, self.limit, left) = (start.count, limit, start)
  }

  /// A random vector of length 1.
  static func start(order n: Int) -> [Double] {
    var generator = SplitMix64(seed: 1)
    let vector = (0..<n).map { _ in generator.nextNormal() }
    let norm = LAPACK.routines.cblas_dnrm2(Int32(n), vector, 1)
    return vector.map { $0 / norm }
  }

  /// What is to be multiplied next, of length 1.
  var vector: [Double] { Array((isTransposed ? left : right).suffix(n)) }

  /// U·x: the left singular vector of θ.
  var leftVector: [Double] {
    LinearAlgebra.product(weights, left, rows: 1, inner: weights.count, columns: n)
  }

  /// Takes the next product in.
  mutating func take(_ product: ScaledVector) {
    if diagonal.isEmpty { exponent = product.exponent - 64 }
    let shift = product.exponent - exponent
    // More than 2^400 times the first product: a start that hardly met the largest direction.
    guard shift < 464 || product.isZero else { return isOpen = false }
    let scale = Double(sign: .plus, exponent: Swift.max(shift, -1000), significand: 1)
    var next = product.elements.map { $0 * scale }
    let length = Self.orthonormalise(&next, against: isTransposed ? right : left, noise: largest * 0x1p-50)
    largest = Swift.max(largest, length)
    if isTransposed { takeTransposed(next, length) } else { takePlain(next, length) }
    isTransposed.toggle()
  }

  private mutating func takeTransposed(_ next: [Double], _ length: Double) {
    diagonal.append(length)
    right += next
    let m = offDiagonal.count
    guard length > 0 || m > 0 else { return settle(at: 0) }
    if length == 0 || m > 0 && (m <= 4 || m.isMultiple(of: 4) || m >= limit) { look(residual: length) }
    if m >= limit { isOpen = false }
  }

  private mutating func takePlain(_ next: [Double], _ length: Double) {
    offDiagonal.append(length)
    left += next
    if length == 0 { look(residual: 0) }
  }

  /// Looks whether θ is settled; `residual` is α_{m+1}.
  private mutating func look(residual: Double) {
    let found = Self.decomposition(diagonal.prefix(offDiagonal.count) + [0], offDiagonal)
    weights = found.vector
    let (theta, next) = (found.values[0], found.values[1])
    let distance = residual * weights[weights.count - 1].magnitude
    guard distance <= 1e-10 * theta else { return }
    if distance <= 1e-15 * theta || distance * distance <= 1e-15 * theta * (theta - next) { settle(at: theta) }
  }

  private mutating func settle(at theta: Double) {
    value = ScaledDouble(significand: theta, exponent: exponent)
    isOpen = false
  }

  /// The singular values of a lower bidiagonal matrix, the largest first, and the left vector of the largest (LAPACK
  /// dbdsdc).
  private static func decomposition(_ diagonal: [Double], _ below: [Double]) -> (values: [Double], vector: [Double]) {
    let m = diagonal.count
    var (values, below) = (diagonal, below)
    var (left, right) = ([Double](repeating: 0, count: m * m), [Double](repeating: 0, count: m * m))
    let status = LAPACK.routines.LAPACKE_dbdsdc(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "I")), Int32(m), &values, &below, &left, Int32(m),
      &right, Int32(m), nil, nil)
    LinearAlgebra.check(status, of: "dbdsdc")
    return (values, Array(left.prefix(m)))
  }

  /// Takes from a vector what it has of others, orthonormal ones, and makes it one of length 1; returns the length it
  /// had. One of nothing but noise becomes 0.
  private static func orthonormalise(_ vector: inout [Double], against others: [Double], noise: Double) -> Double {
    let (n, count) = (vector.count, others.count / vector.count)
    if count > 0 {
      others.withUnsafeBufferPointer { others in
        var parts = [Double](repeating: 0, count: count)
        for _ in 0..<2 {
          LinearAlgebra.multiply(others, rows: count, columns: n, vector, into: &parts)
          for index in parts.indices { parts[index] = -parts[index] }
          LinearAlgebra.multiply(others, rows: count, columns: n, transposed: true, parts, into: &vector, adding: true)
        }
      }
    }
    let length = LAPACK.routines.cblas_dnrm2(Int32(n), vector, 1)
    guard length > noise else {
      vector = Array(repeating: 0, count: n)
      return 0
    }
    for index in vector.indices { vector[index] /= length }
    return length
  }
}
