import RNNCore
import RNNFiles

/// A text whose characters, or bytes, are fed to the network one by one.
struct TextFile {
  let path: String
  let readsBytes: Bool

  /// The symbols of a text take many times its bytes.
  private static let byteLimit = 64 << 20

  private var displayName: String { FileBytes.displayName(path) }

  func source(_ requirements: InputRequirements) throws -> InputSource {
    let feed = try SymbolFeed(requirements, of: displayName, kind: readsBytes ? .bytes : .characters)
    let bytes = try FileBytes.read(path, builtIn: [], isText: false, limit: Self.byteLimit)
    let sequence: SymbolSequence
    do {
      sequence = try reader(requirements, feed).read(bytes)
    } catch {
      throw InputError(error.message(file: displayName))
    }
    try feed.check(vocabulary: sequence.symbolCount, isModels: requirements.model?.vocabulary != nil && !readsBytes)
    let isTold = requirements.classCount.map { [sequence.symbolCount, feed.symbolCount].contains($0) } ?? false
    var source = try feed.source(
      name: FileBytes.shortName(path), symbols: sequence.symbols, count: sequence.symbolCount,
      targets: isTold ? Targets(.classes(ClassTargets(sequence.nextSymbols))) : nil,
      flags: ["--text", path] + (readsBytes ? ["--bytes"] : []))
    source.classNames = ClassNames.symbols(sequence.vocabulary, areBytes: readsBytes)
    return source
  }

  private func reader(_ requirements: InputRequirements, _ feed: SymbolFeed) -> TextReader {
    if readsBytes { return TextReader(vocabulary: byteVocabulary(requirements, feed), readsBytes: true) }
    return requirements.model?.vocabulary.map { TextReader(vocabulary: $0) } ?? TextReader()
  }

  /// A model's own characters where each is a byte, all bytes where it takes as many; else those of the text.
  private func byteVocabulary(_ requirements: InputRequirements, _ feed: SymbolFeed) -> [UInt32]? {
    let characters = requirements.model?.vocabulary?.unicodeScalars.map(\.value)
    if let characters, characters.allSatisfy({ $0 < 0x80 }) { return characters }
    return feed.symbolCount == 256 ? Array(0...255) : nil
  }
}
