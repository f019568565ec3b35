import Glibc
import RNNFiles

/// A command line with the flags of a file before its own.
struct ConfiguredWords {
  /// The words for the parser.
  var words: [String] { words(with: taken) }
  /// The flags of the file that are among them.
  let taken: [FlagsFile.Entry]
  private let given: [String]
  private let file: FlagsFile?

  /// A command line with what the user's flags file gives it, unless `--no-config` passes over it, or it only asks something.
  ///
  /// - Throws: `InputError` for a file that cannot be read.
  static func reading(_ given: [String]) throws -> ConfiguredWords {
    let questions = ["--no-config", "--help", "-h", "--version"]
    guard given.first != "help", Set(questions).isDisjoint(with: given), let path, access(path, F_OK) == 0 else {
      return ConfiguredWords(given)
    }
    let bytes = try FileBytes.read(path, builtIn: [], isText: false, limit: 1 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InputError("\(path): not a text in UTF-8: write one flag a line, or pass over it with --no-config")
    }
    let table = try CompletionTable(DeclaredCommand.commandLine())
    return ConfiguredWords(given, try FlagsFile(text, path: path, table), table)
  }

  /// Where the file is: a relative XDG_CONFIG_HOME counts as none, as the XDG Base Directory Specification has it.
  private static var path: String? {
    if let folder = Environment.value("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/gradflow/flags" }
    return Environment.value("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.config/gradflow/flags" }
  }

  /// Without a file.
  init(_ given: [String]) { (self.given, taken, file) = (given, [], nil) }

  /// With the flags of a file that the command has, unless the command line gives them itself or gives one that puts them aside.
  ///
  /// - Parameter given: the command line as it is bound (`CommandWords.bound`).
  init(_ given: [String], _ file: FlagsFile, _ table: CompletionTable) {
    (self.given, self.file) = (given, file)
    let command = CommandName.command(of: given)._commandName
    let own = Set(given.prefix { $0 != "--" }.filter { $0.hasPrefix("-") }.map { String($0.prefix { $0 != "=" }) })
    let flags = table.flags(of: command)
    taken = file.entries.filter { entry in
      guard let flag = flags.first(where: { $0.names.contains(entry.flag) }) else { return false }
      guard entry.value.map(flag.takes) ?? true, own.isDisjoint(with: flag.names) else { return false }
      return !Self.isPutAside(flag, by: own)
    }
  }

  /// With some of the file's flags. What reproduces a screen must not depend on the file, so that a command line beside one
  /// says that it passes over it.
  private func words(with entries: [FlagsFile.Entry]) -> [String] {
    guard let file, !file.entries.isEmpty else { return given }
    let place = CommandName.all.contains(given.first ?? "") ? 1 : 0
    return given[..<place] + ["--no-config"] + entries.map(\.word) + given[place...]
  }

  /// Whether a flag of the file gives way to those of the command line, which say otherwise what it says.
  private static func isPutAside(_ flag: DeclaredArgument, by given: Set<String>) -> Bool {
    if given.contains("--scenario"), let section = flag.section, sections.contains(section) { return true }
    return rivals.contains { pair in
      pair.given.contains(where: given.contains) && pair.puttingAside.contains(flag.name)
    }
  }

  /// The titles over what a scenario brings.
  private static let sections = ["Network", "Sequence", "What is looked at"]

  /// Flags of which the given ones put the others aside, because a command line with both is none.
  private static let rivals: [(given: [String], puttingAside: [String])] = [
    (["--cut-window"], ["--detach"]), (["--detach"], ["--cut-window"]),
    (
      ["--text"],
      ["--input", "--column", "--target-column", "--target-values", "--tokens", "--tensor", "--sequence"]
        + ["--target-tensor", "--scale"]
    ),
    (["--input"], ["--text", "--bytes"]), (["--tokens"], ["--column", "--scale"]), (["--column"], ["--tokens"]),
    (["--target-column"], ["--target-values"]), (["--target-values"], ["--target-column"]),
    (["--model"], scalar + drawn + ["--cell", "--activation"]), (["--hidden"], scalar + ofModels),
    (scalar, drawn + ofModels), (["--cell"], ofModels + gates + ["--activation", "--forget-bias"]),
    (["--activation"], ["--cell"]),
    (["--sequence"], ["--sequences"]), (["--sequences"], ["--sequence"]),
    (["--vary"], ["--checkpoints"]), (["--checkpoints"], ["--vary"]),
    (["--output", "-o"], ["--format"]),
  ]

  private static let gates = ["--bf", "--bi", "--bo", "--bz", "--br"]
  private static let scalar = ["--w", "--u", "--bias", "--s0", "--v"] + gates
  private static let drawn = ["--hidden", "--init", "--forget-bias", "--gain"]
  private static let ofModels = [
    "--model", "--checkpoint", "--prefix", "--layer", "--direction", "--output-layer", "--embedding",
  ]

  /// Where in the file an error comes from, `path:line`; nil where it is the command line's own.
  ///
  /// - Parameters:
  ///   - message: what is said of all the words; it begins with a flag or a value where it is about one.
  ///   - isTaken: whether words can be taken, without running them.
  func source(of message: String, isTaken: ([String]) -> Bool) -> String? {
    guard let file else { return nil }
    let named = taken.last { entry in
      ([entry.flag] + [entry.value].compactMap { $0 }).contains {
        message.hasPrefix($0 + " ") || message.hasPrefix($0 + ":")
      }
    }
    guard let entry = named ?? taken.last(where: { entry in isTaken(words(with: taken.filter { $0 != entry })) }) else {
      return nil
    }
    return "\(file.path):\(entry.line)"
  }
}
