/// What the program writes about itself for others to read: completions for shells, and its manual page.
enum WrittenDocument: Equatable {
  case bash, zsh, fish, manual

  /// The document that a command line asks for by `--generate-completion-script SHELL` or `--generate-manual`; nil for every
  /// other command line, and for shells that are not known.
  init?(_ words: [String]) {
    let parts = words.count == 1 ? words[0].split(separator: "=", maxSplits: 1).map(String.init) : words
    switch (parts.first, parts.count == 2 ? parts[1] : nil) {
    case ("--generate-manual", nil) where parts.count == 1: self = .manual
    case ("--generate-completion-script", "bash"): self = .bash
    case ("--generate-completion-script", "zsh"): self = .zsh
    case ("--generate-completion-script", "fish"): self = .fish
    default: return nil
    }
  }

  /// Its text, made of the declarations that help is made of.
  func text() throws -> String {
    let commandLine = try DeclaredCommand.commandLine()
    let table = CompletionTable(commandLine)
    return switch self {
    case .bash: BashCompletion(table: table).script + "\n"
    case .zsh: ZshCompletion(table: table).script
    case .fish: FishCompletion(table: table).script
    case .manual: Manual(commandLine).page
    }
  }
}
