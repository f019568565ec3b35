import RNNCore

/// What the user has chosen to look at, and the scales in force. Everything on the screen follows from it.
public struct State: Hashable, Sendable {
  /// The network and s_0.
  public var start: InitializedNetwork
  /// What W is made from where the network has several units; nil for the scalar network.
  public var matrix: ScaledNetwork?
  /// What of s_k is looked at.
  public var observable = Observable.state
  /// The input.
  public var input: InputChoice
  /// k, in 1…T.
  public var target: Int
  /// i, in 1…k.
  public var inspected: Int
  /// θ.
  public var parameter: Parameter
  /// What ↑ and ↓ turn.
  public var knob: Knob
  /// Which view is shown.
  public var view: View
  /// How far the derivation has been read.
  public var reading = DerivationReading()
  /// Which part of the knobs' values the landscape shows.
  public var landscape: LandscapeWindow
  /// Bars that add up, instead of decades.
  public var isLinear: Bool
  /// Whether the ends of the floating-point formats are drawn across the terms.
  public var showsRuler: Bool
  /// Whether it is shown what the network says, where it says something.
  public var showsOutput = false
  /// Whether f and f′ are shown beside the bands; nil for where there is room.
  public var showsActivation: Bool?
  /// How often the part of the steps that is shown has been halved.
  public private(set) var timeZoom = 0
  /// Whether the scales stay as they are.
  public var isPinned: Bool
  /// The decades the term axis reaches down, or nil for as many as hold the terms, within reason.
  public var depth: Int?
  /// The scales in force; nil before the first analysis.
  public var scales: Scales?

  /// A state with target and inspected step at their defaults: the last step.
  public init(start: InitializedNetwork, input: InputChoice, target: Int? = nil, inspected: Int? = nil) {
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
  public init(matrix: ScaledNetwork, input: InputChoice, target: Int? = nil, inspected: Int? = nil) throws(NetworkError)
  {
    self.init(start: try matrix.start(), input: input, target: target, inspected: inspected)
    self.matrix = matrix
  }

  /// Whether W is turned as a whole, by its gain.
  var isMatrix: Bool { matrix != nil }

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
  var shownSteps: ClosedRange<Int> {
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
