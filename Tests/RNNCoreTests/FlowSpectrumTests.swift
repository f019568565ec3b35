import RNNCore
import Testing

@Suite("Singular values of the flow, and Lyapunov spectra")
struct FlowSpectrumTests {
  /// Steps are multiplied plainly up to a condition of 2^36, which leaves 8e−6 at worst; typical products lose much less.
  private static let tolerance = 1e-6

  @Test("Every singular value at every lag against mpmath, however far they spread")
  func references() throws {
    for reference in try SpectrumReference.all() {
      let trajectory = reference.experiment.trajectory()
      let spectrum = FlowSpectrum(of: trajectory, target: trajectory.steps, lags: reference.flows.map(\.lag))
      #expect(spectrum.lags.map(\.lag) == reference.flows.map(\.lag))
      for (lag, expected) in zip(spectrum.lags, reference.flows) {
        let values = try lag.determinedValues()
        let errors = zip(values, expected.values).map { $1.relativeError(of: $0) }
        #expect(values.count == expected.values.count)
        #expect((errors.max() ?? 1) < Self.tolerance, "\(reference.name), lag \(lag.lag)")
      }
    }
  }

  private func trajectory(
    _ activation: Activation, W: Matrix, steps: Int, start: Double = 0, input: SyntheticInput = .zero, U: Double = 1
  ) throws -> Trajectory {
    let n = W.rows
    let inputs = input.sequence(steps: steps, seed: 5)
    let weights = Matrix(rows: n, columns: 1, elements: (0..<n).map { U * (1 - 2 * Double($0 % 2)) })
    let network = try RNN(activation: activation, inputWeights: weights, recurrentWeights: W)
    return Trajectory(network: network, inputs: inputs, initialState: Array(repeating: start, count: n))
  }

  private func diagonal(_ values: [Double]) -> Matrix {
    Matrix(values.indices.map { row in values.indices.map { row == $0 ? values[row] : 0 } })
  }

  private func relativeError(_ value: ScaledDouble, _ expected: ScaledDouble) -> Double {
    ((value - expected) / expected).magnitude.doubleValue
  }

