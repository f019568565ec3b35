import Explorer
import RNNCore
import Screen

/// ∇E = 2(s_k − d)·∂s_k/∂θ at the present point.
struct ErrorGradient {
  /// ∂E/∂W.
  let alongW: ScaledDouble
  /// ∂E/∂b.
  let alongBias: ScaledDouble
  /// E.
  let error: ScaledDouble

  /// |∇E|.
  var steepness: ScaledDouble { (alongW * alongW + alongBias * alongBias).squareRoot() }

  init?(_ analysis: Analysis, desired: Double) {
    let (trajectory, target) = (analysis.trajectory, analysis.target)
    guard trajectory.isFinite(through: target), let state = trajectory.state(at: target).first else { return nil }
    func total(_ parameter: Parameter) -> ScaledDouble {
      analysis.parameter == parameter && analysis.observable == .state
        ? analysis.contributions?.total ?? .zero
        : Contributions(of: trajectory, target: target, parameter: parameter).total
    }
    let difference = ScaledDouble(state) - ScaledDouble(desired)
    error = difference * difference
    alongW = ScaledDouble(2) * difference * total(.recurrentWeights)
    alongBias = ScaledDouble(2) * difference * total(.bias)
  }

  private init(alongW: ScaledDouble, alongBias: ScaledDouble, error: ScaledDouble) {
    (self.alongW, self.alongBias, self.error) = (alongW, alongBias, error)
  }

  /// What clipping makes of it, ∂E/∂W and ∂E/∂b being all that a step here is taken along; nil where it changes nothing, and
  /// for what happens inside time.
  func clipped(by clipping: Clipping?) -> ErrorGradient? {
    guard let clipping, clipping.adjointLimit == nil else { return nil }
    let limit = ScaledDouble(clipping.threshold)
    func factor(_ norm: ScaledDouble) -> ScaledDouble {
      Swift.min(.one, limit / (norm + ScaledDouble(Clipping.epsilon)))
    }
    func after(_ number: ScaledDouble) -> ScaledDouble {
      switch clipping {
      case .norm, .adjoint: number * factor(steepness)
      case .each: number * factor(number.magnitude)
      case .value: number.magnitude > limit ? limit * ScaledDouble(Double(number.signum)) : number
      }
    }
    let result = ErrorGradient(alongW: after(alongW), alongBias: after(alongBias), error: error)
    return result.alongW == alongW && result.alongBias == alongBias ? nil : result
  }
}

/// One step of gradient descent from the present point, W and b each by −η times its derivative of E, as it looks on the
/// screen.
struct DescentArrow {
  /// η.
  static let rate = 0.01
  static let rateText = "0.01"

  /// Where it begins, in braille dots from the plot's upper left corner.
  let start: (x: Double, y: Double)
  /// Its direction on the screen, to the right and down, of length 1.
  let direction: (x: Double, y: Double)
  /// How long it is, in dots; infinite beyond all numbers.
  let length: Double
  /// How many dots there are from its start to the plot's edge.
  let room: Double
  /// Where it leads to.
  private let end: (W: ScaledDouble, b: ScaledDouble)

  /// nil where the surface is level, and where the window has no width that a `Double` can tell.
  init?(_ gradient: ErrorGradient, _ state: State, _ layout: LandscapeLayout) {
    let (W, b) = (state.value(of: .recurrentWeight), state.value(of: .bias))
    guard let vertical = layout.vertical, let start = layout.dots(horizontal: W, vertical: b) else { return nil }
    let width = layout.horizontal.upperBound - layout.horizontal.lowerBound
    let height = vertical.upperBound - vertical.lowerBound
    guard width > 0, height > 0 else { return nil }
    let rate = ScaledDouble(-Self.rate)
    let step = (W: gradient.alongW * rate, b: gradient.alongBias * rate)
    let (across, down) = (2 * layout.plot.width, 4 * layout.plot.height)
    let x = step.W * ScaledDouble(Double(across) / width)
    let y = step.b * ScaledDouble(-Double(down) / height)
    let length = (x * x + y * y).squareRoot()
    guard !length.isZero else { return nil }
    self.start = start
    self.length = length.doubleValue
    direction = ((x / length).doubleValue, (y / length).doubleValue)
    room = Swift.min(
      Self.room(start.x, direction.x, Double(across)), Self.room(start.y, direction.y, Double(down)))
    end = (ScaledDouble(W) + step.W, ScaledDouble(b) + step.b)
  }

