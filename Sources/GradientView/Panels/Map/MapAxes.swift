/// The steps' numbers on both axes, with ◆ for k and ▲ for i.
enum MapAxes {
  static func draw(_ map: MapView, into frame: inout Frame) {
    drawTargets(map, into: &frame)
    drawSteps(map, into: &frame)
    if map.layout.labels.height > 0 { drawStepNumbers(map, into: &frame) }
  }

  private static func drawTargets(_ map: MapView, into frame: inout Frame) {
    let (layout, target) = (map.layout, map.state.target)
    let marked = layout.y(ofTarget: target)
    for y in layout.grid.y..<layout.grid.y + layout.grid.height { frame.write("│", x: 7, y: y, .rule) }
    let rowsApart = Swift.max(layout.cellHeight, 3)
    let spacing = LabelRow.spacing(atLeast: Double(rowsApart * layout.stepsPerRow) / Double(layout.cellHeight))
    for step in stride(from: spacing, through: layout.steps, by: spacing) {
      let y = layout.y(ofTarget: step)
      guard y != marked else { continue }
      frame.write("┤", x: 7, y: y, .rule)
      let text = "\(step)"
      frame.write(text, x: Swift.max(6 - text.columns, 0), y: y, .muted, limit: 7)
    }
    let label = BandRule.fitting([[Span("k=\(target)", .target)], [Span("\(target)", .target)]], in: 6)
    frame.write(label, x: Swift.max(6 - label.columns, 0), y: marked, limit: 7)
    frame.write("◆", x: 7, y: marked, .target)
  }

  private static func drawSteps(_ map: MapView, into frame: inout Frame) {
    let (layout, y) = (map.layout, map.layout.axis.y)
    frame.write(String(repeating: "─", count: layout.grid.width + 1), x: layout.grid.x - 1, y: y, .rule)
    frame[7, y] = Cell("└", .rule)
    for step in stride(from: stepSpacing(layout), through: layout.steps, by: stepSpacing(layout)) {
      frame.write("┴", x: middle(of: step, layout), y: y, .rule)
    }
    frame.write("▲", x: middle(of: map.state.inspected, layout), y: y, .inspected)
  }

  private static func middle(of step: Int, _ layout: MapLayout) -> Int {
    layout.x(ofStep: step) + (layout.cellWidth - 1) / 2
  }

  private static func drawStepNumbers(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    var row = LabelRow(y: layout.labels.y)
    func place(_ text: String, at x: Int, _ style: Style) {
      row.place(text, from: x - (text.columns - 1) / 2, style, into: &frame)
    }
    place("i=\(map.state.inspected)", at: middle(of: map.state.inspected, layout), .inspected)
    for step in stride(from: stepSpacing(layout), through: layout.steps, by: stepSpacing(layout)) {
      place("\(step)", at: middle(of: step, layout), .muted)
    }
    place("step i", at: 3, .muted)
  }

  private static func stepSpacing(_ layout: MapLayout) -> Int {
    let digits = "\(layout.steps)".count
    return LabelRow.spacing(atLeast: Double((digits + 3) * layout.stepsPerColumn) / Double(layout.cellWidth))
  }
}
