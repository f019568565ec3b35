import ArgumentParser

/// What is said of a command line that cannot be read: argument-parser's words in the style of all other messages, with
/// the flag or the command that may have been meant.
enum UsageMessage {
  /// The message and the usage, on several lines.
  static func text(for error: any Error, _ words: [String]) -> String {
    let (full, label) = (Gradflow.fullMessage(for: error), Gradflow._errorLabel + ": ")
    guard full.hasPrefix(label) else { return full }
    let end = full.firstIndex(of: "\n") ?? full.endIndex
    let said = String(full[..<end].dropFirst(label.count))
    return label + uncapitalized(advised(said, words)) + full[end...]
  }

  private static func advised(_ said: String, _ words: [String]) -> String {
    if let flag = quoted(said, after: "Unknown option ") { return "unknown option '\(flag)'" + advice(flag, words) }
    guard let word = quoted(said, after: "Unexpected argument "), CommandName.all.contains(word) else { return said }
    return "\(said). A command comes first: gradflow \(word) …"
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
        ", which \(others.map { "'gradflow \($0)'" }.joined(separator: " and ")) \(others.count == 1 ? "has" : "have"), and "
        + "'gradflow \(command._commandName)' has not"
    }
    return Spelling.nearest(to: name, among: own).map { ". Did you mean '--\($0)'?" } ?? ""
  }

  /// The names of a command's flags, without their hyphens, as its help lists them.
  private static func flags(of command: any ParsableCommand.Type) -> [String] {
    let lines = Gradflow.helpMessage(for: command, columns: 400).split(separator: "\n")
    return lines.flatMap { line -> [String] in
      guard line.hasPrefix("  -") else { return [] }
      let names = line.prefix { $0 != "<" }.split(whereSeparator: { $0 == " " || $0 == "," })
      return names.prefix { $0.hasPrefix("-") }.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
    }
  }

  /// What stands in single quotes behind some words.
  private static func quoted(_ text: String, after words: String) -> String? {
    guard text.hasPrefix(words + "'") else { return nil }
    let rest = text.dropFirst(words.count + 1)
    return rest.firstIndex(of: "'").map { String(rest[..<$0]) }
  }

  /// `The value …` as `the value …`; what begins otherwise stays.
  private static func uncapitalized(_ text: String) -> String {
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else { return text }
    return first.lowercased() + text.dropFirst()
  }
}

/// Words that may have been meant by a misspelt one.
enum Spelling {
  /// The word of a list that lies nearest, the first of equals; nil where none has two thirds of its letters right.
  static func nearest(to word: String, among words: [String]) -> String? {
    let near = words.map { (word: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
    guard let near, near.distance <= (word.count + 2) / 3 else { return nil }
    return near.word
  }

  /// How many letters must be put in, left out, replaced or exchanged with their neighbour to make one word of another.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var older = [Int](repeating: 0, count: b.count + 1)
    var old = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = Swift.min(old[j] + (a[i] == b[j] ? 0 : 1), old[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = Swift.min(least, older[j - 1] + 1) }
        row.append(least)
      }
      (older, old) = (old, row)
    }
    return old[b.count]
  }
}
