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
  /// The column of class indices, which is none of the inputs; nil for none. A step whose field there is empty, or −100 as
  /// PyTorch's ignore_index, has no target.
  public var targetColumn: ColumnChoice?
  /// p, which every class index is below; nil where it is not known.
  public var classCount: Int?
  /// The largest number of rows accepted.
  public var rowLimit: Int
  /// The largest number of columns accepted.
  public var columnLimit: Int
  /// The largest number of values taken, in all columns together.
  public var valueLimit: Int

  /// A reader of the columns in `selection`, or of all of them, checked against `columnCount` where it is given.
  public init(
    selection: [ColumnChoice] = [], columnCount: Int? = nil, targetColumn: ColumnChoice? = nil, classCount: Int? = nil,
    rowLimit: Int = 10_000_000, columnLimit: Int = 100_000, valueLimit: Int = 100_000_000
  ) {
    self.selection = selection
    self.targetColumn = targetColumn
    self.classCount = classCount
    self.columnCount = columnCount
    self.rowLimit = rowLimit
    self.columnLimit = columnLimit
    self.valueLimit = valueLimit
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
    let target = try targetColumn.map { choice throws(CSVError) in try columns.index(of: choice) }
    let selected = try columns.indices(of: selection, wanted: columnCount, besides: target)
    // A row of f fields has at least 2f bytes, so a file of many fields and blank lines reserves no more than it holds.
    let rowCount = min(lineCount, rowLimit, bytes.count / (2 * columns.count) + 1)
    let capacity = min(rowCount * selected.count, valueLimit)
    var rows = CSVRows(columns: columns, selected: selected, target: target, classCount: classCount)
    rows.values.reserveCapacity(capacity)
    try rows.read(&scanner, rowLimit: rowLimit, valueLimit: valueLimit)
    guard !rows.values.isEmpty else { throw .noRows }
    return Series(
      columnNames: selected.map { columns.plainName(at: $0) }, values: rows.values,
      classes: target == nil ? nil : rows.classes)
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
