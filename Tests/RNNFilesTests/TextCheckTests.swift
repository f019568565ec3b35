import Testing

@testable import RNNFiles

@Suite struct TextCheckTests {
  @Test func linesAreCounted() throws {
    #expect(try TextCheck.lineCount(of: []) == 1)
    #expect(try TextCheck.lineCount(of: Array("a\nb".utf8)) == 2)
    #expect(try TextCheck.lineCount(of: Array("a\nb\n".utf8)) >= 2)
  }

  /// The ill-formed sequences of the Unicode standard's table 3-7, each at its borders.
  @Test(
    arguments: [
      [0x00], [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC0], [0xE0, 0x9F, 0xBF],
      [0xE2, 0x88], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0x41], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
      [0xF0, 0x9F, 0x98], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE, 0xFF],
    ] as [[UInt8]])
  func illFormedBytesAreNoText(_ bytes: [UInt8]) {
    let expected = CSVError.notText(offset: 2, byte: bytes[0])
    #expect(throws: expected) { try TextCheck.lineCount(of: Array("ab".utf8) + bytes) }
  }

  /// The standard library's own judgement, over every sequence of two and a net over those of three and four.
  @Test func agreesWithTheStandardLibrary() {
    let edges: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
    for first in UInt8(1)...0xFF {
      for second in UInt8(1)...0xFF { compare([first, second]) }
      for second in edges where first >= 0xDF {
        for third in edges { for fourth in edges { compare([first, second, third, fourth]) } }
      }
    }
  }

  private func compare(_ bytes: [UInt8]) {
    let isText = (try? TextCheck.lineCount(of: bytes)) != nil
    let isValid = String(validating: bytes, as: UTF8.self) != nil
    if isText != isValid { Issue.record("\(bytes): \(isText), the standard library says \(isValid)") }
  }
}
