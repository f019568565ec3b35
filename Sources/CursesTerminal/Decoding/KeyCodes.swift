import CNcurses
import GradientView

extension Key {
  /// The key for a code of ncurses; nil for the keys that the program does not know.
  init?(cursesCode code: Int32) {
    if let key = Self.byCode[code] {
      self = key
    } else if code > KEY_MAX, let name = keyname(code), let key = Key(capability: String(cString: name)) {
      self = key
    } else {
      return nil
    }
  }

  /// The key for an extended capability such as `kUP5`: the key, then 1 + the sum of 1 for Shift, 2 for Alt and 4 for
  /// Control; without a number it is Shift. Keys with Alt are not known.
  init?(capability name: String) {
    let digits = name.drop { !$0.isNumber }
    guard let base = Self.byCapability[name.dropLast(digits.count)] else { return nil }
    self.init(base, modifier: digits.isEmpty ? 2 : Int(digits) ?? 0)
  }

  /// A key with a modifier as terminals number them; nil with Alt or Meta.
  init?(_ base: Base, modifier: Int) {
    let bits = modifier - 1
    guard (0..<8).contains(bits), bits & 2 == 0 else { return nil }
    self.init(base, shift: bits & 1 != 0, control: bits & 4 != 0)
  }

  private static let byCapability: [Substring: Base] = [
    "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kHOM": .home, "kEND": .end, "kNXT": .pageDown,
    "kPRV": .pageUp, "kDC": .delete,
  ]

  private static let byCode: [Int32: Key] = [
    KEY_UP: Key(.up), KEY_DOWN: Key(.down), KEY_LEFT: Key(.left), KEY_RIGHT: Key(.right),
    KEY_SR: Key(.up, shift: true), KEY_SF: Key(.down, shift: true), KEY_SLEFT: Key(.left, shift: true),
    KEY_SRIGHT: Key(.right, shift: true), KEY_HOME: Key(.home), KEY_END: Key(.end), KEY_NPAGE: Key(.pageDown),
    KEY_PPAGE: Key(.pageUp), KEY_SHOME: Key(.home, shift: true), KEY_SEND: Key(.end, shift: true),
    KEY_SNEXT: Key(.pageDown, shift: true), KEY_SPREVIOUS: Key(.pageUp, shift: true), KEY_A1: Key(.home),
    KEY_A3: Key(.pageUp), KEY_C1: Key(.end), KEY_C3: Key(.pageDown), KEY_BTAB: Key(.tab, shift: true),
    KEY_ENTER: Key(.enter), KEY_BACKSPACE: Key(.backspace), KEY_DC: Key(.delete), KEY_SDC: Key(.delete, shift: true),
  ]
}
