/// The rows of data of a CSV file: the numbers of the selected columns, and the classes of the target column.
struct CSVRows {
  let columns: CSVColumns
  let selected: [Int]
  let target: Int?
  let classCount: Int?
  var values: [Double] = []
  private(set) var classes: [Int?] = []

  init(columns: CSVColumns, selected: [Int], target: Int?, classCount: Int?) {
    self.columns = columns
    self.selected = selected
    self.target = target
    self.classCount = classCount
  }

  /// Reads all rows that are left.
  mutating func read(_ scanner: inout CSVScanner, rowLimit: Int, valueLimit: Int) throws(CSVError) {
    var fields: [CSVField] = []
    var rowCount = 0
    while scanner.advanceToRow() {
      rowCount += 1
      guard rowCount <= rowLimit else { throw .tooManyRows(limit: rowLimit) }
      guard values.count <= valueLimit - selected.count else { throw .tooManyValues(limit: valueLimit) }
      let line = scanner.line
      let found = try scanner.readRow(into: &fields, keeping: columns.count)
      guard found == columns.count else { throw .raggedRow(line: line, expected: columns.count, found: found) }
      for column in selected { values.append(try number(fields[column], scanner, line, column)) }
      if let target { classes.append(try classIndex(fields[target], scanner, line, target)) }
    }
  }

  private func number(
    _ field: CSVField, _ scanner: CSVScanner, _ line: Int, _ column: Int
  ) throws(CSVError) -> Double {
    let number = scanner.number(field)
    if case .value(let value) = number { return value }
    throw .badNumber(number, scanner.text(field), at: place(line, column))
  }

  /// PyTorch's ignore_index.
  private static let ignoredClass = -100.0

  /// The class in a field; nil for a step without a target, whose field is empty or has PyTorch's −100.
  private func classIndex(
    _ field: CSVField, _ scanner: CSVScanner, _ line: Int, _ column: Int
  ) throws(CSVError) -> Int? {
    if case .empty = scanner.number(field) { return nil }
    let value = try number(field, scanner, line, column)
    guard value != Self.ignoredClass else { return nil }
    guard let index = Int(exactly: value), index >= 0, index < classCount ?? .max else {
      throw .notAClass(scanner.text(field), count: classCount, at: place(line, column))
    }
    return index
  }

  private func place(_ line: Int, _ column: Int) -> CSVPlace {
    CSVPlace(line: line, column: columns.count == 1 ? nil : columns.label(at: column))
  }
}
