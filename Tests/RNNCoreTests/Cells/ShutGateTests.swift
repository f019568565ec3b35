import RealModule
import Testing

@testable import RNNCore

/// σ(−800) = e^−800 is 10^−347: what is made of it lies 2^1150 below all else, and is no less exact.
@Suite("A gate that is shut: its contributions are numbers of their own beside those of all other gates")
struct ShutGateTests {
  /// Powers and products of some dozen factors.
  private let tolerance = 1e-12
  private let shut = ScaledDouble.exp(-800)

  private func experiment(
    _ kind: CellKind, W: Double = 0, gateBiases: [Gate: Double], V: Double? = nil, start: [Double], steps: Int = 20
  ) throws -> Experiment {
    let inputs = SyntheticInput.noise.sequence(steps: steps, seed: 3)
    return Experiment(
      network: try RNN(scalar: kind, W: W, U: 0.8, gateBiases: gateBiases, V: V), initialState: start,
      inputs: InputSequence(
        name: "noise", values: inputs.values, classes: V.map { _ in (0..<steps).map { $0 % 3 == 0 ? nil : $0 % 2 } }))
  }

  private func expect(_ value: ScaledDouble, _ expected: ScaledDouble, _ comment: Comment? = nil) {
    #expect(value.signum == expected.signum, comment)
    #expect((value - expected).magnitude <= expected.magnitude * ScaledDouble(tolerance), comment)
  }

  /// Without W: ∂c_k/∂b_i = Σ f^{k−i} g_i·i(1 − i).
  @Test("The input gate of an LSTM, whose c is kept by its forget gate: one by one, in the map and in its blocks")
  func inputGate() throws {
    let gates: [Gate: Double] = [.inputGate: -800, .forgetGate: 1]
    let trajectory = try experiment(.lstm, gateBiases: gates, start: [0.1, 0.5]).trajectory()
    let parameter = Parameter(.bias, gate: .inputGate)
    let terms = Contributions(of: trajectory, target: 20, parameter: parameter, observable: .cell)
    let norms = ContributionNorms(of: trajectory, targets: [20], parameter: parameter, observable: .cell)
    let ranges = (1...20).map { $0...$0 }
    var blocks = NormBlocks(of: trajectory, parameter: parameter, observable: .cell, rows: ranges, columns: ranges)
    blocks.refine(budget: .infinity)
    #expect(blocks.haveSigns)
    for step in 1...20 {
      let g = Activation.tanh.value(0.8 * trajectory.inputs[step][step - 1])
      let kept = ScaledDouble.exp(-Double(20 - step) * .log(onePlus: .exp(-1)))
      let expected = kept * shut * ScaledDouble(g)
      expect(terms.value(at: step), expected, "step \(step)")
      expect(norms.norms(ofTargetAt: 0)[step - 1], expected.magnitude, "step \(step) of the map")
      guard case .largest(let peak) = blocks.blocks[row: 19, column: step - 1] else {
        Issue.record("no number of step \(step)")
        continue
      }
      expect(peak.value.magnitude, expected.magnitude, "step \(step) of the blocks")
      #expect(terms[step].immediateDerivative.exponent < -1100 && !terms[step].immediateDerivative.isZero)
    }
  }

  @Test("What a window leaves of a total loss is what it leaves of each step's", arguments: [CellKind.gru, .lstm])
  func window(kind: CellKind) throws {
    let gates: [Gate: Double] = [.inputGate: -800, .forgetGate: 2, .updateGate: -1, .resetGate: -800]
    let start = kind == .lstm ? [0.3, 0.6] : [0.3]
    let trajectory = try experiment(kind, W: 0.9, gateBiases: gates, V: 2, start: start).trajectory()
    let truncation = Truncation(window: 4)
    for parameter in trajectory.network.parameters {
      let all = Contributions(
        of: trajectory, target: 20, parameter: parameter, observable: .totalLoss, truncation: truncation)
      var (sums, sizes) = (Array(repeating: ScaledSum(), count: 20), Array(repeating: ScaledSum(), count: 20))
      for target in 1...20 where trajectory.canObserve(.loss, at: target) {
        let one = Contributions(
          of: trajectory, target: target, parameter: parameter, observable: .loss, truncation: truncation)
        for step in 1...target {
          sums[step - 1].add(one.value(at: step))
          sizes[step - 1].add(one.value(at: step).magnitude)
        }
      }
      for step in 1...20 {
        let difference = (all.value(at: step) - sums[step - 1].value).magnitude
        #expect(difference <= sizes[step - 1].value * ScaledDouble(tolerance), "\(parameter), step \(step)")
      }
      #expect(!all.total.isZero)
    }
  }

