import Foundation
import Snapshots
import Testing

@testable import Screen

@Suite("Goldens")
struct GoldenTests {
  @Test("Every screen is what its file says, glyph by glyph and style by style", arguments: GoldenCase.all)
  func screen(golden: GoldenCase) throws {
    try Golden(golden.name + ".txt").check(StyledText.text(of: golden.frame()))
  }

  @Test("Every golden is one of the cases, and names are unique")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder().path).filter { !$0.hasPrefix(".") }
    let kept =
      GoldenCase.all.map(\.name) + DerivationGolden.all.map(\.name) + MatrixDerivationGolden.all.map(\.name)
      + GainLandscapeTests.goldens.map(\.name)
    #expect(Set(files) == Set(kept.map { $0 + ".txt" }))
    #expect(Set(kept).count == kept.count)
  }

  @Test("Every style has a letter of its own")
  func letters() {
    #expect(Set(Style.allCases.map(StyledText.letter)).count == Style.allCases.count)
  }

  @Test("A difference shows the lines that differ and where")
  func difference() {
    #expect(Golden.difference("a\nb\n", "a\nb\n") == nil)
    #expect(Golden.difference("a\nbcd\n", "a\nbxd\n") == "line 2\n- bcd\n+ bxd\n   ^")
    #expect(Golden.difference("a", "a\nb") == "line 2\n- (no such line)\n+ b\n  ^")
  }
}
