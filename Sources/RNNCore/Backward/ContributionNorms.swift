/// ‖C_i‖_F of every step i, for several targets k at once: the rows of the map of a network with several units.
///
/// The adjoints of all targets run back through time as one matrix, which a target joins at its own step. Every target's
/// rows have exponents of their own.
///
/// Complexity: O(Σ k·n²) time for a unit or a loss. For the whole state O(T·log T·n³ + T²·n²) of T neighbouring targets
/// where all units meet in W (`AnchoredNorms`), else O(Σ k·n³), less where a target's rows soon are nearly the same and
/// fewer take their place (`RowCompression`). Memory for the numbers and one row for each target (n of the whole state).
public struct ContributionNorms: Sendable {
  /// The targets, in ascending order.
  public let targets: [Int]
  /// By target: the norms of steps 1 … k; empty where the observable does not exist there.
  private let norms: [[ScaledDouble]]

  /// The norms for targets in ascending order, each a step that the trajectory reaches without overflow.
  public init(of trajectory: Trajectory, targets: [Int], parameter: Parameter, observable: Observable) {
    precondition(zip(targets, targets.dropFirst()).allSatisfy { $0 < $1 }, "targets ascend")
    precondition(targets.allSatisfy { $0 >= 1 && trajectory.isFinite(through: $0) }, "targets are reached")
    self.targets = targets
    let seen = trajectory.targets(targets, observing: observable)
    var byTarget: [Int: [ScaledDouble]] = [:]
    if !seen.isEmpty {
      var sweep = ContributionNormSweep(trajectory, targets: seen, parameter: parameter, observable: observable)
      _ = sweep.advance(budget: .infinity)
      byTarget = Dictionary(uniqueKeysWithValues: zip(seen, sweep.values))
    }
    norms = targets.map { byTarget[$0] ?? [] }
  }

  /// The norms of the target at a place of `targets`, index 0 being step 1; empty where the observable does not exist.
  public func norms(ofTargetAt place: Int) -> [ScaledDouble] { norms[place] }

  /// As many targets as one matrix of some thousand rows holds; of the whole state some more, as long as so many matrices
  /// of n×n are few.
  public static func targetsAtOnce(hiddenSize n: Int, observable: Observable) -> Int {
    observable.isVector ? Swift.max(1, 4096 / n, Swift.min(256, (1 << 24) / (n * n))) : 1024
  }
}

/// The terms of several targets, part after part as far as it is asked to go: norms, or of a network of one unit the terms
/// with their signs.
struct ContributionNormSweep: Sendable {
  /// In ascending order, each with what is looked at.
  let targets: [Int]
  /// By target: the terms of steps 1 … k; those that were not reached yet are 0.
  private(set) var values: [[ScaledDouble]]
  private let trajectory: Trajectory
  private let observable: Observable
  private let haveSigns: Bool
  private let block: ParameterBlock
  private let inputs: LayerInputs
  /// Nil before the plan is made, and where nothing goes through anchors.
  private var weights: FlowWeights?
  private var isPlanned = false
  /// Those that are still to be begun.
  private var parts: ArraySlice<NormPlan.Part>
  /// What is under way, one of the two, and the places of its targets.
  private var swept: TargetSweep?
  private var anchored: AnchoredNorms?
  private var places: [Int] = []
  /// By the place of a target some of whose norms are not accurate, the first step of those.
  private var doubtful: [Int: Int] = [:]
  /// What was done, counted in multiplications, and what the plan costs.
  private var spent = 0.0
  private var cost = 1.0
  /// How many targets were handed over.
  private var handedOver = 0

  /// At least one target.
  init(
    _ trajectory: Trajectory, targets: [Int], parameter: Parameter, observable: Observable, haveSigns: Bool = false
  ) {
    (self.targets, self.haveSigns) = (targets, haveSigns)
    (self.trajectory, self.observable) = (trajectory, observable)
    let last = targets[targets.count - 1]
    values = targets.map { Array(repeating: .zero, count: $0) }
    block = trajectory.block(parameter)
    inputs = LayerInputs(trajectory, target: last, block)
    parts = []
  }

