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
