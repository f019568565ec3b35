/// A column of a CSV file as a user names it.
public enum ColumnChoice: Hashable, Sendable {
  /// By the name in the header.
  case name(String)
  /// By its number, from 1.
  case number(Int)

  /// A text of digits is a number, any other a name: no name in a header starts with a digit.
  ///
  /// A number beyond an Int's range is the largest one, and as such out of every file's range.
  public init(_ text: String) {
    let isNumber = !text.isEmpty && text.utf8.allSatisfy(\.isDigit)
    self = isNumber ? .number(Int(text) ?? .max) : .name(text)
  }
}
