/// A row that a band's name interrupts: `── name ───────── legend ──`.
package enum BandRule {
  package static func draw(_ name: [Span], legend: [Span] = [], into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    frame.write(String(repeating: "─", count: rect.width), x: rect.x, y: rect.y, .rule)
    let whole = fitting([name, beforeFormula(name)], in: rect.width - 4)
    let end = whole.isEmpty ? rect.x : frame.write([Span(" ")] + whole + [Span(" ")], x: rect.x + 2, y: rect.y)
    let width = legend.columns + 2
    if !legend.isEmpty, end + 2 + width + 2 <= rect.width {
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
