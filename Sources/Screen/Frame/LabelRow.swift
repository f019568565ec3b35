/// Labels in one row of the screen that keep apart: what comes first has the right of way.
package struct LabelRow {
  /// The row.
  package let y: Int
  /// The columns of the labels so far.
  package private(set) var taken: [Range<Int>] = []

  /// An empty row.
  package init(y: Int) { self.y = y }

  /// Writes a label from a column on, or as near to it as the frame, right of column `left`, has room; nothing where it
  /// would touch another.
  package mutating func place(_ text: String, from x: Int, _ style: Style, left: Int = 0, into frame: inout Frame) {
    let width = text.columns
    let start = Swift.min(Swift.max(x, left), frame.size.width - width)
    let range = start..<start + width
    guard start >= 0, !taken.contains(where: { range.overlaps($0.lowerBound - 1..<$0.upperBound + 1) }) else { return }
    frame.write(text, x: start, y: y, style)
    taken.append(range)
  }

  /// The least of 1, 2, 5, 10, 20 … that is not smaller than either: how many steps lie between labels.
  package static func spacing(atLeast needed: Double, and least: Int = 1) -> Int {
    var scale = 1
    while true {
      for mantissa in [1, 2, 5] where Double(mantissa * scale) >= needed && mantissa * scale >= least {
        return mantissa * scale
      }
      scale *= 10
    }
  }
}
