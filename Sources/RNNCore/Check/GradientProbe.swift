/// The three computations that `GradientCheck` holds against each other, for one covector v and one direction D.
struct GradientProbe {
  private let experiment: Experiment
  private let parameter: Parameter
  private let covector: [Double]
  private let direction: Matrix

  init(_ experiment: Experiment, parameter: Parameter, seed: UInt64) {
    self.experiment = experiment
    self.parameter = parameter
    let (n, m) = (experiment.network.hiddenSize, experiment.network.inputSize)
    let columns = parameter == .recurrentWeights ? n : parameter == .inputWeights ? m : 1
    var generator = SplitMix64(seed: seed)
    if n == 1, columns == 1 {
      (covector, direction) = ([1], Matrix(1))
    } else {
      covector = (0..<n).map { _ in generator.nextNormal() }
      direction = Matrix(
        rows: n, columns: columns, elements: (0..<n * columns).map { _ in generator.nextNormal() })
    }
  }

  /// D c_i: the immediate change of a_i.
  private func drive(_ trajectory: Trajectory, at step: Int) -> [Double] {
    let carried: ArraySlice<Double>
    switch parameter {
    case .recurrentWeights: carried = trajectory.state(at: step - 1)
    case .inputWeights: carried = trajectory.inputs[step]
    case .bias: carried = [1]
    }
    return (0..<direction.rows).map { row in zip(direction[row: row], carried).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// Σ_i δ_iᵀ D c_i and Σ_i |δ_iᵀ D c_i|.
  func terms(_ trajectory: Trajectory, target: Int) -> (sum: ScaledDouble, magnitude: ScaledDouble) {
    var (sum, magnitude) = (ScaledSum(), ScaledSum())
    var sweep = AdjointSweep(trajectory, covectors: ScaledRows([ScaledVector(covector)]))
    for step in stride(from: target, through: 1, by: -1) {
      sweep.enter(step)
      let term = sweep.deltas.vector(0).dot(ScaledVector(drive(trajectory, at: step)))
      sum.add(term)
      magnitude.add(term.magnitude)
      sweep.leave()
    }
    return (sum.value, magnitude.value)
  }

  /// vᵀ τ_k with τ_0 = 0 and τ_t = f′(a_t) ⊙ (W τ_{t−1} + D c_t).
  func forwardRecursion(_ trajectory: Trajectory, target: Int) -> ScaledDouble {
    var tangent = ScaledVector(Array(repeating: 0, count: covector.count))
    var product = tangent.elements
    for step in 1...target {
      LinearAlgebra.multiply(trajectory.network.recurrentWeights, tangent.elements, into: &product)
      let change = ScaledVector(product, exponent: tangent.exponent) + ScaledVector(drive(trajectory, at: step))
      tangent = trajectory.derivatives(at: step, times: change)
    }
    return tangent.dot(ScaledVector(covector))
  }

  /// The derivative of vᵀ s_k along D from differences alone.
  func centralDifference(_ trajectory: Trajectory, target: Int) -> DifferenceEstimate {
    let size = parameter == .recurrentWeights ? trajectory.network.recurrentWeights.elements.largestMagnitude : 1
    let widest = 0.05 * Swift.max(size, 0.01) / direction.elements.largestMagnitude
    let straight = (0..<9).map { widest / Double(sign: .plus, exponent: 2 * $0, significand: 1) }.first {
      isStraight(over: $0, trajectory, target: target)
    }
    return DifferenceEstimate.ridders(initialStep: straight ?? widest) { step in
      let (above, below) = (perturbed(by: step).trajectory(), perturbed(by: -step).trajectory())
      guard above.isFinite(through: target), below.isFinite(through: target) else { return .overflow }
      if let kink = Self.firstKink(between: above, below, trajectory, target) { return .kink(step: kink) }
      let magnitude = (0..<covector.count).reduce(0.0) { sum, unit in
        sum + (covector[unit] * trajectory.state(at: target, unit: unit)).magnitude
      }
      return .value(
        observed(above, minus: below, target) / (2 * step), spread: 0, rounding: .ulpOfOne * magnitude / step)
    }
  }

  /// Whether vᵀ s_k goes nearly straight through its three values at θ − hD, θ and θ + hD. Over wider steps the
  /// extrapolation may settle on the slope of some other part of the curve.
  private func isStraight(over step: Double, _ trajectory: Trajectory, target: Int) -> Bool {
    let (above, below) = (perturbed(by: step).trajectory(), perturbed(by: -step).trajectory())
    guard above.isFinite(through: target), below.isFinite(through: target) else { return false }
    let (right, left) = (observed(above, minus: trajectory, target), observed(trajectory, minus: below, target))
    return (right - left).magnitude <= 0.5 * (right + left).magnitude
  }

  /// vᵀ s_k of one trajectory less that of another.
  private func observed(_ a: Trajectory, minus b: Trajectory, _ target: Int) -> Double {
    (0..<covector.count).reduce(0.0) { sum, unit in
      sum + covector[unit] * (a.state(at: target, unit: unit) - b.state(at: target, unit: unit))
    }
  }

  private func perturbed(by step: Double) -> Experiment {
    var result = experiment
    func moved(_ elements: [Double]) -> [Double] { zip(elements, direction.elements).map { $0 + step * $1 } }
    func moved(_ matrix: Matrix) -> Matrix {
      Matrix(rows: matrix.rows, columns: matrix.columns, elements: moved(matrix.elements))
    }
    let network = experiment.network
    let changed =
      switch parameter {
      case .recurrentWeights: try? network.with(W: moved(network.recurrentWeights))
      case .inputWeights: try? network.with(U: moved(network.inputWeights))
      case .bias: try? network.with(b: moved(network.bias))
      }
    if let changed { result.start.network = changed }
    return result
  }

  /// The first step at which a pre-activation lies on different sides of a kink in the three runs.
  private static func firstKink(
    between a: Trajectory, _ b: Trajectory, _ centre: Trajectory, _ target: Int
  ) -> Int? {
    let n = centre.hiddenSize
    for kink in centre.network.activation.kinks {
      for index in 0..<target * n {
        func side(_ trajectory: Trajectory) -> Double {
          let distance = trajectory.preActivations[index] - kink
          return distance > 0 ? 1 : distance < 0 ? -1 : 0
        }
        if side(a) != side(centre) || side(b) != side(centre) { return index / n + 1 }
      }
    }
    return nil
  }
}

extension Trajectory {
  fileprivate func state(at step: Int, unit: Int) -> Double { states[step * hiddenSize + unit] }
}

extension [Double] {
  fileprivate var largestMagnitude: Double { reduce(0) { Swift.max($0, $1.magnitude) } }
}
