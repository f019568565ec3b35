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

/// What the explorer's loop needs of a terminal, and all it needs.
package protocol Terminal {
  /// The size in cells, now.
  var size: Size { get }
  /// Shows a frame of that size.
  mutating func draw(_ frame: Frame)
  /// The next event: at once when one is waiting, otherwise nil after the time-out (nil waits for ever).
  mutating func next(timeout: Duration?) -> TerminalEvent?
}

/// What can happen at a terminal.
package enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// The mouse did something.
  case mouse(MouseEvent)
  /// Text was pasted; it never counts as keys.
  case paste(String)
  /// The size has changed, or the screen must be shown anew (after a suspension).
  case resize
  /// The terminal has told its background.
  case background(Theme)
  /// The terminal is gone, or no more input can come from it.
  case hangUp
  /// A signal asks the program to end.
  case terminate(signal: Int32)
}

/// A press, a move with the button held, or a turn of the wheel, at a cell.
package struct MouseEvent: Hashable, Sendable {
  /// What the mouse did.
  package enum Kind: Hashable, Sendable {
    /// The first button went down.
    case press
    /// The mouse moved with the first button down.
    case drag
    /// The first button came up.
    case release
    /// The wheel turned by one notch.
    case wheelUp, wheelDown
  }

  /// What happened.
  package let kind: Kind
  /// Column, from 0.
  package let x: Int
  /// Row, from 0.
  package let y: Int

  /// A mouse event at a cell.
  package init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
