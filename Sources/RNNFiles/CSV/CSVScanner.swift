/// Where the content of one field lies in the bytes: without its quotes and the spaces around it.
struct CSVField {
  var start: Int
  var end: Int
  /// A quote inside a quoted field is written twice.
  var hasDoubledQuotes = false
}

/// Walks over the rows and fields of a CSV file; knows no numbers and no columns.
///
/// The bytes have passed ``TextCheck``: they are UTF-8, so a byte below 0x80 is always a character of its own.
struct CSVScanner {
  private let bytes: [UInt8]
  private let start: Int
  private var position: Int
  private var delimiter = CSVDelimiter.comma.rawValue
  /// The line at which the scanner stands, from 1.
  private(set) var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    position = start
  }

  /// Whether the input holds nothing but spaces and ends of lines.
  var isBlank: Bool {
    bytes[start...].allSatisfy { $0 == .space || $0 == .tab || $0 == .lf || $0 == .cr }
  }

  /// Takes the delimiter from the row at which the scanner stands.
  mutating func detectDelimiter() {
    delimiter = CSVDelimiter.detect(in: bytes, from: position).rawValue
  }

  /// Moves past blank lines and comments to the next row; `false` at the end of the input.
  mutating func advanceToRow() -> Bool {
    while position < bytes.count {
      let first = afterPadding(position)
      guard first < bytes.count else { return false }
      switch bytes[first] {
      case .lf, .cr: position = first
      case .hash: position = lineEnd(from: first)
      default: return true
      }
      passLineEnd()
    }
    return false
  }

  /// Reads one row, keeps at most `limit` of its fields and returns how many there are.
  mutating func readRow(into fields: inout [CSVField], keeping limit: Int) throws(CSVError) -> Int {
    fields.removeAll(keepingCapacity: true)
    var count = 0
    repeat {
      let field = try readField()
      count += 1
      if count <= limit { fields.append(field) }
    } while passDelimiter()
    passLineEnd()
    return count
  }

  private mutating func readField() throws(CSVError) -> CSVField {
    let start = afterPadding(position)
    if start < bytes.count, bytes[start] == .quote { return try readQuotedField(from: start) }
    position = start
    while position < bytes.count, !endsField(bytes[position]) { position += 1 }
    return trimmed(CSVField(start: start, end: position))
  }

  private mutating func readQuotedField(from opening: Int) throws(CSVError) -> CSVField {
    var field = CSVField(start: opening + 1, end: opening + 1)
    let openingLine = line
    position = opening + 1
    while position < bytes.count {
      switch bytes[position] {
      case .quote where position + 1 < bytes.count && bytes[position + 1] == .quote:
        field.hasDoubledQuotes = true
        position += 2
      case .quote:
        field.end = position
        position = afterPadding(position + 1)
        guard position == bytes.count || endsField(bytes[position]) else { throw .textAfterQuote(line: line) }
        return trimmed(field)
      case .lf, .cr: passLineEnd()
      default: position += 1
      }
    }
    throw .unterminatedQuote(line: openingLine)
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == .lf || byte == .cr
  }

  private mutating func passDelimiter() -> Bool {
    guard position < bytes.count, bytes[position] == delimiter else { return false }
    position += 1
    return true
  }

  /// Moves past LF, CRLF or CR, if the scanner stands at one.
  private mutating func passLineEnd() {
    guard position < bytes.count else { return }
    let isPair = bytes[position] == .cr && position + 1 < bytes.count && bytes[position + 1] == .lf
    position += isPair ? 2 : 1
    line += 1
  }

  private func lineEnd(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != .lf, bytes[index] != .cr { index += 1 }
    return index
  }

  private func isPadding(_ byte: UInt8) -> Bool {
    byte == .space || (byte == .tab && delimiter != .tab)
  }

  private func afterPadding(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, isPadding(bytes[index]) { index += 1 }
    return index
  }

  private func trimmed(_ field: CSVField) -> CSVField {
    var field = field
    while field.start < field.end, isPadding(bytes[field.start]) { field.start += 1 }
    while field.start < field.end, isPadding(bytes[field.end - 1]) { field.end -= 1 }
    return field
  }
}

extension CSVScanner {
  /// The text of a field, its doubled quotes made single.
  func text(_ field: CSVField) -> String {
    let content = bytes[field.start..<field.end]
    guard field.hasDoubledQuotes else { return String(decoding: content, as: UTF8.self) }
    var isSecond = false
    let single = content.filter { byte in
      isSecond = byte == .quote && !isSecond
      return byte != .quote || isSecond
    }
    return String(decoding: single, as: UTF8.self)
  }

  /// What the field is as a number.
  func number(_ field: CSVField) -> DecimalNumber {
    DecimalNumber(bytes[field.start..<field.end])
  }

  /// Whether the field starts with a digit, a sign (the typographic minus U+2212 too) or a point.
  func startsLikeNumber(_ field: CSVField) -> Bool {
    let content = bytes[field.start..<field.end]
    guard let first = content.first else { return false }
    return first.isDigit || [.plus, .minus, .point].contains(first) || content.starts(with: [0xE2, 0x88, 0x92])
  }
}

/// The character between the fields of a row.
enum CSVDelimiter: UInt8, CaseIterable {
  case comma = 0x2C
  case semicolon = 0x3B
  case tab = 0x09

  /// The delimiter of the row that starts at `start`: a tab if there is one outside of quotes, else a semicolon, else a
  /// comma.
  ///
  /// Not the most frequent one: `1,5;2,5` has two decimal commas and one delimiter.
  static func detect(in bytes: [UInt8], from start: Int) -> CSVDelimiter {
    var isQuoted = false
    var found = CSVDelimiter.comma
    for byte in bytes[start...] {
      switch byte {
      case .quote: isQuoted.toggle()
      case _ where isQuoted: continue
      case .tab: return .tab
      case .semicolon: found = .semicolon
      case .lf, .cr: return found
      default: continue
      }
    }
    return found
  }
}
