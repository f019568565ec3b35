import ArgumentParser
import FoundationEssentials

/// A command as it is declared to argument-parser: what its help, completions and manual page are made of.
struct DeclaredCommand: Decodable, Equatable {
  let name: String
  /// One sentence.
  let abstract: String
  /// Paragraphs and indented blocks; empty where nothing more is said.
  let discussion: String
  /// Flags, switches and words without a flag, in the order of their declaration.
  let arguments: [DeclaredArgument]
  let subcommands: [DeclaredCommand]

  /// What the command takes by name, but for what is not shown.
  var flags: [DeclaredArgument] { arguments.filter { $0.kind != .positional && $0.isShown } }

  /// What the command takes without a flag.
  var words: [DeclaredArgument] { arguments.filter { $0.kind == .positional && $0.isShown } }

  /// The whole command line: the root, with each command under it.
  static func commandLine() throws -> DeclaredCommand {
    struct Dump: Decodable { let command: DeclaredCommand }
    return try JSONDecoder().decode(Dump.self, from: Data(Gradflow._dumpHelp().utf8)).command
  }

  private enum CodingKeys: String, CodingKey {
    case name = "commandName"
    case abstract, discussion, arguments, subcommands
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    abstract = try fields.decodeIfPresent(String.self, forKey: .abstract) ?? ""
    discussion = try fields.decodeIfPresent(String.self, forKey: .discussion) ?? ""
    arguments = try fields.decodeIfPresent([DeclaredArgument].self, forKey: .arguments) ?? []
    subcommands = try fields.decodeIfPresent([DeclaredCommand].self, forKey: .subcommands) ?? []
  }
}

/// A flag with a value, a switch, or a word without a flag, as it is declared.
struct DeclaredArgument: Decodable, Equatable {
  /// What it is.
  enum Kind: String, Decodable { case option, flag, positional }

  let kind: Kind
  /// With their hyphens, the long one last: `-o`, `--output`. Empty for a word without a flag.
  let names: [String]
  /// What help calls its value.
  let valueName: String
  /// What it does.
  let help: String
  /// The title that help has over it, if any.
  let section: String?
  let isRepeating: Bool
  let isOptional: Bool
  let isShown: Bool
  /// What its value may be, as far as it can be completed.
  let values: ValueCompletion
  /// All that its value may be; empty where they cannot be counted up.
  let allValues: [String]

  /// The name that people know it by.
  var name: String { names.last ?? valueName }

  /// Whether a value follows.
  var takesValue: Bool { kind == .option }

  private enum CodingKeys: String, CodingKey {
    case kind, names, valueName, abstract, discussion, sectionTitle, isRepeating, isOptional, shouldDisplay, allValues
    case completionKind
  }

  init(from decoder: any Decoder) throws {
    struct Name: Decodable {
      let kind, name: String
      var text: String { (kind == "long" ? "--" : "-") + name }
    }
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String { try fields.decodeIfPresent(String.self, forKey: key) ?? "" }
    kind = try fields.decode(Kind.self, forKey: .kind)
    let known = try fields.decodeIfPresent([Name].self, forKey: .names) ?? []
    names = known.map(\.text).sorted { $0.hasPrefix("--") == $1.hasPrefix("--") ? $0 < $1 : $1.hasPrefix("--") }
    valueName = try text(.valueName)
    help = try [text(.abstract), text(.discussion)].filter { !$0.isEmpty }.joined(separator: " ")
    section = try fields.decodeIfPresent(String.self, forKey: .sectionTitle)
    isRepeating = try fields.decode(Bool.self, forKey: .isRepeating)
    isOptional = try fields.decode(Bool.self, forKey: .isOptional)
    isShown = try fields.decode(Bool.self, forKey: .shouldDisplay)
    allValues = try fields.decodeIfPresent([String].self, forKey: .allValues) ?? []
    let completion = try fields.decodeIfPresent(ValueCompletion.self, forKey: .completionKind)
    values = completion ?? ValueCompletion(names: allValues)
  }
}