  /// Makes the plan, which takes a way of some vectors, and begins.
  private mutating func plan() {
    isPlanned = true
    let n = trajectory.hiddenSize
    if NormPlan.usesAnchors(trajectory, targets, observable) {
      weights = FlowWeights(trajectory.network.recurrentWeights)
      let meeting = FlowMeeting(trajectory, through: targets[targets.count - 1])
      let plan = NormPlan.parts(targets, order: n, meeting: meeting)
      (parts, cost) = (ArraySlice(plan.parts), plan.cost)
    } else {
      parts = ArraySlice(
        NormPlan.sweeps(Array(targets.indices), first: 1, rowsPerTarget: observable.covectorCount(units: n)))
      cost = Double(targets.reduce(0, +)) * Self.costOfPair(hiddenSize: n, observable: observable)
    }
    beginPart()
  }

  /// Whether no part is left.
  var isComplete: Bool { isPlanned && swept == nil && anchored == nil }

  /// Hands over the targets, each once, that have all of their terms by now: an earlier one has them before a later. It has
  /// been advanced before.
  mutating func handOver(_ body: (_ target: Int, _ terms: [ScaledDouble]) -> Void) {
    let open = parts.map { $0.places[0] } + doubtful.keys + (isComplete ? [] : [places[0]])
    let finished = open.min() ?? targets.count
    for place in handedOver..<Swift.max(finished, handedOver) { body(targets[place], values[place]) }
    handedOver = Swift.max(finished, handedOver)
  }

  /// The part of the work that is done, 0 … 1: of the plan, which what is found again may exceed.
  var progress: Double { Swift.min(spent / cost, 1) }

  /// What a pair costs, counted in multiplications: its own, and what it takes beyond them.
  static func costOfPair(hiddenSize n: Int, observable: Observable) -> Double {
    let order = Double(n)
    return order * order * Double(observable.covectorCount(units: n)) + 1500
  }

  /// Goes on for about so many multiplications, at least one step, and returns how many it took.
  mutating func advance(budget: Double) -> Double {
    if !isPlanned { plan() }
    var spent = 0.0
    repeat {
      spent += advanceSweep() + advanceAnchored()
      if swept?.isComplete ?? true, anchored?.isComplete ?? true { beginPart() }
    } while spent < budget && !isComplete
    self.spent += spent
    return spent
  }

  private mutating func advanceSweep() -> Double {
    guard let step = swept?.step else { return 0 }
    let factor = haveSigns ? inputs.rows.number(step - 1) : inputs.norm(at: step)
    var pairs = 0
    swept?.advance { place, size in
      values[places[place]][step - 1] = size * factor
      pairs += 1
    }
    return Self.costOfPair(hiddenSize: trajectory.hiddenSize, observable: observable) * Double(pairs)
  }

  private mutating func advanceAnchored() -> Double {
    anchored?.advance { place, step, norm in
      let place = places[place]
      guard let norm else {
        doubtful[place] = Swift.min(doubtful[place] ?? step, step)
        return
      }
      values[place][step - 1] = norm * inputs.norm(at: step)
    } ?? 0
  }

  /// Begins the next part: what the last one has left, if there is anything.
  private mutating func beginPart() {
    (swept, anchored) = (nil, nil)
    if let first = doubtful.values.min() { resolve(from: first) }
    guard let part = parts.popFirst() else { return }
    places = part.places
    let targets = places.map { self.targets[$0] }
    if let weights, let anchor = part.anchor {
      anchored = AnchoredNorms(trajectory, weights, targets: targets, anchor: anchor, through: part.first)
    } else {
      swept = TargetSweep(trajectory, targets, observable, block, haveSigns: haveSigns, through: part.first)
    }
  }

  /// Has the targets in doubt go back to a step, and takes them from the parts that these steps are for.
  private mutating func resolve(from first: Int) {
    let places = Set(doubtful.keys)
    let others = parts.compactMap { $0.first < first ? $0 : $0.without(places) }
    let again = NormPlan.sweeps(places.sorted(), first: first, rowsPerTarget: trajectory.hiddenSize)
    parts = ArraySlice(again + others)
    doubtful = [:]
  }
}
