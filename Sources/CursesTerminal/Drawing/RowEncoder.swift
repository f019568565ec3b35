import CNcurses
import Screen

/// Turns a row of cells into what ncurses draws, column by column in step whatever the glyphs are.
struct RowEncoder {
  /// The renditions of the roles.
  let scheme: ColorScheme
  /// Whether the locale can show more than ASCII.
  let isUnicode: Bool

  /// The characters of a row; a wide one takes two columns.
  func encode(_ row: ArraySlice<Cell>) -> [cchar_t] {
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
        append(cell, columns: isWide ? 2 : 1, to: &result)
        before = scheme.shown(cell).rendition
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
        result.append(character([0x20], before))
      } else {
        result.append(character([0x20], own))
      }
    }
  }

  /// Appends a cell so that it takes the columns that the frame gives it, even where the C library knows the glyph with
  /// another width.
  private func append(_ cell: Cell, columns: Int, to result: inout [cchar_t]) {
    let (glyph, rendition) = scheme.shown(cell)
    if let ascii = glyph.asciiValue {
      result.append(character([wchar_t(ascii < 0x20 || ascii == 0x7f ? 0x20 : ascii)], rendition))
      if columns == 2 { result.append(character([0x20], rendition)) }
      return
    }
    let scalars = glyph.unicodeScalars.prefix(Int(CCHARW_MAX)).map { wchar_t($0.value) }
    let width = isUnicode ? Int(curses_width(scalars[0])) : -1
    let fits = width == 1 || width == columns
    result.append(character(fits ? Self.withCombining(scalars) : [0x3f], rendition))
    if columns == 2 && !(fits && width == 2) { result.append(character([0x20], rendition)) }
  }

  /// A base character with the combining marks behind it; anything else behind it cannot share its cell.
  private static func withCombining(_ scalars: [wchar_t]) -> [wchar_t] {
    scalars.prefix(1) + scalars.dropFirst().prefix { curses_width($0) == 0 }
  }

  private func character(_ scalars: [wchar_t], _ rendition: Rendition) -> cchar_t {
    var result = cchar_t()
    setcchar(&result, scalars + [0], rendition.attributes, rendition.pair, nil)
    return result
  }
}

extension Cell {
  /// Whether it shows nothing but its ground.
  fileprivate var isBlank: Bool { glyph == " " && halves == nil }
}
