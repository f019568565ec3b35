import Foundation
import Testing

@testable import gradflow

/// The words of the command line before they are parsed.
@Suite struct CommandWordsTests {
  @Test("They are what the program was started with")
  func given() { #expect(CommandWords.given == Array(CommandLine.arguments.dropFirst())) }

  @Test(
    "A value that begins with a hyphen is bound to the flag before it, other words stay",
    arguments: [
      (["--keys", "---"], ["--keys=---"]), (["-o", "-x.svg", "--w", "-1"], ["--output=-x.svg", "--w", "-1"]),
      (["--keys", "a", "--ascii"], ["--keys", "a", "--ascii"]), (["--keys"], ["--keys"]), ([], []),
      (["--keys", "--keys", "a"], ["--keys=--keys", "a"]),
      (["list", "--", "--keys", "-a"], ["list", "--", "--keys", "-a"]),
      (["--column", "--", "--input", "-"], ["--column=--", "--input=-"]),
    ])
  func bound(words: [String], expected: [String]) { #expect(CommandWords.bound(words) == expected) }

  @Test(
    "--keys takes its value whatever it begins with",
    arguments: [
      ("-x", "--w -0.9"), ("---", "--w -0.9"), ("--", ""), ("-=1<Enter>", "--w 1"), ("-h", "--w -0.9 --target 43"),
    ])
  func keys(script: String, flags: String) throws {
    let played = try Program.output(["render", "--keys", script])
    let asked = try Program.output(["render"] + flags.split(separator: " ").map(String.init))
    #expect(played.split(separator: "\n").prefix(2) == asked.split(separator: "\n").prefix(2))
    #expect(try Program.output(["render", "--keys", "--no"]).contains("scenarios"))
  }

  /// Needs a namespace of its own, which a user without privileges may not be given.
  @Test("Without /proc the program does what it is told", .enabled(if: canHideProc))
  func withoutProc() throws {
    for arguments in [["table", "--w", "1.25"], ["render", "--hidden", "3", "--keys", "-<Up>"], ["list", "inputs"]] {
      let hidden = try Self.finish(withoutProc: [Program.path] + arguments)
      #expect(hidden.code == 0, Comment(rawValue: hidden.message))
      #expect(hidden.text == (try Program.output(arguments)))
    }
  }

  static let canHideProc = (try? finish(withoutProc: ["/bin/true"]))?.code == 0

  private static func finish(withoutProc command: [String]) throws -> Finished {
    let script = "mount -t tmpfs none /proc && exec \"$@\""
    let child = try ChildProcess(
      "/usr/bin/env", ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"] + command,
      environment: Program.environment, input: .file("/dev/null"), output: .captured)
    return try child.finish(within: .seconds(60))
  }
}
