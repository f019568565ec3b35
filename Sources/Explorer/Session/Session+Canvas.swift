import Screen

extension Session {
  /// The part of the screen that the picture is laid out in, from its top: all of it, or what the card of a scenario
  /// leaves free, so that it never covers what it speaks of. A screen that is too small has that of the smallest, on which
  /// nothing is drawn: what is asked of a page on the way, for the command that reproduces it, has an answer all the same.
  package var canvas: Size {
    guard !isTooSmall else { return pictures.smallest }
    return Size(width: size.width, height: rowsAboveCard ?? size.height)
  }

  /// Whether the card of a scenario lies under the picture.
  package var isUnderCard: Bool { !isTooSmall && rowsAboveCard != nil }

  private var rowsAboveCard: Int? {
    guard case .card(let scenario, _) = mode else { return nil }
    return pictures.card(of: scenario, self).freeRows
  }
}
