import RNNCore
import RNNFiles
import Testing

/// What a program of another package would write: public names alone. The documentation quotes what stands between the
/// marks.
@Suite("Examples of use, as the documentation has them") struct ExamplesTests {
  @Test("The terms of a scalar network sum to its gradient")
  func scalarTerms() throws {
    // snippet: scalar-terms
    let network = try RNN(activation: .tanh, W: 0.9, U: 0.5)
    let inputs = SyntheticInput.sine.sequence(steps: 44)
    let trajectory = try Experiment(validating: network, inputs: inputs).trajectory()

    let terms = try Contributions(validating: trajectory, target: 44, parameter: .recurrentWeights)
    let gradient = terms.total.doubleValue
    let largest = terms.max { $0.value.magnitude < $1.value.magnitude }
    let rows = terms.map { "\($0.step) \($0.lag) \($0.value.decimal(significantDigits: 4))" }
    let regime = Regime(of: terms)
    // end snippet
    // ∂s_t/∂W = f′(a_t)·(W·∂s_{t−1}/∂W + s_{t−1}) from the left, in plain numbers.
    var (state, derivative) = (0.0, 0.0)
    for step in 1...44 {
      let a = 0.5 * inputs.values[step - 1] + 0.9 * state
      let next = 2 / (1 + ScaledDouble.exp(-2 * a).doubleValue) - 1
      (state, derivative) = (next, (1 - next * next) * (0.9 * derivative + state))
    }
    #expect((gradient - derivative).magnitude <= 1e-12 * derivative.magnitude, "44 roundings of each")
    #expect(rows.count == 44 && rows[43].hasPrefix("44 0 "))
    #expect(largest.map { $0.value.magnitude } == terms.extent.largest)
    #expect(regime.verdict == .vanishing)
  }

  @Test("From a PyTorch model to a table of terms")
  func modelToTable() throws {
    let bytes = SunspotModel.bytes
    // snippet: model-to-table
    let model = try RNNModel(SafetensorsFile(bytes))
    let inputs = try Sunspots.series.inputSequence(named: "sunspots", offset: 265, steps: 44)
    let trajectory = try model.experiment(inputs).trajectory()

    let table = try ContributionTable(validating: trajectory, target: 44, parameter: .recurrentWeights)
    let csv = table.string(.csv)
    let json = table.string(.json, withStates: false)
    let text = table.string(.text)
    // end snippet
    let rows = csv.split(separator: "\n")
    #expect(rows.count == 45 && rows[0] == "step,lag,stepFactor,flow,immediate,contribution,signed,share")
    let terms = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights)
    #expect(rows[44].split(separator: ",")[5] == terms.value(at: 44).decimal(significantDigits: 17))
    #expect(json.contains("\"total\": \"\(terms.total.decimal(significantDigits: 17))\""))
    #expect(!json.contains("\"states\"") && table.string(.json).contains("\"states\""))
    #expect(text.hasPrefix("tanh  n 16  m 1 · sunspots, 44 steps\n"))
  }

  @Test("The gradient of a loss over tokens, and its terms")
  func lossGradient() throws {
    // snippet: loss-gradient
    let network = try RNN(
      activation: .tanh, W: [[0.6, -0.4], [0.3, 0.5]], U: [[0.8, -0.2, 0.1], [0.1, 0.7, -0.5]],
      V: [[1, 0.2], [-0.3, 0.9], [0.4, -0.6]])
    let tokens = [0, 1, 2, 0, 1]
    let inputs = try InputSequence(name: "abcab", oneHot: tokens, dimension: 3, classes: [1, 2, 0, 1, nil])
    let trajectory = try Experiment(validating: network, inputs: inputs).trajectory()

    let terms = try Contributions(
      validating: trajectory, target: 5, parameter: .recurrentWeights, observable: .totalLoss)
    let norm = terms.total
    let workingAgainst = terms.filter { $0.signed < .zero }.map(\.step)
    let gradients = LossGradients(of: trajectory)
    // end snippet
    let W = try #require(gradients?.recurrentWeights)
    #expect(((W.norm - norm) / norm).magnitude.doubleValue <= 1e-13, "two ways to one sum of five terms")
    let projected = terms.reduce(ScaledDouble.zero) { $0 + $1.signed }
    #expect(((projected - norm) / norm).magnitude.doubleValue <= 1e-13, "projections on the total sum to its norm")
    #expect(workingAgainst.allSatisfy { terms[$0].share.map { $0 < 0 } ?? false })
    let loss = try #require(trajectory.value(of: .totalLoss, target: 5))
    #expect((try #require(gradients?.loss) - loss).magnitude <= 1e-14 * loss)
    #expect(terms[1].value.isZero, "s_0 = 0, which W is multiplied by at step 1")
  }

  @Test("A gradient that is checked against two independent ways")
  func gradientCheck() throws {
    // snippet: gradient-check
    let network = try RNN(activation: .tanh, W: [[0.6, -0.4], [0.3, 0.5]], U: [[0.8], [0.1]])
    let inputs = SyntheticInput.noise.sequence(steps: 20, seed: 7)
    let experiment = try Experiment(validating: network, inputs: inputs, initialState: [0.1, -0.2])

    let check = try GradientCheck(validating: experiment, target: 20, parameter: .inputWeights)
    let differences = check.comparisons.map { ($0.method.rawValue, $0.relativeDifference, $0.tolerance) }
    let agrees = check.passes
    // end snippet
    #expect(agrees && check.comparisons.allSatisfy { $0.outcome == .agrees })
    #expect(differences.map(\.0) == ["forward recursion", "central difference"])
    let wrong = GradientCheck(
      of: experiment, target: 20, parameter: .inputWeights, claimed: check.sumOfTerms * ScaledDouble(1.001))
    #expect(!wrong.passes, "a claim that is off by a thousandth is found out")
  }

  @Test("What truncated back-propagation leaves out")
  func truncatedSum() throws {
    // snippet: truncated-sum
    let network = try RNN(activation: .tanh, W: 1.1, U: 0.5)
    let inputs = SyntheticInput.alternating.sequence(steps: 44)
    let trajectory = try Experiment(validating: network, inputs: inputs).trajectory()

    let window = try Truncation(validatingWindow: 8)
    let whole = try Contributions(validating: trajectory, target: 44, parameter: .bias)
    let truncated = try Contributions(validating: trajectory, target: 44, parameter: .bias, truncation: window)
    let leftOut = whole.total - truncated.total
    // end snippet
    let early = whole.sum(over: 1...36)
    #expect(leftOut.signum == early.signum)
    #expect(((leftOut - early) / whole.total).magnitude.doubleValue <= 1e-14, "a sum and its two parts, each rounded")
    #expect(truncated.prefix(36).allSatisfy { $0.value.isZero })
    #expect(truncated.suffix(8).map(\.value) == whole.suffix(8).map(\.value))
  }
}
