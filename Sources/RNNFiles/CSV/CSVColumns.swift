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

/// The columns of a CSV file: how many, and their names if it has a header.
public struct CSVColumns: Equatable, Sendable {
  /// The number of fields in each row, at least 1.
  public let count: Int
  /// The names in the header, one for each column; `nil` without a header.
  public let names: [String]?

  /// The columns of a file whose rows have `count` fields.
  public init(count: Int, names: [String]?) {
    self.count = count
    self.names = names
  }

  /// The name of a column, or its number from 1 where it has none.
  func plainName(at index: Int) -> String {
    guard let name = names?[index], !name.isEmpty else { return String(index + 1) }
    return name
  }

  /// The column as messages show it: its name in quotes, or its number from 1 where it has none.
  func label(at index: Int) -> String {
    guard let name = names?[index], !name.isEmpty else { return String(index + 1) }
    return Excerpt.quoted(name)
  }

  /// The indices, from 0, of the columns to take: the chosen ones, or all of them if nothing is chosen.
  ///
  /// - Parameters:
  ///   - wanted: how many columns are needed; `nil` for any number.
  ///   - target: the column of classes, which is not one of all.
  func indices(of choices: [ColumnChoice], wanted: Int?, besides target: Int? = nil) throws(CSVError) -> [Int] {
    guard choices.isEmpty else {
      if let wanted, wanted != choices.count {
        throw .wrongNumberOfColumns(chosen: choices.count, wanted: wanted)
      }
      return try choices.map { choice throws(CSVError) in try index(of: choice) }
    }
    let others = (0..<count).filter { $0 != target }
    if let wanted, wanted < others.count { throw .columnChoiceNeeded(wanted: wanted, known: self) }
    guard others.count >= wanted ?? 1 else {
      throw .tooFewColumns(found: others.count, wanted: wanted ?? 1)
    }
    return others
  }

  /// The index, from 0, of one column.
  func index(of choice: ColumnChoice) throws(CSVError) -> Int {
    switch choice {
    case .number(let number):
      guard (1...count).contains(number) else { throw .columnOutOfRange(number: number, known: self) }
      return number - 1
    case .name(let name):
      let matches = (names ?? []).indices.filter { names?[$0] == name }
      guard let match = matches.first else { throw .unknownColumn(name: name, known: self) }
      guard matches.count == 1 else { throw .ambiguousColumn(name: name, numbers: matches.map { $0 + 1 }) }
      return match
    }
  }
}
