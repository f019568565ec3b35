import Testing

@testable import RNNCore

@Suite("The largest singular value from products with vectors")
struct GolubKahanTests {
  /// Runs the search on a matrix, row by row in extended range, and counts its products.
  private func search(_ A: Matrix, exponents: [Int] = [], start: [Double], limit: Int = 100) -> (GolubKahan, Int) {
    var search = GolubKahan(start: start, limit: limit)
    var products = 0
    while search.isOpen {
      let vector = search.vector
      let numbers = (0..<A.rows).map { place in
        (0..<A.rows).reduce(ScaledDouble.zero) { sum, other in
          let (row, column) = search.isTransposed ? (other, place) : (place, other)
          let scale = exponents.isEmpty ? 0 : exponents[row]
          return sum + ScaledDouble(significand: A[row, column], exponent: scale) * ScaledDouble(vector[other])
        }
      }
      search.take(ScaledVector(numbers))
      products += 1
    }
    return (search, products)
  }

  private func diagonal(_ values: [Double]) -> Matrix {
    var A = Matrix(
      rows: values.count, columns: values.count, elements: Array(repeating: 0, count: values.count * values.count))
    for (index, value) in values.enumerated() { A[index, index] = value }
    return A
  }

  private func even(_ n: Int) -> [Double] { Array(repeating: 1 / Double(n).squareRoot(), count: n) }

  @Test("0 is settled by one product")
  func zero() {
    let (found, products) = search(diagonal([0, 0, 0]), start: even(3))
    #expect(found.value == .zero && products == 1)
  }

  @Test("Rank one takes three products, and the vectors are its own")
  func rankOne() throws {
    // 5·u·wᵀ with u = (0.6, 0, 0.8), w = (0, 1, 0).
    let (found, products) = search(Matrix([[0, 3, 0], [0, 0, 0], [0, 4, 0]]), start: even(3))
    let value = try #require(found.value)
    #expect(products == 3 && WideNetworks.distance(value, ScaledDouble(5)) < 1e-15)
    #expect(zip(found.leftVector, [0.6, 0, 0.8]).allSatisfy { ($0 - $1).magnitude < 1e-15 })
  }

  @Test("A multiple of an orthogonal matrix is settled by two products")
  func orthogonal() {
    let (found, products) = search(Matrix([[0, -3], [3, 0]]), start: [0.6, 0.8])
    #expect(products == 2 && found.value.map { WideNetworks.distance($0, ScaledDouble(3)) < 1e-15 } ?? false)
  }

  @Test("A start that meets one direction only is worth what it meets")
  func blind() {
    let (found, _) = search(diagonal([2, 7]), start: [1, 0])
    #expect(found.value == ScaledDouble(2))
  }

  @Test("Singular values that nearly are equal", arguments: [1e-3, 1e-6, 1e-9, 1e-13])
  func near(_ gap: Double) throws {
    let values = (0..<20).map { 1 - gap * Double($0) }
    let (found, _) = search(diagonal(values), start: even(20))
    #expect(WideNetworks.distance(try #require(found.value), .one) < 1e-10)
  }

  @Test("It gives up where so many products do not settle it")
  func limit() {
    let (found, products) = search(diagonal((1...40).map { Double($0) }), start: even(40), limit: 6)
    #expect(found.value == nil && !found.isOpen && products == 13)
  }

  @Test("Values beyond a Double's range keep their digits")
  func range() throws {
    for exponent in [-20_000, 20_000] {
      let (found, _) = search(
        Matrix([[3, 0], [4, 5]]), exponents: [exponent, exponent], start: [0.6, 0.8])
      // σ² are the eigenvalues of [[25, 20], [20, 25]]: 45 and 5.
      let expected = ScaledDouble(significand: 45.0.squareRoot(), exponent: exponent)
      #expect(WideNetworks.distance(try #require(found.value), expected) < 1e-14)
    }
  }

  @Test("A direction 2^900 times as large as the start let expect is not for it")
  func unforeseen() {
    let (found, _) = search(Matrix([[1, 0], [1, 0]]), exponents: [900, 0], start: [0, 1])
    #expect(found.value == nil && !found.isOpen)
  }

  /// Every random start is the same one, of length 1.
  @Test("The start")
  func start() {
    let start = GolubKahan.start(order: 50)
    #expect(start == GolubKahan.start(order: 50) && (start.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-15)
  }
}
