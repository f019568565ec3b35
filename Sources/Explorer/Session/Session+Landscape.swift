import RNNCore
import Screen

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
    guard state.view == .landscape, hasLandscape else { return window }
    for knob in landscapeKnobs {
      let value = state.value(of: knob)
      var fresh = window
      fresh.hold(knob, around: value)
      guard let held = state.landscape.held[knob], fresh.held[knob] != held else { continue }
      window.centres[knob] = held
    }
    return window
  }

  /// Computes what is shown as far as a picture is worth that nobody can wait for: about two seconds of counted work, the
  /// same on every machine.
  package mutating func refine() {
    _ = frame()
    if isRefining { refinePart(moments: Self.momentsOfPicture) }
  }

  /// What a picture is for that is printed and never refined again.
  private static let momentsOfPicture = 60

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
    guard state.view == .landscape, hasLandscape else { return }
    for knob in landscapeKnobs { state.landscape.hold(knob, around: state.value(of: knob)) }
  }

  mutating func toggleSurface() {
    var changed = state
    changed.landscape.isSurface.toggle()
    changed.settleKnob()
    change(to: changed)
  }
}