  @Test("Of several units too, all gates of which but one are as usual", arguments: [CellKind.gru, .lstm])
  func severalUnits(kind: CellKind) throws {
    var network = RNN(kind, hiddenSize: 3, inputSize: 1, seed: 5)
    let gate: Gate = kind == .gru ? .resetGate : .inputGate
    for matrix in [Parameter.Kind.recurrentWeights, .inputWeights] {
      let block = network.block(Parameter(matrix, gate: gate)).weights
      let zero = Matrix(rows: block.rows, columns: block.columns, elements: block.elements.map { _ in 0 })
      network = try network.replacing(Parameter(matrix, gate: gate), with: zero)
    }
    network = try network.replacing(Parameter(.bias, gate: gate), with: Matrix([[-800], [-810], [-790]]))
    let start = (0..<network.stateSize).map { 0.5 - 0.2 * Double($0) }
    let experiment = Experiment(
      network: network, initialState: start, inputs: SyntheticInput.noise.sequence(steps: 12, seed: 4))
    let trajectory = experiment.trajectory()
    for observable in [Observable.state, .unit(2)] + (kind == .lstm ? [.cell, .cellUnit(1)] : []) {
      for parameter in network.parameters {
        let check = GradientCheck(
          of: experiment, target: 12, parameter: parameter, observable: observable, methods: [.forwardRecursion])
        #expect(check.comparisons.allSatisfy { $0.outcome == .agrees }, "\(observable) \(parameter): \(check)")
        #expect(!check.sumOfTerms.isZero, "\(observable) \(parameter)")
        let terms = Contributions(of: trajectory, target: 12, parameter: parameter, observable: observable)
        let norms = ContributionNorms(of: trajectory, targets: [12], parameter: parameter, observable: observable)
        for (norm, term) in zip(norms.norms(ofTargetAt: 0), terms) {
          expect(norm, term.value, "\(observable) \(parameter) \(term.step)")
          // o_t changes h_t and not c_t.
          let isUnheard = observable == .cell && parameter.gate == .outputGate
          #expect(term.immediateDerivative.isZero == isUnheard, "\(observable) \(parameter) \(term.step)")
        }
        #expect((terms.sum(over: 1...12) - terms.total).magnitude <= terms.sumOfNorms * ScaledDouble(tolerance))
      }
      let shutTerms = Contributions(
        of: trajectory, target: 12, parameter: Parameter(.bias, gate: gate), observable: observable)
      #expect(shutTerms.total.exponent < -1100 && shutTerms.total.exponent > -1200)
    }
  }

  /// c' = f c + i g and h' = o tanh c' with f = i = e^−800: J has one row (f, i g′ W) for c, and o of it for h.
  @Test("A step factor that is all gates that are shut is no 0")
  func stepFactor() throws {
    let gates: [Gate: Double] = [.inputGate: -800, .forgetGate: -800, .outputGate: 0]
    let experiment = try experiment(.lstm, W: 1.5, gateBiases: gates, start: [0.4, 0.7])
    let trajectory = experiment.trajectory()
    let slope = Activation.tanh.derivative(0.8 * experiment.inputs[1][0] + 1.5 * 0.4)
    let size = 1.25.squareRoot() * (1 + (1.5 * slope) * (1.5 * slope)).squareRoot()
    expect(trajectory.stepFactor(at: 1), shut * ScaledDouble(size))
    expect(trajectory.flowNorm(from: 0, to: 1), shut * ScaledDouble(size))
    #expect(trajectory.underflowAt == 1, "c itself is 10^−347, which no Double holds")
  }

  /// λ of h is W·δ: with W = −3·10⁻³⁰⁸ it lies below the normal range where λ of c is near 1.
  @Test("A weight that is hardly one: what h says of its gate keeps its digits", arguments: [-3e-308, 5e-320])
  func faintWeight(W: Double) throws {
    let trajectory = try experiment(.lstm, W: W, gateBiases: [.forgetGate: 1], start: [0.4, 0.7]).trajectory()
    let parameter = Parameter(.bias, gate: .outputGate)
    let terms = Contributions(of: trajectory, target: 20, parameter: parameter, observable: .cell)
    #expect(terms.value(at: 20).isZero, "c_k does not hear o_k")
    let candidate = Contributions(of: trajectory, target: 20, parameter: .bias, observable: .cell)
    for step in 1..<20 {
      // Contribution i to b_o: tanh(c_i)·o(1 − o) of λ^h = W·δ_g of the next step.
      let said = Activation.tanh.value(trajectory.states[2 * step + 1])
      expect(terms.value(at: step), candidate.value(at: step + 1) * ScaledDouble(W) * ScaledDouble(0.25 * said))
    }
  }
}
