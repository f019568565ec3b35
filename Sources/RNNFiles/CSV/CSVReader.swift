import RNNCore

/// Reads a sequence of numbers from CSV: RFC 4180 in UTF-8, plus what such files are found to hold in practice.
///
/// Fields are separated by commas, semicolons or tabs, whichever the first row uses. A byte-order
/// mark is skipped, so are blank lines and lines that begin with `#`. Lines end in LF, CRLF or CR. Spaces around a field
/// do not count. The first row is a header only if none of its fields starts with a digit, a sign or a point.
///
/// Only the selected columns need to be numbers, but every row must have as many fields as the first one.
///
///     let series = try CSVReader(selection: [.name("temperature")]).read("day,temperature\nMon,12.5\nTue,11\n")
///     series.values       // [12.5, 11.0]
///
/// - Complexity: O(bytes) time; memory for the selected values and one row.
public struct CSVReader: Equatable, Sendable {
  /// The columns to take, in the order in which they are returned; empty: see `columnCount`.
  public var selection: [ColumnChoice]
  /// How many columns the reading network takes (its m); `nil` takes the selected ones, or all of them.
  public var columnCount: Int?
  /// The column of class indices, which is none of the inputs; nil for none. A step whose field there is empty, or −100
  /// as PyTorch's ignore_index, has no target.
  public var targetColumn: ColumnChoice?
  /// The columns of target values, which are none of the inputs; empty for none. A step whose fields there are all empty has no
  /// target.
  public var valueColumns: [ColumnChoice]
  /// p, which every class index is below; nil where it is not known.
  public var classCount: Int?
  /// How many symbols there can be, of columns that hold symbols: each number is whole, from 0 to below it; nil for columns
  /// of any numbers.
  public var symbolCount: Int?
  /// The largest number of rows accepted.
  public var rowLimit: Int
  /// The largest number of columns accepted.
  public var columnLimit: Int
  /// The largest number of values taken, in all columns together.
  public var valueLimit: Int

  /// A reader of the columns in `selection`, or of all of them, checked against `columnCount` where it is given.
  public init(
    selection: [ColumnChoice] = [], columnCount: Int? = nil, targetColumn: ColumnChoice? = nil,
    valueColumns: [ColumnChoice] = [], classCount: Int? = nil, symbolCount: Int? = nil, rowLimit: Int = 10_000_000,
    columnLimit: Int = 100_000, valueLimit: Int = 100_000_000
  ) {
    self.selection = selection
    self.targetColumn = targetColumn
    self.valueColumns = valueColumns
    self.classCount = classCount
    self.symbolCount = symbolCount
    self.columnCount = columnCount
    self.rowLimit = rowLimit
    self.columnLimit = columnLimit
    self.valueLimit = valueLimit
  }

  /// The selected columns of the CSV in `text`. Complexity: O(bytes).
  public func read(_ text: String) throws(CSVError) -> Series {
    try read(Array(text.utf8))
  }

  /// The selected columns of the CSV in `bytes`, one step for each row of data.
  ///
  /// - Throws: a ``CSVError`` for the first thing that cannot be used; never traps, whatever the bytes.
  /// - Complexity: O(bytes) time; memory for the selected values and one row.
  public func read(_ bytes: [UInt8]) throws(CSVError) -> Series {
    let lineCount = try TextCheck.lineCount(of: bytes)
    var scanner = CSVScanner(bytes)
    guard scanner.advanceToRow() else { throw scanner.isBlank ? .emptyInput : .noRows }
    scanner.detectDelimiter()
    let columns = try readHeader(&scanner)
    let target = try targetColumn.map { choice throws(CSVError) in try columns.index(of: choice) }
    let values = Array(try valueColumns.map { choice throws(CSVError) in try columns.indices(of: choice) }.joined())
    let selected = try columns.indices(
      of: selection, wanted: columnCount, besides: values + (target.map { [$0] } ?? []))
    // A row of f fields has at least 2f bytes, so a file of many fields and blank lines reserves no more than it holds.
    let rowCount = min(lineCount, rowLimit, bytes.count / (2 * columns.count) + 1)
    let capacity = min(rowCount * selected.count, valueLimit)
    var rows = CSVRows(columns: columns, selected: selected, target: target, classCount: classCount)
    rows.targetValues = values
    rows.symbolCount = symbolCount
    rows.values.reserveCapacity(capacity)
    try rows.read(&scanner, rowLimit: rowLimit, valueLimit: valueLimit)
    guard !rows.values.isEmpty else { throw .noRows }
    return Series(
      columnNames: selected.map { columns.plainName(at: $0) }, values: rows.values, targets: rows.targets)
  }

