import Foundation
import Snapshots
import Testing

@testable import Screen

@Suite("Goldens")
struct GoldenTests {
  @Test("Every picture is what its file says, glyph by glyph and style by style", arguments: GoldenCase.all)
  func picture(golden: GoldenCase) throws { try Golden(golden.name + ".txt").check(golden.text()) }

  @Test("Every golden is one of the cases, names are unique, and every whole screen is a case")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder().path).filter { !$0.hasPrefix(".") }
    let kept = GoldenCase.all.map(\.name)
    #expect(Set(files) == Set(kept.map { $0 + ".txt" }))
    #expect(Set(kept).count == kept.count)
    #expect(Set(WholeScreens.reasons.keys).isSubset(of: kept))
  }

  @Test("Every style has a letter of its own")
  func letters() {
    #expect(Set(Style.allCases.map(StyledText.letter)).count == Style.allCases.count)
  }

  @Test("Of a rectangle its own cells are written, and where it lies")
  func rectangle() {
    var frame = Frame(size: Size(width: 4, height: 3))
    frame.write("abcd", x: 0, y: 1, .strong)
    frame[2, 1].halves = CellHalves(upper: .mapFaint, lower: nil)
    let text = StyledText.text(of: frame, in: Rect(x: 1, y: 1, width: 2, height: 2), named: "part")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.prefix { $0 != ":" } }
    #expect(
      lines == [
        "part, 2×2 at column 1, row 1 of 4×3, glyphs", "bc", "", "", "part, 2×2 at column 1, row 1 of 4×3, styles",
        "BB",
        "", "", "halves", "0 .f", "0 ._", "",
      ])
  }

  @Test("A difference shows the lines that differ and where")
  func difference() {
    #expect(Golden.difference("a\nb\n", "a\nb\n") == nil)
    #expect(Golden.difference("a\nbcd\n", "a\nbxd\n") == "line 2\n- bcd\n+ bxd\n   ^")
    #expect(Golden.difference("a", "a\nb") == "line 2\n- (no such line)\n+ b\n  ^")
  }
}
