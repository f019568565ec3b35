/// The axis that all bands share, with the target ◆, the inspected term ▲ and the steps' numbers.
enum TimeAxis {
  static func draw(_ view: FlowView, into frame: inout Frame, axis: Rect, labels: Rect) {
    let columns = view.columns
    let end = Swift.min(columns.lastX + 2, axis.width)
    frame.write(
      String(repeating: "─", count: Swift.max(end - TimeColumns.gutter + 1, 0)), x: TimeColumns.gutter - 1, y: axis.y,
      .rule)
    let spacing = spacing(columns)
    for step in stride(from: spacing, through: columns.steps, by: spacing) {
      frame.write("┴", x: columns.x(ofStep: step), y: axis.y, .rule)
    }
    frame.write("▲", x: columns.x(ofStep: view.state.inspected), y: axis.y, .inspected)
    frame.write("◆", x: columns.x(ofStep: view.state.target), y: axis.y, .target)
    if labels.height > 0 { drawLabels(view, spacing, into: &frame, y: labels.y) }
  }

  /// Steps from one tick to the next, so that the numbers keep apart.
  private static func spacing(_ columns: TimeColumns) -> Int {
    let digits = "\(columns.steps)".count
    return LabelRow.spacing(atLeast: Double((digits + 3) * columns.stepsPerColumn) / Double(columns.pitch), and: 5)
  }

  /// The target's label has the right of way, then the inspected term's, then the numbers of the ticks.
  private static func drawLabels(_ view: FlowView, _ spacing: Int, into frame: inout Frame, y: Int) {
    let columns = view.columns
    var row = LabelRow(y: y)
    func place(_ text: String, at x: Int, _ style: Style, movable: Bool = false) {
      let width = text.columns
      var start = Swift.min(Swift.max(x - (width - columns.barWidth) / 2, 0), frame.size.width - width)
      if movable, let blocker = row.taken.first,
        (start..<start + width).overlaps(blocker.lowerBound - 1..<blocker.upperBound + 1)
      {
        start = blocker.lowerBound - 1 - width
        guard start >= 0 else { return }
      }
      row.place(text, from: start, style, into: &frame)
    }
    place("k=\(view.state.target)", at: columns.x(ofStep: view.state.target), .target)
    if view.state.inspected != view.state.target {
      place("i=\(view.state.inspected)", at: columns.x(ofStep: view.state.inspected), .inspected, movable: true)
    }
    for step in stride(from: spacing, through: columns.steps, by: spacing) {
      place("\(step)", at: columns.x(ofStep: step), .muted)
    }
    place("step", at: 3, .muted)
  }
}
