import RNNCore
import RNNFiles
import Screen

/// A recorded sequence in a CSV file or on standard input.
struct InputFile {
  private let path: String
  private let columns: [String]
  private let targetColumn: String?
  private let scaling: Scaling

  init(_ path: String, columns: [String], targetColumn: String?, scaling: Scaling) {
    self.path = path
    self.columns = columns
    self.targetColumn = targetColumn
    self.scaling = scaling
  }

  private var displayName: String { FileBytes.displayName(path) }

  func source(_ requirements: InputRequirements) throws -> InputSource {
    let bytes = try FileBytes.read(path, builtIn: SequenceNames.all)
    let series: Series
    do {
      let reader = CSVReader(
        selection: columns.map(ColumnChoice.init), columnCount: requirements.inputSize,
        targetColumn: targetColumn.map(ColumnChoice.init), classCount: requirements.classCount)
      series = try scaling.applied(to: reader.read(bytes))
    } catch let error as CSVError {
      throw InputError(error.message(file: displayName))
    } catch let error as SeriesError {
      throw InputError(error.message(file: displayName))
    }
    return InputSource(
      name: FileBytes.shortName(path), values: series.values, dimension: series.columnCount,
      classes: series.classes, flags: flags)
  }

  private var flags: [String] {
    ["--input", path] + columns.flatMap { ["--column", $0] }
      + (targetColumn.map { ["--target-column", $0] } ?? []) + (scaling == .none ? [] : ["--scale", scaling.rawValue])
  }
}

/// A text whose characters, or bytes, are fed to the network one by one.
struct TextFile {
  let path: String
  let readsBytes: Bool

  /// The symbols of a text take many times its bytes.
  private static let byteLimit = 64 << 20

  private var displayName: String { FileBytes.displayName(path) }

  func source(_ requirements: InputRequirements) throws -> InputSource {
    if let name = requirements.model?.embeddingName { throw InputError(refusal(embedding: name, requirements)) }
    let bytes = try FileBytes.read(path, builtIn: [], isText: false, limit: Self.byteLimit)
    let sequence: SymbolSequence
    do {
      sequence = try reader(requirements).read(bytes)
    } catch {
      throw InputError(error.message(file: displayName))
    }
    let m = sequence.symbolCount
    if let inputSize = requirements.inputSize, inputSize != m {
      throw InputError(refusal(symbols: m, inputs: inputSize, requirements))
    }
    let isTold = requirements.classCount.map { $0 == m } ?? false
    var source = InputSource(
      name: FileBytes.shortName(path), symbols: sequence.symbols, dimension: m,
      classes: isTold ? sequence.nextSymbols : nil,
      flags: ["--text", path] + (readsBytes ? ["--bytes"] : []))
    source.classNames = ClassNames.symbols(sequence.vocabulary, areBytes: readsBytes)
    return source
  }

  private func reader(_ requirements: InputRequirements) -> TextReader {
    if readsBytes { return TextReader(vocabulary: byteVocabulary(requirements), readsBytes: true) }
    return requirements.model?.vocabulary.map { TextReader(vocabulary: $0) } ?? TextReader()
  }

  /// A model's own characters where each is a byte, all bytes where it takes as many; else those of the text.
  private func byteVocabulary(_ requirements: InputRequirements) -> [UInt32]? {
    let characters = requirements.model?.vocabulary?.unicodeScalars.map(\.value)
    if let characters, characters.allSatisfy({ $0 < 0x80 }) { return characters }
    return requirements.inputSize == 256 ? Array(0...255) : nil
  }

  private func refusal(embedding name: String, _ requirements: InputRequirements) -> String {
    let columns = requirements.inputSize ?? 1
    return
      "\(displayName): the model's inputs are rows of its embedding \"\(Excerpt.printable(name))\", which is not read: "
      + "write them into a file of \(columns) columns and name it with --input"
  }

  private func refusal(symbols: Int, inputs: Int, _ requirements: InputRequirements) -> String {
    guard requirements.model != nil else {
      return "\(displayName): \(symbols) different characters, and the scalar network takes one number: give --hidden N"
    }
    let kind = readsBytes ? "bytes" : "characters"
    return requirements.model?.vocabulary != nil && !readsBytes
      ? "the model's vocabulary has \(symbols) characters, and it takes \(inputs) inputs: write its metadata again"
      : "\(displayName): \(symbols) different \(kind), and the model takes \(inputs): "
        + "save the model with the metadata \"vocabulary\", all its characters in their order"
  }
}

/// The inputs that have a name.
enum SequenceNames {
  static let all = ["sunspots"] + SyntheticInput.allCases.map(\.rawValue)
}
