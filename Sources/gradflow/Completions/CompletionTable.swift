/// What a shell completes: the commands, the flags of each, and what values can be. Made of the declarations, so that it is
/// in step with what the program takes.
struct CompletionTable {
  /// One flag, of all the commands that declare it alike.
  struct Flag: Equatable {
    let argument: DeclaredArgument
    /// Names of commands, in their order.
    var commands: [String]
  }

  /// The commands that can be named, with one sentence each.
  let commands: [(name: String, abstract: String)]
  /// Every command that takes flags, the default one first.
  private let declared: [DeclaredCommand]
  /// The flags that stand before any command besides those of the default one.
  let rootFlags: [DeclaredArgument]

  /// The command whose flags may stand without a command.
  static var defaultCommand: String { Explore._commandName }

  init(_ root: DeclaredCommand) {
    commands = root.subcommands.map { ($0.name, $0.abstract) }
    rootFlags = root.flags.filter { $0.name != "--help" }
    declared = root.subcommands
  }

  /// What a command is called that has flags or words.
  var names: [String] { commands.map(\.name) }

  /// A command's flags.
  func flags(of command: String) -> [DeclaredArgument] {
    let own = declared.first { $0.name == command }?.flags ?? []
    let root = command == Self.defaultCommand ? rootFlags.filter { flag in !own.contains { $0.name == flag.name } } : []
    return own + root
  }

  /// What the word without a flag may be that a command takes; nil where it takes none.
  func word(of command: String) -> ValueCompletion? {
    guard command != "help" else { return ValueCompletion(names: names.filter { $0 != "help" }) }
    return declared.first { $0.name == command }?.words.first?.values
  }

  /// Every flag once for all commands that declare it alike.
  var flags: [Flag] {
    var result: [Flag] = []
    for command in names {
      for argument in flags(of: command) {
        if let place = result.firstIndex(where: { $0.argument == argument }) {
          result[place].commands.append(command)
        } else {
          result.append(Flag(argument: argument, commands: [command]))
        }
      }
    }
    return result
  }
}

/// Texts for shells.
enum ShellText {
  /// In apostrophes, for a POSIX shell and for zsh.
  static func quoted(_ text: String) -> String { "'\(replacing("'", in: text, by: "'\\''"))'" }

  /// In apostrophes, for fish, in which a backslash escapes an apostrophe and itself.
  static func fish(_ text: String) -> String {
    "'\(replacing("'", in: replacing("\\", in: text, by: "\\\\"), by: "\\'"))'"
  }

  /// A first sentence: what fits beside a flag in a list.
  static func brief(_ help: String) -> String {
    let sentence = help.split(separator: ". ", maxSplits: 1).first.map(String.init) ?? help
    return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }

  /// The text with every such character replaced.
  static func replacing(_ character: Character, in text: String, by other: String) -> String {
    text.map { $0 == character ? other : String($0) }.joined()
  }
}
