import Testing

@testable import RNNCore

@Suite("Each unit's part of sums over covectors")
struct UnitSquaresTests {
  private func squares(_ delta: [Double], exponent: Int = 0) -> UnitSquares {
    var deltas = ScaledRows(delta, columns: delta.count)
    deltas.shift(by: [exponent])
    var squares = UnitSquares(units: delta.count)
    squares.add(deltas, covectors: 1, ScaledRows([1], columns: 1))
    return squares
  }

  @Test("Sums over other covectors are added, whichever is larger", arguments: [-300, 0, 300])
  func add(exponent: Int) {
    // 1 and 4, beside 4 and 1 times a power of two.
    var sum = squares([1, 2])
    sum.add(squares([2, 1], exponent: exponent))
    let expected = exponent < 0 ? [0.2, 0.8] : exponent > 0 ? [0.8, 0.2] : [0.5, 0.5]
    #expect(sum.shares == expected)
    sum.add(squares([1, 0], exponent: -600))
    #expect(sum.shares == expected, "2^−1200 does not count")
    sum.add(UnitSquares(units: 2))
    #expect(sum.shares == expected)
  }

  @Test("To nothing others are added as they are")
  func first() {
    var sum = UnitSquares(units: 2)
    sum.add(squares([1, 3], exponent: 4000))
    #expect(sum.shares == [0.1, 0.9])
  }
}
