/// Why a CSV file cannot be used. The words for it are in ``message(file:)``.
public enum CSVError: Error, Equatable, Sendable {
  /// No bytes, or nothing but blank lines.
  case emptyInput
  /// Comments or a header, but no row of data.
  case noRows
  /// A NUL byte or a byte that is not UTF-8 at `offset`, counted from 0.
  case notText(offset: Int, byte: UInt8)
  /// A field of a selected column has nothing in it.
  case emptyField(at: CSVPlace)
  /// A word where a number is needed.
  case notANumber(String, at: CSVPlace)
  /// NaN or infinity.
  case notFinite(String, at: CSVPlace)
  /// A number larger than every Double.
  case outOfRange(String, at: CSVPlace)
  /// A number written with a comma for its point.
  case decimalComma(String, at: CSVPlace)
  /// A number written with U+2212 for its minus sign.
  case typographicMinus(String, at: CSVPlace)
  /// A number that is no class index: not whole, below 0 but for −100, or not below p.
  case notAClass(String, count: Int?, at: CSVPlace)
  /// A row with more or fewer fields than the first one.
  case raggedRow(line: Int, expected: Int, found: Int)
  /// A quote that is opened in `line` and never closed.
  case unterminatedQuote(line: Int)
  /// A closing quote that is not followed by the end of its field.
  case textAfterQuote(line: Int)
  /// A name that is not in the header, or no header at all.
  case unknownColumn(name: String, known: CSVColumns)
  /// A name that several columns have; their numbers count from 1.
  case ambiguousColumn(name: String, numbers: [Int])
  /// A column number that is not from 1 to the number of columns.
  case columnOutOfRange(number: Int, known: CSVColumns)
  /// More columns than are wanted and no choice.
  case columnChoiceNeeded(wanted: Int, known: CSVColumns)
  /// Fewer columns than are wanted.
  case tooFewColumns(found: Int, wanted: Int)
  /// A choice of more or fewer columns than are wanted.
  case wrongNumberOfColumns(chosen: Int, wanted: Int)
  /// More rows than are accepted.
  case tooManyRows(limit: Int)
  /// More columns than are accepted.
  case tooManyColumns(found: Int, limit: Int)
  /// More values than are accepted, in all selected columns together.
  case tooManyValues(limit: Int)
}

/// Where a field stands.
public struct CSVPlace: Equatable, Sendable {
  /// The line on which its row starts, from 1.
  public let line: Int
  /// Its column as messages show it: the name in quotes, or the number from 1 where it has no name; `nil` where the file
  /// has one column only.
  public let column: String?

  /// The field of `column` in the row that starts on `line`.
  public init(line: Int, column: String?) {
    self.line = line
    self.column = column
  }
}

extension CSVError {
  /// The error for a field that is not a number.
  static func badNumber(_ reason: DecimalNumber, _ text: String, at place: CSVPlace) -> CSVError {
    switch reason {
    case .empty: .emptyField(at: place)
    case .notFinite: .notFinite(text, at: place)
    case .outOfRange: .outOfRange(text, at: place)
    case .decimalComma: .decimalComma(text, at: place)
    case .typographicMinus: .typographicMinus(text, at: place)
    case .notANumber, .value: .notANumber(text, at: place)
    }
  }
}
