/// Every |term(k,i)|: k down, i across.
enum MapPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {}
}
