import RNNCore
import RNNFiles
import Screen

/// A recorded sequence in a CSV file or on standard input.
struct InputFile {
  private let path: String
  private let columns: [String]
  private let targets: TargetColumns
  private let tokens: String?
  private let scaling: Scaling

  init(_ path: String, columns: [String], targets: TargetColumns, tokens: String?, scaling: Scaling) {
    self.path = path
    self.columns = columns
    self.targets = targets
    self.tokens = tokens
    self.scaling = scaling
  }

  private var displayName: String { FileBytes.displayName(path) }

  func source(_ requirements: InputRequirements) throws -> InputSource {
    let name = FileBytes.shortName(path)
    guard let tokens else {
      let series = try series(columns, count: requirements.inputSize, symbols: nil, requirements)
      return InputSource(
        name: name, values: series.values, dimension: series.columnCount, targets: series.targets, flags: flags)
    }
    let feed = try SymbolFeed(requirements, of: displayName, kind: .tokens)
    let series = try series([tokens], count: 1, symbols: feed.symbolCount ?? SymbolFeed.mostSymbols, requirements)
    return try feed.source(name: name, symbols: series.values.map { Int($0) }, targets: series.targets, flags: flags)
  }

  private func series(
    _ columns: [String], count: Int?, symbols: Int?, _ requirements: InputRequirements
  ) throws -> Series {
    let bytes = try FileBytes.read(path, builtIn: SequenceNames.all)
    do {
      let reader = CSVReader(
        selection: columns.map(ColumnChoice.init), columnCount: count,
        targetColumn: targets.classes.map(ColumnChoice.init), valueColumns: targets.values.map(ColumnChoice.init),
        classCount: requirements.classCount, symbolCount: symbols)
      return try scaling.applied(to: reader.read(bytes))
    } catch let error as CSVError {
      throw InputError(error.message(file: displayName))
    } catch let error as SeriesError {
      throw InputError(error.message(file: displayName))
    }
  }

  private var flags: [String] {
    ["--input", path] + columns.flatMap { ["--column", $0] }
      + (tokens.map { ["--tokens", $0] } ?? [])
      + targets.flags + (scaling == .none ? [] : ["--scale", scaling.rawValue])
  }
}

/// The columns of a file that are targets.
struct TargetColumns {
  /// That of classes.
  let classes: String?
  /// Those of values.
  let values: [String]

  var flags: [String] {
    (classes.map { ["--target-column", $0] } ?? []) + values.flatMap { ["--target-values", $0] }
  }
}

/// The inputs that have a name.
enum SequenceNames {
  static let all = ["sunspots"] + SyntheticInput.allCases.map(\.rawValue)
}
