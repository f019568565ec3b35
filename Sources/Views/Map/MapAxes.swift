import Screen

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
    let spacing = LabelRow.spacing(atLeast: 3 * Double(layout.steps) / Double(layout.grid.height))
    for step in stride(from: spacing, through: layout.steps, by: spacing) {
      let y = layout.y(ofTarget: step)
      guard y != marked else { continue }
      frame.write("┤", x: 7, y: y, .rule)
      draw(Span("\(step)", .muted), y: y, into: &frame)
    }
    frame.write("◆", x: 7, y: marked, .target)
    let label = "k=\(target)"
    draw(Span(label.columns <= 6 ? label : "\(target)", .target), y: marked, into: &frame)
  }

  /// A target's number, a column left of its tick; the longest ones take that column, and the tick's.
  private static func draw(_ label: Span, y: Int, into frame: inout Frame) {
    frame.write([label], x: Swift.max(6 - label.text.columns, 0), y: y)
  }

  private static func drawSteps(_ map: MapView, into frame: inout Frame) {
    let (layout, y) = (map.layout, map.layout.axis.y)
    frame.write(String(repeating: "─", count: layout.grid.width + 1), x: layout.grid.x - 1, y: y, .rule)
    frame[7, y] = Cell("└", .rule)
    for step in stride(from: stepSpacing(layout), through: layout.steps, by: stepSpacing(layout)) {
      frame.write("┴", x: layout.x(ofStep: step), y: y, .rule)
    }
    frame.write("▲", x: layout.x(ofStep: map.state.inspected), y: y, .inspected)
  }

  private static func drawStepNumbers(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    var row = LabelRow(y: layout.labels.y)
    func place(_ text: String, at x: Int, _ style: Style) {
      row.place(text, from: x - (text.columns - 1) / 2, style, into: &frame)
    }
    place("i=\(map.state.inspected)", at: layout.x(ofStep: map.state.inspected), .inspected)
    for step in stride(from: stepSpacing(layout), through: layout.steps, by: stepSpacing(layout)) {
      place("\(step)", at: layout.x(ofStep: step), .muted)
    }
    place("step i", at: 3, .muted)
  }

  private static func stepSpacing(_ layout: MapLayout) -> Int {
    let digits = "\(layout.steps)".count
    return LabelRow.spacing(atLeast: Double((digits + 3) * layout.steps) / Double(layout.grid.width))
  }
}
