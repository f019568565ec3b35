import Screen

/// What a key, the mouse or the passing of time asks for.
package enum Action: Hashable, Sendable {
  /// k moves by so many steps.
  case moveTarget(Int)
  /// k goes to the first or the last step.
  case moveTargetToStart, moveTargetToEnd
  /// i moves by so many steps.
  case moveInspected(Int)
  /// i goes to the strongest brake, then to the next.
  case moveToBrake
  /// The part of the steps that is shown: so often half or twice.
  case zoomTime(Int)
  /// f and f′ beside the bands, or not.
  case toggleActivation
  /// The knob turns by so many of its steps.
  case turnKnob(Int)
  /// Another knob.
  case nextKnob, previousKnob
  /// The knob's value gets the other sign.
  case flipSign
  /// A value is going to be typed.
  case startTyping
  /// Another activation, input or parameter.
  case cycleActivation(Int), cycleInput(Int), cycleParameter
  /// Another way to begin with W.
  case cycleInitialization(Int)
  /// Another quantity whose gradient is taken apart.
  case cycleObservable(Int)
  /// What the network says, or not.
  case toggleOutput
  /// A new seed for what is random.
  case newSeed
  /// The ends of the floating-point formats.
  case toggleRuler
  /// Log or linear bars; scales free or pinned; fewer (−1) or more (+1) decades.
  case toggleLinear, togglePin, changeDepth(Int)
  /// Back, forth, and to the start.
  case undo, redo, reset
  /// Files, and the command line that shows the same.
  case savePicture, saveNumbers, showCommand
  /// Colours for the other kind of background.
  case toggleTheme
  /// The terminal's own.
  case toggleMouse, redraw, suspend
  /// Plays the backward pass, pauses it, or goes on.
  case togglePlayback
  /// While playing: so many steps further along, speed up or down, the end.
  case stepPlayback(Int), changeSpeed(Int), endPlayback
  /// The list of scenarios.
  case openScenarios
  /// Derivation: one unit more, one less, and half screens down.
  case reveal, hide, scrollHalfScreens(Int)
  /// The landscape: wider or narrower, the present value in the middle, curves or the error surface.
  case zoomLandscape(Int), centreLandscape, toggleSurface
  /// Another view.
  case show(View)
  /// The help screen, or leaving.
  case toggleHelp, quit(interrupted: Bool)
  /// Closes whatever is open.
  case dismiss
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
