import Testing

@testable import RNNCore

/// All that the library says of a network, of a cell that it has never seen.
@Suite("A cell is one file: the minimal gated unit behind the seam")
struct CellSeamTests {
  /// Relative to the largest of what a sum adds up: a dozen steps of roundings, and the complex step's own.
  private let tolerance = 1e-12

  private func network(_ n: Int, seed: UInt64, steps: Int = 12) throws -> (experiment: Experiment, exact: ComplexStep) {
    let cell = MinimalGatedUnit(units: n, inputs: 2, seed: seed)
    let V = Initialization.gaussian.recurrentWeights(order: n, seed: 9)
    let values = SyntheticInput.noise.sequence(steps: 2 * steps, seed: seed).values
    let classes: [Int?] = (0..<steps).map { $0 % 4 == 1 ? nil : $0 % n }
    let inputs = InputSequence(name: "pairs", dimension: 2, values: values, classes: classes)
    let start = (0..<n).map { 0.3 - 0.2 * Double($0) }
    let network = try RNN(cell: cell, outputWeights: n > 1 ? V : nil)
    let exact = ComplexStep(cell: cell, V: n > 1 ? V : nil, inputs: inputs, initialState: start)
    return (Experiment(network: network, initialState: start, inputs: inputs), exact)
  }

