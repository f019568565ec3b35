import CNcurses
import Glibc

/// What the terminal database says about the terminal named by TERM.
struct TerminalType {
  /// The name.
  let name: String

  /// Looks the type up; afterwards `capability(_:)` can be asked.
  init(descriptor: Int32) throws(TerminalError) {
    guard let name = Self.environment("TERM") else { throw .typeMissing }
    self.name = name
    var answer: Int32 = 0
    let found = setupterm(name, descriptor, &answer) == OK
    if !found && name == "unknown" { throw .typeTooSimple(name) }
    if !found { throw .typeUnknown(name) }
    if Self.capability("cup").isEmpty || name == "dumb" { throw .typeTooSimple(name) }
  }

  /// A capability's string without its padding, empty where the terminal has none.
  static func capability(_ name: String) -> String {
    guard let value = tigetstr(name), Int(bitPattern: value) != -1 else { return "" }
    return withoutPadding(String(cString: value))
  }

  /// Whether it takes ANSI control sequences, so that sequences of our own do no harm.
  var isANSI: Bool { Self.capability("cup").hasPrefix("\u{1b}[") }

  /// Whether it takes operating system commands (`ESC ]`) without showing what it does not know. The Linux console, for one,
  /// does not.
  var takesCommands: Bool { Self.takesCommands(name) }

  static func takesCommands(_ name: String) -> Bool {
    [
      "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "konsole", "gnome", "vte", "st-", "iterm", "wezterm",
      "kitty", "ghostty", "contour", "mintty",
    ].contains { name.hasPrefix($0) }
  }

  /// Whether the screen of before comes back when the program leaves.
  var hasAlternateScreen: Bool { !Self.capability("rmcup").isEmpty }

  /// Removes the pauses, `$<5>` or `$<10*/>`, that terminals of paper and glass needed.
  static func withoutPadding(_ capability: String) -> String {
    var result = ""
    var rest = Substring(capability)
    while let start = rest.firstRange(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
      result += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// A variable of the environment; nil where it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
