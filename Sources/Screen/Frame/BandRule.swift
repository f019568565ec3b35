/// A row that a band's name interrupts: `── name ───────── legend ──`.
package enum BandRule {
  package static func draw(_ name: [Span], legend: [Span] = [], into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    frame.write(String(repeating: "─", count: rect.width), x: rect.x, y: rect.y, .rule)
    let whole = fitting([name, beforeFormula(name)], in: rect.width - 4)
    let end = whole.isEmpty ? rect.x : frame.write([Span(" ")] + whole + [Span(" ")], x: rect.x + 2, y: rect.y)
    let width = legend.columns + 2
    if !legend.isEmpty, end + 2 + width + 2 <= rect.x + rect.width {
      frame.write([Span(" ")] + legend + [Span(" ")], x: rect.x + rect.width - width - 2, y: rect.y)
    }
  }

  /// A name at the left, a legend at the right and, where there are three parts, one between them; of several variants, the
  /// fullest first, the first that fits, and of the last one the name alone.
  package static func draw(_ variants: [[String]], into frame: inout Frame, in rect: Rect) {
    let all = variants.map { $0.filter { !$0.isEmpty } }
    let parts = all.first { $0.reduce(4) { $0 + $1.columns + 4 } <= rect.width } ?? Array(all[all.count - 1].prefix(1))
    draw(
      parts.first.map { [Span($0, .muted)] } ?? [],
      legend: parts.count > 1 ? [Span(parts[parts.count - 1], .muted)] : [], into: &frame, in: rect)
    guard parts.count == 3 else { return }
    let (left, right) = (parts[0].columns + 4, rect.width - parts[2].columns - 4)
    let start = left + (right - left - parts[1].columns - 2) / 2
    frame.write([Span(" "), Span(parts[1], .muted), Span(" ")], x: rect.x + start, y: rect.y)
  }

  /// A name without the formula behind it.
  private static func beforeFormula(_ name: [Span]) -> [Span] {
    guard let first = name.first, let end = first.text.firstRange(of: " = ")?.lowerBound else { return [] }
    return [Span(String(first.text[..<end]), first.style)]
  }

  /// The first of several texts that fits; nothing where none does, for half a number would be worse.
  package static func fitting(_ candidates: [[Span]], in width: Int) -> [Span] {
    candidates.first { $0.columns <= width } ?? []
  }
}

/// A label at the left of a band, with its tick.
package enum AxisLabel {
  package static func draw(_ text: String, y: Int, into frame: inout Frame) {
    frame.write(text, x: Swift.max(text.columns > 6 ? 7 - text.columns : 6 - text.columns, 0), y: y, .muted)
    frame.write("┤", x: 7, y: y, .rule)
  }
}

/// What is to be said in a rule, the most important first, each in several lengths from the longest to the shortest.
package enum RuleNotes {
  /// As many of the notes as fit beside each other, as long as fits.
  package static func text(_ notes: [[String]], in width: Int) -> String {
    var chosen: [[String]] = []
    for note in notes where columns(chosen + [note]) <= width { chosen.append(note) }
    // The first of the notes is in full before the others are.
    for place in chosen.indices {
      while chosen[place].count > 1 {
        var longer = chosen.map { Array($0.suffix(1)) }
        longer[..<place] = chosen[..<place].map { Array($0.prefix(1)) }[...]
        longer[place] = Array(chosen[place].prefix(1))
        guard columns(longer) > width else { break }
        chosen[place].removeFirst()
      }
    }
    return chosen.map { $0[0] }.joined(separator: gap)
  }

  private static let gap = "   "

  /// The columns of the notes at their shortest, with what is between them.
  private static func columns(_ notes: [[String]]) -> Int {
    notes.reduce(-gap.columns) { $0 + gap.columns + ($1.last?.columns ?? 0) }
  }
}

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
