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
