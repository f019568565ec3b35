import CArguments

/// The words of the command line, behind the program's name.
enum CommandWords {
  /// As the program was started, with or without /proc.
  static var given: [String] {
    let count = started_with_count()
    guard count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
    return (1..<Swift.max(count, 1)).compactMap { started_with($0).map { String(cString: $0) } }
  }

  /// The flags whose value may begin with anything: keys, flags of B, and names that people give to files and columns. Each
  /// with the spelling that can be bound to a value.
  private static let free = [
    "--keys": "--keys", "--compare": "--compare", "--column": "--column", "--target-column": "--target-column",
    "--input": "--input",
    "--text": "--text", "--model": "--model", "--output": "--output", "-o": "--output",
  ]

  /// The words as the parser needs them: it takes `---` for a broken flag and `--version` for a question wherever they
  /// stand, so a value that begins with a hyphen is bound to its flag.
  static func bound(_ words: [String]) -> [String] {
    var (result, rest) = ([String](), words[...])
    while let word = rest.popFirst() {
      guard word != "--" else { return result + [word] + rest }
      guard let flag = free[word], let value = rest.popFirst() else {
        result.append(word)
        continue
      }
      result += value.hasPrefix("-") ? ["\(flag)=\(value)"] : [word, value]
    }
    return result
  }
}
