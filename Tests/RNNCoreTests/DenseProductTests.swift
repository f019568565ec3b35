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
}
