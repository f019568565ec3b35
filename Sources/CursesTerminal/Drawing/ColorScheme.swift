import CNcurses
import Screen

/// How a role is sent to the terminal.
struct Rendition {
  /// Bold, dim, reverse.
  var attributes: attr_t
  /// The colour pair, 0 where there are no colours.
  var pair: Int16
  /// What a blank shows: the background's colour, -1 for the terminal's own.
  var ground: Int32

  /// Whether a blank looks the same in both.
  func sharesBlank(with other: Rendition) -> Bool {
    ground == other.ground && (attributes | other.attributes) & curses_reverse == 0
  }
}

/// The renditions of all roles, as attributes and colour pairs of ncurses.
struct ColorScheme {
  private let palette: Palette
  private let colors: Int
  private var pairs: ColorPairs
  /// By the raw value of `Style`.
  private let renditions: [Rendition]
  /// By the upper and the lower role of two halves, of those that were shown; without a pair where these are too few.
  private var halves: [Rendition?]

  /// Sets up the colour pairs that the roles of a palette need, on a terminal of so many colours.
  init(palette: Palette, colors: Int) {
    // A terminal with direct colours has eight of its own scheme only.
    let own = colors >= ColorDepth.truecolor.rawValue && palette.depth == .sixteen ? 8 : colors
    var pairs = ColorPairs(colors: Swift.min(own, palette.depth.rawValue))
    renditions = Style.allCases.map { pairs.rendition(of: palette.appearance(of: $0)) }
    halves = Array(repeating: nil, count: (renditions.count + 1) * (renditions.count + 1))
    (self.palette, self.colors, self.pairs) = (palette, colors, pairs)
  }

  /// The rendition of two halves, whose pair is set up when they are first shown; nil where colours or pairs are too few.
  private mutating func rendition(of halves: CellHalves) -> Rendition? {
    guard colors >= 256, let appearance = palette.appearance(of: halves) else { return nil }
    let place = place(of: halves)
    let rendition = self.halves[place] ?? pairs.rendition(of: appearance)
    self.halves[place] = rendition
    return rendition.pair == 0 ? nil : rendition
  }

  private func place(of halves: CellHalves) -> Int {
    func place(_ style: Style?) -> Int { style.map { Int($0.rawValue) } ?? renditions.count }
    return place(halves.upper) * (renditions.count + 1) + place(halves.lower)
  }

  /// The rendition of a role.
  subscript(style: Style) -> Rendition { renditions[Int(style.rawValue)] }

  /// What is drawn for a cell: for two halves a block in two colours, or where those are too many the cell's own glyph.
  mutating func shown(_ cell: Cell) -> (glyph: Character, rendition: Rendition) {
    if let halves = cell.halves, let rendition = rendition(of: halves) {
      return (halves.glyph(of: cell), rendition)
    }
    let (glyph, isReversed) = cell.sent
    var rendition = self[cell.style]
    if isReversed { rendition.attributes ^= curses_reverse }
    return (glyph, rendition)
  }

  /// The depth to draw with: what is wanted, as far as there are colours for it, or else all there are. A terminal that takes
  /// colours as red, green and blue has no cube.
  static func depth(wanted: ColorDepth?, colors: Int) -> ColorDepth {
    let possible: ColorDepth =
      colors >= ColorDepth.truecolor.rawValue ? .truecolor : colors >= 256 ? .cube : colors >= 8 ? .sixteen : .none
    guard let wanted, wanted.rawValue < possible.rawValue else { return possible }
    return possible == .truecolor && wanted == .cube ? .truecolor : wanted
  }

  /// Whether a variable COLORTERM says that there are 24 bits of colour.
  static func saysTrueColor(_ variable: String?) -> Bool { ["truecolor", "24bit"].contains(variable) }
}

/// Hands out colour pairs, one for each combination in use.
private struct ColorPairs {
  /// How many colours the terminal has.
  let colors: Int
  private var numbers: [[Int32]: Int16] = [:]

  init(colors: Int) { self.colors = colors }

  mutating func rendition(of appearance: Appearance) -> Rendition {
    var rendition = Rendition(attributes: attributes(of: appearance), pair: 0, ground: -1)
    let foreground = color(appearance.foreground, bright: &rendition.attributes)
    var ignored: attr_t = 0
    let background = color(appearance.background, bright: &ignored)
    rendition.ground = background
    rendition.pair = pair(foreground, background)
    return rendition
  }

  private func attributes(of appearance: Appearance) -> attr_t {
    (appearance.isBold ? curses_bold : 0) | (appearance.isDim ? curses_dim : 0)
      | (appearance.isReversed ? curses_reverse : 0)
  }

  /// The colour's number, -1 for the terminal's own. With eight colours the bright ones become bold.
  private func color(_ ink: Ink?, bright: inout attr_t) -> Int32 {
    guard let ink, colors >= 8 else { return -1 }
    // Where colours are direct the first eight numbers are those of the terminal's scheme.
    if colors >= ColorDepth.truecolor.rawValue { return Swift.max(Int32(ink.rgb), 8) }
    if colors >= 256 { return Int32(ink.cube) }
    guard let color = ink.sixteen else { return -1 }
    if colors >= 16 || color < 8 { return Int32(color) }
    bright |= curses_bold
    return Int32(color) - 8
  }

  /// The terminal's own colours are a pair like others: from pair 0 ncurses comes and goes with a reset of everything.
  private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int16 {
    if colors < 8 { return 0 }
    if let number = numbers[[foreground, background]] { return number }
    let number = Int16(numbers.count + 1)
    guard init_extended_pair(Int32(number), foreground, background) == OK else { return 0 }
    numbers[[foreground, background]] = number
    return number
  }
}
