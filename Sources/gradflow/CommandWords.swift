import ArgumentParser
import CArguments
import RNNFiles

/// The words of the command line, behind the program's name.
enum CommandWords {
  /// As the program was started, with or without /proc.
  static var given: [String] {
    let count = started_with_count()
    guard count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
    return (1..<Swift.max(count, 1)).compactMap { started_with($0).map { String(cString: $0) } }
  }

  /// The flags whose value may begin with anything: keys, and names that people give to files and columns. Each with the
  /// spelling that can be bound to a value.
  private static let free = [
    "--keys": "--keys", "--column": "--column", "--target-column": "--target-column", "--input": "--input",
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

/// The first word of a command line, which is a command's name where it is no flag.
enum CommandName {
  /// Every command.
  static var all: [String] { Gradflow.configuration.subcommands.map { $0._commandName } }

  /// The command that words ask for: the default one where they begin with a flag.
  static func command(of words: [String]) -> any ParsableCommand.Type {
    Gradflow.configuration.subcommands.first { $0._commandName == words.first } ?? Explore.self
  }

  /// Refuses a word that is no command, and names what may have been meant.
  static func check(_ words: [String]) throws {
    guard let word = words.dropFirst(words.first == "help" ? 1 : 0).first, !word.hasPrefix("-") else { return }
    guard word != "help", !all.contains(word) else { return }
    throw ValidationError("unknown command '\(word)'. \(advice(word))")
  }

  private static func advice(_ word: String) -> String {
    if let flag = fileFlag(word) { return "A file needs a flag before its name: \(flag) \(word)" }
    if let name = Spelling.nearest(to: word, among: all) { return "Did you mean '\(name)'?" }
    return "The commands are \(all.joined(separator: ", "))."
  }

  /// The flag for what looks like a file's name.
  private static func fileFlag(_ word: String) -> String? {
    guard word.contains(".") || word.contains("/") else { return nil }
    return word.hasSuffix(".safetensors") ? "--model" : word.hasSuffix(".txt") ? "--text" : "--input"
  }
}
