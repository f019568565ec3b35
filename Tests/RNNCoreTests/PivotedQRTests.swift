import Testing

@testable import RNNCore

@Suite struct PivotedQRTests {
  /// Columns 1 and 2 are alike; column 3 leaves their line.
  private let columns: [Double] = [1, 2, 2, 1, 2, 2, 0, 3, -1]

  @Test("A column that depends on those before it does not take the place of a later one")
  func dependentColumn() {
    let qr = PivotedQR(columns, rows: 3, order: [0, 1, 2], noise: 1e-15, rankBound: 3)
    #expect(qr.rank == 2)
    #expect(qr.order == [0, 2, 1])
    expectProduct(qr)
  }

  @Test("Where it is chosen first, as the largest that is left, it goes behind the others too")
  func smallColumn() {
    // The rounding noise of the second column is larger than the whole third one.
    let tiny = Array(columns.prefix(6)) + columns.suffix(3).map { $0 * 0x1p-80 }
    let qr = PivotedQR(pivoting: tiny.map { $0 / 3 }, rows: 3, columns: 3, noise: 1e-15, rankBound: 3)
    #expect(qr.rank == 2)
    expectProduct(qr, of: tiny.map { $0 / 3 })
  }

  @Test("No more rows count than are asked for")
  func bound() {
    let qr = PivotedQR(columns, rows: 3, order: [2, 0, 1], noise: 1e-15, rankBound: 1)
    #expect(qr.rank == 1)
    #expect(qr.orthogonal.count == 3)
    #expect(PivotedQR([0, 0], rows: 2, order: [0], noise: 0, rankBound: 1).rank == 0)
  }

  /// Q·R against A, column by column, relative to each column: Householder's bound is a few ulp per row.
  private func expectProduct(_ qr: PivotedQR, of elements: [Double]? = nil) {
    let elements = elements ?? columns
    for (place, column) in qr.order.enumerated() {
      let size = elements[column * 3..<column * 3 + 3].map(\.magnitude).max() ?? 0
      for row in 0..<3 {
        let product = (0..<qr.rank).reduce(0) { $0 + qr.orthogonal[$1 * 3 + row] * qr.triangular[place * qr.rank + $1] }
        #expect((product - elements[column * 3 + row]).magnitude <= 16 * .ulpOfOne * size)
      }
    }
  }
}
