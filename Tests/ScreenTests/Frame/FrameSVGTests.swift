import Testing

@testable import Screen

@Suite("Frame as SVG")
struct FrameSVGTests {
  @Test("Every glyph that is not drawn as a shape is there as text, at its own column")
  func textIsComplete() {
    var frame = Frame(size: Size(width: 9, height: 1))
    frame.write("ab ∂c 黒d", x: 0, y: 0)
    let svg = frame.svg(theme: .dark, title: "t")
    for piece in [
      "<tspan x=\"0\" textLength=\"18\">ab</tspan>", "<tspan x=\"27\">∂</tspan>", "<tspan x=\"36\">c</tspan>",
      "<tspan x=\"54\">黒</tspan>", "<tspan x=\"72\">d</tspan>",
    ] {
      #expect(svg.contains(piece), "\(piece)")
    }
  }

  @Test("Eighths of a cell are higher and higher, from 2 pixels to the whole 18; none but the full one fills the cell")
  func eighths() throws {
    for blocks in [Bars.standing, Bars.hanging] {
      let heights = try blocks.dropFirst().map { glyph in
        let svg = try #require(CellShape.svg(Cell(glyph), x: 0, y: 0, count: 1, fill: "#000000"))
        return try #require(svg.firstMatch(of: /height="(\d+)"/).flatMap { Int($0.1) })
      }
      #expect(heights.first == 2 && heights.last == 18)
      #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test("A bar ends exactly where its number is, to a hundredth of a pixel, standing and hanging; a dot likewise")
  func exactly() throws {
    var frame = Frame(size: Size(width: 3, height: 4))
    frame.standBar(x: 0, width: 1, bottom: 3, length: 1.7, limit: 4, .positive)
    let rect = Rect(x: 0, y: 0, width: 3, height: 4)
    frame.drawBar(x: 1, width: 1, from: 1.6, to: 4, in: rect, .negative)
    frame[2, 1] = Cell("⠒", .text)
    frame[2, 1].dotHeight = 0.55
    // A dot in a full cell of a bar leaves the bar as it is.
    frame[0, 3].dotHeight = 0.5
    let svg = frame.svg(theme: .dark, title: "t")
    // 4 rows of 18 pixels: 72 − 1.7·18 = 41.4, and 0.4·18 = 7.2 in the third row.
    #expect(svg.contains("<rect x=\"0\" y=\"41.40\" width=\"9\" height=\"12.60\""))
    #expect(svg.contains("<rect x=\"0\" y=\"54\" width=\"9\" height=\"18\""))
    #expect(svg.contains("<rect x=\"9\" y=\"36\" width=\"9\" height=\"7.20\""))
    let centre = try #require(svg.firstMatch(of: /<circle cx="22.50" cy="([0-9.]+)"/).flatMap { Double($0.1) })
    // 18 + 0.45·18 = 26.1, to a 254th of a row.
    #expect((centre - 26.1).magnitude < 0.04)
  }
}
