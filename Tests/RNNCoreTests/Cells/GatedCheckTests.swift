import Testing

@testable import RNNCore

@Suite("GRU and LSTM against the complex step, forward recursion and finite differences")
struct GatedCheckTests {
  /// Relative to the largest of what a sum adds up: a dozen steps of roundings, and the complex step's own.
  private let tolerance = 1e-12

  private func experiment(_ kind: CellKind, _ n: Int, m: Int = 2, steps: Int = 10) throws -> Experiment {
    let drawn = RNN(kind, hiddenSize: n, inputSize: m, seed: UInt64(n), forgetBias: 0.5)
    let network = try drawn.scaled(byGain: 1.5).with(
      V: Matrix(rows: 3, columns: n, elements: (0..<3 * n).map { 0.7 - 0.3 * Double($0 % 5) }))
    let values = SyntheticInput.noise.sequence(steps: m * steps, seed: 2).values
    return Experiment(
      network: network, initialState: (0..<network.stateSize).map { 0.3 - 0.1 * Double($0) },
      inputs: InputSequence(
        name: "noise", dimension: m, values: values, classes: (0..<steps).map { $0 % 4 == 1 ? nil : $0 % 3 }))
  }

  private func observables(_ kind: CellKind, _ n: Int) -> [Observable] {
    [.state, .unit(n - 1), .loss, .totalLoss] + (kind == .lstm ? [.cell, .cellUnit(0)] : [])
  }

  @Test(
    "The gradient check agrees with right gradients and fails wrong ones", arguments: [CellKind.gru, .lstm], [1, 2, 4])
  func check(kind: CellKind, n: Int) throws {
    let experiment = try experiment(kind, n)
    for observable in observables(kind, n) {
      for parameter in experiment.network.parameters { check(experiment, observable, parameter) }
    }
  }

  @Test("And of constant gates", arguments: [CellKind.gru, .lstm])
  func scalar(kind: CellKind) throws {
    let network = try RNN(
      scalar: kind, W: 1.4, U: 0.7, b: 0.1, gateBiases: [.inputGate: 0.3, .forgetGate: 1, .updateGate: 1], V: 2)
    let inputs = SyntheticInput.noise.sequence(steps: 10, seed: 2)
    let experiment = Experiment(
      network: network, initialState: Array(repeating: 0.4, count: kind.parts),
      inputs: InputSequence(name: "noise", values: inputs.values, classes: (0..<10).map { $0 % 2 }))
    for observable in observables(kind, 1) {
      for parameter in network.parameters { check(experiment, observable, parameter) }
    }
  }

  private func check(_ experiment: Experiment, _ observable: Observable, _ parameter: Parameter) {
    let right = GradientCheck(of: experiment, target: 9, parameter: parameter, observable: observable)
    #expect(right.comparisons.count == 2 || right.comparisons.count == 3)
    #expect(right.comparisons.allSatisfy { $0.outcome == .agrees }, "\(observable) \(parameter): \(right)")
    let claimed = right.sumOfTerms * ScaledDouble(1.0001)
    let wrong = GradientCheck(
      of: experiment, target: 9, parameter: parameter, observable: observable, claimed: claimed)
    #expect(wrong.comparisons.allSatisfy { $0.outcome == .disagrees }, "\(observable) \(parameter): \(wrong)")
  }

  @Test("A parameter of another cell is refused")
  func missing() throws {
    let experiment = try experiment(.gru, 2)
    #expect(
      throws: ExperimentError.noParameter(Parameter(.bias, gate: .forgetGate), found: experiment.network.parameters)
    ) {
      try GradientCheck(validating: experiment, target: 9, parameter: Parameter(.bias, gate: .forgetGate))
    }
    #expect(
      try GradientCheck(validating: experiment, target: 9, parameter: Parameter(.hiddenBias, gate: .newGate)).passes)
  }

  private func exact(_ experiment: Experiment) throws -> ComplexStep {
    ComplexStep(
      cell: try #require(experiment.network.cell as? any ComplexCell), V: experiment.network.outputWeights,
      inputs: experiment.inputs, initialState: experiment.initialState)
  }

  @Test("States and flows of all that the units keep by the complex step", arguments: [CellKind.gru, .lstm], [1, 3])
  func flows(kind: CellKind, n: Int) throws {
    let experiment = try experiment(kind, n)
    let (trajectory, exact) = (experiment.trajectory(), try exact(experiment))
    let states = exact.states(through: 10, moving: .state(unit: 0, step: 11))
    for step in 1...10 {
      let state = trajectory.states[step * trajectory.stateSize..<(step + 1) * trajectory.stateSize]
      for (value, expected) in zip(state, states[step - 1]) { #expect((value - expected.real).magnitude < 1e-14) }
      let flow = exact.flow(from: step - 1, to: 10).spectralNorm
      #expect((trajectory.flowNorm(from: step - 1, to: 10).doubleValue - flow).magnitude <= tolerance * flow)
      let factor = exact.flow(from: step - 1, to: step).spectralNorm
      #expect((trajectory.stepFactor(at: step).magnitude.doubleValue - factor).magnitude <= tolerance * factor)
    }
  }

  @Test("Every contribution to every matrix and gate by the complex step", arguments: [CellKind.gru, .lstm], [1, 2])
  func contributions(kind: CellKind, n: Int) throws {
    let experiment = try experiment(kind, n, steps: 6)
    let (trajectory, exact) = (experiment.trajectory(), try exact(experiment))
    for observable in observables(kind, n) {
      for parameter in experiment.network.parameters {
        let target = observable == .loss ? 5 : 6
        let terms = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
        let tensors = (1...target).map {
          exact.contribution(of: observable, target: target, parameter: parameter, step: $0)
        }
        compare(terms, tensors, "\(kind) \(n): \(observable) by \(parameter)")
      }
    }
  }

  private func compare(_ terms: Contributions, _ tensors: [[Double]], _ name: Comment) {
    let total = tensors[0].indices.map { index in tensors.reduce(0) { $0 + $1[index] } }
    let (norm, largest) = (total.norm, tensors.map(\.norm).max() ?? 0)
    #expect((terms.total.magnitude.doubleValue - norm).magnitude <= tolerance * largest, name)
    for (term, tensor) in zip(terms, tensors) {
      if terms.areNorms {
        #expect((term.value.doubleValue - tensor.norm).magnitude <= tolerance * largest, name)
      } else {
        #expect((term.value.doubleValue - tensor[0]).magnitude <= tolerance * largest, name)
      }
      let projection = zip(tensor, total).reduce(0) { $0 + $1.0 * $1.1 } / norm
      #expect(
        (term.signed.doubleValue - projection).magnitude <= tolerance * largest * Swift.max(1, largest / norm), name)
    }
  }
}

extension [Double] {
  fileprivate var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
