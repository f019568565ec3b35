import Testing

@testable import GradientView

@Suite("Map: layout")
struct MapLayoutTests {
  private static let widths = [40, 41, 60, 80, 100, 160, 333, 1000]
  private static let heights = [10, 11, 12, 13, 20, 24, 30, 45, 120, 400]
  private static let steps = [1, 2, 3, 5, 10, 20, 43, 44, 45, 100, 309, 5000, 100_000, 1_000_000]

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
        #expect(layout.rowTotalsX + layout.rowTotalsWidth <= body.x + body.width)
        #expect(layout.grid.width > 0 && layout.grid.height > 0)
      }
    }
  }

  @Test("Rows and columns cover all steps, each but the last with as many, and their cells are those of the grid")
  func partition() {
    for width in Self.widths {
      for steps in Self.steps {
        let (layout, _) = Self.layout(width, 30, steps)
        for (ranges, count) in [(layout.rows, layout.stepsPerRow), (layout.columns, layout.stepsPerColumn)] {
          #expect(ranges.first?.lowerBound == 1 && ranges.last?.upperBound == steps)
          #expect(ranges.dropLast().allSatisfy { $0.count == count })
        }
        #expect(layout.rows.count * layout.cellHeight == layout.grid.height)
        #expect(layout.columns.count * layout.cellWidth == layout.grid.width)
      }
    }
  }

  @Test("The point of a pair's cell names a pair of that cell")
  func pairs() {
    for steps in [1, 5, 44, 309, 5000] {
      let (layout, _) = Self.layout(100, 30, steps)
      for target in stride(from: 1, through: steps, by: Swift.max(steps / 50, 1)) {
        let cell = layout.cell(target: target, step: 1)
        let pair = layout.pair(x: cell.x + cell.width - 1, y: cell.y + cell.height - 1)
        #expect(pair.map { layout.cell(target: $0.target, step: 1) } == cell)
        #expect(pair.map { $0.step <= $0.target } == true)
      }
      #expect(layout.pair(x: layout.grid.x - 1, y: layout.grid.y) == nil)
      #expect(layout.pair(x: layout.grid.x, y: layout.grid.y + layout.grid.height) == nil)
    }
  }

  @Test("At 100×30 each of 44 steps has two columns, and two targets share a row")
  func usual() {
    let (layout, _) = Self.layout(100, 30, 44)
    #expect((layout.cellWidth, layout.cellHeight, layout.stepsPerRow, layout.stepsPerColumn) == (2, 1, 2, 1))
  }
}
