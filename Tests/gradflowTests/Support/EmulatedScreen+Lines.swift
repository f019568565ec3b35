/// Screens of text with SGR sequences, as `render` and tmux print them.
extension EmulatedScreen {
  /// Reads a line a row; what the lines lack is blank.
  init(lines text: String, width: Int, height: Int) {
    self.init(width: width, height: height)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(height)
    for (row, line) in lines.enumerated() { feed("\u{1b}[\(row + 1);1H\(line)".utf8) }
  }

  /// Where what is seen of this screen and of another of its size differs first, for people; nil where it is the same.
  func difference(from other: Self) -> String? {
    guard unknown == other.unknown else { return "unknown: \(unknown), expected \(other.unknown)" }
    guard let place = cells.indices.first(where: { cells[$0].shown != other.cells[$0].shown }) else { return nil }
    let (y, x) = place.quotientAndRemainder(dividingBy: width)
    return "row \(y), column \(x): \(cells[place].shown), expected \(other.cells[place].shown)\n  \(rows[y])\n  "
      + other.rows[y]
  }
}