  @Test("Without input a contracting network's first Lyapunov exponent is ln ρ(W)", arguments: [3, 8, 16])
  func spectralRadius(n: Int) throws {
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: 4)
    let spectrum = WeightSpectrum(of: W)
    let gain = 0.6 / spectrum.spectralRadius.doubleValue
    let scaled = Matrix(rows: n, columns: n, elements: W.elements.map { $0 * gain })
    let trajectory = try trajectory(.tanh, W: scaled, steps: 20_000, start: 0.1)
    let exponents = FlowSpectrum(of: trajectory, target: 20_000, lags: [19_999]).lyapunovExponents.compactMap(\.value)
    #expect(exponents.count == n)
    // The transient's share shrinks as 1/T: 4 digits of ln 0.6 need a constant below about e².
    #expect((exponents[0] / -0.510_825_623_765_990_7 - 1).magnitude < 1e-4)
    // The others are the logarithms of the other moduli.
    for (exponent, eigenvalue) in zip(exponents, spectrum.scaled(by: gain).eigenvalues) {
      #expect((exponent - eigenvalue.modulus.naturalLogarithm).magnitude < 2e-3)
    }
  }

  @Test("A diagonal network has its powers and logarithms, exactly 0 and −∞ where a weight is 0")
  func diagonal() throws {
    let trajectory = try trajectory(.identity, W: diagonal([0.5, 0, -3, 1e-20, 1]), steps: 800)
    let spectrum = FlowSpectrum(of: trajectory, target: 800, lags: [0, 1, 7, 799])
    for lag in spectrum.lags {
      let powers = [-3, 1, 0.5, 1e-20].map { weight in
        (0..<lag.lag).reduce(ScaledDouble.one) { product, _ in product * ScaledDouble(Swift.abs(weight)) }
      }
      let values = try lag.determinedValues()
      for (value, power) in zip(values, powers) { #expect(relativeError(value, power) < 1e-12) }
      #expect(values[4] == (lag.lag == 0 ? .one : .zero))
    }
    let expected = [3, 1, 0.5, 1e-20].map { ScaledDouble($0).naturalLogarithm }
    let exponents = spectrum.lyapunovExponents.compactMap(\.value)
    for (exponent, expected) in zip(exponents, expected) {
      #expect((exponent - expected).magnitude <= 1e-13 * expected.magnitude.rounded(.up))
    }
    #expect(exponents[4] == -.infinity && exponents.count == 5)
  }

  @Test(
    "Steps that each spread nearly as far as a Double reaches, in either order",
    arguments: [[104.0, 312], [312, 104]])
  func saturatedUnit(inputs: [Double]) throws {
    // f′ of the second unit is near 2^−300 in one step and 2^−900 in the other; the first unit is not driven.
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix([[0], [1]]), recurrentWeights: diagonal([1, 1]))
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "x", values: [0] + inputs), initialState: [0.1, 0.1])
    let spectrum = FlowSpectrum(of: trajectory, target: 3, lags: [2])
    for (unit, value) in try spectrum.lags[0].determinedValues().enumerated() {
      let product = trajectory.scaledDerivative(at: 2, unit: unit) * trajectory.scaledDerivative(at: 3, unit: unit)
      #expect(relativeError(value, product) < 1e-12)
    }
  }

  @Test("A scaled orthogonal network has all its singular values in one: g to the lag", arguments: [0.5, 1, 1.5])
  func orthogonal(gain: Double) throws {
    let Q = Initialization.orthogonal.recurrentWeights(order: 9, seed: 2)
    let W = Matrix(rows: 9, columns: 9, elements: Q.elements.map { gain * $0 })
    let spectrum = FlowSpectrum(of: try trajectory(.identity, W: W, steps: 3000), target: 3000, lags: [1, 60, 2999])
    for lag in spectrum.lags {
      let power = ScaledDouble.exp(Double(lag.lag) * ScaledDouble(gain).naturalLogarithm)
      for value in try lag.determinedValues() { #expect(relativeError(value, power) < 1e-11) }
    }
    for exponent in spectrum.lyapunovExponents {
      let value = try #require(exponent.value)
      #expect((value - ScaledDouble(gain).naturalLogarithm).magnitude < 1e-13 && exponent.error < 1e-12)
    }
  }

  @Test("The shift keeps a signal whole and drops one direction a step")
  func shift() throws {
    let W = Initialization.shift.recurrentWeights(order: 6, seed: 1)
    let spectrum = FlowSpectrum(of: try trajectory(.identity, W: W, steps: 20), target: 20, lags: Array(0...8))
    for lag in spectrum.lags {
      let kept = max(6 - lag.lag, 0)
      let expected = Array(repeating: ScaledDouble.one, count: kept) + Array(repeating: .zero, count: 6 - kept)
      #expect(try lag.determinedValues() == expected)
    }
    #expect(spectrum.lyapunovExponents.map(\.value) == Array(repeating: -.infinity, count: 6))
    #expect(FlowSpectrum(of: try trajectory(.tanh, W: W, steps: 3), target: 2, lags: [0]).lyapunovExponents.isEmpty)
  }

  @Test("Dead ReLU units take directions away for good, and leave no rounding noise behind")
  func dead() throws {
    let W = Initialization.gaussian.recurrentWeights(order: 12, seed: 8)
    let trajectory = try trajectory(.relu, W: W, steps: 60, input: .noise)
    let spectrum = FlowSpectrum(of: trajectory, target: 60, lags: Array(1...59))
    var (active, before) = (12, 12)
    for lag in spectrum.lags {
      active = min(active, trajectory.preActivation(at: 61 - lag.lag).count { $0 > 0 })
      let rank = try lag.determinedValues().count { !$0.isZero }
      #expect(rank <= active && rank <= before)
      before = rank
    }
    #expect(before > 0 && before < 8, "some directions live, some do not")
    #expect(spectrum.lyapunovExponents.count { $0.value == -.infinity } == 12 - before)
    #expect(!spectrum.lyapunovExponents.contains { $0.value?.isNaN ?? true })
  }

  @Test("The exponents add up to the mean of ln|det J|, and the largest singular value is the flow's norm")
  func sums() throws {
    let W = Initialization.gaussian.recurrentWeights(order: 10, seed: 3)
    let trajectory = try trajectory(.tanh, W: W, steps: 80, input: .noise, U: 0.7)
    let spectrum = FlowSpectrum(of: trajectory, target: 70, lags: [5, 69])
    var logarithm = 69 * W.singularValues.reduce(0) { $0 + ScaledDouble($1).naturalLogarithm }
    for step in 2...70 {
      for unit in 0..<10 { logarithm += trajectory.scaledDerivative(at: step, unit: unit).naturalLogarithm }
    }
    let exponents = spectrum.lyapunovExponents.compactMap(\.value)
    #expect((exponents.reduce(0, +) * 69 - logarithm).magnitude < 1e-8 * logarithm.magnitude)
    for lag in spectrum.lags {
      let largest = try lag.determinedValues()[0]
      #expect(relativeError(largest, trajectory.flowNorm(from: 70 - lag.lag, to: 70)) < 1e-10)
    }
    #expect(exponents.count == 10 && exponents == exponents.sorted(by: >))
  }

  @Test("A lag's values do not depend on which others are asked for")
  func subsets() throws {
    let W = Initialization.gaussian.recurrentWeights(order: 7, seed: 6)
    let trajectory = try trajectory(.tanh, W: W, steps: 50, input: .noise)
    let alone = try FlowSpectrum(of: trajectory, target: 50, lags: [40]).lags[0].determinedValues()
    let among = try FlowSpectrum(of: trajectory, target: 50, lags: Array(0...40)).lags[40].determinedValues()
    for (a, b) in zip(alone, among) { #expect(relativeError(a, b) < 1e-8) }
  }

  @Test("No weight is too large or too small", arguments: [0, 5e-324, 1e-300, 1e300, 1.7e308])
  func extremes(scale: Double) throws {
    let signs = Initialization.orthogonal.recurrentWeights(order: 5, seed: 2).elements.map { $0 < 0 ? -scale : scale }
    let W = Matrix(rows: 5, columns: 5, elements: signs)
    let spectrum = FlowSpectrum(of: try trajectory(.identity, W: W, steps: 400), target: 400, lags: [1, 399])
    #expect(spectrum.lags.allSatisfy { $0.singularValues[0].value?.isZero == (scale == 0) })
    let exponents = spectrum.lyapunovExponents.compactMap(\.value)
    #expect(exponents.allSatisfy { !$0.isNaN && $0 < 800 })
    let rank = spectrum.lags[1].singularValues.count { $0.value?.isZero == false }
    #expect(exponents.count { $0 > -.infinity } == rank)
  }
}

extension FlowSpectrum.Lag {
  /// Every value, each of which must have digits.
  func determinedValues() throws -> [ScaledDouble] { try singularValues.map { try #require($0.value, "lag \(lag)") } }
}
