import Explorer

/// The manual page gradflow(1), made of the declarations that help is made of.
struct Manual {
  private let root: DeclaredCommand
  private let table: CompletionTable

  init(_ root: DeclaredCommand) {
    self.root = root
    table = CompletionTable(root)
  }

  /// The page, for man(1).
  var page: String {
    let lines = [
      head, section("NAME", ["gradflow \\- \(Roff.text(ManualWords.name))"]), section("SYNOPSIS", synopsis),
      section("DESCRIPTION", ManualWords.description.flatMap { [".PP", Roff.text($0)] }),
      section("COMMANDS", commands), section("FLAGS", flags), section("KEYS", keys),
      section("EXIT STATUS", listed(ManualWords.exitCodes)), section("ENVIRONMENT", listed(ManualWords.environment)),
      section("FILES", listed(ManualWords.files) + ManualWords.flagsFile.flatMap(Roff.paragraphs)),
      section("EXAMPLES", Roff.paragraphs(examples)),
    ]
    return lines.flatMap { $0 }.joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    [
      ".\\\" Written by gradflow --generate-manual from the declarations of its commands.",
      ".nr HY 0",
      ".TH GRADFLOW 1 \(Version.date) \(Roff.argument("gradflow \(Version.number)")) \"User Commands\"",
      ".ad l",
    ]
  }

  /// A title over lines, without a paragraph break behind it that would be one too many.
  private func section(_ title: String, _ lines: [String]) -> [String] {
    [".SH \(title)"] + (lines.first == ".PP" ? Array(lines.dropFirst()) : lines)
  }

  private var synopsis: [String] {
    [".nf", "\(Roff.bold("gradflow")) [\(Roff.italic("flags"))]"]
      + shown.map { command in
        let words = command.words.map { " " + Roff.italic($0.valueName.uppercased()) }.joined()
        return "\(Roff.bold("gradflow \(command.name)"))\(words) [\(Roff.italic("flags"))]"
      }
      + ["\(Roff.bold("gradflow help")) [\(Roff.italic("command"))]", ".fi"]
  }

  private var shown: [DeclaredCommand] { root.subcommands.filter { $0.name != "help" } }

  // MARK: Commands

  private var commands: [String] { shown.flatMap(command) }

  private func command(_ command: DeclaredCommand) -> [String] {
    let own = table.flags.filter { $0.commands == [command.name] }.map(\.argument)
    let isDefault = command.name == CompletionTable.defaultCommand
    return [".SS \(Roff.argument("gradflow " + command.name + (isDefault ? " (the default)" : "")))"]
      + [Roff.text(command.abstract)] + Roff.paragraphs(command.discussion)
      + (own.isEmpty && command.words.isEmpty ? [] : (command.words + own).flatMap(item))
  }

  // MARK: Flags

  /// Those of several commands, each once, under the titles that help has over them.
  private var flags: [String] {
    let shared = table.flags.filter { $0.commands.count > 1 && !Self.general.contains($0.argument.name) }
    var titles: [String] = []
    for title in shared.map(title) where !titles.contains(title) { titles.append(title) }
    return titles.flatMap { title in
      [".SS \(Roff.argument(title))"] + shared.filter { self.title(of: $0) == title }.flatMap { item($0.argument) }
    } + [".SS \(Roff.argument("Of every command"))"] + general.flatMap(item)
  }

  /// What every command takes, wherever it is declared.
  private static let general = ["--no-config", "--version", "--help"]

  private var general: [DeclaredArgument] {
    Self.general.compactMap { name in table.flags.first { $0.argument.name == name }?.argument }
  }

  private func title(of flag: CompletionTable.Flag) -> String {
    flag.argument.section ?? "Of \(flag.commands.joined(separator: ", "))"
  }

  /// `--cell <cell>` with what it does and what its values are.
  private func item(_ argument: DeclaredArgument) -> [String] {
    let value = argument.takesValue ? " " + Roff.italic(argument.valueName) : ""
    let name =
      argument.kind == .positional
      ? Roff.italic(argument.valueName.uppercased())
      : argument.names.map(Roff.bold).joined(separator: ", ") + value
    let isSaid = argument.allValues.allSatisfy(argument.help.contains)
    let all = isSaid ? "" : " One of \(argument.allValues.joined(separator: ", "))."
    return [".TP", name, Roff.text(argument.help + (argument.isRepeating ? " Can be given several times." : "") + all)]
  }

  // MARK: The rest

  private var keys: [String] {
    KeyBindings.rows.flatMap { [".TP", Roff.bold($0.keys), Roff.text($0.does)] }
  }

  private func listed(_ rows: [(name: String, text: String)]) -> [String] {
    rows.flatMap { [".TP", Roff.bold($0.name), Roff.text($0.text)] }
  }

  /// The indented lines of what help begins with.
  private var examples: String {
    root.discussion.split(separator: "\n").filter { $0.hasPrefix("  ") }.joined(separator: "\n")
  }
}
