import Foundation
import Testing

/// However the program dies, the terminal is given back, and a bug says what was on the screen.
@Suite(.serialized, .onOwnThreads) struct DyingTests {
  private static let size = (width: 100, height: 30)

  @Test(
    "Left or killed from outside",
    arguments: [
      ("q", nil, 0), ("C-c", nil, 130), ("C-\\", nil, 131), (nil, "TERM", 143), (nil, "HUP", 129), (nil, "INT", 130),
      (nil, "QUIT", 131), (nil, "ABRT", 134), (nil, "SEGV", 139), (nil, "ALRM", 142), (nil, "USR1", 138),
      (nil, "RTMIN", 162), (nil, "ILL", 132), (nil, "TRAP", 133),
    ] as [(String?, String?, Int)])
  func outside(key: String?, signal: String?, code: Int) throws {
    let terminal = try Dying.start(Self.size)
    try terminal.screen { $0.contains("target k") }
    if let key { try terminal.type(key) }
    if let signal { try terminal.kill(signal) }
    try Dying.expectGivenBack(terminal, code: code)
  }

  /// Each way to fail, the runtime's message where it has one, and the exit code that a shell sees.
  private static let failures: [(failure: String, message: String?, code: Int)] = [
    ("index", "Fatal error: Index out of range", 132), ("overflow", nil, 132),
    ("unwrap", "Fatal error: Unexpected", 132),
    ("precondition", "Precondition failed: asked for", 132), ("fatal", "Fatal error: asked for", 132),
    ("stack", nil, 139), ("segv", nil, 139), ("abort", nil, 134),
    ("thread", "Fatal error: asked for, on a thread", 132),
  ]

  @Test("A bug ends the program", arguments: failures)
  func inside(failure: String, message: String?, code: Int) throws {
    if failure == "stack", Program.isThreadSanitized { return }
    let terminal = try Dying.start(Self.size, before: "unset SWIFT_BACKTRACE", failure: failure)
    try die(terminal, message: message, code: code)
  }

  @Test(
    "The runtime's backtracer does not get in the way, nor is its stack for signals needed",
    arguments: [("yes", "fatal", 132), ("tty", "fatal", 132), ("no", "stack", 139)])
  func backtracer(enable: String, failure: String, code: Int) throws {
    if failure == "stack", Program.isThreadSanitized { return }
    let terminal = try Dying.start(
      Self.size, before: "export SWIFT_BACKTRACE=enable=\(enable),interactive=yes", failure: failure)
    try die(terminal, message: failure == "fatal" ? "Fatal error: asked for" : nil, code: code)
  }

  @Test("A command line of kilobytes is reported whole")
  func longCommandLine() throws {
    let folder = try TemporaryFolder()
    let names = ["temperature", "pressure"].map { "the \($0)'s own " + String(repeating: $0, count: 60) }
    let rows = (1...50).map { "\($0),\(50 - $0)" }
    let file = try folder.write(([names.joined(separator: ",")] + rows).joined(separator: "\n"), to: "long.csv")
    let columns = names.map { "--column '\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
    let terminal = try Dying.start(
      Self.size, flags: "--hidden 3 --input '\(file)' \(columns)", failure: "fatal")
    try die(terminal, message: "Fatal error: asked for", code: 132)
  }

  /// Lets it fail, and expects the message and a command that draws the screen of that moment.
  private func die(_ terminal: Tmux, message: String?, code: Int) throws {
    try terminal.screen { $0.contains("target k") }
    try terminal.type("Up", "Up", "a", "[", "[", "Left", "s")
    let last = try terminal.stillScreen { $0.contains("linear scale") }
    try terminal.type("C-l")
    let lines = try Dying.expectGivenBack(terminal, code: code)
    if let message { #expect(lines.contains { $0.contains(message) }, "\(lines)") }
    let report = "gradflow: a bug ended the program; this shows the screen it died on: "
    let reports = lines.filter { $0.hasPrefix(report) }
    try #require(reports.count == 1, "\(lines)")
    let again = try Dying.render(String(reports[0].dropFirst(report.count)), Self.size)
    // The last row's hints know of a history to undo that no command line has.
    #expect(again.split(separator: "\n").dropLast() == last.split(separator: "\n").dropLast(), "\(reports[0])")
  }
}

/// A terminal with the program in it, between two questions after the terminal's modes.
enum Dying {
  /// Starts it; the debug build, where it is to fail when Ctrl-L is pressed.
  static func start(
    _ size: (width: Int, height: Int), before: String = ":", flags: String = "", failure: String? = nil
  ) throws -> Tmux {
    let asked = Program.crash(failure).map { "; export \($0)=\($1)" }.joined()
    return try Tmux(
      width: size.width, height: size.height,
      "trap : QUIT; echo marker; stty -a > before; \(before)\(asked); "
        + "sh -c \"echo \\$\\$ > pid; exec '\(Program.path(failing: failure))' --theme dark \"'\"$@\"' sh \(flags); "
        + "echo code $?; stty -a > after; cmp before after && echo same modes")
  }

  /// Expects the exit code, the terminal's modes as they were, and nothing of the program's on the main screen but
  /// plain text. Returns the lines.
  @discardableResult
  static func expectGivenBack(
    _ terminal: Tmux, code: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    try terminal.screen { $0.contains("same modes") || $0.contains("differ") }
    let lines = try terminal.unwrapped().split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.suffix(2) == ["code \(code)", "same modes"], "\(lines)", sourceLocation: sourceLocation)
    #expect(lines.first == "marker", "the main screen is back: \(lines)", sourceLocation: sourceLocation)
    #expect(try terminal.modes() == Tmux.plainModes, sourceLocation: sourceLocation)
    #expect(try !terminal.escapes().contains("\u{1b}"), "a stray colour", sourceLocation: sourceLocation)
    try terminal.paste("pasted")
    let echo = try terminal.screen { $0.contains("pasted") }
    #expect(echo.contains("\npasted"), "no brackets: \(echo)", sourceLocation: sourceLocation)
    return lines
  }

  /// The screen that a reported command draws, with `render` in place of the program's name.
  static func render(_ command: String, _ size: (width: Int, height: Int)) throws -> String {
    let render = "gradflow() { '\(Program.path)' render --size \(size.width)x\(size.height) \"$@\"; }"
    let shell = try ChildProcess(
      "/bin/sh", ["-c", "\(render); \(command)"], environment: Program.environment, input: .file("/dev/null"),
      output: .captured)
    return shell.finish(within: .seconds(60)).text
  }
}
