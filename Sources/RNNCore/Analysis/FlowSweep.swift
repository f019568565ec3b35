/// The flow of a network of several units on the way to what a regime needs of it, a part at a time: by products with
/// vectors where those are fewer multiplications, and by its matrices where they are not, or not enough.
struct FlowGathering: Sendable {
  private let trajectory: Trajectory
  private let target: Int
  private var way: Way

  private enum Way: Sendable {
    case vectors(FlowProbe)
    case matrices(FlowSweep)
    /// nil only while a step is under way.
    case ended(FlowMagnitudes?)
  }

  /// Begins with a target whose steps are finite.
  init(_ trajectory: Trajectory, target: Int) {
    (self.trajectory, self.target) = (trajectory, target)
    way =
      trajectory.prefersVectors(lag: target - 1)
      ? .vectors(FlowProbe(trajectory, target: target))
      : Self.matrices(FlowSweep(trajectory, target: target))
  }

  /// What was found; nil before all is.
  var magnitudes: FlowMagnitudes? { if case .ended(let found) = way { found } else { nil } }
  /// The part that is done.
  var progress: Double {
    switch way {
    case .vectors(let probe): probe.progress
    case .matrices(let sweep): sweep.progress
    case .ended: 1
    }
  }

  /// Goes by some steps, on as many threads as there may be, on which no number depends, and returns the multiplications
  /// that one of them took.
  mutating func advance(threads: Int = 1) -> Double {
    switch way {
    case .vectors(var probe):
      // Nothing else holds what goes on, so that no step copies it.
      way = .ended(nil)
      let cost = probe.advance(threads: threads)
      way = probe.isComplete ? end(probe) : .vectors(probe)
      return cost
    case .matrices(var sweep):
      way = .ended(nil)
      sweep.advance()
      way = Self.matrices(sweep)
      return sweep.costOfStep
    case .ended: return 0
    }
  }

  /// A probe that did not find σ_max leaves it to the matrices.
  private func end(_ probe: FlowProbe) -> Way {
    guard let toFirst = probe.toFirst else { return Self.matrices(FlowSweep(trajectory, target: target)) }
    return .ended(FlowMagnitudes(probe, toFirst: toFirst, order: trajectory.stateSize))
  }

  private static func matrices(_ sweep: FlowSweep) -> Way {
    sweep.isComplete ? .ended(FlowMagnitudes(sweep)) : .matrices(sweep)
  }
}

/// P(k,i) of a network of several units, from i = k, where it is the identity, back to a last step.
struct FlowSweep: Sendable {
  /// ‖P(k,i)‖_F at index i − 1; 0 before the steps that were reached.
  private(set) var norms: [ScaledDouble]
  private var sweep: BackwardSweep
  /// i.
  private var step: Int
  private let last: Int

  init(_ trajectory: Trajectory, target: Int, last: Int = 1) {
    sweep = BackwardSweep(trajectory, target: target, covectors: .identity(trajectory.stateSize))
    (step, self.last) = (target, last)
    norms = Array(repeating: .zero, count: target)
    norms[target - 1] = sweep.adjoints.frobeniusNorm
  }

  /// P(k,i).
  var flow: ScaledRows { sweep.adjoints }
  var isComplete: Bool { step <= last }
  /// The part of its steps that it has gone back.
  var progress: Double { Double(norms.count - step) / Double(Swift.max(norms.count - last, 1)) }

  /// The multiplications of a step.
  var costOfStep: Double { Double(flow.count * flow.columns * flow.columns) }

  /// Goes back by a step, and returns the i that it has come to.
  @discardableResult
  mutating func advance() -> Int {
    sweep.goBack(step)
    step -= 1
    norms[step - 1] = flow.frobeniusNorm
    return step
  }
}

extension ScaledRows {
  /// ‖·‖_F of all rows.
  var frobeniusNorm: ScaledDouble {
    let top = (0..<count).reduce(Int.min) { squares[$1] == 0 ? $0 : Swift.max($0, exponents[$1]) }
    var sum = 0.0
    for row in 0..<count where squares[row] != 0 {
      let shift = exponents[row] - top
      sum +=
        shift == 0
        ? squares[row] : squares[row] * Double(sign: .plus, exponent: Swift.max(2 * shift, -1000), significand: 1)
    }
    return sum == 0 ? .zero : ScaledDouble(significand: sum.squareRoot(), exponent: top)
  }
}
