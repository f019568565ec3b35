import RNNCore
import Testing

@Suite("Responses of a scalar GRU and LSTM to their numbers")
struct GatedResponseTests {
  private func experiment(_ kind: CellKind, U: Double = 0.8) throws -> Experiment {
    let network = try RNN(
      scalar: kind, W: 0.9, U: U, b: 0.1, gateBiases: [.forgetGate: 1, .updateGate: 1, .inputGate: -0.3], V: 2)
    let inputs = SyntheticInput.noise.sequence(steps: 25, seed: 3)
    return Experiment(
      network: network, initialState: Array(repeating: 0.3, count: kind.parts),
      inputs: InputSequence(name: "noise", values: inputs.values, classes: (0..<25).map { $0 % 3 == 0 ? nil : $0 % 2 }))
  }

  /// The same numbers on the same way: nothing is rounded otherwise but P(k,1), which λ is the logarithm of.
  @Test("They are what a trajectory of the network with that number gives", arguments: [CellKind.gru, .lstm])
  func analysis(kind: CellKind) throws {
    let experiment = try experiment(kind)
    let values = [-30, -1.5, 0, 0.7, 3]
    for variable in ScalarVariable.variables(of: kind) {
      for observable in [Observable.state, .loss, .totalLoss] + (kind == .lstm ? [.cell, .cellUnit(0)] : []) {
        for parameter in [Parameter.recurrentWeights, Parameter(.bias, gate: kind.keepingGate)] {
          for truncation in [Truncation.none, Truncation(window: 3)] {
            let responses = experiment.responses(
              to: variable, at: values, target: 20, parameter: parameter, observable: observable,
              truncation: truncation, statesKept: 4)
            #expect(responses.map(\.value) == values)
            for response in responses {
              let changed = Experiment(
                start: try experiment.start.setting(variable, to: response.value), inputs: experiment.inputs)
              let trajectory = changed.trajectory()
              let terms = Contributions(of: trajectory, target: 20, parameter: parameter, observable: observable)
              let cut = Contributions(
                of: trajectory, target: 20, parameter: parameter, observable: observable, truncation: truncation)
              #expect(response.total == terms.total)
              #expect(response.cutTotal == (truncation == .none ? nil : cut.total))
              #expect(response.states == (17...20).compactMap { trajectory.state(at: $0).first })
              let regime = Regime(of: trajectory, target: 20)
              let (rate, expected) = (response.lyapunovExponent, regime.lyapunovExponent)
              #expect((rate ?? 0) - (expected ?? 0) < 1e-13 && (expected ?? 0) - (rate ?? 0) < 1e-13)
            }
          }
        }
      }
    }
  }

  @Test("States, their grid and growth are those of each network alone", arguments: [CellKind.gru, .lstm])
  func states(kind: CellKind) throws {
    let experiment = try experiment(kind)
    let trajectory = experiment.trajectory()
    #expect(experiment.state(at: 25) == trajectory.state(at: 25).first && experiment.state(at: 0) == 0.3)
    let grid = experiment.states(at: 25, weights: [0.9, -1, .infinity], biases: [0.1, 2])
    #expect(grid.count == 6 && grid[0] == trajectory.state(at: 25).first && grid[2] == nil && grid[5] == nil)
    let other = Experiment(
      start: try experiment.start.setting(.bias, to: 2).setting(.recurrentWeight, to: -1), inputs: experiment.inputs)
    #expect(grid[4] == other.state(at: 25) && grid[4] != grid[0])
    let rate = try #require(experiment.growth(of: .recurrentWeight, at: 0.9, target: 25))
    let expected = try #require(Regime(of: trajectory, target: 25).lyapunovExponent)
    #expect((rate - expected).magnitude < 1e-13)
  }

  @Test(
    "More of what keeps the state keeps more of it",
    arguments: [(CellKind.gru, ScalarVariable.updateBias), (.lstm, .forgetBias)])
  func forgetBias(kind: CellKind, variable: ScalarVariable) throws {
    let experiment = try experiment(kind)
    let rates = [-2.0, 0, 2, 4].compactMap { experiment.growth(of: variable, at: $0, target: 25) }
    #expect(rates.count == 4 && zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(
    "What is not finite, overflows or is of another cell has no number, and nothing traps",
    arguments: [CellKind.gru, .lstm])
  func none(kind: CellKind) throws {
    let experiment = try experiment(kind)
    let other: ScalarVariable = kind == .gru ? .forgetBias : .resetBias
    for (variable, value) in [(ScalarVariable.bias, Double.nan), (other, 1)] {
      #expect(experiment.responses(to: variable, at: [value], target: 20, parameter: .bias).isEmpty)
    }
    var large = try self.experiment(kind, U: 1e300)
    large.inputs = InputSequence(name: "large", values: [1, 1e10, 1])
    #expect(large.state(at: 3) == nil && large.state(at: 1) != nil)
    #expect(large.states(at: 3, weights: [1], biases: [0]) == [nil])
    let response = try #require(large.responses(to: .bias, at: [0], target: 3, parameter: .bias).first)
    #expect(response.total == nil && response.states.isEmpty && response.flow == nil)
    #expect(large.growth(of: .bias, at: 0, target: 3) == nil)
    // No class at the target: a flow, and no gradient of the loss.
    let silent = try #require(
      experiment.responses(to: .bias, at: [0], target: 22, parameter: .bias, observable: .loss).first)
    #expect(silent.total == nil && silent.flow != nil && silent.lyapunovExponent != nil)
  }
}
