import Explorer
import RNNCore
import Testing

@testable import gradflow

/// Exit code 64 and argument-parser's words for what is no command line, and what the program says of itself.
@Suite struct UsageTests {
  @Test(
    "What is no flag, no value or no command",
    arguments: [
      "table --nope", "table extra", "nosuch", "list", "list nope", "sweep", "table --w", "table --w 1,5",
      "table --steps 1.5", "table --steps 99999999999999999999", "table --seed -1", "table --wrt w",
      "table --of unit:-1",
      "table --scale nope", "map --format text", "render --view nope", "render --size 100", "render --size 100x30x3",
      "render --theme blue", "render --axes x", "render --keys <", "sweep --vary W=0:3", "sweep --vary X=0:3:1",
      "sweep --vary W=a:b:c", "table --keys a", "--generate-completion-script tcsh",
    ])
  func refused(line: String) throws {
    let run = try Program.run(line.split(separator: " ").map(String.init))
    #expect(run.code == 64, "\(run.message)")
    #expect(run.text == "")
    #expect(run.message.hasPrefix("gradflow: "))
    #expect(!run.message.contains("Fatal"))
  }

  @Test("An empty value is no value", arguments: ["--w", "--of"])
  func empty(flag: String) throws { try Program.expectUsageError(["table", flag, ""]) }

  @Test("A value that is none of several names them all")
  func alternatives() throws {
    try Program.expectUsageError(["table", "--activation", "nope"], saying: Activation.allCases.map(\.rawValue))
    try Program.expectUsageError(["table", "--format", "nope"], saying: ["text", "csv", "json"])
    try Program.expectUsageError(["render", "--color", "nope"], saying: ["auto", "never", "16", "256", "truecolor"])
  }

  @Test("An unknown key lists the known ones, all of which work")
  func keys() throws {
    try Program.expectUsageError(
      ["render", "--keys", "a<Nope>"], saying: ["<Nope>"] + KeyScript.knownNames.map { "<\($0)>" })
    let all = KeyScript.knownNames.map { "<\($0)>" }.joined()
    #expect(try Program.output(["render", "--keys", all]).contains("gradflow"))
  }

  @Test("--version and --help go to standard output")
  func about() throws {
    #expect(try Program.output(["--version"]).wholeMatch(of: /gradflow \d+\.\d+\.\d+\n/) != nil)
    let help = try Program.output(["--help"])
    for word in ["explore", "render", "table", "map", "sweep", "check", "spectrum", "profile", "list", "--version"] {
      #expect(help.contains(word))
    }
    #expect(try Program.output(["help", "table"]) == Program.output(["table", "--help"]))
  }

  @Test(
    "Every command's help names every flag of the contract",
    arguments: [
      ("explore", ["--term", "--keys", "--ascii", "--theme", "--color"]),
      ("render", ["--term", "--keys", "--ascii", "--theme", "--color", "--view", "--size", "--format", "--output"]),
      ("table", ["--format"]), ("map", ["--format"]), ("sweep", ["--format", "--vary"]), ("check", []),
      ("spectrum", ["--format"]), ("profile", ["--format"]),
    ])
  func help(command: String, flags: [String]) throws {
    let help = try Program.output([command, "--help"])
    let shared = [
      "--activation", "--w", "--u", "--bias", "--s0", "--input", "--steps", "--offset", "--amplitude", "--scale",
      "--column", "--seed", "--v", "--target", "--wrt", "--of",
    ]
    for flag in shared + flags { #expect(help.contains(flag + " ") || help.contains(flag + "\n")) }
  }

  @Test("Completion scripts", arguments: [("bash", "complete"), ("zsh", "#compdef gradflow"), ("fish", "complete -c")])
  func completion(shell: String, word: String) throws {
    let script = try Program.output(["--generate-completion-script", shell])
    for needed in [word, "gradflow", "activation", "leakyrelu"] { #expect(script.contains(needed)) }
  }

  @Test("list prints names that the flags take, one a line")
  func list() throws {
    let activations = try Program.output(["list", "activations"])
    #expect(activations == Activation.allCases.map { $0.rawValue + "\n" }.joined())
    for name in try Program.output(["list", "inputs"]).split(separator: "\n") {
      let options = try SequenceOptions.parse(["--input", String(name)])
      #expect(try options.sources(from: Setup(), for: .scalar).choice.steps == 44)
    }
    for name in try Program.output(["list", "views"]).split(separator: "\n") {
      #expect(View(rawValue: String(name)) != nil)
    }
    let keys = try Program.output(["list", "keys"]).split(separator: "\n")
    #expect(keys.map(String.init) == KeyBindings.rows.map { "\($0.keys)\t\($0.does)" })
  }

  @Test("Without a terminal the explorer says so and names render", arguments: [[], ["explore"], ["--w", "1.2"]])
  func noTerminal(arguments: [String]) throws {
    try Program.expectRefusal(arguments, saying: ["terminal", "gradflow render"])
    try Program.expectRefusal(arguments, saying: ["terminal", "gradflow render"], environment: ["TERM": "xterm"])
  }
}
