import Foundation
import Testing

/// A terminal in tmux with the program in it.
final class Tmux {
  private let socket = "gradflow-\(UUID().uuidString.prefix(8))"
  private let folder = FileManager.default.temporaryDirectory.appending(path: "gradflow-\(UUID().uuidString)")

  /// Starts a shell line in a terminal of that size.
  init(width: Int, height: Int, locale: String = "C.UTF-8", _ line: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let environment = "export LC_ALL=\(locale) TERM=tmux-256color; unset NO_COLOR COLORFGBG; cd '\(folder.path())'"
    try run([
      "-u", "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "sh", "-c",
      "\(environment); \(line); sleep 1000",
    ])
    try run(["set-option", "-g", "status", "off"])
  }

  deinit {
    _ = try? run(["kill-server"])
    try? FileManager.default.removeItem(at: folder)
  }

  /// A file in the folder that the shell line runs in.
  func path(_ name: String) -> String { folder.appending(path: name).path() }

  /// Types keys, as tmux names them, or text to the letter.
  func type(_ keys: String..., literally: Bool = false) throws {
    try run(["send-keys"] + (literally ? ["-l"] : []) + keys)
  }

  func resize(width: Int, height: Int) throws {
    try run(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// The screen's text, without trailing blanks.
  func screen() throws -> String { try run(["capture-pane", "-p"], isAnswered: true) }

  /// The screen once it satisfies a condition, or as it is after 20 seconds.
  @discardableResult
  func screen(when condition: (String) -> Bool) throws -> String {
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline {
      let text = try screen()
      if condition(text) { return text }
      usleep(20_000)
    }
    return try screen()
  }

  /// Runs tmux. The server that the first call starts keeps its streams open for ever, so only answers are read.
  @discardableResult
  private func run(_ arguments: [String], isAnswered: Bool = false) throws -> String {
    let process = try ChildProcess(
      "/bin/sh", ["-c", "exec tmux \"$@\" 2>/dev/null", "tmux", "-L", socket] + arguments,
      environment: Program.environment, input: .file("/dev/null"), output: isAnswered ? .captured : .file("/dev/null"))
    return process.finish(within: .seconds(20)).text
  }
}