  /// Reads the header if there is one; without, the scanner still stands before the first row of data.
  private func readHeader(_ scanner: inout CSVScanner) throws(CSVError) -> CSVColumns {
    let start = scanner
    var fields: [CSVField] = []
    let count = try scanner.readRow(into: &fields, keeping: columnLimit)
    guard count <= columnLimit else { throw .tooManyColumns(found: count, limit: columnLimit) }
    if fields.contains(where: scanner.startsLikeNumber) {
      scanner = start
      return CSVColumns(count: count, names: nil)
    }
    return CSVColumns(count: count, names: fields.map(scanner.text))
  }
}

/// The rows of data of a CSV file: the numbers of the selected columns, and the classes of the target column.
struct CSVRows {
  let columns: CSVColumns
  let selected: [Int]
  let target: Int?
  let classCount: Int?
  /// How many symbols there can be; nil where the values are any numbers.
  var symbolCount: Int?
  var values: [Double] = []
  /// The columns of target values.
  var targetValues: [Int] = []
  private var classes: [Int?] = []
  private var targetNumbers: [Double] = []
  private var isKnown: [Bool] = []

  init(columns: CSVColumns, selected: [Int], target: Int?, classCount: Int?) {
    self.columns = columns
    self.selected = selected
    self.target = target
    self.classCount = classCount
  }

  /// The targets of the rows; nil where no column has any.
  var targets: Targets? {
    if target != nil { return Targets(.classes(ClassTargets(classes))) }
    guard !targetValues.isEmpty else { return nil }
    return Targets(.values(TargetValues(width: targetValues.count, numbers: targetNumbers, isKnown: isKnown)))
  }

  /// Reads all rows that are left.
  mutating func read(_ scanner: inout CSVScanner, rowLimit: Int, valueLimit: Int) throws(CSVError) {
    var fields: [CSVField] = []
    var rowCount = 0
    while scanner.advanceToRow() {
      rowCount += 1
      guard rowCount <= rowLimit else { throw .tooManyRows(limit: rowLimit) }
      guard values.count + targetNumbers.count <= valueLimit - selected.count - targetValues.count else {
        throw .tooManyValues(limit: valueLimit)
      }
      let line = scanner.line
      let found = try scanner.readRow(into: &fields, keeping: columns.count)
      guard found == columns.count else { throw .raggedRow(line: line, expected: columns.count, found: found) }
      for column in selected { values.append(try value(fields[column], scanner, line, column)) }
      if let target { classes.append(try classIndex(fields[target], scanner, line, target)) }
      try readTargetValues(fields, scanner, line)
    }
  }

  /// All target values of a step, or none.
  private mutating func readTargetValues(
    _ fields: [CSVField], _ scanner: CSVScanner, _ line: Int
  ) throws(CSVError) {
    guard !targetValues.isEmpty else { return }
    let empty = targetValues.filter { if case .empty = scanner.number(fields[$0]) { true } else { false } }
    isKnown.append(empty.isEmpty)
    guard empty.count < targetValues.count else {
      targetNumbers += empty.map { _ in 0 }
      return
    }
    if let first = empty.first { throw .partialTarget(at: place(line, first)) }
    for column in targetValues { targetNumbers.append(try number(fields[column], scanner, line, column)) }
  }

  /// Any number, or a symbol's.
  private func value(
    _ field: CSVField, _ scanner: CSVScanner, _ line: Int, _ column: Int
  ) throws(CSVError) -> Double {
    let value = try number(field, scanner, line, column)
    guard let symbolCount else { return value }
    guard let symbol = Int(exactly: value), symbol >= 0, symbol < symbolCount else {
      throw .notASymbol(scanner.text(field), count: symbolCount, at: place(line, column))
    }
    return value
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
