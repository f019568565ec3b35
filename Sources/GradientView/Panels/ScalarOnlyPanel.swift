/// A sentence in the place of a view that only the scalar network has.
enum ScalarOnlyPanel {
  static func draw(_ view: String, into frame: inout Frame, in rect: Rect) {
    let text = "\(view) is of the scalar network: 1 goes back to the flow, o opens a scalar network"
    for (row, line) in TextWrap.lines(text, width: rect.width - 2).prefix(rect.height - 1).enumerated() {
      frame.write(line, x: rect.x + 1, y: rect.y + 1 + row, .muted)
    }
  }
}
