import Testing

@testable import RNNCore

@Suite("What a truncation costs, and how long a window must be")
struct TruncationBiasTests {
  /// A gradient of a small network as plain numbers, each step's share by itself: forward products of Jacobians.
  private struct Dense {
    /// By step: the numbers of C_i.
    var terms: [[Double]] = []

    /// Of every number of the state, or of a covector's.
    init(_ trajectory: Trajectory, target: Int, parameter: Parameter, covector: [Double]? = nil) {
      let n = trajectory.hiddenSize
      let W = trajectory.network.recurrentWeights
      var flow = Matrix(rows: n, columns: n, elements: (0..<n * n).map { $0 % (n + 1) == 0 ? 1 : 0 })
      for step in stride(from: target, through: 1, by: -1) {
        let slopes = (0..<n).map { trajectory.scaledDerivative(at: step, unit: $0).doubleValue }
        let input: [Double] =
          switch parameter.kind {
          case .recurrentWeights: Array(trajectory.state(at: step - 1))
          case .inputWeights: Array(trajectory.inputs[step])
          case .bias, .hiddenBias: [1]
          }
        let rows =
          covector.map { v in [(0..<n).map { c in (0..<n).map { v[$0] * flow[$0, c] }.reduce(0, +) }] }
          ?? (0..<n).map { r in (0..<n).map { flow[r, $0] } }
        terms.insert(
          rows.flatMap { row in (0..<n).flatMap { unit in input.map { row[unit] * slopes[unit] * $0 } } }, at: 0)
        let jacobian = Matrix(rows: n, columns: n, elements: (0..<n * n).map { slopes[$0 / n] * W.elements[$0] })
        flow = flow * jacobian
      }
    }

    func sum(from first: Int = 1) -> [Double] {
      terms[(first - 1)...].reduce(Array(repeating: 0, count: terms[0].count)) { zip($0, $1).map(+) }
    }

    static func norm(_ x: [Double]) -> Double { x.map { $0 * $0 }.reduce(0, +).squareRoot() }
    static func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map(*).reduce(0, +) }

    /// The least window from which on a condition holds of all.
    func least(_ condition: (_ cut: [Double], _ whole: [Double]) -> Bool) -> Int {
      let (whole, k) = (sum(), terms.count)
      var window = k
      while window > 1, condition(sum(from: k - window + 2), whole) { window -= 1 }
      return window
    }

