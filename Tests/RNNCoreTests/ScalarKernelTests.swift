import Testing

@testable import RNNCore

/// The scalar network has kernels of its own, made for 10⁷ steps. They are held to the way that every cell goes.
@Suite("The scalar kernels and the general path")
struct ScalarKernelTests {
  private func experiment(_ activation: Activation, W: Double, scale: Double = 1) throws -> Experiment {
    let classes: [Int?] = (0..<25).map { $0 % 6 == 4 ? nil : $0 % 2 }
    let values = SyntheticInput.noise.sequence(steps: 25, seed: 5).values.map { scale * $0 }
    return Experiment(
      network: try RNN(activation: activation, W: W, U: 0.7, b: 0.1, V: 2), initialState: [0.3],
      inputs: InputSequence(name: "noise", values: values, classes: classes))
  }

  @Test("States and derivatives are the same, number by number", arguments: Activation.allCases)
  func forward(activation: Activation) throws {
    for (W, scale) in [(0.8, 1.0), (-1.7, 1.0), (0.5, 900), (1e-200, 1e-200), (1e200, 1)] {
      let experiment = try experiment(activation, W: W, scale: scale)
      let fast = experiment.trajectory()
      let pass = CellForwardPass(experiment.network.cell, experiment.inputs)
      var general = pass.begin(from: experiment.initialState)
      _ = pass.run(&general, steps: experiment.inputs.steps)
      #expect(fast.overflowAt == general.overflowAt && fast.underflowAt == general.underflowAt)
      for (a, b) in zip(
        fast.states + fast.preActivations + fast.derivatives,
        general.states + general.preActivations + general.derivatives)
      {
        #expect(a == b || a.isNaN && b.isNaN)
      }
    }
  }

  @Test("A cell's careful derivatives are those of its activation", arguments: Activation.allCases)
  func careful(activation: Activation) throws {
    let cell = try experiment(activation, W: 0.8).network.cell
    for a in [-900, -2, 0.3, 40, 1e5] {
      #expect(cell.derivatives(preActivations: [a], previousState: [0]) == [activation.scaledDerivative(a)])
    }
  }

  @Test("Contributions are the same, with their signs", arguments: Activation.allCases)
  func backward(activation: Activation) throws {
    for (W, scale) in [(0.8, 1.0), (-1.7, 1.0), (0.5, 900)] {
      let trajectory = try experiment(activation, W: W, scale: scale).trajectory()
      for observable in [Observable.state, .unit(0), .loss, .totalLoss] {
        for target in [1, 2, 24] where trajectory.isFinite(through: target) {
          guard trajectory.canObserve(observable, at: target) else { continue }
          for parameter in Parameter.allCases { compare(trajectory, target, parameter, observable) }
        }
      }
    }
  }

  private func compare(_ trajectory: Trajectory, _ target: Int, _ parameter: Parameter, _ observable: Observable) {
    let fast = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
    let general = RankOneContributions(trajectory, target: target, parameter: parameter, observable: observable)
    #expect(general.areNumbers && fast.rankOne == nil)
    #expect(
      general.extent.hasPositive == fast.extent.hasPositive && general.extent.hasNegative == fast.extent.hasNegative)
    #expect(general.unitShares == fast.unitShares)
    // A term has two roundings a step in either way, and what a loss adds up may cancel.
    let bound = ScaledDouble(1e-13)
    let scale = fast.values().map(\.magnitude).max() ?? .zero
    #expect((general.total - fast.total).magnitude <= fast.sumOfNorms * bound)
    for term in fast {
      let index = term.step - 1
      let size = observable == .totalLoss ? scale : term.value.magnitude
      #expect((general.values[index] - term.value).magnitude <= size * bound)
      #expect((general.signed[index] - term.signed).magnitude <= size * bound)
      #expect(
        (general.immediates[index] - term.immediateDerivative).magnitude <= term.immediateDerivative.magnitude * bound)
      guard observable != .totalLoss else { continue }
      #expect((general.flows[index] - term.flow).magnitude <= term.flow.magnitude * bound)
    }
  }

  @Test("And so are the map's margins, the largest terms and the regime")
  func analysis() throws {
    let trajectory = try experiment(.tanh, W: 1.4).trajectory()
    let ranges = (1...25).map { $0...$0 }
    for parameter in Parameter.allCases {
      let blocks = ContributionBlocks(of: trajectory, parameter: parameter, rows: ranges, columns: ranges)
      var general = NormBlocks(
        of: trajectory, parameter: parameter, observable: .state, rows: ranges, columns: ranges)
      while !general.isComplete { general.refine(budget: 1e9) }
      #expect(general.haveSigns)
      for target in 0..<25 {
        for step in 0...target {
          guard case .largest(let fast) = blocks[row: target, column: step],
            case .largest(let other) = general.blocks[row: target, column: step]
          else {
            #expect(blocks[row: target, column: step] == general.blocks[row: target, column: step])
            continue
          }
          #expect((fast.value - other.value).magnitude <= fast.value.magnitude * ScaledDouble(1e-13))
        }
      }
    }
  }
}
