extension Session {
  /// The time after which `tick` wants to be called; nil while nothing moves by itself.
  package var tickInterval: Duration? {
    if isWaiting { return .milliseconds(1) }
    guard mode == .exploring, !isTooSmall else { return nil }
    if let playback, playback.isRunning { return playback.tickInterval }
    if isRefining { return .milliseconds(5) }
    return hasStaleOrder ? .milliseconds(500) : nil
  }

  /// Lets one step of time pass.
  package mutating func tick() {
    guard !isWaiting else { return inNotation { $0.continueAnalysis() } }
    guard mode == .exploring else { return }
    if isRefining { refinePart(moments: 1) }
    guard let playback, playback.isRunning else { return sortWhenQuiet() }
    step(by: playback.stepsPerTick)
  }

  /// Starts at k, goes on or pauses; a pass that has arrived starts anew.
  mutating func togglePlayback() {
    guard let playback, !playback.hasArrived else { return startPlayback() }
    self.playback?.isPaused.toggle()
  }

  /// The inspected step goes along with the gradient; that it did is one change to undo.
  private mutating func startPlayback() {
    settle()
    switch analysis.reasonForNone {
    case nil: break
    case .overflow: return notice = "no gradient to play: the state overflows before step k"
    case .noTargetClass: return notice = "no gradient to play: step k has no target class"
    case .outputOverflow: return notice = "no gradient to play: the output overflows"
    }
    guard state.target > 1 else {
      notice = "k = 1: there is no step to flow through"
      return
    }
    let first = analysis.remedied?.firstStep ?? 1
    guard first < state.target else {
      notice = "nothing goes back beyond step k = \(state.target): it is cut right there"
      return
    }
    let wasPlaying = playback != nil
    playback = Playback(from: state.target, to: first)
    followPlayback(isRecorded: !wasPlaying)
  }

  /// Takes steps to the left, or back.
  mutating func step(by steps: Int) {
    playback?.advance(by: steps)
    followPlayback()
  }

  mutating func stepPaused(by steps: Int) {
    playback?.isPaused = true
    step(by: steps)
  }

  /// Ends a pass whose target is no longer the one it started from; keeps i where the gradient is.
  mutating func followPlayback(isRecorded: Bool = false) {
    guard let playback else { return }
    guard playback.target == state.target else {
      self.playback = nil
      return
    }
    var moved = state
    moved.setInspected(playback.position)
    if isRecorded { change(to: moved) } else { state = moved }
  }
}
