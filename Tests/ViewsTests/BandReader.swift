import RNNCore
import ScreenReading

@testable import Screen

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
    ticks = (0..<rect.height).compactMap { row in
      // Beside long numbers ticks stand a column farther right.
      [TimeColumns.gutter - 2, TimeColumns.gutter - 1].lazy.compactMap { column in
        Self.tick(frame, rect, row, rect.x + column)
      }.first
    }
  }

  private static func tick(_ frame: Frame, _ rect: Rect, _ row: Int, _ column: Int) -> Tick? {
    let y = rect.y + row
    guard let part = ["▔": 1.0, "─": 0.5, "▁": 0][frame[column, y].glyph] else { return nil }
    let text = String((rect.x..<column).map { frame[$0, y].glyph }).filter { $0 != " " }
    return AxisText.value(of: text).map {
      Tick(text: text, value: $0, height: Double(rect.height - 1 - row) + part, row: row)
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

  private func cell(_ x: Int, _ row: Int) -> Cell { frame[x, rect.y + rect.height - 1 - row] }

  /// The rows of braille in a cell, from below, of which the left or the right point is set.
  private static func points(_ glyph: Character, left: Bool) -> [Bool]? {
    BrailleCanvas.dots(of: glyph).map { dots in
      (0..<4).map { dots & BrailleCanvas.masks[3 - $0][left ? 0 : 1] != 0 }
    }
  }

  /// The part of a cell that a bar fills by its glyph, from 0 at the lower edge; nil where there is none.
  private func part(_ x: Int, _ row: Int) -> ClosedRange<Double>? {
    let cell = cell(x, row)
    if let eighths = Bars.standing.firstIndex(of: cell.glyph), eighths > 0, cell.style != .rule {
      return 0...Double(eighths) / 8
    }
    if let eighths = Bars.hanging.firstIndex(of: cell.glyph), eighths > 0, cell.style != .rule {
      return 1 - Double(eighths) / 8...1
    }
    guard let points = Self.points(cell.glyph, left: true) else { return nil }
    // A dot in the page's colour on a full cell, or points for a part of one.
    if cell.style.bar != nil { return 0...1 }
    guard cell.style == cell.filled?.style, let first = points.firstIndex(of: true),
      let last = points.lastIndex(of: true)
    else { return nil }
    return Double(first) / 4...Double(last + 1) / 4
  }

  /// The upper end of a bar that stands on an edge; the edge itself where there is none.
  func top(ofBarAt x: Int, from base: Int) -> Double {
    var height = Double(base)
    for row in base..<rect.height {
      guard let part = part(x, row), part.lowerBound == 0 else { break }
      height = Double(row) + part.upperBound
    }
    return height
  }

  /// The lower end of a bar that hangs from an edge.
  func bottom(ofBarAt x: Int, from base: Int) -> Double {
    var height = Double(base)
    for row in (0..<base).reversed() {
      guard let part = part(x, row), part.upperBound == 1 else { break }
      height = Double(row) + part.lowerBound
    }
    return height
  }

  /// From where to where a column is filled; nil where it is not.
  func extent(ofBarAt x: Int) -> ClosedRange<Double>? {
    let parts = (0..<rect.height).compactMap { row in
      part(x, row).map { Double(row) + $0.lowerBound...Double(row) + $0.upperBound }
    }
    return parts.first.flatMap { first in parts.last.map { first.lowerBound...$0.upperBound } }
  }

  /// The highest place that a bar fills, for outputs that draw it exactly.
  func exactTop(ofBarAt x: Int) -> Double? {
    (0..<rect.height).reversed().lazy.compactMap { row -> Double? in
      let cell = cell(x, row)
      if let filled = cell.filled { return Double(row) + filled.part.upperBound }
      return cell.glyph == "█" || cell.style.bar != nil ? Double(row + 1) : nil
    }.first
  }

  /// The heights of the dots in a column: of braille that stands alone or in a full cell, or as the point of a row that
  /// differs from its neighbour.
  func dots(at x: Int) -> [Double] {
    (0..<rect.height).compactMap { row in
      let cell = cell(x, row)
      guard cell.dotHeight != nil, let left = Self.points(cell.glyph, left: true),
        let right = Self.points(cell.glyph, left: false)
      else { return nil }
      let place = ValueBand.dashes.firstIndex(of: cell.glyph) ?? (0..<4).first { left[$0] != right[$0] }
      return place.map { Double(row) + (Double($0) + 0.5) / 4 }
    }
  }
}
