import RNNCore
import Testing

/// A long way of the scalar network, which is gone in several lanes where it may be, against one that is gone step by step.
@Suite("A long way of one unit, side by side")
struct ScalarLanesTests {
  private static let steps = 1 << 16 + 3
  /// Two states of a network of sines that alternate for ever, so that what is forgotten is where one began but not when.
  private static let alternating = (W: -6.0, input: -1.0, s0: -0.7)

  /// Compares every number, to the last bit, and returns the trajectory.
  @discardableResult
  private func expectSame(
    _ activation: Activation, W: Double, U: Double = 1, b: Double = 0, s0: Double = 0.1, _ inputs: [Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Trajectory {
    let network = try RNN(activation: activation, W: W, U: U, b: b)
    let sequence = InputSequence(name: "test", values: inputs)
    let trajectory = Trajectory(network: network, inputs: sequence, initialState: [s0])
    var (state, wrong, overflowAt, underflowAt) = (s0, Int?.none, Int?.none, Int?.none)
    for (t, input) in zip(1..., inputs) where wrong == nil {
      let (before, preActivation) = (state, U * input + W * state + b)
      state = activation.value(preActivation)
      if overflowAt == nil, !preActivation.isFinite || !state.isFinite { overflowAt = t }
      guard overflowAt == nil else {
        if trajectory.state(at: t).first?.isNaN != true { wrong = t }
        continue
      }
      let isLost = preActivation != 0 || W * before == 0 && before != 0 || U * input == 0 && input != 0
      if state.magnitude < .leastNormalMagnitude, isLost, W != 0, U != 0 { underflowAt = underflowAt ?? t }
      let isSame =
        trajectory.state(at: t).first?.bitPattern == state.bitPattern
        && trajectory.preActivation(at: t).first?.bitPattern == preActivation.bitPattern
        && trajectory.scaledDerivative(at: t) == activation.scaledDerivative(preActivation)
      if !isSame { wrong = t }
    }
    #expect(wrong == nil, sourceLocation: sourceLocation)
    #expect(trajectory.overflowAt == overflowAt, sourceLocation: sourceLocation)
    #expect(trajectory.underflowAt == underflowAt, sourceLocation: sourceLocation)
    return trajectory
  }

  private func noise(_ steps: Int = steps) -> [Double] { SyntheticInput.noise.sequence(steps: steps).values }

  @Test("What is forgotten soon comes out the same", arguments: [0.9, 1.1, -1.5, 2])
  func forgetting(W: Double) throws {
    for activation in [Activation.tanh, .sigmoid, .softsign, .silu] {
      let trajectory = try expectSame(activation, W: W, b: 0.2, noise())
      #expect(trajectory.overflowAt == nil || activation == .silu && W > 1)
      #expect(trajectory.underflowAt == nil)
    }
    try expectSame(.tanh, W: W, noise(200_001))
  }

  @Test("So does what is never forgotten, or stays at one of two ends", arguments: [5.0, 1, -1, -2])
  func remembering(W: Double) throws {
    for activation in [Activation.tanh, .sine, .identity, .hardtanh] where W != 5 || activation != .identity {
      try expectSame(activation, W: W, U: 0.01, s0: -0.3, noise())
    }
  }

  @Test("A guess that is wrong is gone again, to the end or until both meet")
  func wrongGuess() throws {
    let (W, input, s0) = Self.alternating
    var inputs = Array(repeating: input, count: Self.steps)
    let trajectory = try expectSame(.sine, W: W, s0: s0, inputs)
    // It is one: both ends of the range lead to the other state.
    let guess = (0..<1024).reduce(1.0) { state, _ in Activation.sine.value(W * state + input) }
    #expect(trajectory.state(at: Self.steps / 4).first != guess)
    for place in stride(from: 3000, to: 50_000, by: 4700) {
      inputs.replaceSubrange(place..<place + 60, with: noise(60))
      try expectSame(.sine, W: W, s0: s0, inputs)
    }
  }

  @Test("Overflow and underflow on the way are where they are step by step")
  func extremes() throws {
    for place in [20_000, 40_000, Self.steps - 1] {
      var inputs = noise()
      inputs[place] = 1e308
      let overflowing = try expectSame(.tanh, W: 0.9, U: 10, inputs)
      #expect(overflowing.overflowAt == place + 1 && overflowing.state(at: place + 1).first?.isNaN == true)
      inputs[place] = 0
      inputs[place - 1] = 0
      let passing = try expectSame(.tanh, W: 1e-200, inputs)
      #expect(passing.underflowAt == place + 1)
    }
    let vanishing = try expectSame(.tanh, W: 0.5, Array(repeating: 0, count: Self.steps))
    #expect(vanishing.underflowAt == 1019)
    // Every guess ends near 0; the state itself grows, and overflows in the second lane.
    let growing = try expectSame(.silu, W: 1.036, b: -5, s0: 1000, Array(repeating: 0, count: Self.steps))
    #expect(growing.overflowAt.map { (Self.steps / 4..<Self.steps / 2).contains($0) } == true)
  }

  @Test("Where a step overflows on the way that is gone again, a state that is the same does not hide it")
  func overflowWhereTheyMeet() throws {
    // −1 and 2^511 alternate with −1 and what comes near it; ELU of −∞ is −1, as that of any large number below 0.
    var inputs = (0..<65_536).map { $0 % 2 == 0 ? -0x1p511 : 0 }
    (inputs[15_360], inputs[15_361], inputs[16_484]) = (0x1p1022, 0x1p511, -1.75 * 0x1p1023)
    (inputs[32_568], inputs[48_952]) = (-0x1p512, -0x1p512)
    let trajectory = try expectSame(.elu, W: -0x1p511, U: 1, b: 1, s0: 0x1p511, inputs)
    #expect(trajectory.overflowAt == 16_485)
  }

  @Test("The sum of many terms, in two halves, is the same on any number of threads, and that of the forward recursion")
  func halves() throws {
    for (observable, steps) in [(Observable.state, 140_001), (.totalLoss, 140_000)] {
      let source = SyntheticInput.noise.sequence(steps: steps)
      let inputs = InputSequence(name: "noise", values: source.values, classes: (0..<steps).map { $0 % 2 })
      let trajectory = Trajectory(
        network: try RNN(activation: .tanh, W: 1.02, U: 0.3, V: 1), inputs: inputs, initialState: [0.2])
      for parameter in [Parameter.recurrentWeights, .bias] {
        func terms(threads: Int) -> Contributions {
          Contributions(
            of: trajectory, target: steps, parameter: parameter, observable: observable, threads: threads)
        }
        let (one, two) = (terms(threads: 1), terms(threads: 2))
        #expect(one.total == two.total && one.extent == two.extent)
        let values = one.values()
        #expect(one.extent.largest == values.map(\.magnitude).max())
        #expect(one.extent.smallest == values.filter { !$0.isZero }.map(\.magnitude).min())
        #expect(one.extent.hasPositive && one.extent.hasNegative == values.contains { $0.signum < 0 })
        let whole = observable == .state ? trajectory.totalDerivatives(through: steps, parameter)[steps - 1] : nil
        // A recursion of many steps that add up rounds by some ulp of its largest terms.
        let error = whole.map { ((one.total - $0) / $0).doubleValue.magnitude } ?? 0
        #expect(error < 1e-12)
        #expect(((one.sum(over: 1...steps) - one.total) / one.total).doubleValue.magnitude < 4e-16)
      }
    }
  }
}