  @Test("States, flows, step factors and the regime", arguments: [1, 3, 6])
  func flows(n: Int) throws {
    let (experiment, exact) = try network(n, seed: UInt64(n))
    let trajectory = experiment.trajectory()
    let states = exact.states(through: 12, moving: .state(unit: 0, step: 13))
    for step in 1...12 {
      for (state, expected) in zip(trajectory.state(at: step), states[step - 1]) {
        #expect((state - expected.real).magnitude < 1e-14)
      }
      let factor = exact.flow(from: step - 1, to: step)
      expect(trajectory.stepFactor(at: step).magnitude, factor.spectralNorm)
      for from in 0..<step {
        expect(trajectory.flowNorm(from: from, to: step), exact.flow(from: from, to: step).spectralNorm)
      }
    }
    for (fast, step) in zip(trajectory.stepFactors(at: Array(1...12)), 1...12) {
      #expect(((fast / trajectory.stepFactor(at: step)).doubleValue - 1).magnitude < 1e-3)
    }
    let regime = Regime(of: trajectory, target: 12)
    expect(.exp((regime.lyapunovExponent ?? 0) * 11), exact.flow(from: 1, to: 12).spectralNorm)
    #expect(regime.sufficientCondition == nil)
    let flows = (1...12).map { exact.flow(from: $0, to: 12).spectralNorm }
    expect(try #require(regime.peak).flow, flows.max() ?? 0)
    expect(try #require(regime.trough).flow, flows.min() ?? 0)
  }

  @Test("The flow's singular values", arguments: [1, 3, 6])
  func spectrum(n: Int) throws {
    let (experiment, exact) = try network(n, seed: UInt64(n))
    let spectrum = FlowSpectrum(of: experiment.trajectory(), target: 12, lags: [0, 1, 4, 11])
    for lag in spectrum.lags {
      let expected = exact.flow(from: 12 - lag.lag, to: 12).singularValues
      for (value, expected) in zip(lag.singularValues, expected) {
        let value = try #require(value.value)
        #expect((value.doubleValue - expected).magnitude < 1e-11 * exact.flow(from: 12 - lag.lag, to: 12).spectralNorm)
      }
    }
  }

  private func expect(_ value: ScaledDouble, _ expected: Double, _ place: SourceLocation = #_sourceLocation) {
    #expect((value.doubleValue - expected).magnitude <= tolerance * expected.magnitude, sourceLocation: place)
  }

  @Test("Every contribution by magnitude and projection, and their total", arguments: [1, 3])
  func contributions(n: Int) throws {
    let (experiment, exact) = try network(n, seed: UInt64(7 * n))
    let trajectory = experiment.trajectory()
    for observable in [Observable.state, .unit(n - 1), .loss, .totalLoss] where n > 1 || !observable.isLoss {
      for target in [1, 2, 12] where trajectory.canObserve(observable, at: target) {
        for parameter in Parameter.allCases {
          let terms = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
          let tensors = (1...target).map {
            exact.contribution(of: observable, target: target, parameter: parameter, step: $0)
          }
          compare(terms, tensors, "\(observable) at \(target) by \(parameter)")
        }
      }
    }
  }

  private func compare(_ terms: Contributions, _ tensors: [[Double]], _ name: Comment) {
    let total = tensors[0].indices.map { index in tensors.reduce(0) { $0 + $1[index] } }
    let (norm, largest) = (total.norm, tensors.map(\.norm).max() ?? 0)
    #expect((terms.total.magnitude.doubleValue - norm).magnitude <= tolerance * largest, name)
    for (term, tensor) in zip(terms, tensors) {
      #expect((term.value.magnitude.doubleValue - tensor.norm).magnitude <= tolerance * largest, name)
      let projection = zip(tensor, total).reduce(0) { $0 + $1.0 * $1.1 } / norm
      #expect(
        (term.signed.doubleValue - projection).magnitude <= tolerance * largest * Swift.max(1, largest / norm), name)
    }
  }

  @Test(
    "The map's rows are the contributions of every target", arguments: [Observable.state, .unit(1), .loss, .totalLoss])
  func map(observable: Observable) throws {
    let trajectory = try network(3, seed: 5).experiment.trajectory()
    for parameter in Parameter.allCases {
      let norms = ContributionNorms(
        of: trajectory, targets: Array(1...12), parameter: parameter, observable: observable)
      for target in 1...12 where trajectory.canObserve(observable, at: target) {
        let terms = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
        for (norm, term) in zip(norms.norms(ofTargetAt: target - 1), terms) {
          #expect((norm - term.value).magnitude <= term.value * ScaledDouble(tolerance))
        }
      }
    }
  }

  @Test("The gradients of the total loss, number by number")
  func lossGradients() throws {
    let (experiment, exact) = try network(3, seed: 4)
    let gradients = try #require(LossGradients(of: experiment.trajectory()))
    for (parameter, gradient) in [
      (Parameter.recurrentWeights, gradients.recurrentWeights), (.inputWeights, gradients.inputWeights),
      (.bias, gradients.bias),
    ] {
      let tensors = (1...12).map { exact.contribution(of: .totalLoss, target: 12, parameter: parameter, step: $0) }
      for index in 0..<gradient.rows * gradient.columns {
        let expected = tensors.reduce(0) { $0 + $1[index] }
        let value = gradient[index / gradient.columns, index % gradient.columns].doubleValue
        #expect((value - expected).magnitude <= tolerance * gradient.norm.doubleValue)
      }
    }
  }

  @Test("The gradient check agrees with right gradients and fails wrong ones", arguments: [1, 4])
  func check(n: Int) throws {
    let experiment = try network(n, seed: 3).experiment
    for observable in [Observable.state, .unit(0), .loss, .totalLoss] where n > 1 || !observable.isLoss {
      for parameter in Parameter.allCases {
        let right = GradientCheck(of: experiment, target: 11, parameter: parameter, observable: observable)
        #expect(right.comparisons.allSatisfy { $0.outcome == .agrees }, "\(observable) \(parameter): \(right)")
        let claimed = right.sumOfTerms * ScaledDouble(1.0001)
        let wrong = GradientCheck(
          of: experiment, target: 11, parameter: parameter, observable: observable, claimed: claimed)
        #expect(wrong.comparisons.allSatisfy { $0.outcome == .disagrees }, "\(observable) \(parameter): \(wrong)")
      }
    }
  }

  /// Without weights and inputs ∂h_t/∂h_{t−1} is 1 − σ(b_f) = σ(−b_f) and nothing else.
  @Test("Gates alone: what a unit keeps is σ(−b_f) a step, also where that is 10^−347", arguments: [-3, 0, 2, 40, 800])
  func gatesAlone(forget: Double) throws {
    let zero = Matrix(rows: 4, columns: 2, elements: Array(repeating: 0, count: 8))
    let b = Matrix(rows: 4, columns: 1, elements: [forget, forget + 0.5, 0.3, -0.7])
    let network = try RNN(cell: MinimalGatedUnit(U: zero, W: zero, b: b))
    let inputs = InputSequence(name: "none", dimension: 2, values: Array(repeating: 0, count: 104))
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.5, 0.25])
    let kept = [forget, forget + 0.5].map { bias -> ScaledDouble in
      let logarithm = bias > 30 ? -bias : -Double.log(onePlus: .exp(bias))
      return .exp(50 * logarithm)
    }
    let flow = trajectory.flowNorm(from: 2, to: 52)
    #expect(((flow / kept[0]).doubleValue - 1).magnitude < 1e-12)
    for unit in 0..<2 {
      let terms = Contributions(of: trajectory, target: 52, parameter: .bias, observable: .unit(unit))
      #expect(((terms[2].flow / kept[unit]).doubleValue - 1).magnitude < 1e-12, "unit \(unit)")
    }
  }

  /// 400 units of length e^−10 000 and e^−20 beside each other: one row of a matrix does not hold both.
  @Test("Units that go apart by 10^4000 and then meet: nothing of the smaller one is lost")
  func unitsApart() throws {
    let n = 2
    var W = Matrix(rows: 4, columns: n, elements: Array(repeating: 0, count: 8))
    W[3, 0] = 1e-3
    let zero = Matrix(rows: 4, columns: 1, elements: Array(repeating: 0, count: 4))
    let cell = MinimalGatedUnit(U: zero, W: W, b: Matrix(rows: 4, columns: 1, elements: [25, -6, 0.1, 0.2]))
    let experiment = Experiment(
      network: try RNN(cell: cell), initialState: [0.5, 0.25],
      inputs: InputSequence(name: "none", values: Array(repeating: 0, count: 400)))
    for parameter in [Parameter.recurrentWeights, .bias] {
      for observable in [Observable.state, .unit(0), .unit(1)] {
        let check = GradientCheck(
          of: experiment, target: 400, parameter: parameter, observable: observable, methods: [.forwardRecursion])
        #expect(check.comparisons[0].outcome == .agrees, "\(observable) \(parameter): \(check)")
        #expect(!check.sumOfTerms.isZero)
      }
    }
    let terms = Contributions(of: experiment.trajectory(), target: 400, parameter: .bias, observable: .unit(0))
    // σ(−25) a step.
    let kept = ScaledDouble.exp(-399 * (25 + Double.exp(-25)))
    #expect(((terms[1].flow / kept).doubleValue - 1).magnitude < 1e-11)
  }

  /// Fifteen steps that each make λ 5.5 times as large, and before them one whose gate passes on nothing but e^−2000: δ lies
  /// 2^2900 below λ.
  @Test("An adjoint that has grown meets a gate that is shut")
  func shutGate() throws {
    let cell = MinimalGatedUnit(
      U: Matrix([[-1], [0]]), W: Matrix([[0], [20]]), b: Matrix([[0], [0]]))
    let values = (1...20).map { $0 == 5 ? 2000.0 : 0 }
    let trajectory = Trajectory(
      network: try RNN(cell: cell), inputs: InputSequence(name: "once", values: values), initialState: [0])
    // What stays below the shut gate is e^−2000 of the state; all others are ½ + ½·½·20 of it, and 1 at the gate.
    let flow = ScaledDouble.exp(18 * .log(5.5))
    #expect(((trajectory.flowNorm(from: 1, to: 20) / flow).doubleValue - 1).magnitude < 1e-13)
    let terms = Contributions(of: trajectory, target: 20, parameter: .bias)
    #expect(terms[5].value.exponent < -2800 && !terms[5].value.isZero)
    #expect(terms[4].value > terms[6].value)
  }

  @Test("Of a gain all recurrent weights have the same share, whatever the cell")
  func gain() throws {
    let network = try network(3, seed: 2).experiment.network
    #expect(try network.scaled(byGain: 2).recurrentWeights.elements == network.recurrentWeights.elements.map { 2 * $0 })
  }

  @Test("A network that contracts is not decided by rounding, and equal networks are equal")
  func identity() throws {
    let (experiment, _) = try network(3, seed: 2)
    #expect(experiment.trajectory().roundingDecidesAt == nil)
    #expect(experiment.network == (try network(3, seed: 2).experiment.network))
    #expect(experiment.network.hashValue == (try network(3, seed: 2).experiment.network.hashValue))
    #expect(experiment.network != (try network(3, seed: 3).experiment.network))
  }

  @Test("An overflow is a NaN from there on, and an underflow is told from a 0")
  func range() throws {
    let zero = Matrix(rows: 2, columns: 1, elements: [0, 0])
    func trajectory(_ U: Matrix, _ values: [Double], start: Double, forget: Double = 0) throws -> Trajectory {
      let cell = MinimalGatedUnit(U: U, W: zero, b: Matrix(rows: 2, columns: 1, elements: [forget, 0]))
      return Trajectory(
        network: try RNN(cell: cell), inputs: InputSequence(name: "x", values: values), initialState: [start])
    }
    let overflow = try trajectory(Matrix([[0], [1e300]]), [1, 1e10, 1], start: 0.5)
    #expect(overflow.overflowAt == 2 && overflow.state(at: 3)[overflow.state(at: 3).startIndex].isNaN)
    #expect(try trajectory(zero, Array(repeating: 0, count: 9), start: 0).underflowAt == nil)
    #expect(try trajectory(zero, Array(repeating: 0, count: 9), start: 1e-300, forget: 9).underflowAt == 2)
  }
}

extension [Double] {
  fileprivate var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
