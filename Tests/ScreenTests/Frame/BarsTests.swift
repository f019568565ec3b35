import RNNCore
import Testing

@testable import Screen

@Suite("Bars")
struct BarsTests {
  /// Heights within twelve rows, far apart and close together, on edges and off them.
  private static let ranges: [ClosedRange<Double>] = {
    var generator = SplitMix64(seed: 3)
    return (0..<4000).map { place in
      let low = Double.random(in: 0...11, using: &generator)
      let from = place % 4 == 0 ? low.rounded() : low
      return from...from + Double.random(in: 0.001...(place % 3 == 0 ? 0.3 : 1), using: &generator)
    }
  }()

  /// What a glyph fills of its cell; nil for a blank.
  private static func part(_ glyph: Character) -> ClosedRange<Double>? {
    if let eighths = Bars.standing.firstIndex(of: glyph) { return eighths == 0 ? nil : 0...Double(eighths) / 8 }
    if let eighths = Bars.hanging.firstIndex(of: glyph) { return 1 - Double(eighths) / 8...1 }
    let rows = (0..<4).filter { row in
      BrailleCanvas.dots(of: glyph).map { $0 & BrailleCanvas.masks[3 - row][0] != 0 } ?? false
    }
    return rows.first.flatMap { first in rows.last.map { Double(first) / 4...Double($0 + 1) / 4 } }
  }

  @Test("A bar ends within a sixteenth of a row of its heights, within an eighth where both lie in one cell, and shows")
  func ends() throws {
    for range in Self.ranges {
      let cells = Bars.cells(from: range.lowerBound, to: range.upperBound)
      let parts = cells.compactMap { cell in
        Self.part(cell.glyph).map { Double(cell.row) + $0.lowerBound...Double(cell.row) + $0.upperBound }
      }
      let (low, high) = (try #require(parts.first).lowerBound, try #require(parts.last).upperBound)
      let length = range.upperBound - range.lowerBound
      // A bar of less than a quarter of a row may have to be drawn as one.
      let tolerance = (length < 0.25 ? 0.25 : parts.count == 1 ? 0.125 : 0.0625) + 1e-9
      #expect(
        (low - range.lowerBound).magnitude <= tolerance && (high - range.upperBound).magnitude <= tolerance,
        "\(range) drawn \(low) … \(high)")
      #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }, "\(range) is in one piece")
      let exact = cells.reduce(0) { $0 + $1.part.upperBound - $1.part.lowerBound }
      #expect((exact - length).magnitude < 1e-9, "\(range)")
    }
  }

  @Test("From an edge a bar is blocks alone, to an eighth however short")
  func standing() {
    for eighths in 1...80 {
      let length = Double(eighths) / 8
      let up = Bars.cells(from: 0, to: length)
      #expect(up.last?.glyph == Bars.standing[(eighths - 1) % 8 + 1] && up.count == (eighths + 7) / 8)
      let down = Bars.cells(from: 12 - length, to: 12)
      #expect(down.first?.glyph == Bars.hanging[(eighths - 1) % 8 + 1] && down.count == (eighths + 7) / 8)
    }
    #expect(Bars.cells(from: 3, to: 3.001).map(\.glyph) == ["▁"])
    #expect(Bars.cells(from: 2.999, to: 3).map(\.glyph) == ["▔"])
    // Within the row that it hangs in, also where that is an ulp.
    #expect(Bars.cells(from: 6.0.nextDown, to: 6).map(\.row) == [5])
    #expect(Bars.cells(from: 6, to: 6.0.nextUp).map(\.row) == [6])
  }

  @Test("The end of a bar and a dot in one glyph can both be read, to an eighth of a row")
  func dotted() throws {
    for eighths in 1...8 {
      for part in [0...Double(eighths) / 8, 1 - Double(eighths) / 8...1] {
        for quarter in 0..<4 {
          let glyph = try #require(Bars.dotted(part, quarter: quarter, isAll: true))
          let dots = try #require(BrailleCanvas.dots(of: glyph))
          let differing = (0..<4).filter {
            (dots & BrailleCanvas.masks[3 - $0][0] != 0) != (dots & BrailleCanvas.masks[3 - $0][1] != 0)
          }
          #expect(differing == [quarter])
          let drawn = try #require(Self.part(glyph))
          // Less than an eighth shows as a quarter, since it is all there is.
          let tolerance = eighths == 1 ? 0.126 : 0.125
          #expect((drawn.upperBound - part.upperBound).magnitude <= tolerance)
          #expect((drawn.lowerBound - part.lowerBound).magnitude <= tolerance)
        }
      }
    }
    #expect(Bars.dotted(0...0.1, quarter: 2, isAll: false) == nil, "the dot alone, on the edge that the bar ends at")
  }

  @Test("Ranges are drawn exactly where cells are finer than glyphs, and what lies over them keeps them")
  func exactly() {
    var frame = Frame(size: Size(width: 2, height: 3))
    let rect = Rect(x: 0, y: 0, width: 2, height: 3)
    frame.drawBar(x: 0, width: 1, from: 1.3, to: 1.4, in: rect, .state)
    frame.drawBar(x: 1, width: 1, from: 0.25, to: 2.02, in: rect, .state)
    let svg = frame.svg(theme: .dark, title: "t")
    // Rows of 18 pixels from above: 54 − 1.4·18 = 28.8 and 0.1·18 = 1.8 high.
    #expect(svg.contains("<rect x=\"0\" y=\"28.80\" width=\"9\" height=\"1.80\""))
    // 0.75·18 = 13.5 below the second row's lower edge; 0.02 of the third row is not nothing: 0.6 pixels.
    #expect(svg.contains("<rect x=\"9\" y=\"36\" width=\"9\" height=\"13.50\""))
    #expect(svg.contains("<rect x=\"9\" y=\"17.40\" width=\"9\" height=\"0.60\""))
    #expect(frame[1, 0].glyph == " " && frame[1, 0].filled != nil)
  }

  @Test("A bar beyond its room is cut off and says so")
  func cut() {
    var frame = Frame(size: Size(width: 2, height: 3))
    frame.standBar(x: 0, width: 1, bottom: 2, length: 3.4, limit: 3, .positive)
    frame.standBar(x: 1, width: 1, bottom: 2, length: 3, limit: 3, .positive)
    #expect((0..<3).map { frame[0, $0].glyph } == ["▴", "█", "█"] && frame[0, 0].style == .clippedPositive)
    #expect((0..<3).map { frame[1, $0].glyph } == ["█", "█", "█"])
  }
}
