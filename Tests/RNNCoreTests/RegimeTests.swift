import RNNCore
import Testing

@Suite("Vanishing, exploding, and the words between")
struct RegimeTests {
  private func regime(
    _ activation: Activation, W: Double, b: Double = 0, s0: Double = 0, steps: Int, target: Int? = nil
  ) throws -> Regime {
    let network = try RNN(activation: activation, W: W, U: 1, b: b)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: steps), initialState: [s0])
    return Regime(of: trajectory, target: target ?? steps)
  }

  @Test("λ of the linear network is ln|W|", arguments: [0.5, -0.5, 2, 1.05, -0.97])
  func lyapunov(W: Double) throws {
    let regime = try regime(.identity, W: W, steps: 2000)
    let expected =
      [
        0.5: -0.693_147_180_559_945_3, -0.5: -0.693_147_180_559_945_3, 2: 0.693_147_180_559_945_3,
        1.05: 0.048_790_164_169_432_05, -0.97: -0.030_459_207_484_708_57,
      ][W] ?? .nan
    let rate = try #require(regime.lyapunovExponent)
    #expect((rate / expected - 1).magnitude < 1e-13)
    #expect(regime.verdict == (expected < 0 ? .vanishing : .exploding))
    #expect(((regime.factorPerStep ?? .zero).doubleValue / W.magnitude - 1).magnitude < 1e-13)
    #expect(regime.blockedAt == nil)
    #expect(regime.sufficientCondition == W.magnitude)
  }

  @Test("Half-life and doubling time")
  func times() throws {
    let halving = try regime(.identity, W: 0.5, steps: 100)
    #expect(halving.halfLife == 1 && halving.doublingTime == nil)
    let doubling = try regime(.identity, W: 2, steps: 100)
    #expect(doubling.doublingTime == 1 && doubling.halfLife == nil)
    let still = try regime(.identity, W: 1, steps: 100)
    #expect(still.lyapunovExponent == 0 && still.halfLife == nil && still.doublingTime == nil)
  }

  @Test(
    "A rate within the rounding of a product of matrices is no growth, whatever its sign; that of numbers is",
    arguments: UInt64(1)...8)
  func rounding(seed: UInt64) throws {
    let orthogonal = Initialization.orthogonal.recurrentWeights(order: 16, seed: seed)
    func regime(gain: Double) throws -> Regime {
      let W = Matrix(rows: 16, columns: 16, elements: orthogonal.elements.map { gain * $0 })
      let U = Matrix(rows: 16, columns: 1, elements: Array(repeating: 1, count: 16))
      let network = try RNN(activation: .identity, inputWeights: U, recurrentWeights: W)
      let inputs = SyntheticInput.impulse.sequence(steps: 50)
      let trajectory = Trajectory(
        network: network, inputs: inputs, initialState: Array(repeating: 0, count: 16))
      return Regime(of: trajectory, target: 50)
    }
    let still = try regime(gain: 1)
    #expect(abs(try #require(still.lyapunovExponent)) <= Regime.rounding(hiddenSize: 16))
    #expect(still.verdict == .steady && still.halfLife == nil && still.doublingTime == nil)
    let (growing, shrinking) = (try regime(gain: 1 + 1e-12), try regime(gain: 1 - 1e-12))
    #expect(growing.doublingTime != nil && shrinking.halfLife != nil)
    #expect(try self.regime(.identity, W: 1 + .ulpOfOne, steps: 100).doublingTime != nil)
  }

  @Test("k = 1 has no step to flow through")
  func firstStep() throws {
    let regime = try regime(.tanh, W: 3, s0: 0.5, steps: 5, target: 1)
    #expect(regime.verdict == .undefined)
    #expect(regime.lyapunovExponent == nil && regime.halfLife == nil && regime.factorPerStep == nil)
    #expect(regime.sufficientCondition == 3)
  }

  @Test("Steady between −0.03 and 0.03 while the flow is within a factor of ten; a power law vanishes")
  func boundaries() throws {
    #expect(try regime(.identity, W: 0.97, steps: 2).verdict == .vanishing)  // ln 0.97 = −0.03046
    #expect(try regime(.identity, W: 0.971, steps: 2).verdict == .steady)  // ln 0.971 = −0.02943
    #expect(try regime(.identity, W: 1.03, steps: 2).verdict == .steady)  // ln 1.03 = 0.02956
    #expect(try regime(.identity, W: 1.031, steps: 2).verdict == .exploding)  // ln 1.031 = 0.03053
    #expect(try regime(.identity, W: -1, steps: 1000).verdict == .steady)
    // 0.995^459 = 0.1002 and 0.995^460 = 0.0997.
    #expect(try regime(.identity, W: 0.995, steps: 460).verdict == .steady)
    #expect(try regime(.identity, W: 0.995, steps: 461).verdict == .vanishing)
    // 1.005^461 = 9.968 and 1.005^462 = 10.018.
    #expect(try regime(.identity, W: 1.005, steps: 462).verdict == .steady)
    #expect(try regime(.identity, W: 1.005, steps: 463).verdict == .exploding)
    let powerLaw = try regime(.tanh, W: 1, s0: 0.5, steps: 1000)
    #expect(powerLaw.verdict == .vanishing)
    #expect(((powerLaw.lyapunovExponent ?? 0) / -0.007_477_005_5 - 1).magnitude < 1e-6)
    #expect(powerLaw.sufficientCondition == 1)
  }

  /// The factors of steps 2 … k are W/100 where they leak and W elsewhere: inputs that grow eightfold a step decide on which
  /// side a leaky relu is, whatever the state before adds.
  private func regime(leaky factors: [Bool], W: Double) throws -> Regime {
    var size = 1.0
    let values =
      [1]
      + factors.map { isLeaky -> Double in
        size *= 8
        return isLeaky ? -size : size
      }
    let inputs = InputSequence(name: "slopes", values: values)
    let network = try RNN(activation: .leakyrelu, W: W, U: 1)
    return Regime(of: Trajectory(network: network, inputs: inputs, initialState: [0]), target: inputs.steps)
  }

  /// The later factors come first on the way back.
  @Test("A verdict of the two ends says what was between them")
  func way() throws {
    // 2⁷ within 7 steps, then 0.02 three times: 128·8e−6.
    let exploded = try regime(leaky: [true, true, true] + Array(repeating: false, count: 7), W: 2)
    #expect(
      exploded.verdict == .vanishing && exploded.way == .explodedFirst(FlowExtreme(lag: 7, flow: ScaledDouble(128))))
    #expect(exploded.peak == FlowExtreme(lag: 7, flow: ScaledDouble(128)))
    let later = try #require(exploded.laterRate(target: 11))
    #expect((later - -3.912_023_005_428_146).magnitude < 1e-14, "ln 0.02")
    // 0.02² within 2 steps, then 2^11.
    let vanished = try regime(leaky: Array(repeating: false, count: 11) + [true, true], W: 2)
    let trough = try #require(vanished.trough)
    #expect(trough.lag == 2 && (trough.flow / ScaledDouble(4e-4) - .one).magnitude < ScaledDouble(1e-15))
    #expect(vanished.verdict == .steady && vanished.way == .vanishedFirst(trough), "2048·4e−4 = 0.82")
    let farther = try regime(leaky: Array(repeating: false, count: 20) + [true, true], W: 2)
    #expect(farther.verdict == .exploding && farther.way == .vanishedFirst(trough))
    #expect(((farther.laterRate(target: 23) ?? 0) - 0.693_147_180_559_945_3).magnitude < 1e-14)
    // 2^17 within 17 steps, then 0.02³: back to 1.05.
    let back = try regime(leaky: [true, true, true] + Array(repeating: false, count: 17), W: 2)
    #expect(back.verdict == .steady && back.way == .explodedFirst(FlowExtreme(lag: 17, flow: ScaledDouble(131_072))))
    let direct = try regime(leaky: [false, false], W: 2)
    #expect(direct.way == .direct && direct.laterRate(target: 3) == direct.lyapunovExponent)
    #expect(try regime(.tanh, W: 0, steps: 5).laterRate(target: 5) == nil)
  }

  /// tanh′(10^19) = 4e^(−2·10^19), beyond every exponent.
  @Test("Where the flow is out of range there is a verdict, but no rate that is known")
  func unknownRate() throws {
    func regime(U: Double) throws -> Regime {
      let network = try RNN(activation: .tanh, W: -1, U: U)
      let inputs = SyntheticInput.constant.sequence(steps: 3)
      return Regime(of: Trajectory(network: network, inputs: inputs, initialState: [0.5]), target: 3)
    }
    let beyond = try regime(U: 1e19)
    #expect(beyond.verdict == .vanishing && beyond.lyapunovExponent != nil)
    #expect(beyond.knownLyapunovExponent(target: 3) == nil && beyond.laterRate(target: 3) == nil)
    // 4e^(−2·10^16) twice, and W = −1.
    let known = try #require(try regime(U: 1e16).knownLyapunovExponent(target: 3))
    #expect((known / -2e16 - 1).magnitude < 1e-15)
  }

  @Test("A peak of 10 is told, one below is not; a blocked way has its peak too")
  func thresholds() throws {
    let W = 10.0.squareRoot()
    #expect(try regime(leaky: [true, true, true, false, false], W: W * (1 + 1e-15)).way != .direct)
    #expect(try regime(leaky: [true, true, true, false, false], W: W * (1 - 1e-15)).way == .direct)
    let network = try RNN(activation: .relu, W: 4, U: 1)
    let inputs = InputSequence(name: "dip", values: [1, -99, 1, 1, 1])
    let blocked = Regime(of: Trajectory(network: network, inputs: inputs, initialState: [0]), target: 5)
    #expect(blocked.verdict == .blocked && blocked.way == .explodedFirst(FlowExtreme(lag: 3, flow: ScaledDouble(64))))
    #expect(blocked.trough == FlowExtreme(lag: 4, flow: .zero))
  }

  /// tanh with W 2.705 on the sunspots of 1800 to 1843, computed apart from this program.
  @Test("460 at lag 7 before 1.257e−55 in all")
  func measured() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .tanh, W: 2.705, U: 0.8), inputs: try Self.sunspots(), initialState: [0.1])
    let regime = Regime(of: trajectory, target: 44)
    #expect(regime.verdict == .vanishing && regime.peak?.lag == 7 && regime.trough?.lag == 43)
    #expect(regime.peak?.flow.decimal(significantDigits: 3) == "4.60e+02")
    #expect(regime.trough?.flow.decimal(significantDigits: 4) == "1.257e-55")
  }

  private static func sunspots() throws -> InputSequence {
    var file = try ReferenceFile("inputs.txt")
    _ = try file.next("series")
    let values = try (0..<309).map { _ in try double(try file.next()[0]) }
    return InputSequence(name: "sunspots", values: Array(values[100..<144]))
  }

  @Test("W = 0 blocks, though no derivative is 0")
  func zeroWeight() throws {
    let regime = try regime(.tanh, W: 0, s0: 0.5, steps: 5)
    #expect(regime.verdict == .blocked)
    #expect(regime.lyapunovExponent == nil)
    #expect(regime.blockedAt == nil)
  }

  @Test("A dead ReLU blocks, and the last dead step is the one named")
  func deadUnit() throws {
    let network = try RNN(activation: .relu, W: 0.9, U: 1, b: 0.5)
    let inputs = InputSequence(name: "dips", values: [1, -9, 1, 1, -9, 1, 1, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [1])
    #expect(Regime(of: trajectory, target: 8).verdict == .blocked)
    #expect(Regime(of: trajectory, target: 8).blockedAt == 5)
    #expect(Regime(of: trajectory, target: 5).blockedAt == 5)
    #expect(Regime(of: trajectory, target: 4).blockedAt == 2)
    #expect(Regime(of: trajectory, target: 1).verdict == .undefined)
  }

  @Test("A dead first step leaves the flow P(k,1) alone, but contribution 1 is 0")
  func deadFirstStep() throws {
    let network = try RNN(activation: .relu, W: 0.5, U: 1, b: 0)
    let inputs = InputSequence(name: "late", values: [-9, 1, 1, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [1])
    let regime = Regime(of: trajectory, target: 4)
    #expect(regime.verdict == .vanishing)
    #expect(regime.blockedAt == 1)
    #expect(Contributions(of: trajectory, target: 4, parameter: .bias)[1].value.isZero)
  }

  @Test("Deep saturation vanishes; it does not block")
  func saturation() throws {
    let regime = try regime(.tanh, W: 1, b: 500, steps: 50)
    #expect(regime.verdict == .vanishing)
    // ln(4·e^(−2·501)): each factor is sech²(501).
    #expect(((regime.lyapunovExponent ?? 0) / -1000.613_705_638_880_1 - 1).magnitude < 1e-13)
    #expect(regime.blockedAt == nil)
  }

  @Test("An overflow before the target is the verdict")
  func overflow() throws {
    let regime = try regime(.identity, W: 8, s0: 1, steps: 500)
    #expect(regime.verdict == .overflow)
    #expect(regime.lyapunovExponent == nil && regime.blockedAt == nil)
    #expect(try self.regime(.identity, W: 8, s0: 1, steps: 500, target: 100).verdict == .exploding)
  }

  @Test("The sufficient condition is σ_max(W)·γ and does not decide the verdict")
  func sufficientCondition() throws {
    #expect(try regime(.sigmoid, W: 3, s0: 0.5, steps: 50).sufficientCondition == 0.75)
    let saturated = try regime(.tanh, W: 3, s0: 0.5, steps: 50)
    #expect(saturated.sufficientCondition == 3 && saturated.verdict == .vanishing)
    let shear = try RNN(
      activation: .identity, inputWeights: Matrix([[0], [0]]), recurrentWeights: Matrix([[0.9, 5], [0, 0.9]]))
    let trajectory = Trajectory(
      network: shear, inputs: SyntheticInput.zero.sequence(steps: 101), initialState: [1, 1])
    let condition = try #require(Regime(of: trajectory, target: 101).sufficientCondition)
    #expect((condition - 5.157_066_051_117_285).magnitude < 1e-13)
    #expect(Regime(of: trajectory, target: 10).verdict == .exploding)
    #expect(Regime(of: trajectory, target: 101).verdict == .vanishing)
    // ln 0.014756380525689538 / 100
    #expect(((Regime(of: trajectory, target: 101).lyapunovExponent ?? 0) + 0.042_160_797_117_183_58).magnitude < 1e-15)
  }

  @Test("From contributions or from the trajectory: the same regime", arguments: Activation.allCases)
  func fromContributions(activation: Activation) throws {
    let network = try RNN(activation: activation, W: -0.8, U: 0.7, b: 0.1)
    let inputs = SyntheticInput.noise.sequence(steps: 60)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.5])
    for target in [1, 2, 60] {
      let terms = Contributions(of: trajectory, target: target, parameter: .recurrentWeights)
      #expect(Regime(of: terms) == Regime(of: trajectory, target: target))
    }
  }
}
