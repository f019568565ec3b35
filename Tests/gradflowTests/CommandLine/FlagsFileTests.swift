import Foundation
import Testing

@testable import gradflow

/// The file of flags that are given to every command which has them.
@Suite struct FlagsFileTests {
  private let table: CompletionTable

  init() throws { table = try CompletionTable(DeclaredCommand.commandLine()) }

  private func entries(_ text: String) throws -> [String] {
    try FlagsFile(text, path: "flags", table).entries.map { "\($0.line) \($0.word)" }
  }

  @Test("A flag a line, with its value behind a blank or an equals sign, in quotes or not")
  func lines() throws {
    #expect(try entries("") == [])
    #expect(try entries("# nothing\n\n   # to say\n") == [])
    #expect(
      try entries(
        "--ascii\n\n# light\n  --theme light\r\n--color=16\n--input 'it'\\''s.csv'\n--column \"a b\"\n--w -0.9")
        == ["1 --ascii", "4 --theme=light", "5 --color=16", "6 --input=it's.csv", "7 --column=a b", "8 --w=-0.9"])
    #expect(try entries("--input=") == ["1 --input="])
    #expect(try entries("--keys '#'") == ["1 --keys=#"])
  }

  @Test(
    "What is wrong is said with its line",
    arguments: [
      ("--ascii\n--nosuch", "flags:2: unknown option '--nosuch'. No command has it"),
      ("--thme light", "flags:1: unknown option '--thme'. Did you mean '--theme'?"),
      ("light", "flags:1: \"light\": expected a flag with two hyphens, such as --theme light"),
      ("-o x.svg", "flags:1: \"-o\": expected a flag with two hyphens, such as --theme light"),
      ("--", "flags:1: \"--\": expected a flag with two hyphens, such as --theme light"),
      ("--theme", "flags:1: --theme: its value is missing"), ("--ascii yes", "flags:1: --ascii takes no value"),
      ("--theme blue", "flags:1: --theme blue: expected auto, dark, light"),
      (
        "--theme light # why",
        "flags:1: more than a flag and its value: one flag a line, a value with blanks in quotes, comments by themselves"
      ),
      (
        "--theme=light dark",
        "flags:1: more than a flag and its value: one flag a line, a value with blanks in quotes, comments by themselves"
      ),
      ("--input 'x", "flags:1: a ' is open at the end: close it, or write \\' for the character itself"),
      ("--help", "flags:1: --help has no place in this file"),
      ("--no-config", "flags:1: --no-config has no place in this file"),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: InputError.self) { try entries(text) }
    #expect(error?.message == message)
  }

  private func words(_ given: String, _ file: String) throws -> String {
    let words = given.split(separator: " ").map(String.init)
    return try ConfiguredWords(words, FlagsFile(file, path: "flags", table), table).words.joined(separator: " ")
  }

  @Test(
    "A command takes what it has; the command line comes first, and puts aside what it excludes",
    arguments: [
      ("", "--ascii", "--no-config --ascii"), ("render", "--ascii", "render --no-config --ascii"),
      ("table", "--ascii", "table --no-config"), ("list views", "--ascii\n--w 2", "list --no-config views"),
      ("table --w 1", "", "table --w 1"), ("table --w 1", "# none", "table --w 1"),
      ("--theme dark", "--theme light\n--w 2", "--no-config --w=2 --theme dark"),
      ("--theme=dark", "--theme light", "--no-config --theme=dark"),
      // Values that only other commands' flags take.
      ("table", "--format json", "table --no-config --format=json"),
      ("render", "--format json", "render --no-config"), ("map", "--format text", "map --no-config"),
      // What excludes each other.
      ("--cut-window 3", "--detach 5", "--no-config --cut-window 3"),
      ("--hidden 8", "--w 2\n--theme light", "--no-config --theme=light --hidden 8"),
      ("--model m.pt", "--hidden 3\n--cell gru", "--no-config --model m.pt"),
      ("--w 1", "--hidden 3\n--gain 2", "--no-config --w 1"),
      ("--text a.txt", "--input x.csv\n--column 2", "--no-config --text a.txt"),
      ("--model a.pt", "--model b.pt", "--no-config --model a.pt"),
      ("render -o x.svg", "--format text", "render --no-config -o x.svg"),
      // A scenario is shown as it is.
      (
        "--scenario edge", "--w 2\n--steps 9\n--target 3\n--ascii\n--theme light",
        "--no-config --ascii --theme=light --scenario edge"
      ),
      ("render -- x", "--ascii", "render --no-config --ascii -- x"),
    ])
  func merged(given: String, file: String, words: String) throws {
    #expect(try self.words(given, file) == words)
  }

  @Test("What scenarios put aside stands under titles that there are")
  func sections() {
    let titles = Set(table.flags.compactMap(\.argument.section))
    #expect(titles == ["Network", "Sequence", "What is looked at"])
  }

  /// A folder with a flags file in it, as XDG_CONFIG_HOME and as HOME.
  private func folder(_ text: String, under parent: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let place = folder.file(parent + "gradflow")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try folder.write(text, to: parent + "gradflow/flags")
    return folder
  }

  @Test("The program takes them from $XDG_CONFIG_HOME, else from ~/.config, and not with --no-config")
  func program() throws {
    let plain = try Program.output(["render"])
    let ascii = try Program.output(["render", "--ascii", "--w", "1.2"])
    let text = "# for this terminal\n--ascii\n--w 1.2\n--format json\n"
    let configured = try folder(text)
    let surroundings = ["XDG_CONFIG_HOME": configured.path]
    #expect(try Program.output(["render"], environment: surroundings) == ascii)
    #expect(try Program.output(["render", "--no-config"], environment: surroundings) == plain)
    #expect(
      try Program.output(["table"], environment: surroundings)
        == Program.output(["table", "--format", "json", "--w", "1.2"]))
    #expect(try Program.output(["--version"], environment: surroundings) == Program.output(["--version"]))
    #expect(try Program.output(["help", "map"], environment: surroundings) == Program.output(["help", "map"]))
    let home = try folder(text, under: ".config/")
    #expect(try Program.output(["render"], environment: ["HOME": home.path]) == ascii)
    #expect(try Program.output(["render"], environment: ["HOME": home.path, "XDG_CONFIG_HOME": "relative"]) == ascii)
    #expect(try Program.output(["render"], environment: ["HOME": "/nonexistent"]) == plain)
  }

  @Test("What reproduces a screen passes over the file, so that it does so beside any")
  func reproducing() throws {
    let configured = try folder("--ascii\n--activation relu\n--theme light\n")
    let surroundings = ["XDG_CONFIG_HOME": configured.path]
    let flags = ["render", "--size", "300x30", "--keys"]
    let shown = try Program.output(flags + ["i"], environment: surroundings)
    let command = try Program.output(flags + ["iy"], environment: surroundings)
    let line = try #require(command.split(separator: "\n").first { $0.contains(" gradflow --") })
    let words = line.split(separator: " ").drop { $0 != "gradflow" }.dropFirst().map(String.init)
    #expect(words.starts(with: ["--activation", "relu", "--input", "impulse"]), "\(line)")
    #expect(words.contains("--no-config"), "\(line)")
    // The last line tells keys: nothing is to be undone after a fresh start.
    let again = try Program.output(["render", "--size", "300x30"] + words, environment: surroundings)
    #expect(again.split(separator: "\n").dropLast() == shown.split(separator: "\n").dropLast())
  }

  @Test(
    "An error of the file is one of input and says its line",
    arguments: [
      ("--ascii\n--nosuch 1", "render", ":2: unknown option '--nosuch'"),
      ("--w ten", "render", ":1: the value 'ten' is invalid"),
      ("--ascii\n--w inf", "table", ":2: --w inf: expected a finite number"),
      ("--target 400", "table", ":1: --target 400: expected a step from 1 to T = 44"),
      ("--gain 2", "table", ":1: --gain scales the W"), ("--input nosuch.csv", "table", ":1: nosuch.csv: no such file"),
      ("--wrt x", "table", ":1: "), ("--size 3", "render", ":1: "),
    ])
  func blamed(text: String, command: String, message: String) throws {
    let configured = try folder(text)
    try Program.expectRefusal(
      [command], saying: [configured.path + "/gradflow/flags" + message],
      environment: ["XDG_CONFIG_HOME": configured.path])
  }

  @Test("An error of the command line is its own, beside a file without any")
  func ownErrors() throws {
    let configured = try folder("--ascii\n--w 1.5\n")
    let surroundings = ["XDG_CONFIG_HOME": configured.path]
    try Program.expectRefusal(
      ["table", "--target", "400"], saying: ["gradflow: --target 400: expected"], environment: surroundings)
    let run = try Program.run(["table", "--nosuch"], environment: surroundings)
    #expect(run.code == 64 && run.message.hasPrefix("gradflow: unknown option '--nosuch'"), "\(run.message)")
  }

  @Test("A file that is none")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("gradflow/flags"), withIntermediateDirectories: true)
    let surroundings = ["XDG_CONFIG_HOME": folder.path]
    try Program.expectRefusal(["table"], saying: ["gradflow/flags", "directory"], environment: surroundings)
    _ = try Program.output(["table", "--no-config"], environment: surroundings)
    let binary = try self.folder("")
    try binary.write([0xff, 0xfe, 0x0a], to: "gradflow/flags")
    try Program.expectRefusal(
      ["table"], saying: ["UTF-8", "--no-config"], environment: ["XDG_CONFIG_HOME": binary.path])
  }
}
