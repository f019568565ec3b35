import Explorer
import RNNCore
import Screen

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
    LandscapeAxis.draw(session, landscape, layout, into: &frame)
    guard layout.vertical != nil else {
      CurveBands(session, landscape, layout).draw(into: &frame)
      LandscapeReadOut.draw(LandscapeReadOut.curves(session, landscape), layout, into: &frame)
      return
    }
    let gradient = ErrorGradient(session.analysis, desired: session.state.landscape.desired)
    let arrow = gradient.flatMap { DescentArrow($0, session.state, layout) }
    SurfaceBand(session, landscape, layout, arrow).draw(into: &frame)
    LandscapeReadOut.draw(LandscapeReadOut.surface(session, landscape, gradient, arrow), layout, into: &frame)
  }
}
