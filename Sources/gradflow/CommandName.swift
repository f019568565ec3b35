import ArgumentParser

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
