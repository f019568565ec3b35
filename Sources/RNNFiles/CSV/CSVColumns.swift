/// A column of a CSV file, or several, as a user names them.
public enum ColumnChoice: Hashable, Sendable {
  /// By the name in the header.
  case name(String)
  /// By its number, from 1.
  case number(Int)
  /// All from one number to another.
  case range(Int, Int)

  /// A text of digits is a number, two such with a hyphen between them are a range, any other is a name: no name in a header
  /// starts with a digit.
  ///
  /// A number beyond an Int's range is the largest one, and as such out of every file's range.
  public init(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      !part.isEmpty && part.utf8.allSatisfy(\.isDigit) ? Int(part) ?? .max : nil
    }
    switch (parts.count, numbers.count) {
    case (1, 1): self = .number(numbers[0])
    case (2, 2): self = .range(numbers[0], numbers[1])
    default: self = .name(text)
    }
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
  ///   - targets: the columns of targets, which are none of all.
  func indices(of choices: [ColumnChoice], wanted: Int?, besides targets: [Int] = []) throws(CSVError) -> [Int] {
    guard choices.isEmpty else {
      let chosen = Array(try choices.map { choice throws(CSVError) in try indices(of: choice) }.joined())
      if let wanted, wanted != chosen.count {
        throw .wrongNumberOfColumns(chosen: chosen.count, wanted: wanted)
      }
      return chosen
    }
    let others = (0..<count).filter { !targets.contains($0) }
    if let wanted, wanted < others.count { throw .columnChoiceNeeded(wanted: wanted, known: self) }
    guard others.count >= wanted ?? 1 else {
      throw .tooFewColumns(found: others.count, wanted: wanted ?? 1)
    }
    return others
  }

  /// The indices, from 0, of a column or of a range of them.
  func indices(of choice: ColumnChoice) throws(CSVError) -> [Int] {
    guard case .range(let first, let last) = choice else { return [try index(of: choice)] }
    guard first <= last else { throw .reversedRange(first, last) }
    return Array(try index(of: .number(first))...(try index(of: .number(last))))
  }

  /// The index, from 0, of one column.
  func index(of choice: ColumnChoice) throws(CSVError) -> Int {
    switch choice {
    case .range(let first, let last): throw .rangeForOne(first, last)
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
