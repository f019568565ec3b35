import RNNCore
import Screen

extension Session {
  /// Shows or hides what the network says.
  mutating func toggleOutput() {
    modify {
      $0.showsOutput.toggle()
      $0.settleKnob()
    }
    notice = reasonForLittleOutput
  }

  /// Why this screen shows less of what the network says than was asked for; nil where it shows all of it.
  var reasonForLittleOutput: String? {
    guard state.showsOutput, !isTooSmall else { return nil }
    if definition.room(of: .output, self)?.isShown == false {
      return "the output is shown where the screen has more rows"
    }
    return definition.room(of: .classes, self)?.isShown == false
      ? "the classes are shown beside the bands from 72×16 on" : nil
  }
}

extension Session {
  /// The theme in force.
  package var theme: Theme { chosenTheme ?? background }

  /// Asks for the other theme. That is how the screen looks, not what is looked at: there is nothing to undo.
  mutating func toggleTheme() -> Effect {
    let other: Theme = theme == .dark ? .light : .dark
    chosenTheme = other
    notice = "colours for a \(other.rawValue) background"
    return .useTheme(other)
  }

  /// Shows the command line of the screen and hands it on for the clipboard.
  mutating func showCommand() -> Effect {
    mode = .command
    isSentToClipboard = false
    return .copy(commandLine)
  }
}
