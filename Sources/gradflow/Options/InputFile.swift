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

  func source(_ needs: InputNeeds) throws -> InputSource {
    let bytes = try FileBytes.read(path, builtIn: SequenceNames.all)
    let series: Series
    do {
      let reader = CSVReader(
        selection: columns.map(ColumnChoice.init), columnCount: needs.inputSize,
        targetColumn: targetColumn.map(ColumnChoice.init), classCount: needs.classCount)
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
