/// How large contributions and flows are at each lag ℓ = k − i, over all targets k > ℓ of one sequence or of several: the
/// decay of the gradient with the distance that it has to go, and how much it differs from target to target.
///
///     let statistics = LagStatistics(of: [trajectory], parameter: .recurrentWeights)
///     print(statistics.rows[10].contribution.mean)      // the mean of |C_{k−10}|
///
/// The numbers of a target are those of `Contributions`: |contribution| is a magnitude, of several units a norm; |flow| is
/// |P(k,i)|, of several units ‖P(k,i)‖_F or, seen by a unit or a loss, ‖λ_i‖₂. Targets that overflow or do not have what is
/// looked at take no part.
public struct LagStatistics: Sendable {
  /// How some magnitudes are spread.
  public struct Distribution: Hashable, Sendable {
    /// Their mean.
    public let mean: ScaledDouble
    /// √ of the mean of their squares.
    public let rootMeanSquare: ScaledDouble
    /// The quantiles of `probabilities`, the smallest and the largest magnitude among them; between two magnitudes
    /// linear (type 7 of Hyndman and Fan 1996, as numpy and R have it).
    public let quantiles: [ScaledDouble]

    /// Of which probabilities there are quantiles.
    public static let probabilities = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]

    /// Of at least one magnitude, each 0 or more. Complexity: O(count·log count).
    init(of magnitudes: [ScaledDouble]) {
      var (sum, squares) = (ScaledSum(), ScaledSum())
      for magnitude in magnitudes {
        sum.add(magnitude)
        squares.add(magnitude * magnitude)
      }
      let count = ScaledDouble(Double(magnitudes.count))
      mean = sum.value / count
      rootMeanSquare = (squares.value / count).squareRoot()
      let sorted = magnitudes.sorted { $1.exceeds($0) }
      quantiles = Self.probabilities.map { Self.quantile($0, of: sorted) }
    }

    private static func quantile(_ probability: Double, of sorted: [ScaledDouble]) -> ScaledDouble {
      let place = probability * Double(sorted.count - 1)
      let below = Int(place)
      let above = sorted[Swift.min(below + 1, sorted.count - 1)]
      return sorted[below] + (above - sorted[below]) * ScaledDouble(place - Double(below))
    }
  }

  /// One lag.
  public struct Row: Hashable, Sendable {
    /// ℓ = k − i.
    public let lag: Int
    /// How many pairs of target and step have it, in all sequences.
    public let count: Int
    /// |contribution|.
    public let contribution: Distribution
    /// |flow|.
    public let flow: Distribution
  }

  /// The lags from 0 on, as far as there are pairs; empty where no target has what is looked at.
  public let rows: [Row]

  /// The statistics of sequences, each with a network that has the parameter; their pairs count alike, whichever
  /// sequence they are of.
  ///
  /// - Parameters:
  ///   - trajectories: the sequences as they were run.
  ///   - parameter: θ.
  ///   - observable: what is looked at.
  ///   - threads: how many targets are looked at at a time, at most; the numbers do not depend on it.
  ///   - reporting: is told now and then what part of the work is done, 0…1.
  /// - Complexity: O(T²·log T) time and O(T) memory for each scalar sequence, but for a total loss; else that of
  ///   `Contributions` for each target, and 32 bytes for each pair.
  public init(
    of trajectories: [Trajectory], parameter: Parameter, observable: Observable = .state, threads: Int = 1,
    reporting: (Double) -> Void = { _ in }
  ) {
    // What is walked through lag by lag is told of below, what is gathered before here.
    let count = Double(trajectories.count)
    var walks = trajectories.enumerated().map { place, trajectory in
      LagWalk(trajectory, parameter, observable, threads: threads) { reporting((Double(place) + $0) / count * 0.9) }
    }
    let isGathered = walks.contains { $0.isGathered }
    let longest = Double(trajectories.map(\.steps).max() ?? 1)
    var rows: [Row] = []
    while true {
      var pairs = LagPairs()
      for place in walks.indices { walks[place].advance(into: &pairs) }
      guard !pairs.contributions.isEmpty else { break }
      rows.append(
        Row(
          lag: rows.count, count: pairs.contributions.count, contribution: Distribution(of: pairs.contributions),
          flow: Distribution(of: pairs.flows)))
      // Of T(T+1)/2 pairs those of longer lags are left.
      let left = 1 - Double(rows.count) / longest
      reporting(isGathered ? 1 - 0.1 * left * left : 1 - left * left)
    }
    self.rows = rows
  }

  /// About how many multiplications a sequence takes; 0 for one that is walked through lag by lag, in O(1) for each pair.
  public static func multiplications(
    steps: Int, of network: InitializedNetwork, parameter: Parameter, observable: Observable
  ) -> Double {
    guard !network.hasScalarKernel || observable == .totalLoss else { return 0 }
    let pairs = Double(steps) * Double(steps + 1) / 2
    return pairs * ContributionNormSweep.costOfPair(hiddenSize: network.network.stateSize, observable: observable)
  }
}

