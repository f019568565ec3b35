/// Reads a sequence of numbers from CSV: RFC 4180 in UTF-8, plus what such files are found to hold in practice.
///
/// Fields are separated by commas, semicolons or tabs, whichever the first row uses (see ``CSVDelimiter``). A byte-order
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
  /// The largest number of rows accepted.
  public var rowLimit: Int

  /// A reader of the columns in `selection`, or of all of them, checked against `columnCount` where it is given.
  public init(selection: [ColumnChoice] = [], columnCount: Int? = nil, rowLimit: Int = 10_000_000) {
    self.selection = selection
    self.columnCount = columnCount
    self.rowLimit = rowLimit
  }

  /// The selected columns of the CSV in `text`.
  public func read(_ text: String) throws(CSVError) -> Series {
    try read(Array(text.utf8))
  }

  /// The selected columns of the CSV in `bytes`, one step for each row of data.
  ///
  /// - Throws: a ``CSVError`` for the first thing that cannot be used; never traps, whatever the bytes.
  public func read(_ bytes: [UInt8]) throws(CSVError) -> Series {
    let lineCount = try TextCheck.lineCount(of: bytes)
    var scanner = CSVScanner(bytes)
    guard scanner.advanceToRow() else { throw scanner.isBlank ? .emptyInput : .noRows }
    scanner.detectDelimiter()
    let columns = try readHeader(&scanner)
    let selected = try columns.indices(of: selection, wanted: columnCount)
    // A row of f fields has at least 2f bytes, so a file of many fields and blank lines reserves no more than it holds.
    let capacity = min(lineCount, rowLimit, bytes.count / (2 * columns.count) + 1) * selected.count
    let values = try readRows(&scanner, columns: columns, selected: selected, capacity: capacity)
    guard !values.isEmpty else { throw .noRows }
    return Series(columnNames: selected.map { columns.plainName(at: $0) }, values: values)
  }

  /// Reads the header if there is one; without, the scanner still stands before the first row of data.
  private func readHeader(_ scanner: inout CSVScanner) throws(CSVError) -> CSVColumns {
    let start = scanner
    var fields: [CSVField] = []
    let count = try scanner.readRow(into: &fields, keeping: .max)
    if fields.contains(where: scanner.startsLikeNumber) {
      scanner = start
      return CSVColumns(count: count, names: nil)
    }
    return CSVColumns(count: count, names: fields.map(scanner.text))
  }

  private func readRows(
    _ scanner: inout CSVScanner, columns: CSVColumns, selected: [Int], capacity: Int
  ) throws(CSVError) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(capacity)
    var fields: [CSVField] = []
    var rowCount = 0
    while scanner.advanceToRow() {
      rowCount += 1
      guard rowCount <= rowLimit else { throw .tooManyRows(limit: rowLimit) }
      let line = scanner.line
      let found = try scanner.readRow(into: &fields, keeping: columns.count)
      guard found == columns.count else { throw .raggedRow(line: line, expected: columns.count, found: found) }
      for column in selected {
        let number = scanner.number(fields[column])
        guard case .value(let value) = number else {
          let place = CSVPlace(line: line, column: columns.count == 1 ? nil : columns.label(at: column))
          throw .badNumber(number, scanner.text(fields[column]), at: place)
        }
        values.append(value)
      }
    }
    return values
  }
}
