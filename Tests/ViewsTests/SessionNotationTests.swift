import Testing

@testable import Screen

@Suite("A session's notation")
struct SessionNotationTests {
  @Test("Nothing of it is left behind: sessions with notations of their own do not disturb each other")
  func sessions() {
    var (unicode, ascii) = (Sample.drawing(width: 130), Sample.drawing(width: 130))
    ascii.notation = .ascii
    let before = unicode.frame()
    let plain = ascii.frame().plainText
    #expect(unicode.frame() == before && plain.utf8.allSatisfy { $0 < 0x80 })
    #expect(plain.contains("W*s_{t-1}") && plain.contains("|W|*gamma") && before.plainText.contains("W·s_t₋₁"))
  }
}
