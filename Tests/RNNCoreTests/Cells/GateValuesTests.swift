import Testing

@testable import RNNCore

@Suite("What gates say, and λ and δ gate by gate")
struct GateValuesTests {
  private static func experiment(_ cell: CellKind, n: Int, steps: Int = 6, classes: Bool = false) throws -> Experiment {
    let network = RNN(cell, hiddenSize: n, inputSize: 1, initialization: .uniform, seed: 7, forgetBias: 1)
    let told = try network.with(V: Initialization.gaussian.recurrentWeights(order: n, seed: 3))
    let source = SyntheticInput.noise.sequence(steps: steps, seed: 4)
    return Experiment(
      network: classes ? told : network, initialState: (0..<n * cell.parts).map { 0.2 - 0.1 * Double($0) },
      inputs: InputSequence(
        name: "noise", dimension: 1, values: source.values, classes: classes ? (0..<steps).map { $0 % n } : nil))
  }

  @Test("Gates, candidate and c_t make the state that the trajectory has", arguments: [1, 3])
  func lstm(n: Int) throws {
    let trajectory = try Self.experiment(.lstm, n: n).trajectory()
    for step in 1...6 {
      for unit in 0..<n {
        func gate(_ gate: Gate) -> Double { trajectory.gate(gate, at: step, unit: unit).doubleValue }
        let before = Array(trajectory.cellState(at: step - 1))[unit]
        let c = Array(trajectory.cellState(at: step))[unit]
        #expect((gate(.forgetGate) * before + gate(.inputGate) * gate(.cellCandidate) - c).magnitude < 1e-15)
        let h = Array(trajectory.state(at: step))[unit]
        #expect((gate(.outputGate) * Activation.tanh.value(c) - h).magnitude < 1e-15)
        #expect(
          (trajectory.cellSlope(at: step, unit: unit).doubleValue - Activation.tanh.derivative(c)).magnitude < 1e-15)
      }
    }
  }

  @Test("A GRU's gates and candidate make its state; 1 − z is no difference", arguments: [1, 3])
  func gru(n: Int) throws {
    let trajectory = try Self.experiment(.gru, n: n).trajectory()
    for step in 1...6 {
      for unit in 0..<n {
        func gate(_ gate: Gate) -> Double { trajectory.gate(gate, at: step, unit: unit).doubleValue }
        let (before, h) = (Array(trajectory.state(at: step - 1))[unit], Array(trajectory.state(at: step))[unit])
        let open = trajectory.complement(of: .updateGate, at: step, unit: unit).doubleValue
        #expect((open - (1 - gate(.updateGate))).magnitude < 1e-15)
        #expect((open * gate(.newGate) + gate(.updateGate) * before - h).magnitude < 1e-15)
      }
    }
  }

  @Test("Slopes are those of σ and tanh; the mean is over the units; the range holds every c_t")
  func slopes() throws {
    let trajectory = try Self.experiment(.lstm, n: 3).trajectory()
    let f = (0..<3).map { trajectory.gate(.forgetGate, at: 4, unit: $0).doubleValue }
    #expect((trajectory.meanOfGate(.forgetGate, at: 4) - f.reduce(0, +) / 3).magnitude < 1e-15)
    #expect((trajectory.gateSlope(.forgetGate, at: 4, unit: 1).doubleValue - f[1] * (1 - f[1])).magnitude < 1e-15)
    let g = trajectory.gate(.cellCandidate, at: 4, unit: 1).doubleValue
    #expect((trajectory.gateSlope(.cellCandidate, at: 4, unit: 1).doubleValue - (1 - g * g)).magnitude < 1e-15)
    let all = (2...5).flatMap { Array(trajectory.cellState(at: $0)) }
    let range = trajectory.cellRange(over: 2...5)
    #expect((range.lowerBound, range.upperBound) == (all.min() ?? 0, all.max() ?? 0))
    let second = (2...5).map { Array(trajectory.cellState(at: $0))[1] }
    let one = trajectory.cellRange(over: 2...5, unit: 1)
    #expect((one.lowerBound, one.upperBound) == (second.min() ?? 0, second.max() ?? 0))
  }

  @Test("A saturated gate keeps its digits, and what it shuts too")
  func saturated() throws {
    let network = try RNN(scalar: .lstm, W: 0.9, U: 0.8, gateBiases: [.forgetGate: -800])
    let trajectory = Experiment(
      network: network, initialState: [0.1, 0.1], inputs: InputSequence(name: "x", dimension: 1, values: [1])
    ).trajectory()
    // e^−800 (mpmath).
    #expect(trajectory.gate(.forgetGate, at: 1).decimal(significantDigits: 6) == "3.66787e-348")
    #expect(trajectory.complement(of: .forgetGate, at: 1) == .one)
  }

  @Test(
    "δ ⊗ what θ is multiplied by is the contribution, with its sign where it is a number", arguments: CellKind.allCases)
  func deltas(cell: CellKind) throws {
    guard cell != .elman else { return }
    for n in [1, 3] {
      let trajectory = try Self.experiment(cell, n: n, classes: n > 1).trajectory()
      for observable in [Observable.state, .unit(n - 1)] + (n > 1 ? [.loss, .totalLoss] : []) {
        for gate in cell.gates {
          let parameter = Parameter(.bias, gate: gate)
          let contributions = Contributions(of: trajectory, target: 6, parameter: parameter, observable: observable)
          let record = AdjointRecord(of: contributions)
          for step in 1...6 {
            let (delta, value) = (record.delta(gate, at: step), contributions.value(at: step))
            #expect(
              ((delta - value) / value).doubleValue.magnitude < 1e-13, "\(cell) \(n) \(observable) \(gate) \(step)")
          }
        }
      }
    }
  }

  @Test("λ of h and c make the flow; behind the reset gate δ is r times that before it")
  func adjoints() throws {
    let trajectory = try Self.experiment(.lstm, n: 3).trajectory()
    let contributions = Contributions(of: trajectory, target: 6, parameter: .bias, observable: .unit(1))
    let record = AdjointRecord(of: contributions)
    for step in 1...6 {
      let (h, c) = (record.adjoint(at: step), record.adjoint(part: 1, at: step))
      let norm = (h * h + c * c).squareRoot()
      #expect(((norm - contributions.flow(at: step)) / norm).doubleValue.magnitude < 1e-14)
    }
    let single = try Self.experiment(.gru, n: 1).trajectory()
    let one = AdjointRecord(of: Contributions(of: single, target: 6, parameter: .bias))
    for step in 1...6 {
      let expected = one.delta(.newGate, at: step) * single.gate(.resetGate, at: step)
      let behind = one.delta(.newGate, behindReset: true, at: step)
      #expect(((behind - expected) / expected).doubleValue.magnitude < 1e-14)
    }
  }

  @Test(
    "The spectrum of J_t is that of its numbers: a GRU of zeros has ½ everywhere, an LSTM f and 0", arguments: [1, 4])
  func spectrum(n: Int) throws {
    func trajectory(_ cell: CellKind, bias: Double) throws -> Trajectory {
      let rows = cell.rowsPerUnit * n
      let b = (0..<rows).map { cell == .lstm && $0 / n == 1 ? bias : 0 }
      let network = try RNN(
        cell, inputWeights: Matrix(rows: rows, columns: 1, elements: Array(repeating: 0, count: rows)),
        recurrentWeights: Matrix(rows: rows, columns: n, elements: Array(repeating: 0, count: rows * n)), bias: b)
      return Experiment(
        network: network, initialState: Array(repeating: 0, count: n * cell.parts),
        inputs: InputSequence(name: "x", dimension: 1, values: [0, 0])
      ).trajectory()
    }
    let gru = try trajectory(.gru, bias: 0).stepSpectrum(at: 2)
    #expect(gru.singularValues.map(\.doubleValue) == Array(repeating: 0.5, count: n))
    #expect(gru.eigenvalues.allSatisfy { $0.real.doubleValue == 0.5 && $0.imaginary.isZero })
    let lstm = try trajectory(.lstm, bias: -60).stepSpectrum(at: 2)
    #expect(lstm.eigenvalues.count == 2 * n)
    // e^−60 = 8.756510762696521e−27 (mpmath).
    #expect((lstm.eigenvalues[0].real.doubleValue / 8.756510762696521e-27 - 1).magnitude < 1e-14)
    #expect(lstm.eigenvalues[2 * n - 1].modulus.isZero)
  }
}
