import Testing

@testable import Screen
@testable import Views

@Suite("Layout")
struct LayoutTests {
  private static func rectangles(_ layout: Layout) -> [Rect] {
    [
      layout.title, layout.verdict, layout.inputRule, layout.input, layout.stateRule, layout.state, layout.gatesRule,
      layout.gates, layout.factorRule,
      layout.factor, layout.termRule,
      layout.terms, layout.signs, layout.axis, layout.axisLabels, layout.inspector, layout.hints,
    ]
  }

  private static func rows(of layout: Layout) -> Int {
    layout.input.height + layout.state.height + layout.factor.height + layout.terms.height
  }

  @Test("At every size the panels lie inside the screen, in order, none over another", arguments: 10...120)
  func disjoint(height: Int) {
    for width in stride(from: 40, through: 400, by: 9) {
      let content = Layout.Content(gates: width.isMultiple(of: 2) ? 0 : 3)
      let layout = Layout(size: Size(width: width, height: height), steps: 44, showing: content)
      let shown = Self.rectangles(layout).filter { $0.height > 0 }
      let beside = layout.activation
      #expect(
        shown.allSatisfy {
          $0.x == 0 && ($0.width == width || $0.width + Layout.gap == beside.x && beside.x + beside.width == width)
        })
      #expect(shown.first?.y == 0)
      #expect(shown.last.map { $0.y + $0.height <= height } == true)
      #expect(zip(shown, shown.dropFirst()).allSatisfy { $0.y + $0.height <= $1.y }, "\(width)×\(height)")
    }
  }

  @Test("What is essential is there at every size", arguments: 10...120)
  func essential(height: Int) {
    let layout = Layout(size: Size(width: 40, height: height), steps: 44)
    for rect in [layout.title, layout.verdict, layout.stateRule, layout.termRule, layout.signs, layout.axis] {
      #expect(rect.height == 1)
    }
    #expect(layout.state.height >= 2 && layout.terms.height >= 2)
    #expect(layout.state.height.isMultiple(of: 2))
    #expect((layout.factor.height > 0) == (layout.factorRule.height == 1))
    if layout.hints.height > 0 { #expect(layout.hints.y == height - 1) }
  }

  @Test("On a higher screen no panel disappears, the bars have no fewer rows in all, and few rows stay blank")
  func grows() {
    let layouts = (10...120).map { Layout(size: Size(width: 80, height: $0), steps: 44) }
    for (lower, higher) in zip(layouts, layouts.dropFirst()) {
      let panels = zip(Self.rectangles(lower), Self.rectangles(higher))
      #expect(panels.allSatisfy { $0.height == 0 || $1.height > 0 })
      #expect(lower.inspector.height <= higher.inspector.height)
      #expect(Self.rows(of: lower) <= Self.rows(of: higher))
    }
    for (height, layout) in zip(10..., layouts) {
      #expect(height - Self.rectangles(layout).map(\.height).reduce(0, +) <= 3, "\(height) rows")
    }
  }

  @Test("The design's drawing: 6, 4 and 7 rows of bars in 30, the inspector's two lines, the hints")
  func drawing() {
    let layout = Layout(size: Size(width: 100, height: 30), steps: 44)
    #expect([layout.state, layout.factor, layout.terms].map(\.height) == [6, 4, 7])
    #expect(layout.inspector.height == 2 && layout.hints.y == 29 && layout.axisLabels.height == 1)
  }

  @Test("80×24 shows everything but the input: three bands, two lines of inspector, hints")
  func usualSize() {
    let layout = Layout(size: Size(width: 80, height: 24), steps: 44)
    // The input's two, and those of gates that there are none of.
    #expect(Self.rectangles(layout).count { $0.height == 0 } == 4 && layout.input.height == 0)
    #expect(layout.inspector.height == 2)
  }

  @Test(
    "Gates have a row each; where rows are few they go right after the input, before the factors", arguments: 10...60)
  func gates(height: Int) {
    for count in [2, 3] {
      let layout = Layout(
        size: Size(width: 80, height: height), steps: 44, showing: Layout.Content(gates: count))
      #expect(layout.gates.height == (height >= 20 + count ? count : 0), "\(height) rows")
      #expect(layout.gates.height == 0 || layout.factor.height > 0 && layout.inspector.height == 2)
      #expect(layout.input.height == 0 || layout.gates.height > 0)
      #expect((layout.gates.height > 0) == (layout.gatesRule.height == 1))
    }
  }

  @Test("Smaller than 40×10 does not fit")
  func smallest() {
    #expect(Size(width: 40, height: 10).holds(Layout.smallest) && Size(width: 400, height: 120).holds(Layout.smallest))
    #expect(!Size(width: 39, height: 100).holds(Layout.smallest) && !Size(width: 100, height: 9).holds(Layout.smallest))
  }
}
