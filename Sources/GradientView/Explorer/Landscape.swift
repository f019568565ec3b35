import RNNCore

/// What the landscape shows, computed: curves over one knob or the error over W and b. It does not depend on the present
/// values of those, so that moving them computes nothing anew.
struct Landscape: KeptPart {
  struct Key: Hashable, Sendable {
    let window: LandscapeWindow
    let input: InputChoice
    /// Of a network of several units that of gain 1.
    let start: InitializedNetwork
    /// Whether the swept value is the gain g of W = g·W₀.
    let isGain: Bool
    let observable: Observable
    let target: Int
    let parameter: Parameter
    let desired: Double?
    let horizontal: ClosedRange<Double>
    let vertical: ClosedRange<Double>?
    let knob: Knob
    let columns: Int
    let rows: Int
  }

  let key: Key
  /// For the curves: one for each sample from left to right, evenly spaced.
  private(set) var responses: [Response] = []
  /// Values at which λ crosses 0, from left to right.
  private(set) var crossings: [Double] = []
  /// The digits of a crossing that are worth reading.
  private(set) var crossingDigits = 6
  /// Over the gain: where bounds are reached.
  private(set) var marks: [Mark] = []
  /// For the surface: log₁₀ E by row from above and column; nil where the trajectory overflows, −∞ where E is 0.
  private(set) var errors: [[Double?]] = []
  /// The cells along each edge of a sample of the surface.
  private(set) var cellsPerSample = 1

  /// The steps of the network that a frame may take about.
  static let budget = 1_500_000

  init(_ key: Key, _ experiment: Experiment) {
    self.key = key
    if key.isGain {
      sampleGains(experiment)
    } else if key.vertical == nil {
      sampleCurves(experiment)
    } else {
      sampleSurface(experiment)
    }
  }

  private mutating func sampleCurves(_ experiment: Experiment) {
    guard let variable = key.knob.variable else { return }
    let values = values(Swift.min(2 * key.columns, Swift.max(Self.budget / key.target, 8)))
    responses = experiment.responses(
      to: variable, at: values, target: key.target, parameter: key.parameter, observable: key.observable)
    // What steps there are for it are shared by all crossings.
    let halvings = brackets.isEmpty ? 0 : Swift.min(Self.budget / 3 / (brackets.count * key.target), 20)
    crossings = brackets.compactMap {
      experiment.crossing(of: variable, between: $0, and: $1, target: key.target, halvings: halvings)
    }
    crossingDigits = Self.digits(halvings)
  }

  /// Over the gain: as many values as there is time for.
  private mutating func sampleGains(_ experiment: Experiment) {
    let order = experiment.network.hiddenSize
    marks = Self.marks(experiment.network)
    let count = GainCost.samples(columns: key.columns, target: key.target, order: order)
    guard count > 0 else { return }
    responses = experiment.responses(
      toGains: values(count), target: key.target, parameter: key.parameter, observable: key.observable)
    let halvings = GainCost.halvings(crossings: brackets.count, target: key.target, order: order)
    crossings = brackets.compactMap {
      experiment.crossing(ofGainBetween: $0, and: $1, target: key.target, halvings: halvings)
    }
    crossingDigits = Self.digits(halvings)
  }

  /// The middles of so many equal parts of the axis.
  private func values(_ count: Int) -> [Double] {
    let width = key.horizontal.upperBound - key.horizontal.lowerBound
    return (0..<count).map { key.horizontal.lowerBound + (Double($0) + 0.5) / Double(count) * width }
  }

  /// Neighbours between which λ crosses 0.
  private var brackets: [(Response, Response)] {
    zip(responses, responses.dropFirst()).filter { left, right in
      guard let left = left.lyapunovExponent, let right = right.lyapunovExponent else { return false }
      return (left < 0) != (right < 0)
    }
  }

  private static func digits(_ halvings: Int) -> Int { halvings < 4 ? 2 : halvings < 12 ? 4 : 6 }

  private mutating func sampleSurface(_ experiment: Experiment) {
    guard let vertical = key.vertical, let desired = key.desired else { return }
    let limit = Swift.max(Self.budget / key.target, 9)
    while samples(along: key.columns) * samples(along: key.rows) > limit { cellsPerSample += 1 }
    let (rows, columns) = (samples(along: key.rows), samples(along: key.columns))
    let biases = (0..<rows).map { value(1 - middle($0, of: key.rows), in: vertical) }
    let weights = (0..<columns).map { value(middle($0, of: key.columns), in: key.horizontal) }
    let states = experiment.states(at: key.target, weights: weights, biases: biases)
    errors = (0..<rows).map { row in states[row * columns..<(row + 1) * columns].map { Self.error($0, desired) } }
  }

  private func samples(along cells: Int) -> Int { (cells + cellsPerSample - 1) / cellsPerSample }

  /// The middle of a sample as a part of the edge.
  private func middle(_ sample: Int, of cells: Int) -> Double {
    let first = sample * cellsPerSample
    return (Double(first) + Double(Swift.min(cellsPerSample, cells - first)) / 2) / Double(cells)
  }

  private func value(_ part: Double, in range: ClosedRange<Double>) -> Double {
    range.lowerBound + part * (range.upperBound - range.lowerBound)
  }

  /// log₁₀ (s_k − d)².
  private static func error(_ state: Double?, _ desired: Double) -> Double? {
    guard let state else { return nil }
    let difference = ScaledDouble(state) - ScaledDouble(desired)
    return difference.isZero ? -.infinity : 2 * difference.magnitude.log10
  }

  /// The crossings, the nearest to a value first.
  func crossings(near value: Double) -> [Double] {
    // Halves, for a distance itself may be no `Double`.
    crossings.sorted { ($0 / 2 - value / 2).magnitude < ($1 / 2 - value / 2).magnitude }
  }

  /// log₁₀ E of a cell of the surface.
  func error(row: Int, column: Int) -> Double? { errors[row / cellsPerSample][column / cellsPerSample] }
}

extension Session {
  /// The range of a knob, which holds its present value.
  func landscapeRange(of knob: Knob) -> ClosedRange<Double> {
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

  /// What the shown landscape depends on; nil where none is shown.
  var landscapeKey: Landscape.Key? {
    guard hasLandscape, let layout = Layout(for: self).landscape(for: self) else { return nil }
    return landscapeKey(layout)
  }

  /// The landscape of this state on this screen.
  func landscapeKey(_ layout: LandscapeLayout) -> Landscape.Key {
    var start = state.matrix?.base ?? state.start
    let isSurface = layout.vertical != nil
    for knob in landscapeKnobs {
      if state.isScalar, let variable = knob.variable, let neutral = try? start.setting(variable, to: 0) {
        start = neutral
      }
    }
    return Landscape.Key(
      window: state.landscape, input: state.input, start: start, isGain: !state.isScalar,
      observable: state.observable, target: state.target, parameter: state.parameter,
      desired: isSurface ? state.landscape.desired : nil, horizontal: layout.horizontal, vertical: layout.vertical,
      knob: sweptKnob, columns: layout.plot.width, rows: isSurface ? layout.plot.height : 0)
  }
}