  /// How far one can go from a place along one axis.
  private static func room(_ place: Double, _ direction: Double, _ size: Double) -> Double {
    direction == 0 ? .infinity : ((direction > 0 ? size - place : -place) / direction).clamped(0, 1e9)
  }

  /// Whether it ends beyond the window.
  var leavesWindow: Bool { length > room }

  /// Whether it is too short for its length to be seen beside the mark of the present point.
  var isTooShort: Bool { length < Self.leastSeen }

  /// The dots from which on it is as long as the step.
  private static let leastSeen = 13.0
  /// The dots that one has at least.
  private static let leastShown = 6.0

  /// How many dots it has on the screen: those of the step, or, where that is too short to be seen, so many more that a
  /// steeper surface still has the longer arrow.
  var shown: Double {
    isTooShort
      ? Self.leastShown + (Self.leastSeen - Self.leastShown) * root(root(root(length / Self.leastSeen))) : length
  }

  private func root(_ value: Double) -> Double { value.squareRoot() }

  /// What it means, for a legend: the fullest first.
  var meanings: [String] {
    isTooShort
      ? ["dotted: along −∇E, longer where steeper", "dotted: −∇E, not to scale", "dotted: −∇E"]
      : ["one step of \(Self.rateText) along −∇E"]
  }

  /// Where it ends, in braille dots from the plot's upper left corner: where it leaves the window, at most.
  var tip: (x: Double, y: Double) {
    let along = Swift.min(length, Swift.max(room - 1, 0))
    return (start.x + direction.x * along, start.y + direction.y * along)
  }

  /// Where it leads to: `W 1.3, b −0.2`.
  func landing(digits: Int) -> String {
    "W \(NumberText.compact(end.W, digits: digits)), b \(NumberText.compact(end.b, digits: digits))"
  }

  /// Where the step leads out of the window to, beside a clipped one.
  var unclippedNote: String { "unclipped it leads out of the window, to \(landing(digits: 2))" }

  /// What the picture alone does not say of the step; nil where it says all.
  var note: String? {
    if leavesWindow { return "one step of \(Self.rateText) leads out of the window, to \(landing(digits: 2))" }
    return isTooShort ? "a step of \(Self.rateText) is too short to see: dotted" : nil
  }

  /// A line to its end, with a head, or to the plot's edge; dotted where it is longer than the step.
  func draw(_ style: Style, into frame: inout Frame, in plot: Rect) {
    var canvas = BrailleCanvas(columns: plot.width, rows: plot.height)
    let shown = Swift.min(shown, room)
    for place in stride(from: shown, through: 0, by: isTooShort ? -2 : -0.5) { set(&canvas, place, 0, style) }
    if !isTooShort, !leavesWindow {
      let barb = Swift.min(length / 2, 5)
      for place in stride(from: 0, through: barb, by: 0.5) {
        for side in [-0.6, 0.6] { set(&canvas, shown - place, side * place, style) }
      }
    }
    canvas.draw(into: &frame, x: plot.x, y: plot.y)
  }

  /// A dot so far along the arrow and so far to its right.
  private func set(_ canvas: inout BrailleCanvas, _ along: Double, _ aside: Double, _ style: Style) {
    let x = start.x + direction.x * along - direction.y * aside
    let y = start.y + direction.y * along + direction.x * aside
    canvas.set(Int(x.rounded(.down)), Int(y.rounded(.down)), style)
  }
}
