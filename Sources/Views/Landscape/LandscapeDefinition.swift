import Explorer
import RNNCore
import Screen

/// What the Landscape view is to a session.
struct LandscapeDefinition: ViewDefinition {
  let view = View.landscape
  let keys = ViewKeys.window

  func axisKnobs(_ session: Session) -> [Knob] { session.hasLandscape ? session.landscapeKnobs : [] }

  func key(_ session: Session) -> Landscape.Key? {
    guard session.hasLandscape, let layout = Layout(for: session).landscape(for: session) else { return nil }
    return Landscape.Key(session, layout)
  }

  func part(_ key: Landscape.Key, _ session: Session, previous: Landscape?) -> Landscape {
    Landscape(key, session.shown, beside: session.compared, reusing: previous, threads: session.threads)
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    LandscapePanel.draw(session, into: &frame, in: rect)
  }

  /// A press on the plot sets the knob, on the surface W and b.
  func press(x: Int, y: Int, _ session: Session) -> Choice? {
    guard session.hasLandscape, let layout = Layout(for: session).landscape(for: session) else { return nil }
    return layout.plot.contains(x: x, y: y) ? choice(x: x, y: y, session, layout) : nil
  }

  func drag(x: Int, y: Int, _ session: Session) -> Choice? {
    guard session.hasLandscape, let layout = Layout(for: session).landscape(for: session) else { return nil }
    return choice(x: x, y: y, session, layout)
  }

  private func choice(x: Int, y: Int, _ session: Session, _ layout: LandscapeLayout) -> Choice? {
    guard let value = layout.value(atColumn: x) else { return nil }
    let bias = session.showsSurface ? layout.value(atRow: y) : nil
    return .knobs(
      [Choice.KnobValue(session.sweptKnob, value)]
        + (bias.map { [Choice.KnobValue(.bias, $0)] } ?? []))
  }
}

extension Session {
  /// The landscape that was shown last.
  var landscape: Landscape? { parts[.landscape] as? Landscape }
}

/// What other values of the knob would do: states, gradient and growth over it, or the error over W and b.
enum LandscapePanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard session.hasLandscape else {
      let text = "the landscape is of the scalar network: 1 goes back to the flow, o opens a scalar network"
      return TextWrap.draw(text, into: &frame, in: rect.belowFirstRow)
    }
    let layout = LandscapeLayout(rect, session)
    let key = Landscape.Key(session, layout)
    guard let landscape: Landscape = session.part(of: .landscape, for: key) else { return }
    let other = LandscapeCounterpart(session, landscape)
    LandscapeAxis.draw(session, landscape, layout, beside: other, into: &frame)
    guard layout.vertical != nil else {
      CurveBands(session, landscape, layout, beside: other).draw(into: &frame)
      LandscapeReadOut.draw(LandscapeReadOut.curves(session, landscape, beside: other), layout, into: &frame)
      return
    }
    let gradient = ErrorGradient(session.analysis, desired: session.state.landscape.desired)
    let arrow = gradient.flatMap { DescentArrow($0, session.state, layout) }
    let clipped = gradient?.clipped(by: session.state.clipping).flatMap { DescentArrow($0, session.state, layout) }
    SurfaceBand(session, landscape, layout, arrow, clipped: clipped, beside: other).draw(into: &frame)
    LandscapeReadOut.draw(
      LandscapeReadOut.surface(session, landscape, gradient, arrow, clipped: clipped, beside: other), layout,
      into: &frame)
  }
}
