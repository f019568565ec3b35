import Testing

@testable import RNNCore

/// Against `Contributions` with the same truncation at every value. Both sides round each of 30 steps a few times, in another
/// order: 1e−12 of Σ|term|, in the whole sum.
@Suite("What a truncation leaves of responses to a knob")
struct CutResponseTests {
  private static let cuts = [
    Truncation(window: 1), Truncation(window: 7), Truncation(window: 100), Truncation(detachEvery: 8),
    Truncation(window: 3, detachEvery: 8),
  ]

  private func experiment(_ activation: Activation) throws -> Experiment {
    let x = SyntheticInput.noise.sequence(steps: 30, seed: 3)
    let classes: [Int?] = (0..<30).map { $0 % 5 == 3 ? nil : $0 % 2 }
    return Experiment(
      network: try RNN(activation: activation, W: 0.9, U: 0.8, b: 0.1, V: 2), initialState: [0.1],
      inputs: InputSequence(name: "noise", values: x.values, classes: classes))
  }

  @Test("Of the scalar network, of its state and its losses", arguments: [Activation.tanh, .relu, .identity])
  func scalar(activation: Activation) throws {
    let experiment = try experiment(activation)
    for (observable, target) in [(Observable.state, 30), (.state, 1), (.loss, 30), (.totalLoss, 30), (.totalLoss, 17)] {
      for cut in Self.cuts {
        for parameter in Parameter.allCases {
          let values = [-1.3, 0, 1e-200, 0.4, 0.95, 2, 1e160]
          let responses = experiment.responses(
            to: .recurrentWeight, at: values, target: target, parameter: parameter, observable: observable,
            truncation: cut)
          let whole = experiment.responses(
            to: .recurrentWeight, at: values, target: target, parameter: parameter, observable: observable)
          #expect(responses.map(\.total) == whole.map(\.total) && whole.allSatisfy { $0.cutTotal == nil })
          for response in responses {
            let changed = Experiment(
              start: try experiment.start.setting(.recurrentWeight, to: response.value), inputs: experiment.inputs)
            let trajectory = changed.trajectory()
            guard trajectory.isFinite(through: target), trajectory.canObserve(observable, at: target) else {
              #expect(response.cutTotal == nil)
              continue
            }
            let terms = Contributions(
              of: trajectory, target: target, parameter: parameter, observable: observable)
            let left = Contributions(
              of: trajectory, target: target, parameter: parameter, observable: observable, truncation: cut)
            let found = try #require(response.cutTotal)
            // From about 2^(−10^18) on an exponent saturates.
            if terms.sumOfNorms.exponent < -1 << 60 { continue }
            #expect(
              (found - left.total).magnitude <= ScaledDouble(1e-12) * terms.sumOfNorms,
              "\(observable) \(cut) \(parameter) \(response.value)")
          }
        }
      }
    }
  }

  @Test("Of a network of several units, over its gain")
  func gain() throws {
    let network = RNN(activation: .tanh, hiddenSize: 4, inputSize: 1, initialization: .gaussian, seed: 2)
    let inputs = SyntheticInput.noise.sequence(steps: 20, seed: 3)
    let experiment = Experiment(network: network, initialState: [0, 0, 0, 0], inputs: inputs)
    for observable in [Observable.state, .unit(1)] {
      let cut = Truncation(window: 4)
      let responses = experiment.responses(
        toGains: [0.5, 1.4], target: 20, parameter: .bias, observable: observable, truncation: cut)
      for response in responses {
        let changed = Experiment(
          network: try network.scaled(byGain: response.value), initialState: [0, 0, 0, 0], inputs: inputs)
        let left = Contributions(
          of: changed.trajectory(), target: 20, parameter: .bias, observable: observable, truncation: cut)
        #expect(response.cutTotal == left.total && response.total != left.total)
      }
      let whole = experiment.responses(toGains: [1], target: 20, parameter: .bias, observable: observable)
      #expect(whole.allSatisfy { $0.cutTotal == nil })
    }
  }
}
