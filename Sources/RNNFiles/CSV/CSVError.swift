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
  /// A number that is no symbol: not whole, below 0, or not below the number of symbols.
  case notASymbol(String, count: Int, at: CSVPlace)
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
  /// A range of columns from a larger number to a smaller one.
  case reversedRange(Int, Int)
  /// A range where there can be one column.
  case rangeForOne(Int, Int)
  /// A step that has some of its target values and not all.
  case partialTarget(at: CSVPlace)
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

extension CSVError {
  /// One line for a person: the file and line, what is wrong, what was expected, and what to do.
  ///
  ///     series.csv:17: "n/a" is not a number (column "value"): remove the row or choose another --column
  ///
  /// - Parameter file: the name of the file as the user gave it, or "standard input".
  public func message(file: String) -> String {
    let name = Excerpt.printable(file)
    guard let line else { return "\(name): \(explanation)" }
    return "\(name):\(line): \(explanation)"
  }

  private var line: Int? {
    switch self {
    case .emptyField(let place), .notANumber(_, let place), .notFinite(_, let place), .outOfRange(_, let place),
      .decimalComma(_, let place), .typographicMinus(_, let place), .notAClass(_, _, let place),
      .notASymbol(_, _, let place), .partialTarget(let place):
      place.line
    case .raggedRow(let line, _, _), .unterminatedQuote(let line), .textAfterQuote(let line): line
    default: nil
    }
  }

  /// Each case is explained by one of the three.
  private var explanation: String {
    [fieldExplanation, columnExplanation, fileExplanation].compactMap { $0 }.joined()
  }

  private var fieldExplanation: String? {
    switch self {
    case .emptyField(let place):
      "a number is missing\(place.words): \(place.wayOut)"
    case .notANumber(let text, let place):
      "\(Excerpt.quoted(text)) is not a number\(place.words): \(place.wayOut)"
    case .notFinite(let text, let place):
      "\(Excerpt.quoted(text)) is not finite\(place.words): \(place.wayOut)"
    case .outOfRange(let text, let place):
      "\(Excerpt.quoted(text)) is beyond the largest number, 1.8e308\(place.words): rescale the column"
    case .decimalComma(let text, let place):
      "\(Excerpt.quoted(text)) has a decimal comma\(place.words): write numbers with a point"
    case .typographicMinus(let text, let place):
      "\(Excerpt.quoted(text)) has a typographic minus sign\(place.words): write it with a hyphen"
    case .notAClass(let text, let count, let place):
      "\(Excerpt.quoted(text)) is no class\(place.words): expected a whole number from 0"
        + (count.map { " to \($0 - 1)" } ?? "") + ", or nothing (or -100) for a step without a target"
    case .partialTarget(let place):
      "a target value is missing\(place.words): fill in all values of the step, or none for a step without a target"
    case .notASymbol(let text, let count, let place):
      "\(Excerpt.quoted(text)) is no token\(place.words): expected a whole number from 0 to \(count - 1)"
    default: nil
    }
  }

  private var columnExplanation: String? {
    switch self {
    case .unknownColumn(let name, let known) where known.names == nil:
      "no column \(Excerpt.quoted(name)), the file has no header: choose by number, 1 to \(known.count)"
    case .unknownColumn(let name, let known):
      "no column \(Excerpt.quoted(name)): the columns are \(known.list)"
    case .ambiguousColumn(let name, let numbers):
      "\(numbers.count) columns are called \(Excerpt.quoted(name)): choose one by its number, "
        + numbers.prefix(8).map(String.init).joined(separator: ", ")
    case .columnOutOfRange(let number, let known):
      "no column \(number): the columns are numbered from 1 to \(known.count), \(known.list)"
    case .reversedRange(let first, let last):
      "the columns \(first)-\(last) run backwards: write \(last)-\(first)"
    case .rangeForOne(let first, let last):
      "\(first)-\(last) are several columns, and one is expected: name it by itself"
    case .columnChoiceNeeded(let wanted, let known):
      "\(known.count) columns, and the network takes \(wanted): choose with --column from \(known.list)"
    case .tooFewColumns(let found, let wanted):
      "\(Excerpt.counted(found, "column")), and the network takes \(wanted): choose another file or network"
    case .wrongNumberOfColumns(let chosen, let wanted):
      "--column chooses \(Excerpt.counted(chosen, "column")), and the network takes \(wanted)"
    default: nil
    }
  }

  private var fileExplanation: String? {
    switch self {
    case .emptyInput: "the file is empty: expected rows of numbers"
    case .noRows: "no row of numbers, only a header or comments"
    case .notText(let offset, let byte):
      "not a text file (byte \(Excerpt.hexadecimal(byte)) at offset \(offset)): expected CSV in UTF-8"
    case .raggedRow(_, let expected, let found):
      "\(Excerpt.counted(found, "field")), and the first row has \(expected): every row needs as many (# starts a comment)"
    case .unterminatedQuote: "the quote opened here is never closed: add the closing quote"
    case .textAfterQuote: "text after a closing quote: a quote inside a quoted field is written twice"
    case .tooManyRows(let limit): "more than \(limit) rows: cut the file"
    case .tooManyColumns(let found, let limit): "\(found) columns, and at most \(limit) are read: cut the file"
    case .tooManyValues(let limit): "more than \(limit) numbers in the chosen columns: cut the file, or choose fewer"
    default: nil
    }
  }
}

extension CSVPlace {
  fileprivate var words: String { column.map { " (column \($0))" } ?? "" }
  fileprivate var wayOut: String { column == nil ? "remove the row" : "remove the row or choose another --column" }
}

extension CSVColumns {
  /// The names, or numbers where there are none; the first eight of many.
  fileprivate var list: String {
    let first = (0..<min(count, 8)).map { label(at: $0) }.joined(separator: ", ")
    return count > 8 ? "\(first), … (\(count) columns)" : first
  }
}
