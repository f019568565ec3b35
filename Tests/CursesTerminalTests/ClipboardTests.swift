import Testing

@testable import CursesTerminal

@Suite struct ClipboardTests {
  /// The test vectors of RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64(text: String, code: String) { #expect(Clipboard.base64(text.utf8) == code) }

  @Test func everyDigit() {
    // The numbers 0…63, six bits each.
    let words: [UInt64] = [
      0x0010_8310_5187_2092, 0x8b30_d38f_4114_9351, 0x5597_6196_9b71_d79f, 0x8218_a392_59a7_a29a, 0xabb2_dbaf_c31c_b3d3,
      0x5db7_e39e_bbf3_dfbf,
    ]
    let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    #expect(Clipboard.base64(bytes) == alphabet)
  }

  @Test func commandAndItsLimit() {
    #expect(Clipboard.command(copying: "f") == "\u{1b}]52;c;Zg==\u{7}")
    #expect(Clipboard.command(copying: "e\u{301}\u{1b}") == "\u{1b}]52;c;ZcyBGw==\u{7}")
    let longest = String(repeating: "a", count: Clipboard.limit / 4 * 3)
    #expect(Clipboard.command(copying: longest) != nil)
    #expect(Clipboard.command(copying: longest + "aaa") == nil)
  }
}
