import CNcurses
import Screen

/// Turns a row of cells into what ncurses draws, column by column in step whatever the glyphs are.
struct RowEncoder {
  /// The renditions of the roles.
  private var scheme: ColorScheme
  /// Whether the locale can show more than ASCII.
  let isUnicode: Bool

  /// An encoder for a locale and the renditions of a palette.
  init(scheme: ColorScheme, isUnicode: Bool) {
    self.scheme = scheme
    self.isUnicode = isUnicode
  }

  /// The characters of a row; a wide one takes two columns.
  mutating func encode(_ row: ArraySlice<Cell>) -> [cchar_t] {
    var result: [cchar_t] = []
    result.reserveCapacity(row.count)
    var index = row.startIndex
    var before: Rendition?
    while index < row.endIndex {
      let cell = row[index]
      if cell.isBlank {
        let blanks = row[index...].prefix(while: \.isBlank)
        append(blanks, before: blanks.endIndex < row.endIndex ? before : nil, to: &result)
        index = blanks.endIndex
      } else {
        let isWide = index + 1 < row.endIndex && row[index + 1].glyph == Cell.continuation
        before = append(cell, columns: isWide ? 2 : 1, to: &result)
        index += isWide ? 2 : 1
      }
    }
    return result
  }

  /// The longest gap that takes the rendition of what stands before it.
  private static let gap = 4

  /// Appends blanks. A few of them between two glyphs take the rendition of the first one, `before`, where that shows
  /// nothing: a change of rendition costs more bytes than they do.
  private func append(_ blanks: ArraySlice<Cell>, before: Rendition?, to result: inout [cchar_t]) {
    let plain = scheme[.text]
    for cell in blanks {
      // What was a glyph of some colour is, without it, a blank as all others.
      let own = scheme[cell.style].sharesBlank(with: plain) ? plain : scheme[cell.style]
      if let before, blanks.count <= Self.gap, own.sharesBlank(with: before) {
        result.append(character(0x20, before))
      } else {
        result.append(character(0x20, own))
      }
    }
  }

  /// Appends a cell so that it takes the columns that the frame gives it, even where the C library knows the glyph with
  /// another width.
  ///
  /// - Returns: its rendition.
  private mutating func append(_ cell: Cell, columns: Int, to result: inout [cchar_t]) -> Rendition {
    let (glyph, rendition) = scheme.shown(cell)
    let scalars = glyph.unicodeScalars
    let base = scalars[scalars.startIndex]
    let isAlone = scalars.index(after: scalars.startIndex) == scalars.endIndex
    let isASCII = base.isASCII && (isAlone || glyph == "\r\n")
    let width = isASCII ? 1 : isUnicode ? Int(curses_width(wchar_t(base.value))) : -1
    let fits = width == 1 || width == columns
    if isASCII || isAlone || !fits {
      result.append(character(isASCII ? Self.printable(base) : fits ? wchar_t(base.value) : 0x3f, rendition))
    } else {
      result.append(character(Self.withCombining(scalars), rendition))
    }
    if columns == 2 && !(fits && width == 2) { result.append(character(0x20, rendition)) }
    return rendition
  }

  /// An ASCII character, or a blank for one that steers.
  private static func printable(_ scalar: Unicode.Scalar) -> wchar_t {
    scalar.value < 0x20 || scalar.value == 0x7f ? 0x20 : wchar_t(scalar.value)
  }

  /// A base character with the combining marks behind it; anything else behind it cannot share its cell.
  private static func withCombining(_ scalars: Character.UnicodeScalarView) -> [wchar_t] {
    let scalars = scalars.prefix(Int(CCHARW_MAX)).map { wchar_t($0.value) }
    return scalars.prefix(1) + scalars.dropFirst().prefix { curses_width($0) == 0 }
  }

  private func character(_ scalars: [wchar_t], _ rendition: Rendition) -> cchar_t {
    var result = cchar_t()
    setcchar(&result, scalars + [0], rendition.attributes, rendition.pair, nil)
    return result
  }

  private func character(_ scalar: wchar_t, _ rendition: Rendition) -> cchar_t {
    var result = cchar_t()
    setcchar(&result, [scalar, 0], rendition.attributes, rendition.pair, nil)
    return result
  }
}

extension Cell {
  /// Whether it shows nothing but its ground.
  fileprivate var isBlank: Bool { glyph == " " && halves == nil }
}
