import RNNCore
import Screen

/// The landscape's window.
extension Session {
  /// Whether there is one: of the scalar network, and of W turned by its gain.
  package var hasLandscape: Bool { state.isScalar || state.matrix != nil }

  /// Whether the error surface over W and b is shown, which the scalar network alone has.
  package var showsSurface: Bool { state.showsSurface }

  /// The knob whose values stand on the horizontal axis: the selected one, or W, of a matrix its gain.
  package var sweptKnob: Knob {
    showsSurface || state.knob.variable == nil || !state.isScalar ? .recurrentWeight : state.knob
  }

  /// The knobs that have an axis: the swept one, for the surface W and b.
  package var landscapeKnobs: [Knob] { showsSurface ? [.recurrentWeight, .bias] : [sweptKnob] }

  /// The range of a knob, which holds its present value.
  package func landscapeRange(of knob: Knob) -> ClosedRange<Double> {
    state.landscape.range(of: knob, around: state.value(of: knob))
  }

  /// The window with the centres in force that a fresh start would not choose.
  var windowInForce: LandscapeWindow {
    var window = state.landscape
    window.held = [:]
    for knob in definition.axisKnobs(self) {
      let value = state.value(of: knob)
      var fresh = window
      fresh.hold(knob, around: value)
      guard let held = state.landscape.held[knob], fresh.held[knob] != held else { continue }
      window.centres[knob] = held
    }
    return window
  }

  /// Computes all that is shown or said, for what is printed, and tells what part of a view is there, 0 … 1.
  package mutating func refine(reporting: (Double) -> Void = { _ in }) {
    _ = frame()
    if isRemedyDue {
      finishRemedies()
      _ = frame()
    }
    while isRefining {
      refinePart(moments: Self.momentsOfReport)
      parts[state.view].map { reporting($0.done) }
    }
  }

  /// After so much work that is told: about every half a second.
  private static let momentsOfReport = 25

  /// `<` and `>`: a round number narrower or wider.
  mutating func zoomLandscape(by: Int) {
    var changed = state
    let zooms = LandscapeWindow.zooms
    changed.landscape.zoom = Swift.min(Swift.max(state.landscape.zoom + by, zooms.lowerBound), zooms.upperBound)
    changed.landscape.held = [:]
    change(to: changed, run: .zoom)
  }

  /// `,`: the present value in the middle.
  mutating func centreLandscape() {
    var changed = state
    for knob in landscapeKnobs {
      changed.landscape.centres[knob] = state.value(of: knob)
      changed.landscape.held[knob] = nil
    }
    change(to: changed)
  }

  /// Brings the window up to the values that it shows.
  mutating func settleWindow() {
    for knob in definition.axisKnobs(self) { state.landscape.hold(knob, around: state.value(of: knob)) }
  }

  mutating func toggleSurface() {
    var changed = state
    changed.landscape.isSurface.toggle()
    changed.settleKnob()
    change(to: changed)
  }
}

/// The backward pass that is being played.
extension Session {
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
    case .noTarget: return notice = "no gradient to play: step k has no \(analysis.trajectory.inputs.targetWord)"
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
