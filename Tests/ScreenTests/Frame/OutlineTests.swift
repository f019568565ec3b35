import RNNCore
import Testing

@testable import Screen

/// Hollow bars: lines along their sides and their end, to a quarter of a row, and exact where an output can.
@Suite("Hollow bars")
struct OutlineTests {
  private func glyphs(_ width: Int, from base: Double, to end: Double, rows: Int = 3) -> [String] {
    var frame = Frame(size: Size(width: width, height: rows))
    frame.drawOutline(x: 0, width: width, from: base, to: end, in: Rect(x: 0, y: 0, width: width, height: rows), .muted)
    return (0..<rows).map { y in String((0..<width).map { frame[$0, y].glyph }) }
  }

  @Test("Standing and hanging, of one cell and of several")
  func shapes() {
    #expect(glyphs(1, from: 0, to: 2) == [" ", "⡏", "⡇"])
    #expect(glyphs(1, from: 0, to: 1.5) == [" ", "⡤", "⡇"])
    #expect(glyphs(3, from: 0, to: 2) == ["   ", "⡏⠉⢹", "⡇ ⢸"])
    #expect(glyphs(1, from: 3, to: 1) == ["⡇", "⣇", " "])
    #expect(glyphs(3, from: 2, to: 0.5) == ["   ", "⡇ ⢸", "⠓⠒⠚"])
  }

  @Test("What is not 0 shows, on its side of the base; what is 0 does not")
  func tiny() {
    #expect(glyphs(1, from: 1, to: 1.001) == [" ", "⣀", " "])
    #expect(glyphs(1, from: 1, to: 0.999) == [" ", " ", "⠉"])
    #expect(glyphs(1, from: 1, to: 1) == [" ", " ", " "])
  }

  @Test("What is drawn exactly begins and ends at the numbers", arguments: [0.3, 1, 1.04, 1.96, 2.5, 3])
  func exact(end: Double) {
    let rows = Bars.outline(from: 0, to: end)
    #expect(rows.filter { $0.lines == .top }.map { Double($0.row) + $0.part.upperBound } == [end])
    let length = rows.reduce(0) { $0 + $1.part.upperBound - $1.part.lowerBound }
    #expect((length - end).magnitude < 1e-12)
    let hanging = Bars.outline(from: 3, to: 3 - end)
    #expect(hanging.filter { $0.lines == .bottom }.map { Double($0.row) + $0.part.lowerBound }.count == 1)
  }

  @Test("An SVG has lines, and no dots of braille in their place")
  func svg() {
    var frame = Frame(size: Size(width: 3, height: 2))
    frame.drawOutline(x: 0, width: 3, from: 0, to: 1.5, in: Rect(x: 0, y: 0, width: 3, height: 2), .muted)
    let svg = frame.svg(theme: .dark, title: "")
    // A page, two sides in each of two rows and one end.
    #expect(svg.components("<rect") == 1 + 4 + 1)
    #expect(svg.contains("<rect x=\"0\" y=\"9\" width=\"27\" height=\"1\""))
    frame.drawOutline(x: 0, width: 3, from: 2, to: 0.5, in: Rect(x: 0, y: 0, width: 3, height: 2), .muted)
    #expect(frame.svg(theme: .dark, title: "").contains("<rect x=\"0\" y=\"26\" width=\"27\" height=\"1\""))
    #expect(!frame.transliteratedToASCII().plainText.contains("?"))
  }

  @Test("Behind the end of a solid bar a hollow one goes on, in the same cell too")
  func behind() {
    func cells(_ hollow: Double, _ solid: Double, from base: Double) -> [Cell] {
      var frame = Frame(size: Size(width: 1, height: 2))
      let rect = Rect(x: 0, y: 0, width: 1, height: 2)
      frame.drawOutline(x: 0, width: 1, from: base, to: hollow, in: rect, .muted)
      frame.drawBar(x: 0, width: 1, from: min(base, solid), to: max(base, solid), in: rect, .positive)
      return [frame[0, 0], frame[0, 1]]
    }
    let standing = cells(1, 0.25, from: 0)
    #expect(standing[1].glyph == "⣉" && standing[1].style == .positive && standing[1].filled?.beyond?.part == 0.25...1)
    let hanging = cells(0, 1.75, from: 2)
    #expect(hanging[0].glyph == "▔" || hanging[0].glyph == "\u{1fb82}")
    #expect(hanging[0].filled?.beyond?.outline == .sides && hanging[1].glyph == "⣇")
    let below = cells(1, 1.75, from: 2)
    #expect(below[0].glyph == "⣉" && below[0].filled?.beyond?.outline == .bottom)
    // Too near to be told apart by dots, and yet drawn exactly; nothing where the hollow one is the shorter.
    #expect(cells(0.5, 0.4, from: 0)[1].filled?.beyond != nil && cells(0.5, 0.4, from: 0)[1].glyph == "▃")
    #expect(cells(0.3, 0.4, from: 0)[1].filled?.beyond == nil)
    #expect(cells(2, 1.01, from: 0)[0].style == .muted)
    // Nearer than a 254th of a cell.
    #expect(cells(0.5001, 0.5, from: 0)[1].filled?.beyond?.part == 0.5...0.5)
    var frame = Frame(size: Size(width: 1, height: 1))
    frame[0, 0] = standing[1]
    #expect(frame.svg(theme: .dark, title: "").contains("height=\"13.50\""))
  }

  @Test("In a band: cut off beyond its ends, left out where it adds nothing, and a notch in a solid bar")
  func band() {
    var frame = Frame(size: Size(width: 20, height: 4))
    let axis = ValueAxis.linear(from: ScaledDouble(-2), to: ScaledDouble(2), rows: 4)
    let band = ValueBand(axis, in: Rect(x: 0, y: 0, width: 20, height: 4))
    band.drawOutline(ScaledDouble(9), x: 10, width: 1, .muted, into: &frame)
    band.drawOutline(ScaledDouble(-9), x: 12, width: 1, .muted, into: &frame)
    band.drawOutline(ScaledDouble(0.01), x: 14, width: 1, .muted, addsUp: true, into: &frame)
    #expect(frame[10, 0] == Cell("▴", .muted) && frame[12, 3] == Cell("▾", .muted))
    #expect((0..<4).allSatisfy { frame[14, $0].glyph == " " })
    band.drawBar(ScaledDouble(2), x: 16, width: 2, .positive, into: &frame)
    band.drawNotch(at: ScaledDouble(1.1), x: 16, width: 2, into: &frame)
    #expect(frame[16, 0].style == .clippedPositive && frame[17, 0].style == .clippedPositive)
    band.drawNotch(at: ScaledDouble(99), x: 16, width: 2, into: &frame)
    #expect(frame[16, 1].glyph == "█")
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(_ text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
