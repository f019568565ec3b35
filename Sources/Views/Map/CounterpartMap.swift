import Explorer
import RNNCore
import Screen

/// The map of what is kept as B, in the rows and columns of what is shown as far as B has such steps, and B's terms of the
/// target that is looked at.
struct CounterpartMap: Sendable {
  struct Key: Hashable, Sendable {
    let terms: NormMap.Key
    /// k of what is shown.
    let target: Int
    /// Whether what truncation and clipping make of B's terms is still to be found.
    let isRemedyDue: Bool
  }

  private(set) var key: Key
  /// B's own T.
  let steps: Int
  /// B's terms of k.
  private(set) var row: Row
  /// What is run over the steps that the map has.
  private let trajectory: Trajectory
  /// All terms at once; or else target by target.
  private let scalar: MapTerms?
  private var norms: NormMap?

  /// B's terms of a target, as far as they are cut; or why there are none.
  enum Row: Sendable {
    case terms(Contributions)
    /// B ends before it, or overflows at a step.
    case noStep, overflow(at: Int)
    /// It has no class to be told.
    case noLoss
    /// It is still being found, or takes too long.
    case notYet, notComputed
  }

  init(_ key: Key, _ setting: Setting) {
    self.key = key
    let whole = setting.analysis.trajectory
    let last = Swift.min(whole.steps, key.terms.layout.steps)
    (steps, trajectory) = (whole.steps, whole.prefix(last, from: setting.state.start.initialState))
    if setting.state.needsNormMap {
      (norms, scalar) = (NormMap(key.terms, of: trajectory), nil)
    } else {
      norms = nil
      scalar = MapTerms(
        of: trajectory, key.terms.parameter, key.terms.truncation, rows: key.terms.rows(last),
        columns: key.terms.columns(last))
    }
    row = Self.row(key, setting.analysis, trajectory)
    include()
  }

  /// The same map beside another target.
  func looked(at key: Key, _ setting: Setting) -> CounterpartMap {
    var map = self
    map.key = key
    map.row = Self.row(key, setting.analysis, trajectory)
    map.include()
    return map
  }

  /// Its blocks and sums, as far as targets were visited.
  var terms: MapTerms? { scalar ?? norms.map { MapTerms($0.blocks) } }

  var isComplete: Bool { norms?.isComplete ?? true }

  /// The part of its targets that were visited, 0 … 1.
  var done: Double { norms?.done ?? 1 }

  mutating func refine(moments: Double, threads: Int) { norms?.refine(moments: moments, threads: threads) }

  /// Adds the row at hand; that of a longer run of B is none of this one.
  private mutating func include() {
    if case .terms(let terms) = row, terms.trajectory.steps == trajectory.steps { norms?.include(terms) }
  }

  /// B's terms of k: at hand where B looks at the same target.
  private static func row(_ key: Key, _ analysis: Analysis, _ trajectory: Trajectory) -> Row {
    let target = key.target
    guard target <= trajectory.steps else { return .noStep }
    if analysis.target == target, let kept = analysis.keptContributions { return .terms(kept) }
    guard trajectory.isFinite(through: target) else { return .overflow(at: trajectory.overflowAt ?? target) }
    guard trajectory.canObserve(key.terms.observable, at: target) else { return .noLoss }
    guard !key.isRemedyDue || !analysis.isRemedyTooCostly else { return .notYet }
    guard !analysis.isRemedyTooCostly, cost(key, trajectory) <= mostOfRow else { return .notComputed }
    return .terms(
      Contributions(
        of: trajectory, target: target, parameter: key.terms.parameter, observable: key.terms.observable,
        truncation: key.terms.truncation, adjointLimit: key.terms.adjointLimit))
  }

  /// The multiplications that a target's terms take: half a second's at most.
  private static let mostOfRow = 4e8

  private static func cost(_ key: Key, _ trajectory: Trajectory) -> Double {
    let order = Double(trajectory.hiddenSize)
    let pair = order * order * (key.terms.observable == .state ? order : 1)
    let passes = key.terms.observable == .totalLoss ? Swift.min(key.terms.truncation.window ?? 1, key.target) : 1
    return pair * Double(key.target) * Double(passes)
  }
}

extension Trajectory {
  /// The run over the first steps, as far as there are more: what a step hears does not depend on those after it.
  fileprivate func prefix(_ count: Int, from initialState: [Double]) -> Trajectory {
    guard count < steps else { return self }
    let first = InputSequence(
      name: inputs.name, dimension: inputs.dimension, values: Array(inputs.values.prefix(count * inputs.dimension)),
      targets: inputs.targets?.part(0..<count))
    return Trajectory(network: network, inputs: first, initialState: initialState)
  }
}
