import Testing

/// Where people live changes nothing in what is printed.
@Suite struct LocaleTests {
  /// Made anew, so that no test depends on what a machine has installed.
  private static let made = [("de_DE", "UTF-8"), ("tr_TR", "UTF-8"), ("ja_JP", "EUC-JP")]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (language, codeset) in Self.made {
      let path = folder.file("\(language).\(codeset)")
      let child = try ChildProcess(
        "/usr/bin/env", ["localedef", "--no-archive", "-i", language, "-f", codeset, path],
        environment: Program.environment, input: .file("/dev/null"), output: .captured)
      let run = child.finish(within: .seconds(120))
      // A warning about the character set, as EUC-JP gets, is an exit code of 1.
      try #require(
        run.code == 0 || run.code == 1, "scripts/setup locales installs what localedef needs: \(run.message)")
    }
  }

  private var locales: [[String: String]] {
    [["LC_ALL": "C"], ["LC_ALL": "C.UTF-8"], ["LC_ALL": "", "LANG": "no_SUCH.locale"]]
      + Self.made.map { ["LC_ALL": "\($0.0).\($0.1)", "LOCPATH": folder.path] }
  }

  @Test("The locales are in force: a shell writes a decimal comma")
  func areInForce() throws {
    let child = try ChildProcess(
      "/bin/bash", ["-c", "printf '%.1f' 1,5"], environment: ["LC_ALL": "de_DE.UTF-8", "LOCPATH": folder.path],
      input: .file("/dev/null"), output: .captured)
    #expect(child.finish(within: .seconds(20)).text == "1,5")
  }

  @Test("The same bytes in C, UTF-8, German, Turkish and Japanese surroundings")
  func sameBytes() throws {
    let commands = [
      ["render"], ["render", "--format", "ansi", "--color", "truecolor"], ["render", "--format", "svg"],
      ["render", "--view", "derivation"], ["render", "--view", "landscape"],
      ["render", "--activation", "sigmoid", "--keys", "y"],
      ["render", "--hidden", "8", "--view", "spectrum"], ["table"], ["table", "--format", "json"],
      ["table", "--format", "csv"],
      ["map"], ["map", "--format", "json"], ["sweep", "--vary", "W=0:1:0.25"], ["check"], ["list", "inputs"],
      ["list", "keys"], ["list", "activations"], ["inspect", "builtin:sunspots"], ["--help"],
    ]
    for command in commands {
      let outputs = try locales.map { try Program.output(command, environment: $0) }
      #expect(Set(outputs).count == 1 && outputs[0] != "", "\(command)")
    }
  }

  @Test("A message is the same as well, whatever its letters")
  func sameMessages() throws {
    for command in [
      ["--input", "INDIGO.csv"], ["--steps", "0"], ["--activation", "TITANIC"], ["table", "--target", "99"],
    ] {
      let messages = try locales.map { try Program.run(command, environment: $0).message }
      #expect(Set(messages).count == 1, "\(command) \(messages)")
    }
  }

  @Test("On the screen numbers have points; where the locale is not UTF-8, glyphs are ASCII")
  func screen() throws {
    for locale in locales {
      let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"], environment: locale)
      var screen = EmulatedScreen(width: 100, height: 30)
      screen.feed(try #require(terminal.readToRest()))
      let isUnicode = locale["LC_ALL"]?.hasSuffix("UTF-8") == true
      #expect(screen.text == (try Program.output(["render"] + (isUnicode ? [] : ["--ascii"]))), "\(locale)")
      #expect(screen.rows[0].contains("W +0.90"))
      terminal.type("q")
      #expect(terminal.finish() == .code(0))
    }
  }
}
