import Testing

@testable import Screen

@Suite("Time columns")
struct TimeColumnsTests {
  private static let steps = Array(1...320) + [350, 399, 400, 401, 500, 777, 999, 1000]
  private static let long = [10_000, 65_537, 1_000_000, 10_000_000]

  @Test("Every step has a column, in order, whose bar lies inside the screen with the total's bar right of it")
  func inside() {
    for width in 40...400 {
      for steps in Self.steps where (steps + width) % 7 == 0 || steps < 9 || width < 50 {
        let columns = TimeColumns(width: width, steps: steps)
        #expect(columns.count >= 1 && columns.x(ofStep: 1) == TimeColumns.gutter)
        #expect(columns.lastX < width - 2, "\(width), \(steps)")
        #expect(columns.totalX(width: width) > columns.lastX + 1 && columns.totalX(width: width) < width)
        #expect(columns.steps(inColumn: columns.count - 1).upperBound == steps)
      }
    }
  }

  @Test("The steps of the columns are 1…T, each once", arguments: [40, 63, 80, 100, 160, 399, 400])
  func partition(width: Int) {
    for steps in Self.steps {
      let columns = TimeColumns(width: width, steps: steps)
      let all = (0..<columns.count).flatMap { Array(columns.steps(inColumn: $0)) }
      #expect(all == Array(1...steps), "\(steps)")
      let places = (1...steps).map { columns.column(ofStep: $0) }
      #expect(places == (0..<columns.count).flatMap { column in columns.steps(inColumn: column).map { _ in column } })
    }
  }

  @Test("The step under a cell belongs to the column drawn there", arguments: [40, 80, 100, 173, 400])
  func inverse(width: Int) {
    for steps in Self.steps + Self.long {
      let columns = TimeColumns(width: width, steps: steps)
      for step in Set([1, 2, steps / 3 + 1, steps / 2 + 1, steps - 1, steps]) where (1...steps).contains(step) {
        let x = columns.x(ofStep: step)
        let found = columns.step(at: x)
        #expect(columns.isPooled || found == step, "width \(width), T \(steps), step \(step)")
        #expect(found.map { columns.column(ofStep: $0) } == columns.column(ofStep: step))
        #expect(columns.nearestStep(to: x) == found)
      }
    }
  }

  @Test("Outside the columns there is no step; the nearest one is the first or the last", arguments: [1, 5, 44, 1000])
  func outside(steps: Int) {
    let columns = TimeColumns(width: 100, steps: steps)
    #expect(columns.step(at: 0) == nil && columns.step(at: TimeColumns.gutter - 1) == nil)
    #expect(columns.step(at: columns.end) == nil)
    #expect(columns.nearestStep(to: 99) == steps && columns.nearestStep(to: 10_000) == steps)
    #expect(columns.column(ofStep: columns.nearestStep(to: -5)) == 0)
  }

  @Test("Columns are as wide as there is room for: the design's drawing has two cells a step, a bar and a gap")
  func widths() {
    let drawing = TimeColumns(width: 100, steps: 44)
    #expect((0..<44).allSatisfy { drawing.width(ofColumn: $0) == 2 && drawing.barWidth(ofColumn: $0) == 1 })
    #expect(drawing.x(ofStep: 44) == 95 && drawing.hasGaps)
    let wide = TimeColumns(width: 160, steps: 44)
    #expect((0..<44).allSatisfy { (3...4).contains(wide.width(ofColumn: $0)) })
    let narrow = TimeColumns(width: 80, steps: 44)
    #expect(!narrow.hasGaps && (0..<44).allSatisfy { narrow.barWidth(ofColumn: $0) == narrow.width(ofColumn: $0) })
    #expect(TimeColumns(width: 80, steps: 67).stepsPerColumn == 1)
    #expect(TimeColumns(width: 80, steps: 68).stepsPerColumn == 2)
    #expect(TimeColumns(width: 80, steps: 309).stepsPerColumn == 5)
    #expect(TimeColumns(width: 100, steps: 1).barWidth(ofColumn: 0) == 87)
  }

  @Test("Bars take all of their columns but a single gap, and dots stand in the same place of every column")
  func barsAndDots() {
    for width in 40...300 {
      for steps in [1, 2, 5, 10, 20, 30, 44, 60, 100, 1000] {
        let columns = TimeColumns(width: width, steps: steps)
        let places = (0..<columns.count).map { column -> Bool in
          let (x, bar) = (columns.x(ofColumn: column), columns.barWidth(ofColumn: column))
          #expect(bar >= 1 && columns.width(ofColumn: column) - bar == (columns.hasGaps ? 1 : 0))
          let dot = columns.dotX(ofColumn: column)
          #expect(dot == x + bar || dot == columns.middle(ofColumn: column), "width \(width), T \(steps)")
          // A bar of several cells shows its end beside its dot.
          #expect(bar == 1 || dot != x + bar - 1)
          return dot == x + bar
        }
        #expect(Set(places).count == 1, "width \(width), T \(steps)")
      }
    }
  }

  @Test("A part of the steps takes the whole width; a step beyond it has the nearest column")
  func part() {
    let columns = TimeColumns(width: 100, steps: 2000, shown: 1901...2000)
    #expect(columns.steps(inColumn: 0).lowerBound == 1901 && columns.steps(inColumn: 86).upperBound == 2000)
    #expect(columns.column(ofStep: 1) == 0 && columns.column(ofStep: 1901) == 0 && columns.column(ofStep: 2000) == 86)
    #expect(columns.step(at: TimeColumns.gutter) == 1902 && columns.nearestStep(to: 400) == 2000)
  }

  @Test("Only as many steps share a column as must", arguments: [40, 80, 100, 400])
  func poolsLittle(width: Int) {
    for steps in Self.steps + Self.long {
      let columns = TimeColumns(width: width, steps: steps)
      let room = width - TimeColumns.gutter - TimeColumns.margin
      #expect(columns.stepsPerColumn == 1 || (columns.stepsPerColumn - 1) * room < steps)
    }
  }
}
