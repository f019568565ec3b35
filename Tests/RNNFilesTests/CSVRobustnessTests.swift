import RNNFiles
import Testing

/// Whatever the bytes: a result that fits what was asked, or an error with a message of one line; never a trap.
@Suite struct CSVRobustnessTests {
  /// Every feature of the format in a few bytes.
  private let sample = Array("\u{FEFF}# é\n\"a \"\"b;\"\"\", \"c\n\" ,d\r\n\n-1.5e2,\"2\" ,.5\r+3,4.,\"0\"\n".utf8)

  private func read(_ bytes: [UInt8], _ context: String) {
    for reader in [CSVReader(), CSVReader(selection: [.number(3), .name("d")]), CSVReader(columnCount: 1)] {
      do {
        let series = try reader.read(bytes)
        if series.stepCount < 1 || !series.values.allSatisfy(\.isFinite) { Issue.record("\(context): \(series)") }
      } catch {
        let message = error.message(file: "x.csv")
        let isLine = !message.contains { $0.isNewline || $0.asciiValue.map { $0 < 32 } ?? false }
        if !message.hasPrefix("x.csv:") || !isLine { Issue.record("\(context): \(message)") }
      }
    }
  }

  @Test func theSampleItselfIsRead() throws {
    #expect(try CSVReader().read(sample).values == [-150, 2, 0.5, 3, 4, 0])
  }

  @Test func everyPrefix() {
    for length in 0...sample.count { read(Array(sample.prefix(length)), "prefix \(length)") }
  }

  @Test func everyFlippedBit() {
    for index in sample.indices {
      for bit in 0..<8 {
        var bytes = sample
        bytes[index] ^= 1 << UInt8(bit)
        read(bytes, "bit \(bit) of byte \(index)")
      }
    }
  }

  @Test func everyByteRemovedAndEveryByteDoubled() {
    for index in sample.indices {
      read(Array(sample[..<index] + sample[(index + 1)...]), "without byte \(index)")
      read(Array(sample[...index] + sample[index...]), "byte \(index) twice")
    }
  }

  @Test func everyShortText() {
    let alphabet = Array("1,\"\n\r# ;".utf8)
    var texts: [[UInt8]] = [[]]
    for length in 1...4 {
      texts = texts.flatMap { text in alphabet.map { text + [$0] } }
      for text in texts { read(text, "text \(text) of length \(length)") }
    }
  }
}
