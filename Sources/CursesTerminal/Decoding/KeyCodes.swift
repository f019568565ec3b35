import CNcurses
import Screen

extension Key {
  /// The key for a code of ncurses; nil for the keys that the program does not know.
  init?(cursesCode code: Int32) {
    guard let key = Self.byCode[code] else { return nil }
    self = key
  }

  private static let byCode: [Int32: Key] = [
    KEY_UP: Key(.up), KEY_DOWN: Key(.down), KEY_LEFT: Key(.left), KEY_RIGHT: Key(.right),
    KEY_SR: Key(.up, shift: true), KEY_SF: Key(.down, shift: true), KEY_SLEFT: Key(.left, shift: true),
    KEY_SRIGHT: Key(.right, shift: true), KEY_HOME: Key(.home), KEY_END: Key(.end), KEY_NPAGE: Key(.pageDown),
    KEY_PPAGE: Key(.pageUp), KEY_SHOME: Key(.home, shift: true), KEY_SEND: Key(.end, shift: true),
    KEY_SNEXT: Key(.pageDown, shift: true), KEY_SPREVIOUS: Key(.pageUp, shift: true), KEY_A1: Key(.home),
    KEY_A3: Key(.pageUp), KEY_C1: Key(.end), KEY_C3: Key(.pageDown), KEY_BTAB: Key(.tab, shift: true),
    KEY_ENTER: Key(.enter), KEY_BACKSPACE: Key(.backspace), KEY_DC: Key(.delete), KEY_SDC: Key(.delete, shift: true),
    KEY_FIND: Key(.home), KEY_SELECT: Key(.end),
  ]
}
