import RNNCore

/// What other values of the knob would do: states, gradient and growth over it, or the error over W and b.
enum LandscapePanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let layout = LandscapeLayout(rect, session)
    guard let landscape = session.landscape, landscape.key == session.landscapeKey(layout) else { return }
    if layout.vertical == nil {
      CurveBands(session, landscape, layout).draw(into: &frame)
    } else {
      SurfaceBand(session, landscape, layout).draw(into: &frame)
    }
    LandscapeAxis.draw(session, landscape, layout, into: &frame)
    LandscapeReadOut.draw(session, landscape, layout, into: &frame)
  }
}
