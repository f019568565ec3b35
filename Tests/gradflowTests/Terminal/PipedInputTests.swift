import Testing

/// Data on standard input, keys from the controlling terminal.
@Suite(.serialized, .onOwnThreads) struct PipedInputTests {
  @Test(
    "The data is read, the keys work",
    arguments: [
      ("1\\n2\\n4\\n3\\n", ["--input", "-"]), ("to be or not to be\\n", ["--text", "-", "--hidden", "4"]),
    ])
  func keys(data: String, flags: [String]) throws {
    let flags = flags + ["--theme", "dark"]
    let words = flags.joined(separator: " ")
    let terminal = try Tmux(width: 100, height: 30, "printf '\(data)' | '\(Program.path)' \(words); echo code $?")
    let bytes = Array(data.replacing("\\n", with: "\n").utf8)
    var expected = try Program.output(["render"] + flags, input: .bytes(bytes))
    #expect(try terminal.screen { $0 == expected } == expected)
    try terminal.type("Up", "Up", "a", "s")
    expected = try Program.output(["render", "--keys", "<Up><Up>as"] + flags, input: .bytes(bytes))
    #expect(try terminal.screen { $0 == expected } == expected)
    try terminal.type("q")
    #expect(try terminal.screen { $0.hasPrefix("code") }.hasPrefix("code 0\n"))
    #expect(try terminal.modes() == Tmux.plainModes)
  }

  @Test("Without a controlling terminal it says so in one line")
  func noKeyboard() throws {
    let terminal = try Tmux(
      width: 100, height: 30, "setsid -w sh -c \"echo 1 | '\(Program.path)' --input -; echo code \\$?\"")
    let message =
      "gradflow: no terminal to read keys from: `gradflow render` prints the same picture without one\ncode 2\n"
    #expect(try terminal.screen { $0.contains("code") }.hasPrefix(message))
    #expect(try terminal.modes() == Tmux.plainModes)
  }
}
