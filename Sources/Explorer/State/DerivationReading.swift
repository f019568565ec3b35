/// How far the derivation has been read: no change of what is shown, so undo leaves it alone.
package struct DerivationReading: Hashable, Sendable {
  /// Half screens scrolled from where the page stands by itself: at the top, or with the newest line in sight.
  package var halfScreens = 0
  /// How many units are shown; nil, or more than there are, for all.
  package var revealed: Int?

  /// All of it, from the top.
  package init() {}
}
