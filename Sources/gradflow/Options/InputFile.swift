import GradientView
import RNNFiles

/// A recorded sequence in a CSV file or on standard input.
struct InputFile {
  private let path: String
  private let columns: [String]
  private let scaling: Scaling

  init(_ path: String, columns: [String], scaling: Scaling) {
    self.path = path
    self.columns = columns
    self.scaling = scaling
  }

  private var displayName: String { path == "-" ? "standard input" : path }

  func source() throws -> InputSource {
    let bytes = try FileBytes.read(path, builtIn: SequenceNames.all)
    let values: [Double]
    do {
      let series = try CSVReader(selection: columns.map(ColumnChoice.init), columnCount: 1).read(bytes)
      values = try scaling.applied(to: series).values
    } catch let error as CSVError {
      throw InputError(error.message(file: displayName))
    } catch let error as SeriesError {
      throw InputError(error.message(file: displayName))
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return InputSource(name: path == "-" ? "stdin" : name, values: values, flags: flags)
  }

  private var flags: [String] {
    ["--input", path] + columns.flatMap { ["--column", $0] } + (scaling == .none ? [] : ["--scale", scaling.rawValue])
  }
}
