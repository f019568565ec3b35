import RNNCore

extension Session {
  /// The knob whose values stand on the horizontal axis: the selected one, or W.
  var sweptKnob: Knob { state.landscape.isSurface || state.knob == .steps ? .recurrentWeight : state.knob }

  /// The knobs that have an axis: the swept one, for the surface W and b.
  var landscapeKnobs: [Knob] { state.landscape.isSurface ? [.recurrentWeight, .bias] : [sweptKnob] }

  /// `<` and `>`: a round number narrower or wider.
  mutating func zoomLandscape(by: Int) {
    var changed = state
    let zooms = LandscapeWindow.zooms
    changed.landscape.zoom = Swift.min(Swift.max(state.landscape.zoom + by, zooms.lowerBound), zooms.upperBound)
    change(to: changed, run: .zoom)
  }

  /// `,`: the present value in the middle.
  mutating func centreLandscape() {
    var changed = state
    for knob in landscapeKnobs {
      changed.landscape.centres[knob] = state.value(of: knob)
    }
    change(to: changed)
  }

  mutating func toggleSurface() {
    var changed = state
    changed.landscape.isSurface.toggle()
    change(to: changed)
  }

  /// A press or a drag on the landscape sets the knob, on the surface W and b.
  mutating func pressLandscape(_ mouse: MouseEvent, isDrag: Bool) {
    guard state.isScalar, let layout = Layout(for: self).landscape(for: self) else { return }
    if !isDrag {
      isDragging = layout.plot.contains(x: mouse.x, y: mouse.y)
      run = nil
    }
    guard isDragging, let variable = sweptKnob.variable, let value = layout.value(atColumn: mouse.x) else { return }
    var changed = state
    changed.start = (try? changed.start.setting(variable, to: value)) ?? changed.start
    if state.landscape.isSurface, let bias = layout.value(atRow: mouse.y) {
      changed.start = (try? changed.start.setting(.bias, to: bias)) ?? changed.start
    }
    change(to: changed, run: .drag)
  }
}
