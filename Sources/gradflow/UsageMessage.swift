import ArgumentParser
import Screen

/// What is said of a command line that cannot be read: argument-parser's words in the style of all other messages, with
/// the flag or the command that may have been meant.
enum UsageMessage {
  /// The message and the usage, on several lines.
  static func text(for error: any Error, _ words: [String]) -> String {
    let (full, label) = (Gradflow.fullMessage(for: error), Gradflow._errorLabel + ": ")
    guard full.hasPrefix(label) else { return full }
    let end = full.firstIndex(of: "\n") ?? full.endIndex
    let said = String(full[..<end].dropFirst(label.count))
    return label + ParserWords.uncapitalized(advised(said, words)) + full[end...]
  }

  /// What argument-parser says, in one line without the label.
  static func line(for error: any Error) -> String {
    let (full, label) = (Gradflow.fullMessage(for: error), Gradflow._errorLabel + ": ")
    let line = String(full.prefix { !$0.isNewline })
    return ParserWords.uncapitalized(line.hasPrefix(label) ? String(line.dropFirst(label.count)) : line)
  }

  /// B's flags are one argument: what stands behind the first of them belongs to nothing.
  private static func adviceOnQuotes(_ word: String, _ words: [String]) -> String {
    guard let place = words.firstIndex(of: "--compare"), place + 2 < words.count, words[place + 2] == word,
      words[place + 1].hasPrefix("-")
    else { return "" }
    return ". The flags behind --compare are one argument: --compare '\(words[place + 1]) \(word)'"
  }

  private static func advised(_ said: String, _ words: [String]) -> String {
    if let flag = ParserWords.quoted(said, after: "Unknown option ") {
      return "unknown option '\(flag)'" + advice(flag, words)
    }
    guard let word = ParserWords.quoted(said, after: "Unexpected argument ") else { return said }
    if CommandName.all.contains(word) { return "\(said). A command comes first: gradflow \(word) …" }
    return said + adviceOnQuotes(word, words)
  }

  private static func advice(_ flag: String, _ words: [String]) -> String {
    let name = String(flag.drop { $0 == "-" })
    guard words.first != "help" else { return "" }
    let command = CommandName.command(of: words)
    let own = flags(of: command)
    if own.contains(name) { return ". Did you mean '--\(name)'?" }
    let others = Gradflow.configuration.subcommands.filter { flags(of: $0).contains(name) }.map { $0._commandName }
    if !others.isEmpty {
      return
        ", which \(WordList.joined(others.map { "'gradflow \($0)'" })) \(others.count == 1 ? "has" : "have"), and "
        + "'gradflow \(command._commandName)' has not"
    }
    return Spelling.nearest(to: name, among: own).map { ". Did you mean '--\($0)'?" } ?? ""
  }

  /// The names of a command's flags, without their hyphens, as its help lists them.
  private static func flags(of command: any ParsableCommand.Type) -> [String] {
    ParserWords.flags(in: Gradflow.helpMessage(for: command, columns: 400))
  }
}
