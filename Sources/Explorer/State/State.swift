import RNNCore

/// What the user has chosen to look at, and the scales in force. Everything on the screen follows from it.
package struct State: Hashable, Sendable {
  /// The network and s_0.
  package var start: InitializedNetwork
  /// What W is made from where the network has several units; nil for the scalar network.
  package var matrix: ScaledNetwork?
  /// Which of the session's checkpoints the network is; nil for one that is none.
  package var checkpoint: CheckpointPlace?
  /// What the units were sorted by; nil for one unit, and before the first analysis.
  package var sorting: UnitSorting?
  /// What cells had that are not shown: what they will have when they are shown again.
  var otherCells = OtherCells()
  /// What of s_k is looked at.
  package var observable = Observable.state
  /// The input.
  package var input: InputChoice
  /// k, in 1…T.
  package var target: Int
  /// i, in 1…k.
  package var inspected: Int
  /// θ.
  package var parameter: Parameter
  /// What is left out of the sum.
  package var cut = Cut()
  /// How the gradient is clipped; nil for not at all.
  package var clipping: Clipping?
  /// What is kept as B, to be seen beside all this.
  package var counterpart: Counterpart?
  /// What ↑ and ↓ turn.
  package var knob: Knob
  /// Which view is shown.
  package var view: View
  /// How far the derivation has been read.
  package var reading = DerivationReading()
  /// Which part of the knobs' values the landscape shows.
  package var landscape: LandscapeWindow
  /// Bars that add up, instead of decades.
  package var isLinear: Bool
  /// Whether the ends of the floating-point formats are drawn across the terms.
  package var showsRuler: Bool
  /// Whether it is shown what the network says, where it says something.
  package var showsOutput = false
  /// Whether f and f′ are shown beside the bands; nil for where there is room.
  package var showsActivation: Bool?
  /// How often the part of the steps that is shown has been halved.
  package private(set) var timeZoom = 0
  /// Whether the scales stay as they are.
  package var isPinned: Bool
  /// The decades the term axis reaches down, or nil for as many as hold the terms, within reason.
  package var depth: Int?
  /// The scales in force; nil before the first analysis.
  package var scales: Scales?

  /// A state with target and inspected step at their defaults: the last step.
  package init(start: InitializedNetwork, input: InputChoice, target: Int? = nil, inspected: Int? = nil) {
    self.start = start
    self.input = input
    self.target = target ?? input.steps
    self.inspected = inspected ?? self.target
    parameter = .recurrentWeights
    knob = .recurrentWeight
    view = .flow
    landscape = LandscapeWindow()
    isLinear = false
    showsRuler = false
    isPinned = false
  }

  /// A state of a network whose weights are turned as a whole.
  ///
  /// - Throws: `NetworkError.notFinite` where g or g·W₀ is no finite number.
  package init(matrix: ScaledNetwork, input: InputChoice, target: Int? = nil, inspected: Int? = nil)
    throws(NetworkError)
  {
    self.init(start: try matrix.start(), input: input, target: target, inspected: inspected)
    self.matrix = matrix
  }

  /// The network whose W is a square matrix, which has eigenvalues: none of a gated cell.
  var squareMatrix: ScaledNetwork? { start.network.cellKind == .elman ? matrix : nil }

  /// Whether W is turned as a whole, by its gain.
  package var isMatrix: Bool { matrix != nil }

  /// The fewest steps that a zoom leaves.
  private static let fewestShown = 8

  /// Shows half of the steps that are shown, or twice as many, so often.
  ///
  /// - Returns: Whether that changes anything.
  mutating func zoomTime(by count: Int) -> Bool {
    let wanted = Swift.min(Swift.max(timeZoom + count, 0), 24)
    guard wanted != timeZoom, wanted < timeZoom || input.steps >> (wanted - 1) > Self.fewestShown else { return false }
    timeZoom = wanted
    return true
  }

  /// The steps that the Flow view shows: all, or a part of them around k.
  package var shownSteps: ClosedRange<Int> {
    let count = Swift.min(Swift.max((input.steps + (1 << timeZoom) - 1) >> timeZoom, Self.fewestShown), input.steps)
    let first = Swift.min(Swift.max(target - count / 2, 1), input.steps - count + 1)
    return first...first + count - 1
  }

  /// Sets T; k = T follows it, and k and i stay inside.
  mutating func setSteps(_ steps: Int) {
    let followed = target == input.steps
    let inspectedFollowed = inspected == target
    input.steps = steps
    target = followed ? steps : Swift.min(target, steps)
    inspected = inspectedFollowed ? target : Swift.min(inspected, target)
  }

  /// Sets k; i keeps its step, clamped, and goes with k where it stood on it.
  mutating func setTarget(_ step: Int) {
    let followed = inspected == target
    target = Swift.min(Swift.max(step, 1), input.steps)
    inspected = followed ? target : Swift.min(inspected, target)
  }

  /// Sets i.
  mutating func setInspected(_ step: Int) { inspected = Swift.min(Swift.max(step, 1), target) }
}

/// The ways of looking at one and the same analysis. Cursor, knobs and undo are shared by all of them.
package enum View: String, CaseIterable, Sendable {
  /// State, step factors and terms over time.
  case flow
  /// The derivation of ∂s_k/∂θ, written out with its numbers.
  case derivation
  /// Every |term(k,i)| at once.
  case map
  /// What other values of the knob would do.
  case landscape
  /// Eigenvalues of W and singular values of the flow, of a network with several units.
  case spectrum

  /// Whether it is of networks with several units alone. Such views come last.
  var needsSeveralUnits: Bool { self == .spectrum }

  /// Its place among all views, from 1: the key that shows it.
  var digit: Int { (View.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// How far the derivation has been read: no change of what is shown, so undo leaves it alone.
package struct DerivationReading: Hashable, Sendable {
  /// Half screens scrolled from where the page stands by itself: at the top, or with the newest line in sight.
  package var halfScreens = 0
  /// How many units are shown; nil, or more than there are, for all.
  package var revealed: Int?

  /// All of it, from the top.
  package init() {}
}

extension State {
  /// Whether the states of all units are shown, a row each, and not the bars of one.
  package var showsUnits: Bool {
    if case .unit = observable { return false }
    return start.network.hiddenSize > 1
  }
}
