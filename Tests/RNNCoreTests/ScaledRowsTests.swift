import Testing

@testable import RNNCore

@Suite("Rows with a power of two of their own")
struct ScaledRowsTests {
  /// Two rows of every size, one of them 0.
  private let rows = ScaledRows([1, 0, 3e-200, 4e-200, 0, 0, -1e300, 0], columns: 2)

  private func numbers(_ rows: ScaledRows, _ row: Int) -> [ScaledDouble] {
    let vector = rows.vector(row)
    return vector.elements.map { ScaledDouble(significand: $0, exponent: vector.exponent) }
  }

  @Test("Rows keep their numbers and know their norms")
  func norms() {
    #expect(rows.count == 4 && rows.columns == 2)
    #expect(rows.norm(0) == .one && rows.norm(2).isZero && rows.norm(3) == ScaledDouble(1e300))
    #expect((rows.norm(1) - ScaledDouble(5e-200)).magnitude < ScaledDouble(1e-214))
    #expect(numbers(rows, 1) == [ScaledDouble(3e-200), ScaledDouble(4e-200)])
    #expect(rows.exponents[2] == 0)
  }

  @Test("A shift multiplies each row by its own power of two, and leaves 0 alone")
  func shift() {
    var shifted = rows
    shifted.shift(by: [5, -3, 7, 5000])
    #expect(shifted.norm(0) == ScaledDouble(32))
    #expect(shifted.norm(1) == rows.norm(1) * ScaledDouble(0.125))
    #expect(shifted.norm(2).isZero && shifted.exponents[2] == 0)
    #expect(shifted.norm(3) == ScaledDouble(significand: 1e300, exponent: 5000))
  }

  @Test("A row that is written over is left as it is, times its power of two")
  func write() {
    var written = rows
    written.write(1, exponent: -7000) { row in
      row[0] = 0x1p150
      row[1] = 0
    }
    #expect(written.elements[2] == 0x1p150 && written.squares[1] == 0x1p300)
    #expect(written.norm(1) == ScaledDouble(significand: 1, exponent: -6850))
    #expect(numbers(written, 0) == numbers(rows, 0) && numbers(written, 3) == numbers(rows, 3))
  }

  @Test("A row is added to another whatever their sizes; what is 2^900 below the largest need not count")
  func add() {
    for (source, target) in [(0, 1), (1, 0), (2, 0), (0, 2), (3, 1), (1, 3), (3, 2), (0, 0)] {
      var sum = rows
      sum.add(rows, row: source, to: target)
      let expected = zip(numbers(rows, source), numbers(rows, target)).map { $0 + $1 }
      let largest = expected.map(\.magnitude).max() ?? .zero
      for (number, expected) in zip(numbers(sum, target), expected) {
        let tolerance = largest * ScaledDouble(significand: 1, exponent: -900)
        #expect((number - expected).magnitude <= tolerance, "\(source) to \(target)")
      }
      let square = expected.reduce(.zero) { $0 + $1 * $1 }
      #expect((sum.norm(target) - square.squareRoot()).magnitude <= ScaledDouble(1e-15) * sum.norm(target))
    }
  }

  @Test("As one matrix they share a power of two; what is far below the largest is lost")
  func matrix() {
    let matrix = ScaledRows([1, 2, 3e-20, 4], columns: 2).matrix()
    let numbers = matrix.elements.map { ScaledDouble(significand: $0, exponent: matrix.exponent) }
    #expect(numbers == [1, 2, 3e-20, 4].map { ScaledDouble($0) })
    let apart = rows.matrix()
    #expect(ScaledDouble(significand: apart.elements[6], exponent: apart.exponent) == ScaledDouble(-1e300))
    #expect(apart.elements[4] == 0 && apart.elements[5] == 0)
  }

  #if compiler(>=6.2)
    @Test("Rows are whole and finite")
    func preconditions() async {
      await #expect(processExitsWith: .failure) { _ = ScaledRows([1, 2, 3], columns: 2) }
      await #expect(processExitsWith: .failure) { _ = ScaledRows([], columns: 0) }
      await #expect(processExitsWith: .failure) { _ = ScaledRows([1, .infinity], columns: 2) }
    }
  #endif
}
