import Testing

@testable import RNNCore

/// Products of Jacobians of which nothing is known but their numbers.
@Suite("The graded product of any matrices")
struct DenseProductTests {
  private func product(_ factors: [[Double]], order n: Int) -> GradedProduct {
    var product = GradedProduct(nil, order: n)
    for factor in factors { product.multiply(by: .matrix(ScaledVector(factor))) }
    product.factor()
    return product
  }

  @Test("A diagonal that spreads by 10^12 a step keeps every digit of the smaller one")
  func spread() throws {
    let values = product(Array(repeating: [1, 0, 0, 1e-12], count: 40), order: 2).singularValues
    #expect(values.count == 2)
    #expect((values[0].doubleValue - 1).magnitude < 1e-14)
    let expected = ScaledDouble.exp(-480 * 2.302585092994046)
    #expect(((values[1] / expected).doubleValue - 1).magnitude < 1e-11)
  }

  @Test("A matrix of zeros ends it: nothing is left, and nothing comes back")
  func zero() {
    let product = product([[1, 2, 3, 4], [0, 0, 0, 0], [1, 2, 3, 4]], order: 2)
    #expect(product.rank == 0 && product.singularValues.isEmpty)
  }

  /// P(k,i) = J_k ⋯ J_{i+1}: factors are met from J_k on.
  @Test("Its values are those of the plain product where that has all digits")
  func plain() {
    let factors: [[Double]] = [[1, 2, -1, 0.5], [0.3, -2, 1, 1], [2, 0.1, -0.4, 1.5]]
    let values = product(factors, order: 2).singularValues
    let matrices = factors.map { Matrix(rows: 2, columns: 2, elements: $0) }
    let expected = (matrices[0] * matrices[1] * matrices[2]).singularValues
    for (value, expected) in zip(values, expected) { #expect((value.doubleValue / expected - 1).magnitude < 1e-14) }
  }

  /// J = Q·diag(d)·Qᵀ with one Q: the product's singular values are the powers of d. Steps are multiplied plainly up to a
  /// condition of 2^36.
  @Test("Of more units than reflections are kept for, powers keep their digits", arguments: [17, 40])
  func powers(n: Int) throws {
    let Q = LinearAlgebra.orthogonalFactor(
      Initialization.gaussian.recurrentWeights(order: n, seed: 2).elements, order: n)
    let d = (0..<n).map { 1.25 * ScaledDouble.exp(-6 * Double($0) / Double(n - 1)).doubleValue }
    let scaled = (0..<n * n).map { Q[$0] * d[$0 % n] }
    let factor = LinearAlgebra.product(scaled, transposedB: Q, rows: n, inner: n, columns: n)
    let (plain, reflected) = (GradedProduct(nil, order: n), GradedProduct(nil, order: n).reflected(seed: 3))
    for var product in [plain, reflected] {
      for _ in 0..<50 { product.multiply(by: .matrix(ScaledVector(factor))) }
      product.factor()
      let values = product.singularValues
      #expect(values.count == n)
      for (value, base) in zip(values, d) {
        let expected = ScaledDouble.exp(50 * ScaledDouble(base).naturalLogarithm)
        #expect(((value - expected) / expected).magnitude.doubleValue < 1e-6)
      }
    }
  }

  /// Two columns of the first factor nearly coincide, the others are large beside what parts them: in the order of the
  /// columns' sizes R would not be graded.
  @Test("Columns that nearly coincide are pivoted, and values keep their digits")
  func coinciding() throws {
    let n = 18
    var generator = SplitMix64(seed: 4)
    var first = (0..<n * n).map { _ in generator.nextNormal() }
    // Rows of J are columns of Jᵀ.
    for column in 0..<n { first[n + column] = first[column] * (1 - 0x1p-15) + 0x1p-14 * first[n + column] }
    let matrix = ScaledVector(first)
    var product = GradedProduct(nil, order: n)
    product.multiply(by: .matrix(matrix))
    product.factor()
    let expected = LinearAlgebra.singularValues(first, rows: n, columns: n)
    for (value, exact) in zip(product.singularValues, expected) {
      #expect((value.doubleValue / exact - 1).magnitude < 1e-10)
    }
  }
}
