import RNNCore

@testable import GradientView

/// Reads a band of a drawn frame as a person does: the scale from the ticks and their labels, then heights of glyphs.
struct BandReader {
  /// A label beside the band and where its tick stands, in rows from the band's lower edge.
  struct Tick: Hashable {
    let text: String
    let value: ScaledDouble
    let height: Double
    let row: Int
  }

  let frame: Frame
  let rect: Rect
  let isLogarithmic: Bool
  let ticks: [Tick]

  init(_ frame: Frame, _ rect: Rect, isLogarithmic: Bool) {
    (self.frame, self.rect, self.isLogarithmic) = (frame, rect, isLogarithmic)
    let column = rect.x + TimeColumns.gutter - 2
    ticks = (0..<rect.height).compactMap { row in
      let y = rect.y + row
      guard let part = ["▔": 1.0, "─": 0.5, "▁": 0][frame[column, y].glyph] else { return nil }
      let text = String((rect.x..<column).map { frame[$0, y].glyph }).filter { $0 != " " }
      return ValueAxisTests.value(of: text).map {
        Tick(text: text, value: $0, height: Double(rect.height - 1 - row) + part, row: row)
      }
    }
  }

  private func coordinate(_ value: ScaledDouble) -> Double {
    isLogarithmic ? value.magnitude.log10 : (value / unit).doubleValue
  }

  /// What numbers are measured in, so that they are Doubles.
  private var unit: ScaledDouble { ticks.map(\.value.magnitude).max().flatMap { $0.isZero ? nil : $0 } ?? .one }

  /// Where a value must stand by the lowest and the highest tick; nil with fewer than two.
  func height(of value: ScaledDouble) -> Double? {
    guard let high = ticks.first, let low = ticks.last, high.height > low.height else { return nil }
    let (a, b) = (coordinate(low.value), coordinate(high.value))
    return low.height + (coordinate(value) - a) / (b - a) * (high.height - low.height)
  }

  /// How far apart the heights that two ticks stand for may be from where they are: each within an eighth of a row.
  var slack: Double {
    guard let high = ticks.first, let low = ticks.last, high.height > low.height else { return 0 }
    return Double(rect.height) / (high.height - low.height) * 0.25
  }

  private func glyph(_ x: Int, _ row: Int) -> Character { frame[x, rect.y + rect.height - 1 - row].glyph }

  /// The eighths of a cell that a block fills; a minus or a dot on a bar stands in a full one.
  private func eighths(_ x: Int, _ row: Int, of blocks: [Character]) -> Int? {
    let cell = frame[x, rect.y + rect.height - 1 - row]
    if cell.style.bar != nil, cell.glyph == "−" || ValueBand.dashes.contains(cell.glyph) { return 8 }
    return blocks.firstIndex(of: cell.glyph)
  }

  /// The upper end of a bar that stands on an edge; the edge itself where there is none.
  func top(ofBarAt x: Int, from base: Int) -> Double {
    var height = Double(base)
    for row in base..<rect.height {
      guard let eighths = eighths(x, row, of: Bars.standing), eighths > 0 else { break }
      height = Double(row) + Double(eighths) / 8
    }
    return height
  }

  /// The lower end of a bar that hangs from an edge.
  func bottom(ofBarAt x: Int, from base: Int) -> Double {
    var height = Double(base)
    for row in (0..<base).reversed() {
      guard let eighths = eighths(x, row, of: Bars.hanging), eighths > 0 else { break }
      height = Double(row + 1) - Double(eighths) / 8
    }
    return height
  }

  /// The heights of the dots of braille in a column.
  func dots(at x: Int) -> [Double] {
    (0..<rect.height).compactMap { row in
      ValueBand.dashes.firstIndex(of: glyph(x, row)).map { Double(row) + (Double($0) + 0.5) / 4 }
    }
  }
}
