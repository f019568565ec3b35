/// The terminal's modes that are ours to switch: ncurses knows nothing of them.
///
/// Mouse: presses and releases (1000), moves with a button down (1002), all in the form without a limit on the column
/// (1006). Paste: pasted text comes in brackets (2004).
enum ScreenModes {
  /// Starts mouse reports.
  static let mouseOn = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
  /// Ends mouse reports.
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l"
  /// Starts bracketed paste.
  static let pasteOn = "\u{1b}[?2004h"
  /// Ends bracketed paste.
  static let pasteOff = "\u{1b}[?2004l"

  /// All that brings a terminal back when ncurses can no longer do it: our own modes, colours, then the alternate
  /// screen, or an empty last line where there is none, then keypad and cursor.
  static func reset(of type: TerminalType) -> String {
    let own = type.isANSI ? mouseOff + pasteOff : ""
    let bottom = type.isANSI ? "\u{1b}[999;1H\u{1b}[K" : "\n"
    let screen = type.hasAlternateScreen ? "" : bottom
    return own + screen + ["op", "sgr0", "rmcup", "rmkx", "cnorm"].map(TerminalType.capability).joined()
  }
}
