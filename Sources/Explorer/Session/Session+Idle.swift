extension Session {
  /// Why an action that could have done something has done nothing: it is where it would lead to already.
  func reasonForNothing(_ action: Action) -> String? {
    switch action {
    case .step(.moveTarget(let steps)): atEnd(steps < 0)
    case .step(.moveTargetToStart): atEnd(true)
    case .step(.moveTargetToEnd): atEnd(false)
    case .step(.moveInspected(let steps)):
      steps < 0 ? "i = 1 is the first term" : "i = k = \(state.target) is the last term"
    case .knob(.turn(let steps)): "\(state.name(of: state.knob)) is as \(steps < 0 ? "small" : "large") as it can be"
    case .knob(.flipSign): "\(state.name(of: state.knob)) is 0, which has no sign"
    case .look(.changeDepth(let by)): by < 0 ? "the axis reaches down no less" : "the axis reaches down no further"
    case .landscape(.zoom(let by)): by < 0 ? "this is the narrowest window" : "this is the widest window"
    case .landscape(.centre): "the present value is in the middle"
    case .network(.cycleInput): "no other input fits this network"
    case .look(.show(let view)): "this is the \(view.rawValue) view"
    default: reasonForNothingPlayed(action)
    }
  }

  private func reasonForNothingPlayed(_ action: Action) -> String? {
    switch action {
    case .playback(.step(let steps)):
      steps < 0
        ? "the gradient is at k, where it starts"
        : "the gradient is at step \(playback?.first ?? 1)" + (playback?.first ?? 1 > 1 ? ", where it is cut" : "")
    case .playback(.changeSpeed(let by)): by < 0 ? "this is the slowest" : "this is the fastest"
    case .reading(.scrollHalfScreens(let count)): count < 0 ? "this is the top" : "this is the end"
    default: nil
    }
  }

  private func atEnd(_ isFirst: Bool) -> String {
    isFirst ? "k = 1 is the first step" : "k = \(state.target) is the last step, T"
  }

  /// What an action can change.
  struct Situation: Equatable {
    let state: State
    let mode: Mode
    let playback: Playback?
    let notice: String?
    let capturesMouse: Bool

    init(_ session: Session) {
      (state, mode, playback) = (session.state, session.mode, session.playback)
      (notice, capturesMouse) = (session.notice, session.capturesMouse)
    }
  }
}
