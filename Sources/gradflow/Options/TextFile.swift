import RNNCore
import RNNFiles

/// A text whose characters, or bytes, are fed to the network one by one.
struct TextFile {
  let path: String
  let readsBytes: Bool

  /// The symbols of a text take many times its bytes.
  private static let byteLimit = 64 << 20

  private var displayName: String { FileBytes.displayName(path) }

  func source(_ needs: InputNeeds) throws -> InputSource {
    if let name = needs.model?.embeddingName { throw InputError(refusal(embedding: name, needs)) }
    let bytes = try FileBytes.read(path, builtIn: [], isText: false, limit: Self.byteLimit)
    let sequence: SymbolSequence
    do {
      sequence = try reader(needs).read(bytes)
    } catch {
      throw InputError(error.message(file: displayName))
    }
    let m = sequence.symbolCount
    if let inputSize = needs.inputSize, inputSize != m {
      throw InputError(refusal(symbols: m, inputs: inputSize, needs))
    }
    let isTold = needs.classCount.map { $0 == m } ?? false
    var source = InputSource(
      name: FileBytes.shortName(path), symbols: sequence.symbols, dimension: m,
      classes: isTold ? sequence.nextSymbols : nil,
      flags: ["--text", path] + (readsBytes ? ["--bytes"] : []))
    source.classNames = ClassNames.symbols(sequence.vocabulary, areBytes: readsBytes)
    return source
  }

  private func reader(_ needs: InputNeeds) -> TextReader {
    if readsBytes { return TextReader(vocabulary: byteVocabulary(needs), readsBytes: true) }
    return needs.model?.vocabulary.map { TextReader(vocabulary: $0) } ?? TextReader()
  }

  /// A model's own characters where each is a byte, all bytes where it takes as many; else those of the text.
  private func byteVocabulary(_ needs: InputNeeds) -> [UInt32]? {
    let characters = needs.model?.vocabulary?.unicodeScalars.map(\.value)
    if let characters, characters.allSatisfy({ $0 < 0x80 }) { return characters }
    return needs.inputSize == 256 ? Array(0...255) : nil
  }

  private func refusal(embedding name: String, _ needs: InputNeeds) -> String {
    let columns = needs.inputSize ?? 1
    return
      "\(displayName): the model's inputs are rows of its embedding \"\(Excerpt.printable(name))\", which is not read: "
      + "write them into a file of \(columns) columns and name it with --input"
  }

  private func refusal(symbols: Int, inputs: Int, _ needs: InputNeeds) -> String {
    guard needs.model != nil else {
      return "\(displayName): \(symbols) different characters, and the scalar network takes one number: give --hidden N"
    }
    let kind = readsBytes ? "bytes" : "characters"
    return needs.model?.vocabulary != nil && !readsBytes
      ? "the model's vocabulary has \(symbols) characters, and it takes \(inputs) inputs: write its metadata again"
      : "\(displayName): \(symbols) different \(kind), and the model takes \(inputs): "
        + "save the model with the metadata \"vocabulary\", all its characters in their order"
  }
}
