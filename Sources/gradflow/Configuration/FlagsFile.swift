import Explorer
import RNNFiles

/// The flags of a file, which are given to every command that has them: one a line, with its value behind a blank or an equals
/// sign, quoted as for a shell; blank lines and lines that begin with `#` say nothing.
struct FlagsFile: Equatable {
  /// A flag with its value, if it has one.
  struct Entry: Equatable {
    /// With its hyphens, `--theme`.
    let flag: String
    let value: String?
    /// From 1.
    let line: Int

    /// As the command line has it: one word, so that a value that begins with a hyphen stays one.
    var word: String { value.map { "\(flag)=\($0)" } ?? flag }
  }

  /// The file, as messages call it.
  let path: String
  let entries: [Entry]

  /// Reads a file's text against what is declared.
  ///
  /// - Throws: `InputError` that names the line: for what is no flag or no command's, and for a value that is missing, or that no
  ///   command with the flag takes.
  init(_ text: String, path: String, _ table: CompletionTable) throws {
    self.path = path
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    entries = try lines.enumerated().compactMap { place, line in
      do {
        return try Self.entry(String(line), line: place + 1, table)
      } catch let error as InputError {
        throw InputError("\(path):\(place + 1): \(error.message)")
      }
    }
  }

  private static func entry(_ text: String, line: Int, _ table: CompletionTable) throws -> Entry? {
    let words = try split(text)
    guard let first = words.first, !first.hasPrefix("#") else { return nil }
    let parts = first.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard first.hasPrefix("--"), parts[0].count > 2 else {
      throw InputError("\"\(first)\": expected a flag with two hyphens, such as --theme light")
    }
    let value = parts.count > 1 ? parts[1] : words.count > 1 ? words[1] : nil
    guard words.count <= (parts.count > 1 ? 1 : 2) else {
      throw InputError(
        "more than a flag and its value: one flag a line, a value with blanks in quotes, comments by themselves")
    }
    let entry = Entry(flag: parts[0], value: value, line: line)
    try check(entry, table)
    return entry
  }

  private static func split(_ line: String) throws -> [String] {
    guard line.drop(while: \.isWhitespace).first != "#" else { return [] }
    do {
      return try ShellWord.split(line)
    } catch let ShellWord.SplitError.openQuote(mark) {
      throw InputError("a \(mark) is open at the end: close it, or write \\\(mark) for the character itself")
    }
  }

  private static func check(_ entry: Entry, _ table: CompletionTable) throws {
    guard !unfit.contains(entry.flag) else { throw InputError("\(entry.flag) has no place in this file") }
    let declared = table.flags.map(\.argument).filter { $0.names.contains(entry.flag) }
    guard let first = declared.first else {
      let known = Set(
        table.flags.flatMap(\.argument.names).filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) })
      let near = Spelling.nearest(to: String(entry.flag.dropFirst(2)), among: known.sorted())
      throw InputError(
        "unknown option '\(entry.flag)'. " + (near.map { "Did you mean '--\($0)'?" } ?? "No command has it"))
    }
    guard first.takesValue == (entry.value != nil) else {
      throw InputError(first.takesValue ? "\(entry.flag): its value is missing" : "\(entry.flag) takes no value")
    }
    guard let value = entry.value, declared.allSatisfy({ !$0.takes(value) }) else { return }
    throw InputError("\(entry.flag) \(value): expected \(declared.flatMap(\.allValues).joined(separator: ", "))")
  }

  /// What is asked of the program, and about this file.
  private static let unfit = ["--help", "--version", "--no-config"]
}

extension DeclaredArgument {
  /// Whether a value may be one of the flag, as far as its values can be counted up.
  func takes(_ value: String) -> Bool { allValues.isEmpty || allValues.contains(value) }
}
