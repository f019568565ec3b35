import Testing

@testable import Screen
@testable import Views

@Suite("Map: layout")
struct MapLayoutTests {
  private static let widths = [40, 41, 60, 80, 100, 160, 333, 1000]
  private static let heights = [10, 11, 12, 13, 20, 24, 30, 45, 120, 400]
  private static let steps = [1, 2, 3, 5, 10, 20, 43, 44, 45, 100, 309, 5000, 100_000, 10_000_000]

  private static func layout(_ width: Int, _ height: Int, _ steps: Int) -> (MapLayout, Rect) {
    let body = Layout(size: Size(width: width, height: height), steps: steps).body
    return (MapLayout(body: body, steps: steps), body)
  }

  @Test("Everything stands in the body, in order and apart, at any size and length", arguments: widths)
  func apart(width: Int) {
    for height in Self.heights {
      for steps in Self.steps {
        let (layout, body) = Self.layout(width, height, steps)
        let rects = [
          layout.rule, layout.grid, layout.axis, layout.labels, layout.columnTotals, layout.inspector,
        ].filter { $0.height > 0 }
        #expect(zip(rects, rects.dropFirst()).allSatisfy { $0.y + $0.height <= $1.y }, "\(width)×\(height) T \(steps)")
        #expect(rects.first?.y == body.y)
        #expect(rects.last.map { $0.y + $0.height <= body.y + body.height } == true, "\(width)×\(height) T \(steps)")
        #expect(layout.rowTotalsX + MapLayout.rowTotalsWidth < body.x + body.width)
        #expect(layout.grid.width > 0 && layout.grid.height > 0)
      }
    }
  }

  /// Of the body's rows all but seven at most, of its columns all but those of the axis and of the sums.
  @Test("The cells take all the room there is, whatever T is, and all of them belong to targets and steps")
  func full() {
    for width in Self.widths {
      for height in Self.heights {
        for steps in Self.steps {
          let (layout, body) = Self.layout(width, height, steps)
          #expect(layout.grid.width == body.width - 12 && layout.grid.height >= Swift.max(body.height - 8, 1))
          #expect(layout.columns.cells == layout.grid.width && layout.rows.cells == 2 * layout.grid.height)
        }
      }
    }
  }

  @Test("The point of a pair's cell names that pair's spans: both halves where two share the cell")
  func pairs() {
    for (width, height) in [(40, 10), (60, 20), (100, 30), (161, 45)] {
      for steps in [1, 2, 5, 44, 77, 309, 5000] {
        let (layout, _) = Self.layout(width, height, steps)
        var named = Set<Int>()
        for target in stride(from: 1, through: steps, by: Swift.max(steps / 300, 1)) {
          for step in Set([1, target / 2 + 1, target]) {
            let (row, column) = (layout.rows.span(ofStep: target), layout.columns.span(ofStep: step))
            let pairs = layout.pairs(x: layout.xs(ofColumn: column).lowerBound, y: layout.ys(ofRow: row).lowerBound)
            let found = pairs.filter { layout.rows.span(ofStep: $0.target) == row }
            #expect(found.count == 1 && pairs.allSatisfy { 1...$0.target ~= $0.step })
            // A column that the diagonal cuts holds steps after the target: k itself is the last that counts.
            #expect(found.allSatisfy { layout.columns.span(ofStep: $0.step) == column || $0.step == $0.target })
            named.insert(row)
          }
        }
        if steps <= 300 { #expect(named.count == layout.rows.count) }
        #expect(layout.pairs(x: layout.grid.x - 1, y: layout.grid.y).isEmpty)
        #expect(layout.pairs(x: layout.grid.x, y: layout.grid.y + layout.grid.height).isEmpty)
      }
    }
  }

  @Test("At 100×30 each of 44 steps has two columns, and each of 44 targets half a row")
  func usual() {
    let (layout, _) = Self.layout(100, 30, 44)
    #expect((1...44).allSatisfy { layout.columns.cells(ofStep: $0).count == 2 })
    #expect((1...44).allSatisfy { layout.rows.cells(ofStep: $0).count == 1 })
  }
}
