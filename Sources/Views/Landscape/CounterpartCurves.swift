import RNNCore
import Screen

/// The curves of what is kept as B in the bands of the landscape, and its value of the knob as a second cursor; where it has no
/// such knob, a line across each band.
struct CounterpartCurves {
  let counterpart: LandscapeCounterpart
  private let layout: LandscapeLayout

  /// The signs of its gradient by the values that they are at.
  private let signs: [Double: Int]

  init(_ counterpart: LandscapeCounterpart, _ layout: LandscapeLayout) {
    (self.counterpart, self.layout) = (counterpart, layout)
    let all = counterpart.responses.compactMap { response in
      counterpart.gradient(of: response).map { (response.value, $0.signum) }
    }
    signs = Dictionary(all) { first, _ in first }
  }

  /// Whether its gradient at a value has another sign than one of what is shown; a norm has none.
  func hasOtherSign(than gradient: ScaledDouble, at value: Double) -> Bool {
    guard counterpart.state.isScalar, !counterpart.sharesCurves else { return false }
    let own = counterpart.curves == nil ? counterpart.gradient?.signum : signs[value]
    return (own ?? 0) * gradient.signum < 0
  }

  /// s_k as points.
  func drawStates(_ axis: ValueAxis, _ rect: Rect, into frame: inout Frame) {
    guard !counterpart.sharesCurves else { return }
    let isLogarithmic: Bool = if case .logarithmic = axis.scale { true } else { false }
    func dot(_ state: Double) -> Int? {
      state == 0 && isLogarithmic ? nil : axis.dot(of: state, in: rect.height)
    }
    guard counterpart.curves != nil else {
      return drawLine(counterpart.lastState.flatMap(dot), rect, into: &frame)
    }
    var dots = CounterpartDots(in: rect)
    var beyond: Set<CurveMark> = []
    for response in counterpart.responses {
      let x = layout.dot(of: response.value)
      guard let y = counterpart.state(of: response).flatMap(dot) else { continue }
      dots.set(x, y)
      if !(0..<dots.size.height).contains(y) { beyond.insert(CurveMark(column: x / 2, isAbove: y < 0)) }
    }
    dots.draw(into: &frame, over: [.muted])
    for mark in beyond { drawBeyond(mark, rect, into: &frame) }
    drawOverflow(rect, into: &frame)
  }

  /// What takes part of |∂s_k/∂θ|; what is 0 has no height over decades.
  func drawGradient(_ axis: ValueAxis, _ rect: Rect, into frame: inout Frame) {
    guard !counterpart.sharesCurves else { return }
    func dot(_ gradient: ScaledDouble?) -> Int? {
      gradient.flatMap { $0.isZero ? nil : axis.dot(at: axis.height(of: $0)) }
    }
    guard counterpart.curves != nil else { return drawLine(dot(counterpart.gradient), rect, into: &frame) }
    drawCurve(rect, into: &frame) { dot(counterpart.gradient(of: $0)) }
    for response in counterpart.responses where counterpart.gradient(of: response)?.isZero == true {
      frame.markCounterpart("·", x: column(of: response), y: rect.y + rect.height - 1)
    }
    drawOverflow(rect, into: &frame)
  }

  /// λ; what is −∞ lies below everything that has a height.
  func drawGrowth(_ axis: ValueAxis, _ rect: Rect, into frame: inout Frame) {
    guard !counterpart.sharesCurves else { return }
    func dot(_ rate: Double?) -> Int? { rate.map { axis.dot(of: $0, in: rect.height) } }
    guard counterpart.curves != nil else { return drawLine(dot(counterpart.growth), rect, into: &frame) }
    drawCurve(rect, into: &frame) { dot($0.lyapunovExponent) }
    for response in counterpart.responses where response.flow?.isZero == true && counterpart.state.target > 1 {
      frame.markCounterpart("×", x: column(of: response), y: rect.y + rect.height - 1)
    }
    drawOverflow(rect, into: &frame)
  }

  /// A broken line through all bands at its own value of the knob, where nothing else stands.
  func drawCursor(into frame: inout Frame) {
    guard counterpart.curves != nil, let x = counterpart.value.flatMap(layout.column) else { return }
    for band in layout.bands {
      for y in band.y..<band.y + band.height { frame.markCounterpart("┊", x: x, y: y) }
    }
  }

  private func column(of response: Response) -> Int { layout.plot.x + layout.dot(of: response.value) / 2 }

  /// Samples joined by lines, with gaps where there is no number, and marks where it lies beyond the band.
  private func drawCurve(_ rect: Rect, into frame: inout Frame, _ dot: (Response) -> Int?) {
    var dots = CounterpartDots(in: rect)
    var last: (x: Int, y: Int)?
    var beyond: Set<CurveMark> = []
    for response in counterpart.responses {
      guard let y = dot(response) else {
        last = nil
        continue
      }
      let here = (x: layout.dot(of: response.value), y: Swift.min(Swift.max(y, 0), dots.size.height - 1))
      if y != here.y { beyond.insert(CurveMark(column: here.x / 2, isAbove: y < here.y)) }
      dots.join(last ?? here, here)
      last = here
    }
    dots.draw(into: &frame)
    for mark in beyond { drawBeyond(mark, rect, into: &frame) }
  }

  /// The mark of what lies beyond the band, in the place of its own dots there or where nothing else stands.
  private func drawBeyond(_ mark: CurveMark, _ rect: Rect, into frame: inout Frame) {
    let cell = frame[rect.x + mark.column, mark.isAbove ? rect.y : rect.y + rect.height - 1]
    guard cell.isFree || cell.style == .counterpart else { return }
    mark.draw(.counterpart, rect, into: &frame)
  }

  /// A line across the band, with its name, or a mark of what lies beyond it.
  private func drawLine(_ dot: Int?, _ rect: Rect, into frame: inout Frame) {
    guard let dot else { return }
    var dots = CounterpartDots(in: rect)
    let y = Swift.min(Swift.max(dot, 0), dots.size.height - 1)
    guard dot == y else {
      return drawBeyond(CurveMark(column: 0, isAbove: dot < y), rect, into: &frame)
    }
    dots.join((0, y), (dots.size.width - 1, y))
    dots.draw(into: &frame)
    let row = rect.y + y / 4
    let isOwn = (0..<rect.width).map { frame[rect.x + $0, row] }.map { $0.style == .counterpart }
    // Dashes come before a name, that it is not taken for the label of a tick.
    let place = (3..<Swift.max(rect.width - 3, 3)).first { isOwn[$0 - 3..<$0 + 3].allSatisfy { $0 } }
    if let place { frame.write(" B ", x: rect.x + place, y: row, .counterpart) }
  }

  /// Where its state overflows.
  private func drawOverflow(_ rect: Rect, into frame: inout Frame) {
    for response in counterpart.responses where response.flow == nil {
      frame.markCounterpart("!", x: column(of: response), y: rect.y)
    }
  }
}
