import RNNCore
import Testing

@testable import RNNFiles

@Suite struct TextReaderTests {
  private func message(_ reader: TextReader, _ bytes: [UInt8]) -> String {
    do {
      _ = try reader.read(bytes)
      return "no error"
    } catch {
      return error.message(file: "t")
    }
  }

  @Test("Characters are numbered in the order of their code points, and the next one is the class")
  func ownVocabulary() throws {
    let sequence = try TextReader().read(Array("hello".utf8))
    #expect(sequence.symbols == [1, 0, 2, 2, 3])
    #expect(sequence.symbolCount == 4)
    #expect(sequence.nextSymbols == [0, 2, 2, 3, nil])
    #expect(try TextReader().read([0x61]).nextSymbols == [nil])
  }

  @Test("A vocabulary gives the order; scalars are not characters")
  func vocabulary() throws {
    #expect(try TextReader(vocabulary: "öba").read(Array("abö".utf8)).symbols == [2, 1, 0])
    #expect(try TextReader().read(Array("e\u{301}😀".utf8)).symbolCount == 3)
  }

  @Test func bytes() throws {
    #expect(try TextReader(readsBytes: true).read([200, 0, 200]).symbols == [1, 0, 1])
    let all = TextReader(vocabulary: Array(0...255), readsBytes: true)
    #expect(try all.read([7, 255]) == SymbolSequence(symbols: [7, 255], vocabulary: Array(0...255)))
  }

  @Test func refusals() {
    #expect(message(TextReader(), []) == "t: the text is empty: expected at least one character")
    #expect(
      message(TextReader(), [0x61, 0xFF])
        == "t: byte 0xFF at offset 1 is not UTF-8: save the text as UTF-8, or read bytes with --bytes")
    #expect(
      message(TextReader(vocabulary: "ab\n"), Array("ab\nbac".utf8))
        == "t:2:3: the character \"c\" is not in the model's vocabulary: replace it, or choose another model")
    #expect(message(TextReader(vocabulary: "ab"), Array("axb".utf8)).hasPrefix("t:1:2: the character \"x\""))
    #expect(TextError.unknownCharacter(0xD800, line: 1, column: 1).message(file: "t").contains("\"55296\""))
    #expect(
      message(TextReader(vocabulary: "aba"), [0x61])
        == "t: the model's vocabulary has \"a\" twice: write its metadata again")
    #expect(
      message(TextReader(vocabulary: [1], readsBytes: true), [1, 2])
        == "t: the byte 0x02 at offset 1 is not in the vocabulary")
  }

  @Test("Symbols that were read are one-hot inputs, the next one the class")
  func inputs() throws {
    let inputs = try TextReader().read(Array("aba".utf8)).inputSequence(named: "aba")
    #expect(
      inputs == InputSequence(name: "aba", dimension: 2, values: [1, 0, 0, 1, 1, 0], classes: [1, 0, nil]))
    #expect(throws: ExperimentError.symbolOutOfRange(2, step: 1, dimension: 2)) {
      try SymbolSequence(symbols: [2], vocabulary: [97, 98]).inputSequence(named: "")
    }
  }
}
