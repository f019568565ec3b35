import Testing

@testable import Screen

@Suite("Map: steps over cells")
struct StepSpansTests {
  private static let sizes = [1, 2, 3, 5, 7, 27, 44, 88, 137, 388]
  private static let steps = [1, 2, 3, 5, 7, 43, 44, 45, 100, 309, 5000, 1_000_003, 10_000_000]

  @Test("Every cell and every step belongs to just one span, in order", arguments: sizes)
  func partition(cells: Int) {
    for steps in Self.steps {
      for limit in [1, 2, 19, Int.max] {
        let spans = StepSpans(steps: steps, cells: cells, limit: limit)
        #expect(spans.count == min(steps, cells, limit))
        #expect(spans.ranges.first?.lowerBound == 1 && spans.ranges.last?.upperBound == steps)
        #expect(zip(spans.ranges, spans.ranges.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound })
        let parts = spans.indices.map { spans.cells(of: $0) }
        #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == cells && parts.allSatisfy { !$0.isEmpty })
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      }
    }
  }

  @Test("The span of a step holds it, that of a cell too, and both are the same way back", arguments: sizes)
  func inverse(cells: Int) {
    for steps in Self.steps {
      for limit in [2, Int.max] {
        let spans = StepSpans(steps: steps, cells: cells, limit: limit)
        for cell in 0..<cells {
          #expect(spans.cells(of: spans.span(atCell: cell)).contains(cell), "\(cell) of \(cells), T \(steps)")
        }
        for step in stride(from: 1, through: steps, by: max(steps / 999, 1)) {
          #expect(spans.steps(of: spans.span(ofStep: step)).contains(step))
          #expect(spans.cells(ofStep: step) == spans.cells(of: spans.span(ofStep: step)))
        }
      }
    }
  }

  @Test("Shares are even: no span has more than one step or cell more than another")
  func even() {
    for cells in Self.sizes {
      for steps in Self.steps {
        let spans = StepSpans(steps: steps, cells: cells)
        let (counts, widths) = (spans.ranges.map(\.count), spans.indices.map { spans.cells(of: $0).count })
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1 && (widths.max() ?? 0) - (widths.min() ?? 0) <= 1)
        #expect(spans.mostSteps == counts.max())
      }
    }
  }
}
