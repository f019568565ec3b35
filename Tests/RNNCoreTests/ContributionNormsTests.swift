import RNNCore
import Testing

@Suite("Norms of the contributions of many targets at once")
struct ContributionNormsTests {
  /// The same sums in another order: some hundred roundings.
  private let tolerance = ScaledDouble(1e-13)

  private func check(_ trajectory: Trajectory, _ targets: [Int], _ observable: Observable, _ name: String) {
    for parameter in Parameter.allCases {
      let all = ContributionNorms(of: trajectory, targets: targets, parameter: parameter, observable: observable)
      for (place, target) in targets.enumerated() {
        let norms = all.norms(ofTargetAt: place)
        guard trajectory.canObserve(observable, at: target) else {
          #expect(norms.isEmpty)
          continue
        }
        let terms = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
        #expect(norms.count == target)
        for (norm, term) in zip(norms, terms) {
          let error = (norm - term.value.magnitude).magnitude
          #expect(error <= tolerance * term.value.magnitude, "\(name), k=\(target), i=\(term.step)")
        }
      }
    }
  }

  @Test("Each target's row is that of its contributions alone")
  func references() throws {
    for reference in try MatrixReference.all() where reference.experiment.network.hiddenSize > 1 {
      let trajectory = reference.experiment.trajectory()
      let targets = Array(1...trajectory.steps)
      for observable in [Observable.state, .unit(0), .loss, .totalLoss] {
        check(trajectory, targets, observable, "\(reference.name) \(observable)")
        check(trajectory, targets.filter { $0 % 3 == 2 }, observable, "\(reference.name) \(observable), some")
      }
    }
  }

  @Test("As many targets are taken at once as one matrix of 4096 rows or some of n×n hold; 1024 of one row each")
  func atOnce() {
    let wide = [64, 128, 256, 512].map { ContributionNorms.targetsAtOnce(hiddenSize: $0, observable: .state) }
    #expect(wide == [256, 256, 256, 64])
    #expect(ContributionNorms.targetsAtOnce(hiddenSize: 2, observable: .state) == 2048)
    #expect(ContributionNorms.targetsAtOnce(hiddenSize: 4096, observable: .state) == 1)
    #expect(ContributionNorms.targetsAtOnce(hiddenSize: 5000, observable: .state) == 1)
    #expect(ContributionNorms.targetsAtOnce(hiddenSize: 2, observable: .unit(0)) == 1024)
    #expect(ContributionNorms.targetsAtOnce(hiddenSize: 5000, observable: .totalLoss) == 1024)
  }

  @Test("A huge gain, saturated units and dead ones")
  func extremes() throws {
    for (activation, scale) in [(Activation.tanh, 60.0), (.relu, 3), (.identity, 1e200), (.tanh, 1e-200)] {
      let W = Matrix(rows: 3, columns: 3, elements: [0.3, -1, 0.5, 0.9, 0.2, -0.7, 0, 1, 0.4].map { $0 * scale })
      let network = try RNN(
        activation: activation, inputWeights: Matrix(rows: 3, columns: 1, elements: [1, -1, 0.5]), recurrentWeights: W)
      let x = SyntheticInput.impulse.sequence(steps: activation == .identity ? 2 : 20)
      let trajectory = Trajectory(network: network, inputs: x, initialState: [0, 0, 0])
      check(trajectory, Array(1...x.steps), .state, "\(activation) × \(scale)")
    }
  }
}
