import CNcurses
import Screen

/// How a role is sent to the terminal.
struct Look {
  /// Bold, dim, reverse.
  var attributes: attr_t
  /// The colour pair, 0 where there are no colours.
  var pair: Int16
  /// What a blank shows: the background's colour, -1 for the terminal's own.
  var ground: Int16

  /// Whether a blank looks the same in both.
  func sharesBlank(with other: Look) -> Bool {
    ground == other.ground && (attributes | other.attributes) & curses_reverse == 0
  }
}

/// The looks of all roles, as attributes and colour pairs of ncurses.
struct ColorScheme {
  /// By the raw value of `Style`.
  private let looks: [Look]
  /// By the upper and the lower role of two halves; nil where colours or pairs are too few.
  private var halves: [Look?]

  /// Sets up the colour pairs that a palette needs, on a terminal of so many colours.
  init(palette: Palette, colors: Int) {
    var pairs = ColorPairs(colors: min(colors, palette.depth.rawValue))
    looks = Style.allCases.map { pairs.look(of: palette.appearance(of: $0)) }
    halves = Array(repeating: nil, count: (looks.count + 1) * (looks.count + 1))
    guard colors >= 256 else { return }
    for pair in CellHalves.all {
      guard let look = palette.appearance(of: pair).map({ pairs.look(of: $0) }), look.pair != 0 else { return }
      halves[place(of: pair)] = look
    }
  }

  private func place(of halves: CellHalves) -> Int {
    func place(_ style: Style?) -> Int { style.map { Int($0.rawValue) } ?? looks.count }
    return place(halves.upper) * (looks.count + 1) + place(halves.lower)
  }

  /// The look of a role.
  subscript(style: Style) -> Look { looks[Int(style.rawValue)] }

  /// What is drawn for a cell: for two halves a block in two colours, or where those are too many the cell's own glyph.
  func shown(_ cell: Cell) -> (glyph: Character, look: Look) {
    if let halves = cell.halves, let look = self.halves[place(of: halves)] { return (halves.glyph(of: cell), look) }
    let (glyph, isReversed) = cell.sent
    var look = self[cell.style]
    if isReversed { look.attributes ^= curses_reverse }
    return (glyph, look)
  }

  /// The depth to draw with: what is wanted, or else what NO_COLOR leaves of what there is.
  static func depth(wanted: ColorDepth?, colors: Int, noColor: Bool) -> ColorDepth {
    let possible: ColorDepth = colors >= 256 ? .cube : colors >= 8 ? .sixteen : .none
    guard let wanted else { return noColor ? .none : possible }
    return wanted.rawValue < possible.rawValue ? wanted : possible
  }
}

/// Hands out colour pairs, one for each combination in use.
private struct ColorPairs {
  /// How many colours the terminal has.
  let colors: Int
  private var numbers: [[Int16]: Int16] = [:]

  init(colors: Int) { self.colors = colors }

  mutating func look(of appearance: Appearance) -> Look {
    var look = Look(attributes: attributes(of: appearance), pair: 0, ground: -1)
    let foreground = color(appearance.foreground, bright: &look.attributes)
    var ignored: attr_t = 0
    let background = color(appearance.background, bright: &ignored)
    look.ground = background
    look.pair = pair(foreground, background)
    return look
  }

  private func attributes(of appearance: Appearance) -> attr_t {
    (appearance.isBold ? curses_bold : 0) | (appearance.isDim ? curses_dim : 0)
      | (appearance.isReversed ? curses_reverse : 0)
  }

  /// The colour's number, -1 for the terminal's own. With eight colours the bright ones become bold.
  private func color(_ ink: Ink?, bright: inout attr_t) -> Int16 {
    guard let ink, colors >= 8 else { return -1 }
    if colors >= 256 { return Int16(ink.cube) }
    guard let color = ink.sixteen else { return -1 }
    if colors >= 16 || color < 8 { return Int16(color) }
    bright |= curses_bold
    return Int16(color) - 8
  }

  /// The terminal's own colours are a pair like others: from pair 0 ncurses comes and goes with a reset of everything.
  private mutating func pair(_ foreground: Int16, _ background: Int16) -> Int16 {
    if colors < 8 { return 0 }
    if let number = numbers[[foreground, background]] { return number }
    let number = Int16(numbers.count + 1)
    guard init_pair(number, foreground, background) == OK else { return 0 }
    numbers[[foreground, background]] = number
    return number
  }
}
