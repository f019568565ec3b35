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

  /// Pastes text, in brackets where the program has asked for them.
  func paste(_ text: String) throws {
    try run(["set-buffer", text])
    try run(["paste-buffer", "-p"])
  }

  /// Lets programs set the clipboard, which here is a buffer.
  func allowClipboard() throws { try run(["set-option", "-g", "set-clipboard", "on"]) }

  /// The newest buffer once it satisfies a condition, or as it is after 20 seconds.
  func buffer(when condition: (String) -> Bool) throws -> String {
    try wait(for: { try run(["show-buffer"], isAnswered: true) }, until: condition)
  }

  func resize(width: Int, height: Int) throws {
    try run(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// Sends the program a signal by the number it left in the file `pid`.
  func kill(_ signal: String) throws {
    let process = try ChildProcess(
      "/bin/sh", ["-c", "kill -\(signal) $(cat '\(path("pid"))')"], environment: Program.environment,
      input: .file("/dev/null"), output: .captured)
    _ = process.finish(within: .seconds(20))
  }

  /// Closes the terminal, as when a connection breaks.
  func hangUp() throws { try run(["kill-server"]) }

  /// The terminal's device.
  func device() throws -> String {
    try run(["display", "-p", "#{pane_tty}"], isAnswered: true).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The screen's text as it is seen, without trailing blanks.
  func screen() throws -> String { SeenText.plain(try escapes()) }

  /// The screen once it satisfies a condition, or as it is after 20 seconds.
  @discardableResult
  func screen(when condition: (String) -> Bool) throws -> String {
    try wait(for: { try screen() }, until: condition)
  }

  /// The screen with its colours once it satisfies a condition, or as it is after 20 seconds.
  func styledScreen(
    width: Int, height: Int, when condition: (EmulatedScreen) -> Bool
  ) throws -> EmulatedScreen {
    let read = {
      EmulatedScreen(
        lines: try self.run(["capture-pane", "-p", "-e", "-N"], isAnswered: true), width: width, height: height)
    }
    return try wait(for: read, until: condition)
  }

  /// The screen once it satisfies a condition and stays the same for a moment.
  func stillScreen(when condition: (String) -> Bool) throws -> String {
    var last = ""
    return try screen { text in
      defer { last = text }
      return condition(text) && text == last
    }
  }

  /// The screen's text with lines that were too long in one piece, and what scrolled off above it.
  func unwrapped() throws -> String { try run(["capture-pane", "-p", "-J", "-S", "-"], isAnswered: true) }

  /// The screen's text with the sequences of its colours.
  func escapes() throws -> String { try run(["capture-pane", "-p", "-e"], isAnswered: true) }

  /// What the terminal has been told: alternate screen, cursor, mouse reports, keypad.
  func modes() throws -> String {
    let names = [
      "alternate_on", "cursor_flag", "mouse_any_flag", "mouse_sgr_flag", "keypad_flag", "keypad_cursor_flag",
    ]
    return try run(["display", "-p", names.map { "\($0)=#{\($0)}" }.joined(separator: " ")], isAnswered: true)
  }

  /// The modes of a terminal that nothing has been told.
  static let plainModes =
    "alternate_on=0 cursor_flag=1 mouse_any_flag=0 mouse_sgr_flag=0 keypad_flag=0 keypad_cursor_flag=0\n"

  private func wait<Value>(for read: () throws -> Value, until condition: (Value) -> Bool) throws -> Value {
    let deadline = Date(timeIntervalSinceNow: 20 * Double(Program.patience))
    while Date() < deadline {
      let value = try read()
      if condition(value) { return value }
      usleep(20_000)
    }
    return try read()
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
