import RNNCore

extension Session {
  /// Shows or hides what the network says.
  mutating func toggleOutput() {
    modify {
      $0.showsOutput.toggle()
      $0.settleKnob()
    }
    if state.showsOutput, !isTooSmall, Layout(for: self).output.height == 0 {
      notice = "the output is shown where the screen has more rows"
    }
  }
}