    var within: Int {
      least { cut, whole in Self.norm(zip(cut, whole).map(-)) <= 0.1 * Self.norm(whole) }
    }
    var rightSign: Int { least { Self.dot($0, $1) > 0 } }
  }

  private func trajectory(
    _ n: Int, _ initialization: Initialization, gain: Double, _ activation: Activation = .tanh, steps: Int = 15
  ) throws -> Trajectory {
    let drawn = try RNN(activation: activation, hiddenSize: n, inputSize: 2, initialization: initialization, seed: 11)
      .scaled(byGain: gain)
    let network = try RNN(
      activation: activation, inputWeights: drawn.inputWeights, recurrentWeights: drawn.recurrentWeights,
      outputWeights: Initialization.gaussian.recurrentWeights(order: n, seed: 5))
    var generator = SplitMix64(seed: 2)
    let inputs = InputSequence(
      name: "noise", dimension: 2, values: (0..<2 * steps).map { _ in generator.nextNormal() },
      classes: (0..<steps).map { $0 % 4 == 1 ? nil : $0 % n })
    return Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0.3, count: n))
  }

  private func cases() throws -> [Trajectory] {
    [
      try trajectory(3, .gaussian, gain: 0.6), try trajectory(3, .gaussian, gain: 2),
      try trajectory(4, .orthogonal, gain: 1),
      try trajectory(4, .orthogonal, gain: 1.4, .identity), try trajectory(5, .shift, gain: 1.1, .relu),
      try trajectory(20, .gaussian, gain: 1, steps: 9),
    ]
  }

  private func covector(_ observable: Observable, _ trajectory: Trajectory, _ target: Int) -> [Double]? {
    guard observable != .state else { return nil }
    return trajectory.covector(of: observable, at: target).numbers.map(\.doubleValue)
  }

  /// Doubles by brute force: 1e−13 of what is added up.
  @Test("Bias, cosine and the windows that are enough, by brute force", arguments: [Observable.state, .unit(1), .loss])
  func bruteForce(observable: Observable) throws {
    for trajectory in try cases() {
      let target = trajectory.steps
      guard trajectory.canObserve(observable, at: target) else { continue }
      for parameter in Parameter.allCases {
        let whole = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
        let dense = Dense(
          trajectory, target: target, parameter: parameter, covector: covector(observable, trajectory, target))
        let (total, norms) = (dense.sum(), dense.terms.map(Dense.norm).reduce(0, +))
        for cut in [Truncation(window: 1), .init(window: 4), .init(window: 99), .init(detachEvery: 6)] {
          let some = Contributions(
            of: trajectory, target: target, parameter: parameter, observable: observable, truncation: cut)
          let bias = TruncationBias(of: some, against: whole)
          let expected = dense.sum(from: cut.firstStep(reaching: target))
          let difference = Dense.norm(zip(expected, total).map(-))
          #expect((bias.difference.doubleValue - difference).magnitude <= 1e-13 * norms)
          #expect(
            ((bias.bias?.doubleValue ?? 0) - difference / Dense.norm(total)).magnitude <= 1e-12 * norms
              / Dense.norm(total))
          #expect((bias.cutTotal.doubleValue - Dense.norm(expected)).magnitude <= 1e-13 * norms)
          let cosine = Dense.dot(expected, total) / Dense.norm(expected) / Dense.norm(total)
          #expect(((bias.cosine ?? 2) - cosine).magnitude <= 1e-11)
          #expect(bias.pointsTheWrongWay == (cosine < 0))
        }
        let enough = EnoughWindow(of: whole)
        #expect(enough.within == dense.within && enough.rightSign == dense.rightSign, "\(observable), \(parameter)")
      }
    }
  }

  @Test("Of a total loss every step's loss has its own window, by brute force")
  func totalLoss() throws {
    for trajectory in try cases().filter({ $0.hiddenSize < 10 }) {
      let target = trajectory.steps
      for parameter in Parameter.allCases {
        let losses = (1...target).filter { trajectory.canObserve(.loss, at: $0) }.map {
          (
            step: $0,
            dense: Dense(
              trajectory, target: $0, parameter: parameter, covector: covector(.loss, trajectory, $0))
          )
        }
        func sum(_ cut: Truncation) -> [Double] {
          losses.map { $0.dense.sum(from: cut.firstStep(reaching: $0.step)) }.reduce(
            Array(repeating: 0, count: losses[0].dense.terms[0].count)
          ) { zip($0, $1).map(+) }
        }
        let total = sum(.none)
        let whole = Contributions(of: trajectory, target: target, parameter: parameter, observable: .totalLoss)
        for cut in [Truncation(window: 2), .init(detachEvery: 4), .init(window: 3, detachEvery: 5)] {
          let some = Contributions(
            of: trajectory, target: target, parameter: parameter, observable: .totalLoss, truncation: cut)
          let bias = TruncationBias(of: some, against: whole)
          let difference = Dense.norm(zip(sum(cut), total).map(-))
          #expect((bias.difference.doubleValue - difference).magnitude <= 1e-12 * whole.sumOfNorms.doubleValue)
          let cosine = Dense.dot(sum(cut), total) / Dense.norm(sum(cut)) / Dense.norm(total)
          #expect(((bias.cosine ?? 2) - cosine).magnitude <= 1e-10)
        }
        let enough = try #require(EnoughWindow(ofTotalLoss: trajectory, through: target, parameter: parameter))
        func least(_ condition: ([Double]) -> Bool) -> Int {
          var window = target
          while window > 1, condition(sum(Truncation(window: window - 1))) { window -= 1 }
          return window
        }
        #expect(enough.within == least { Dense.norm(zip($0, total).map(-)) <= 0.1 * Dense.norm(total) })
        #expect(enough.rightSign == least { Dense.dot($0, total) > 0 })
      }
    }
  }

  /// Linear, constant input, stationary: what a window leaves out is W^τ of the whole, far below any Double.
  @Test("A bias of 10^−400 has its digits")
  func tinyBias() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 0.01, U: 0.99), inputs: SyntheticInput.constant.sequence(steps: 600),
      initialState: [1])
    let whole = Contributions(of: trajectory, target: 600, parameter: .recurrentWeights)
    let cut = Contributions(
      of: trajectory, target: 600, parameter: .recurrentWeights, truncation: Truncation(window: 200))
    let bias = TruncationBias(of: cut, against: whole)
    // 0.01^200, which the Double 0.01 makes 10^−400·(1 + 200·2.1e−17).
    let expected = (1...200).reduce(ScaledDouble.one) { product, _ in product * ScaledDouble(0.01) }
    let ratio: Double = (try #require(bias.bias) / expected).doubleValue
    #expect((ratio - 1).magnitude < 1e-12)
    #expect(bias.cosine == 1 && !bias.pointsTheWrongWay)
    #expect(EnoughWindow(of: whole) == EnoughWindow(of: whole, tolerance: 0.1))
    #expect(EnoughWindow(of: whole).within == 1, "0.01 is within 10 %")
    #expect(EnoughWindow(of: whole, tolerance: 1e-3).within == 2, "0.0001 is within 0.1 %")
  }

  @Test("The wrong way: every window up to 32 steps has the other sign")
  func wrongWay() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 0.95, U: 0.3), inputs: SyntheticInput.step.sequence(steps: 44),
      initialState: [-10])
    let whole = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights)
    for window in 1...44 {
      let cut = Contributions(
        of: trajectory, target: 44, parameter: .recurrentWeights, truncation: Truncation(window: window))
      let bias = TruncationBias(of: cut, against: whole)
      // The first steps of a step input hear a state of 0 after the jump: a window of 1 is 0·… only where s_43 is.
      #expect(bias.cosine == (window < 33 ? -1 : 1), "window \(window)")
      #expect(bias.pointsTheWrongWay == (window < 33))
      let expected = (whole.total - cut.total).magnitude / whole.total.magnitude
      #expect(((bias.bias ?? .zero) - expected).magnitude <= expected * ScaledDouble(1e-13))
    }
    #expect(EnoughWindow(of: whole).rightSign == 33)
  }

  /// Two units that do not meet, at their fixed point: what a window leaves out is w^τ of the whole, up to terms of 10^−590,
  /// too far below the largest to count.
  @Test("Of several units too what is left out has its digits")
  func tinyBiasOfUnits() throws {
    let w = 1e-5
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: [[w, 0], [0, w]], U: [[1], [1]]),
      inputs: SyntheticInput.constant.sequence(steps: 120), initialState: [1 / (1 - w), 1 / (1 - w)])
    let whole = Contributions(of: trajectory, target: 120, parameter: .recurrentWeights)
    let cut = Contributions(
      of: trajectory, target: 120, parameter: .recurrentWeights, truncation: Truncation(window: 2))
    let bias = try #require(TruncationBias(of: cut, against: whole).bias).doubleValue
    #expect((bias / 1e-10 - 1).magnitude < 1e-12)
  }

  /// Units saturated by weights of 10^300 pass on f′ far below 2^(−2^61), where exponents stay as they are: the numbers mean
  /// nothing any more, and nothing stops.
  @Test("Beyond the range of extended numbers there is a bias all the same")
  func outOfRange() throws {
    for gain in [1e300, -1e300, 1e100] {
      for initialization in [Initialization.shift, .gaussian, .orthogonal] {
        let network = try RNN(
          activation: .tanh, hiddenSize: 16, inputSize: 1, initialization: initialization, seed: 1
        ).scaled(byGain: gain)
        let trajectory = Trajectory(
          network: network, inputs: SyntheticInput.sine.sequence(steps: 44),
          initialState: Array(repeating: 0, count: 16))
        for parameter in Parameter.allCases {
          for observable in [Observable.state, .unit(0), .unit(15)] {
            let whole = Contributions(of: trajectory, target: 44, parameter: parameter, observable: observable)
            let cut = Contributions(
              of: trajectory, target: 44, parameter: parameter, observable: observable,
              truncation: Truncation(window: 8))
            let bias = TruncationBias(of: cut, against: whole)
            #expect(bias.difference.signum >= 0 && (bias.bias == nil) == whole.total.isZero)
            let enough = EnoughWindow(of: whole)
            #expect((enough.within == nil) == whole.total.isZero)
          }
        }
      }
    }
  }

  @Test("With a tolerance that everything is within, one step is enough")
  func everythingIsWithin() throws {
    let trajectory = try trajectory(3, .gaussian, gain: 2)
    for parameter in Parameter.allCases {
      let whole = Contributions(of: trajectory, target: 15, parameter: parameter)
      #expect(EnoughWindow(of: whole, tolerance: 1e9).within == 1)
      let losses = EnoughWindow(ofTotalLoss: trajectory, through: 15, parameter: parameter, tolerance: 1e9)
      #expect(losses?.within == 1)
    }
    let scalar = Trajectory(
      network: try RNN(activation: .tanh, W: 0.9, U: 1), inputs: SyntheticInput.sine.sequence(steps: 9),
      initialState: [0.1])
    let whole = Contributions(of: scalar, target: 9, parameter: .bias)
    #expect(EnoughWindow(of: whole, tolerance: 1e9).within == 1)
  }

  @Test("A gradient of 0 has neither a bias nor a direction nor a window")
  func zero() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 0.5, U: 1), inputs: SyntheticInput.zero.sequence(steps: 5),
      initialState: [0])
    let whole = Contributions(of: trajectory, target: 5, parameter: .recurrentWeights)
    let bias = TruncationBias(
      of: Contributions(of: trajectory, target: 5, parameter: .recurrentWeights, truncation: Truncation(window: 2)),
      against: whole)
    #expect(bias.bias == nil && bias.cosine == nil && bias.difference.isZero && !bias.pointsTheWrongWay)
    #expect(EnoughWindow(of: whole).within == nil && EnoughWindow(of: whole).rightSign == nil)
  }

  @Test("Windows of a total loss are not looked for where that takes too long, nor where there is no loss")
  func beyondReach() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5), outputWeights: Matrix([[1], [0]]))
    func trajectory(_ steps: Int, classes: Bool) -> Trajectory {
      Trajectory(
        network: network,
        inputs: InputSequence(
          name: "zeros", values: Array(repeating: 0, count: steps),
          classes: classes ? Array(repeating: 1, count: steps) : nil), initialState: [0])
    }
    #expect(EnoughWindow(ofTotalLoss: trajectory(2000, classes: true), through: 2000, parameter: .bias) == nil)
    #expect(EnoughWindow(ofTotalLoss: trajectory(9, classes: false), through: 9, parameter: .bias) == nil)
    let found = try #require(
      EnoughWindow(ofTotalLoss: trajectory(9, classes: true), through: 9, parameter: .recurrentWeights))
    #expect(found.within == nil && found.rightSign == nil, "all states are 0, so is ∂L/∂W")
  }
}
