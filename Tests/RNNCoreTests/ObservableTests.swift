import RNNCore
import Testing

@Suite struct ObservableTests {
  @Test func names() {
    #expect(
      [Observable.state, .unit(12), .loss, .totalLoss].map(\.name) == ["state", "unit:12", "loss", "total-loss"])
    #expect([Observable.state, .unit(0), .loss, .totalLoss].map(\.isLoss) == [false, false, true, true])
    #expect([Observable.cell, .cellUnit(3)].map(\.name) == ["cell", "cell:3"])
    let all = [Observable.state, .unit(0), .cell, .cellUnit(0), .loss, .totalLoss]
    #expect(all.map(\.isVector) == [true, false, true, false, false, false])
  }

  private func trajectory(_ kind: CellKind) throws -> Trajectory {
    let network = RNN(kind, hiddenSize: 2, inputSize: 1, seed: 1)
    return try Experiment(validating: network, inputs: SyntheticInput.noise.sequence(steps: 3)).trajectory()
  }

  @Test func cellState() throws {
    let lstm = try trajectory(.lstm)
    #expect(lstm.canObserve(.cell, at: 3) && lstm.canObserve(.cellUnit(1), at: 3))
    #expect(!lstm.canObserve(.cellUnit(2), at: 3) && !lstm.canObserve(.cellUnit(-1), at: 3))
    try lstm.validate(.cell, at: 3)
    try lstm.validate(.cellUnit(1), at: 1)
    #expect(throws: ExperimentError.unitOutOfRange(2, units: 2)) { try lstm.validate(.cellUnit(2), at: 3) }
    // h = o·tanh c with 0 < o < 1.
    for unit in 0..<2 {
      let c = try #require(lstm.value(of: .cellUnit(unit), target: 3))
      let h = try #require(lstm.value(of: .unit(unit), target: 3))
      #expect(h.magnitude < c.magnitude && h.sign == c.sign)
    }
    #expect(lstm.value(of: .cell, target: 3) == nil && lstm.value(of: .cellUnit(2), target: 3) == nil)
    for kind in [CellKind.elman, .gru] {
      let trajectory = try trajectory(kind)
      for observable in [Observable.cell, .cellUnit(0)] {
        #expect(!trajectory.canObserve(observable, at: 3))
        #expect(throws: ExperimentError.noCellState) { try trajectory.validate(observable, at: 3) }
        #expect(throws: ExperimentError.noCellState) {
          try Contributions(validating: trajectory, target: 3, parameter: .bias, observable: observable)
        }
      }
      let forget = Parameter(.bias, gate: .forgetGate)
      #expect(throws: ExperimentError.noParameter(forget, found: trajectory.network.parameters)) {
        try Contributions(validating: trajectory, target: 3, parameter: forget)
      }
    }
    #expect(try Contributions(validating: lstm, target: 3, parameter: Parameter(.bias, gate: .forgetGate)).count == 3)
  }
}
