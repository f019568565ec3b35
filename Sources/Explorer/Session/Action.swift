import Screen

/// What a key, the mouse or the passing of time asks for. Each kind is carried out by a switch of its own that names every
/// case: one without a handler does not compile.
package enum Action: Hashable, Sendable {
  /// Which steps are looked at.
  case step(StepAction)
  /// The knobs.
  case knob(KnobAction)
  /// The network and its inputs.
  case network(NetworkAction)
  /// What is differentiated, and how it is shown.
  case display(DisplayAction)
  /// What is kept as B.
  case comparison(ComparisonAction)
  /// The window of the landscape.
  case landscape(LandscapeAction)
  /// The backward pass that is being played.
  case playback(PlaybackAction)
  /// How far the derivation is read.
  case reading(ReadingAction)
  /// Back and forth, and what is laid over the picture.
  case session(SessionAction)
  /// The value that is being typed.
  case typing(TypingAction)
  /// What lies over the picture.
  case overlay(OverlayAction)
  /// What only the program around can do.
  case program(ProgramAction)
}

/// Which steps are looked at.
package enum StepAction: Hashable, Sendable {
  /// k moves by so many steps.
  case moveTarget(Int)
  /// k goes to the first or the last step.
  case moveTargetToStart, moveTargetToEnd
  /// i moves by so many steps.
  case moveInspected(Int)
  /// i goes to the strongest brake, then to the next.
  case moveToBrake
}

/// The knobs.
package enum KnobAction: Hashable, Sendable {
  /// The knob turns by so many of its steps.
  case turn(Int)
  /// Another knob.
  case next, previous
  /// The knob's value gets the other sign.
  case flipSign
  /// A value is going to be typed.
  case startTyping
}

/// The network and its inputs.
package enum NetworkAction: Hashable, Sendable {
  /// Another activation or input.
  case cycleActivation(Int), cycleInput(Int)
  /// Another cell.
  case cycleCell(Int)
  /// The next layer of a model.
  case cycleLayer
  /// Another way to begin with W.
  case cycleInitialization(Int)
  /// A new seed for what is random.
  case newSeed
}

/// What is differentiated, and how it is shown.
package enum DisplayAction: Hashable, Sendable {
  /// Another view.
  case show(View)
  /// Another quantity whose gradient is taken apart.
  case cycleObservable(Int)
  /// Another parameter.
  case cycleParameter
  /// What is left out of the sum: so many lengths longer, or the next kind.
  case changeCut(Int), cycleCut
  /// The part of the steps that is shown: so often half or twice.
  case zoomTime(Int)
  /// f and f′ beside the bands, or not.
  case toggleActivation
  /// What the network says, or not.
  case toggleOutput
  /// The ends of the floating-point formats.
  case toggleRuler
  /// Log or linear bars; scales free or pinned; fewer (−1) or more (+1) decades.
  case toggleLinear, togglePin, changeDepth(Int)
}

/// What is kept as B: kept or let go, exchanged with what is shown.
package enum ComparisonAction: Hashable, Sendable {
  case toggle, exchange
}

/// The window of the landscape: wider or narrower, the present value in the middle, curves or the error surface.
package enum LandscapeAction: Hashable, Sendable {
  case zoom(Int), centre, toggleSurface
}

/// The backward pass that is being played.
package enum PlaybackAction: Hashable, Sendable {
  /// Plays it, pauses it, or goes on.
  case toggle
  /// So many steps further along, speed up or down, the end.
  case step(Int), changeSpeed(Int), end
}

/// How far the derivation is read: one unit more, one less, and half screens down.
package enum ReadingAction: Hashable, Sendable {
  case reveal, hide, scrollHalfScreens(Int)
}

/// Back, forth, and what lies over the picture.
package enum SessionAction: Hashable, Sendable {
  /// Back, forth, and to the start.
  case undo, redo, reset
  /// The list of scenarios; the help screen.
  case openScenarios, toggleHelp
  /// Closes whatever is open.
  case dismiss
}

/// The value that is being typed.
package enum TypingAction: Hashable, Sendable {
  /// A character more, one less, or none.
  case append(Character), deleteLast, deleteAll
  /// The value is taken, or stays as it was.
  case commit, leave
}

/// What lies over the picture: the help, the list of scenarios, the card of one, the command line.
package enum OverlayAction: Hashable, Sendable {
  /// So many lines or scenarios down, so many screens down, the first or the last.
  case move(Int), turnPages(Int), moveToStart, moveToEnd
  /// The chosen scenario, or the one at a place of the list, is opened.
  case open, openAt(Int)
  /// A key turns to the next page, or closes what has none and is pressed on the picture.
  case goOn(Key)
  /// The picture comes back; and a key is pressed on it.
  case close, closeFor(Key)
}

/// What only the program around can do.
package enum ProgramAction: Hashable, Sendable {
  /// Files, and the command line that shows the same.
  case savePicture, saveNumbers, showCommand
  /// Colours for the other kind of background.
  case toggleTheme
  /// The terminal's own.
  case toggleMouse, redraw, suspend
  /// Leaving, by Ctrl-C or as asked.
  case quit(interrupted: Bool)
}

/// What only the program around can do; `Session.handle` returns it.
package enum Effect: Hashable, Sendable {
  /// Leave; by Ctrl-C or as asked.
  case quit(interrupted: Bool)
  /// Stop until continued.
  case suspend
  /// Write the picture into the working folder and say so.
  case savePicture
  /// Write the numbers into the working folder and say so.
  case saveNumbers
  /// Report the mouse, or leave it to the terminal.
  case captureMouse(Bool)
  /// Draw with the colours for such a background.
  case useTheme(Theme)
  /// Give a text to the clipboard, where there is one to be reached, and say so.
  case copy(String)
  /// Show every cell anew.
  case redrawAll
}
