import CNcurses

/// A row as it is given to ncurses, of characters with one look: colour pair and attributes.
func cursesRow(_ text: String, pair: Int16 = 0, attributes: attr_t = 0) -> [cchar_t] {
  text.unicodeScalars.map { scalar in
    var cell = cchar_t()
    setcchar(&cell, [wchar_t(scalar.value), 0], attributes, pair, nil)
    return cell
  }
}
