/// The states, the gradient and its growth over the values of a knob.
enum LandscapePanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {}
}
