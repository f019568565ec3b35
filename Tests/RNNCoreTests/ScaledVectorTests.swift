import Testing

@testable import RNNCore

@Suite("Blocks of numbers under one power of two")
struct ScaledVectorTests {
  private static let sizes = [
    5e-324, 1e-300, 0x1p-113, 0x1p-64, 0x1p-15, 1, 3e8, 1e300, Double.greatestFiniteMagnitude,
  ]

  @Test(
    "The largest element stays between 2^−113 and 2^−15, so that products with any weights stay finite",
    arguments: sizes)
  func room(size: Double) {
    for vector in [
      ScaledVector([size, -size / 4, 0]), ScaledVector([ScaledDouble(size), .zero, ScaledDouble(-size)]),
    ] {
      let largest = vector.elements.largestMagnitude
      #expect(largest < 0x1p-15 && largest >= 0x1p-113)
      #expect(ScaledDouble(significand: vector.elements[0], exponent: vector.exponent) == ScaledDouble(size))
      #expect((largest * .greatestFiniteMagnitude * 30_000).isFinite)
    }
  }

  @Test("Norms, sums and products are those of the numbers, beyond a Double's range too", arguments: [0, 4000, -4000])
  func arithmetic(exponent: Int) {
    let (a, b) = (ScaledVector([3, -4], exponent: exponent), ScaledVector([1, 2], exponent: exponent))
    func scaled(_ value: Double, _ powers: Int = 1) -> ScaledDouble {
      ScaledDouble(significand: value, exponent: powers * exponent)
    }
    #expect(a.norm == scaled(5))
    #expect(a.dot(b) == scaled(-5, 2))
    #expect((a + b).norm == ScaledDouble(significand: 20.0.squareRoot(), exponent: exponent))
    #expect(a.scaled(by: b).dot(ScaledVector([1, 1])) == scaled(-5, 2))
  }

  @Test("A sum with 0, or with what is far below, is the other summand")
  func sums() {
    let a = ScaledVector([3, -4])
    #expect(a + .zero(2) == a && ScaledVector.zero(2) + a == a)
    #expect(a + ScaledVector([1, 1], exponent: -5000) == a)
    #expect(ScaledVector([1, 1], exponent: -5000) + a == a)
    #expect((a + ScaledVector([-3, 4])).isZero && ScaledVector.zero(3).exponent == 0)
  }

  @Test("Weights come to the binade of 1, exactly; zeros stay as they are")
  func weights() {
    for size in Self.sizes {
      let weights = ScaledWeights(Matrix([[size, 0], [-size / 2, size / 4]]))
      #expect((1..<2).contains(weights.elements.largestMagnitude))
      #expect(ScaledDouble(significand: weights.elements[0], exponent: weights.exponent) == ScaledDouble(size))
    }
    #expect(ScaledWeights(Matrix([[0, 0], [0, 0]])).exponent == 0)
    #expect(ScaledWeights(guarding: Matrix(0x1p400)).exponent == 0)
    #expect(ScaledWeights(guarding: Matrix(0x1p401)).exponent == 401)
  }
}
