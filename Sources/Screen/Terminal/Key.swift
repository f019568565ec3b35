/// A key press, as a terminal reports it.
package struct Key: Hashable, Sendable {
  /// The key without its modifiers.
  package enum Base: Hashable, Sendable {
    /// A character that was typed; capitals are characters of their own. A blank is `" "`.
    case character(Character)
    /// The arrow keys.
    case up, down, left, right
    /// Home, End, Page Up and Page Down.
    case home, end, pageUp, pageDown
    /// Tab and Enter.
    case tab, enter
    /// Backspace, Delete and Escape.
    case backspace, delete, escape
    /// No key: one step of time, which a script writes as `<Tick>`.
    case tick
  }

  /// The key.
  package let base: Base
  /// Whether Shift was held, where the base does not say so itself.
  package let shift: Bool
  /// Whether Control was held.
  package let control: Bool

  /// A key with its modifiers.
  package init(_ base: Base, shift: Bool = false, control: Bool = false) {
    self.base = base
    self.shift = shift
    self.control = control
  }
}
