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

  /// The type of the same terminal that takes colours as red, green and blue, where the database has one: `xterm-direct` for
  /// `xterm-256color`. Afterwards its capabilities are asked; else those of this type as before.
  func direct(descriptor: Int32) -> TerminalType? {
    var answer: Int32 = 0
    guard let other = Self.directName(name) else { return nil }
    if setupterm(other, descriptor, &answer) == OK, isANSI { return TerminalType(name: other) }
    setupterm(name, descriptor, &answer)
    return nil
  }

  /// What the database calls the type of a terminal that takes colours directly, if it has one.
  static func directName(_ name: String) -> String? {
    if name.hasSuffix("-direct") { return name }
    let ending = ["-256color", "-16color", "-color"].first(where: name.hasSuffix) ?? ""
    let base = name.dropLast(ending.count)
    return base.contains("-") || base.isEmpty ? nil : base + "-direct"
  }

  private init(name: String) { self.name = name }

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

/// Why there is no terminal to draw on.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard output is not a terminal.
  case outputIsNoTerminal
  /// Standard input is not a terminal, and there is no controlling terminal to take keys from.
  case noKeyboard
  /// TERM is not set, or empty.
  case typeMissing
  /// The terminal database has no entry of this name.
  case typeUnknown(String)
  /// This type of terminal cannot move its cursor.
  case typeTooSimple(String)
  /// A terminal is open already, or its modes cannot be read.
  case unavailable
}

extension TerminalError: CustomStringConvertible {
  /// One line for people: what is wrong and what to do.
  package var description: String {
    switch self {
    case .outputIsNoTerminal:
      "standard output is not a terminal: `gradflow render` prints the same picture without one"
    case .noKeyboard:
      "no terminal to read keys from: `gradflow render` prints the same picture without one"
    case .typeMissing:
      "TERM is not set: set it to your terminal's type, most often xterm-256color, or use `gradflow render`"
    case .typeUnknown(let name):
      "the terminal type TERM=\(name) is not known here: set TERM to a known one, most often xterm-256color, "
        + "or install the package ncurses-term"
    case .typeTooSimple(let name):
      "a terminal of type TERM=\(name) cannot move its cursor: set TERM to your terminal's type, "
        + "or use `gradflow render`"
    case .unavailable:
      "the terminal cannot be opened: `gradflow render` prints the same picture without one"
    }
  }
}

/// What the locale says about characters.
package enum Codeset {
  /// Whether the locale's characters are UTF-8, so that more than ASCII can be shown.
  ///
  /// Only LC_CTYPE is taken from the environment: numbers keep their decimal point.
  package static var isUTF8: Bool {
    if setlocale(LC_CTYPE, "") == nil { setlocale(LC_CTYPE, "C") }  // an unknown locale
    guard let name = nl_langinfo(Int32(CODESET)) else { return false }
    return String(cString: name) == "UTF-8"
  }

  /// Makes ncurses take the terminal for one of UTF-8, to be called before it starts.
  ///
  /// In any other locale it sends REP, "the same character once more", which many terminals that call themselves xterm do
  /// not know: they would lose cells. Where the locale is not UTF-8 only ASCII is drawn, which is the same in both.
  static func letCursesCountOnUTF8() {
    if !isUTF8 { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
