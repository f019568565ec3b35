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

  /// All that brings a terminal back when ncurses can no longer do it: our own modes, then the alternate screen, or the
  /// last line where there is none, then keypad, colours and cursor.
  static func reset(of type: TerminalType) -> String {
    let own = type.isANSI ? mouseOff + pasteOff : ""
    let leave = type.capability("rmcup")
    let bottom = type.isANSI ? "\u{1b}[999;1H\n" : "\n"
    let colors = type.capability("op") + type.capability("sgr0")
    return own + colors + (leave.isEmpty ? bottom : leave) + type.capability("rmkx") + type.capability("cnorm")
  }
}
