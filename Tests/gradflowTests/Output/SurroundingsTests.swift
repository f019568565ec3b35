import Glibc
import Testing

/// Same flags, same bytes: whatever the locale, the terminal, the window and the hour.
@Suite struct SurroundingsTests {
  private static let surroundings: [[String: String]] = [
    [:], ["LC_ALL": "C", "TERM": "dumb", "COLUMNS": "40", "LINES": "10"],
    ["LC_ALL": "de_DE.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "-1"],
    ["LC_ALL": "xx_NOT.A-LOCALE", "TZ": "Asia/Tokyo"],
  ]

  @Test(
    "The bytes are the same",
    arguments: [
      "table --format text --input noise", "table --format json --w 1.2", "render --keys a<Up>s",
      "render --format ansi --input sine",
    ])
  func bytes(line: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let runs = try Self.surroundings.map { try Program.output(arguments, environment: $0) }
    for (run, surroundings) in zip(runs, Self.surroundings) { #expect(run == runs[0], "\(surroundings)") }
  }

  @Test("On a terminal it prints what it prints into a pipe")
  func terminal() throws {
    let script = ChildProcess.Input.file("/dev/null")
    let quoted = "'\(Program.path)' render --format ansi"
    let child = try ChildProcess(
      "/usr/bin/script", ["-qec", quoted, "/dev/null"], environment: Program.environment, input: script,
      output: .captured)
    let seen = child.finish(within: .seconds(30)).text.replacing("\r\n", with: "\n")
    #expect(seen == (try Program.output(["render", "--format", "ansi"])))
  }
}