/// The magnitudes of all pairs of one lag.
private struct LagPairs {
  var contributions: [ScaledDouble] = []
  var flows: [ScaledDouble] = []
}

/// The pairs of one sequence, lag by lag.
private enum LagWalk {
  case scalar(ScalarLagWalk)
  case stored(StoredLags)

  /// `reporting` is told what part of the pairs is gathered, where they are.
  init(
    _ trajectory: Trajectory, _ parameter: Parameter, _ observable: Observable, threads: Int,
    reporting: (Double) -> Void
  ) {
    let last = trajectory.lastFiniteStep
    let targets = last > 0 ? trajectory.targets(Array(1...last), observing: observable) : []
    let isPlain = !observable.isLoss || observable == .loss && trajectory.above.isEmpty
    if trajectory.hasScalarTerms(parameter), isPlain {
      self = .scalar(ScalarLagWalk(trajectory, parameter, observable, targets))
    } else {
      self = .stored(StoredLags(trajectory, parameter, observable, targets, threads: threads, reporting: reporting))
    }
  }

  /// Whether its pairs were gathered beforehand, which is most of the work.
  var isGathered: Bool {
    if case .stored = self { true } else { false }
  }

  /// Adds the pairs of the next lag.
  mutating func advance(into pairs: inout LagPairs) {
    switch self {
    case .scalar(var walk):
      self = .stored(StoredLags())
      walk.advance(into: &pairs)
      self = .scalar(walk)
    case .stored(var lags):
      self = .stored(StoredLags())
      lags.advance(into: &pairs)
      self = .stored(lags)
    }
  }
}

/// Of a scalar network every target's adjoint is one number, which goes back by a step from lag to lag: nothing else is
/// kept.
private struct ScalarLagWalk {
  private let trajectory: Trajectory
  private let parameter: Parameter
  /// The targets that have a pair left, and λ_{k−ℓ} of each.
  private var targets: ArraySlice<Int>
  private var adjoints: [ScaledDouble]
  private var lag = 0

  init(_ trajectory: Trajectory, _ parameter: Parameter, _ observable: Observable, _ targets: [Int]) {
    (self.trajectory, self.parameter, self.targets) = (trajectory, parameter, ArraySlice(targets))
    adjoints = targets.map { observable.isLoss ? trajectory.covector(of: .loss, at: $0).first : .one }
  }

  mutating func advance(into pairs: inout LagPairs) {
    targets = targets.drop { $0 <= lag }
    ScalarSteps.with(trajectory, parameter) { steps in
      for place in targets.indices {
        let step = targets[place] - lag
        pairs.contributions.append(steps.term(adjoints[place], at: step).magnitude)
        pairs.flows.append(adjoints[place].magnitude)
        if step > 1 { adjoints[place] *= steps.factor(at: step) }
      }
    }
    lag += 1
  }
}

/// The pairs of every other network, gathered target by target and kept by their lags.
private struct StoredLags {
  private var byLag: ArraySlice<LagPairs> = []

  init() {}

  init(
    _ trajectory: Trajectory, _ parameter: Parameter, _ observable: Observable, _ targets: [Int], threads: Int,
    reporting: (Double) -> Void
  ) {
    guard let last = targets.last else { return }
    var lags = Array(repeating: LagPairs(), count: last)
    // A few targets at a time, so that what is not yet told apart by lag is little beside what is; of many units fewer,
    // since they take long.
    let atOnce = Swift.min(Swift.max(2 * threads, 2048 / trajectory.hiddenSize, 1), 64)
    for first in stride(from: 0, to: targets.count, by: atOnce) {
      let some = Array(targets[first..<Swift.min(first + atOnce, targets.count)])
      let found = Concurrent.map(count: some.count, threads: threads) { place in
        let terms = Contributions(
          of: trajectory, target: some[place], parameter: parameter, observable: observable)
        return (values: terms.values(), flows: terms.flows)
      }
      for (target, terms) in zip(some, found) {
        for step in 1...target {
          lags[target - step].contributions.append(terms.values[step - 1].magnitude)
          lags[target - step].flows.append(terms.flows[step - 1].magnitude)
        }
      }
      reporting(Double(first + some.count) / Double(targets.count))
    }
    byLag = ArraySlice(lags)
  }

  mutating func advance(into pairs: inout LagPairs) {
    guard let next = byLag.popFirst() else { return }
    pairs.contributions += next.contributions
    pairs.flows += next.flows
  }
}
