import Screen

/// The axis that all bands share, with the target ◆, the inspected term ▲ and the steps' numbers.
enum TimeAxis {
  static func draw(_ view: FlowView, into frame: inout Frame, axis: Rect, labels: Rect) {
    let columns = view.columns
    let end = Swift.min(columns.end, axis.width)
    frame.write(
      String(repeating: "─", count: Swift.max(end - TimeColumns.gutter + 1, 0)), x: TimeColumns.gutter - 1, y: axis.y,
      .rule)
    let ticks = ticks(columns)
    for step in ticks { frame.write("┴", x: columns.middle(ofStep: step), y: axis.y, .rule) }
    for (glyph, step, style) in [("▲", view.state.inspected, Style.inspected), ("◆", view.state.target, .target)]
    where columns.shown.contains(step) {
      frame.write(glyph, x: columns.middle(ofStep: step), y: axis.y, style)
    }
    if labels.height > 0 { drawLabels(view, ticks, into: &frame, y: labels.y) }
  }

  /// Steps at round numbers, so far apart that their numbers keep apart.
  private static func ticks(_ columns: TimeColumns) -> [Int] {
    let digits = "\(columns.shown.upperBound)".count
    let cells = Double((digits + 3) * columns.shown.count) / Double(columns.room)
    let spacing = LabelRow.spacing(atLeast: cells, and: columns.shown.count >= 10 ? 5 : 1)
    let first = (columns.shown.lowerBound + spacing - 1) / spacing * spacing
    return Array(stride(from: first, through: columns.shown.upperBound, by: spacing))
  }

  /// The target's label has the right of way, then the inspected term's, then the numbers of the ticks.
  private static func drawLabels(_ view: FlowView, _ ticks: [Int], into frame: inout Frame, y: Int) {
    let columns = view.columns
    var row = LabelRow(y: y)
    func place(_ text: String, at x: Int, _ style: Style, movable: Bool = false) {
      let width = text.columns
      var start = Swift.min(Swift.max(x - (width - 1) / 2, 0), columns.end + TimeColumns.margin - width)
      if movable, let blocker = row.taken.first,
        (start..<start + width).overlaps(blocker.lowerBound - 1..<blocker.upperBound + 1)
      {
        start = blocker.lowerBound - 1 - width
        guard start >= 0 else { return }
      }
      row.place(text, from: start, style, into: &frame)
    }
    place("k=\(view.state.target)", at: columns.middle(ofStep: view.state.target), .target)
    if view.state.inspected != view.state.target {
      let isShown = columns.shown.contains(view.state.inspected)
      place(
        (isShown ? "" : "←") + "i=\(view.state.inspected)", at: columns.middle(ofStep: view.state.inspected),
        .inspected,
        movable: true)
    }
    if let end = Boundaries(view)?.marks.last(where: \.isInForce) {
      place("cut", at: Boundaries.x(before: end.step, columns), .text)
    }
    for step in ticks { place("\(step)", at: columns.middle(ofStep: step), .muted) }
    place("step", at: 4, .muted)
  }
}
