import RNNCore

/// View 5: the eigenvalues of W and the singular values of the flow.
enum SpectrumPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {}
}
