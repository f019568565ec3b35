import CNcurses
import GradientView

/// Turns a row of cells into what ncurses draws, column by column in step whatever the glyphs are.
struct RowEncoder {
  /// The looks of the roles.
  let scheme: ColorScheme
  /// Whether the locale can show more than ASCII.
  let isUnicode: Bool

  /// The characters of a row; a wide one takes two columns.
  func encode(_ row: ArraySlice<Cell>) -> [cchar_t] {
    var result: [cchar_t] = []
    result.reserveCapacity(row.count)
    var index = row.startIndex
    while index < row.endIndex {
      let cell = row[index]
      let isWide = index + 1 < row.endIndex && row[index + 1].glyph == Cell.continuation
      append(cell, columns: isWide ? 2 : 1, to: &result)
      index += isWide ? 2 : 1
    }
    return result
  }

  /// Appends a cell so that it takes the columns that the frame gives it, even where the C library knows the glyph with
  /// another width.
  private func append(_ cell: Cell, columns: Int, to result: inout [cchar_t]) {
    let look = scheme[cell.style]
    if let ascii = cell.glyph.asciiValue {
      result.append(character([wchar_t(ascii < 0x20 || ascii == 0x7f ? 0x20 : ascii)], look))
      if columns == 2 { result.append(character([0x20], look)) }
      return
    }
    let scalars = cell.glyph.unicodeScalars.prefix(Int(CCHARW_MAX)).map { wchar_t($0.value) }
    let width = isUnicode ? Int(curses_width(scalars[0])) : -1
    let fits = width == 1 || width == columns
    result.append(character(fits ? Self.withCombining(scalars) : [0x3f], look))
    if columns == 2 && !(fits && width == 2) { result.append(character([0x20], look)) }
  }

  /// A base character with the combining marks behind it; anything else behind it cannot share its cell.
  private static func withCombining(_ scalars: [wchar_t]) -> [wchar_t] {
    scalars.prefix(1) + scalars.dropFirst().prefix { curses_width($0) == 0 }
  }

  private func character(_ scalars: [wchar_t], _ look: Look) -> cchar_t {
    var result = cchar_t()
    setcchar(&result, scalars + [0], look.attributes, look.pair, nil)
    return result
  }
}
