import Testing

@testable import GradientView

@Suite("Decade axis")
struct DecadeAxisTests {
  private static let axes = (1...100).flatMap { rows in
    Scales.depths.map { depth in (rows: rows, depth: depth, axis: DecadeAxis(top: 2, depth: depth, rows: rows)) }
  }

  @Test("It covers the depth asked for, and hardly more than it must: at most twice, or a tenth of a decade a row")
  func covers() {
    for (rows, depth, axis) in Self.axes {
      let covered = axis.decadesPerRow * Double(rows)
      #expect(covered >= Double(depth) - 1e-9, "\(rows) rows, \(depth) decades")
      #expect(covered <= 2.0001 * Double(depth) || axis.decadesPerRow <= 0.1, "\(rows) rows, \(depth) decades")
    }
  }

  @Test("Labels stand on whole rows at whole powers of ten, the first at the top, each where its number belongs")
  func labels() {
    for (rows, depth, axis) in Self.axes {
      let labels = axis.labels
      #expect(labels.first?.row == 0 && labels.first?.power == 2)
      for (row, power) in labels {
        #expect((0..<rows).contains(row))
        #expect((axis.rows(above: Double(power)) - Double(rows - row)).magnitude < 1e-6, "\(rows), \(depth): \(power)")
      }
      #expect(zip(labels, labels.dropFirst()).allSatisfy { $0.power > $1.power && $0.row + 1 < $1.row })
    }
  }

  @Test("The design's drawing: seven rows from 1 down hold nine decades at 1.5 a row")
  func drawing() {
    let axis = DecadeAxis(top: 0, depth: 9, rows: 7)
    #expect(axis.decadesPerRow == 1.5)
    #expect(axis.labels.map(\.power) == [0, -3, -6, -9])
    #expect(axis.rows(above: 0) == 7 && axis.rows(above: -10.5) == 0)
  }

  @Test("Bars at the axis' ends: the top fills all rows, ten times as much is above, the floor has none")
  func ends() {
    let axis = DecadeAxis(top: -5, depth: 6, rows: 12)
    #expect(axis.rows(above: -5) == 12)
    #expect(axis.rows(above: -4) > 12)
    #expect(axis.rows(above: -11) == 0)
  }
}
