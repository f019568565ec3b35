import Testing

@testable import RNNCore

/// Against the mean over every pair, from `Contributions` of every target. Each side rounds a few times a step: for T ≤ 60
/// they may differ by 4·T·2^−53 < 3e−14.
@Suite("Lag profile")
struct LagProfileTests {
  private static let tolerance = ScaledDouble(3e-14)

  struct Case: Sendable, CustomTestStringConvertible {
    let activation: Activation
    var W = 0.9
    var b = 0.0
    var steps = 60

    var testDescription: String { "\(activation) W \(W) b \(b) T \(steps)" }

    func run() throws -> Trajectory {
      let network = try RNN(activation: activation, W: W, U: 0.8, b: b)
      return Trajectory(
        network: network, inputs: SyntheticInput.noise.sequence(steps: steps), initialState: [0.1])
    }
  }

  private static let cases = [
    Case(activation: .tanh), Case(activation: .sine, W: -3), Case(activation: .relu, b: 0.4),
    Case(activation: .relu, W: 1.3, b: -0.1), Case(activation: .identity, W: 1e8), Case(activation: .tanh, steps: 1),
    Case(activation: .hardtanh, W: 1.6, steps: 2), Case(activation: .identity, W: 1, steps: 33),
    Case(activation: .tanh, W: 1e200),
  ]

  /// Σ and number of |value|^power over the pairs of some lags.
  private static func pairs(
    _ trajectory: Trajectory, _ parameter: Parameter, _ observable: Observable = .state, lags: ClosedRange<Int>,
    targets: [Int]? = nil, square: Bool = false
  ) -> (sum: ScaledDouble, count: Int) {
    var (sum, count) = (ScaledDouble.zero, 0)
    for k in targets ?? Array(1...trajectory.steps) {
      guard trajectory.isFinite(through: k), trajectory.canObserve(observable, at: k) else { continue }
      let terms = Contributions(of: trajectory, target: k, parameter: parameter, observable: observable)
      for lag in lags where lag < k {
        let size = terms.value(at: k - lag).magnitude
        sum += square ? size * size : size
        count += 1
      }
    }
    return (sum, count)
  }

  private static func blocks(_ trajectory: Trajectory, _ parameter: Parameter) -> ContributionBlocks {
    let all = [1...trajectory.steps]
    return ContributionBlocks(of: trajectory, parameter: parameter, rows: all, columns: all)
  }

  @Test("A column's mean is that of all its pairs, lags in order and without gaps", arguments: cases)
  func exact(network: Case) throws {
    let trajectory = try network.run()
    for parameter in Parameter.allCases {
      for columns in [1, 7, 200] {
        let profile = try #require(
          Self.blocks(trajectory, parameter).lagProfile(columns: columns, above: .zero, budget: 10_000))
        let last = (trajectory.overflowAt ?? trajectory.steps + 1) - 2
        #expect(profile.pairsPerColumn == nil && profile.lastLag == last && profile.lags[0].lowerBound == 0)
        #expect(profile.lags.count == min(columns, last + 1))
        #expect(zip(profile.lags, profile.lags.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound })
        for (lags, mean) in zip(profile.lags, profile.means) {
          let (sum, count) = Self.pairs(trajectory, parameter, lags: lags)
          let exact = sum / ScaledDouble(Double(count))
          // Below 2^−2^36 terms are not told apart from 0.
          if exact.exponent < -1 << 36 { continue }
          #expect((mean - exact).magnitude <= Self.tolerance * exact, "\(parameter) lags \(lags)")
        }
      }
    }
  }

  @Test("It ends with the last lag that reaches the floor: W^lag of the linear network")
  func floor() throws {
    let network = try RNN(activation: .identity, W: 0.5, U: 1)
    let inputs = SyntheticInput.zero.sequence(steps: 400)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    for (floor, last) in [(0.4, 1), (0.9, 0), (0x1p-30, 30), (0x1.1p-30, 29), (2, 0), (0x1p-399, 399), (0x1p-500, 399)]
    {
      let profile = try #require(
        Self.blocks(trajectory, .bias).lagProfile(columns: 1000, above: ScaledDouble(floor), budget: 1_000_000))
      #expect(profile.lastLag == last, "floor \(floor)")
      for (lags, mean) in zip(profile.lags, profile.means) {
        #expect(((mean / ScaledDouble(significand: 1, exponent: -lags.lowerBound)).doubleValue - 1).magnitude < 1e-12)
      }
    }
  }

  /// Each |term| is 0.999^lag times a half-normal number, whose spread is 3/4 of its mean: of 400 of them the mean is off by
  /// some 4 %.
  @Test("A sample is near the mean over all pairs, and no more than the budget is looked at")
  func sample() throws {
    let trajectory = try Case(activation: .identity, W: 0.999, steps: 2000).run()
    let blocks = Self.blocks(trajectory, .inputWeights)
    let all = try #require(blocks.lagProfile(columns: 4, above: ScaledDouble(0.3), budget: 1_000_000_000))
    let some = try #require(blocks.lagProfile(columns: 4, above: ScaledDouble(0.3), budget: 4 * 400))
    #expect(some.lags == all.lags && all.pairsPerColumn == nil && some.pairsPerColumn == 400)
    for (mean, exact) in zip(some.means, all.means) {
      #expect(((mean / exact).doubleValue - 1).magnitude < 0.15)
    }
    let least = try #require(blocks.lagProfile(columns: 4, above: ScaledDouble(0.3), budget: 0))
    #expect(least.pairsPerColumn == 1)
  }

  @Test("A period of the input does not bias a sample: every phase is met")
  func phases() throws {
    // Inputs 1 and 0 in turn: |∂s_i/∂U_*| is 1 or 0, its mean 1/2.
    let values = (0..<10_000).map { Double($0 % 2) }
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 1, U: 1), inputs: InputSequence(name: "turns", values: values),
      initialState: [0])
    let profile = try #require(
      Self.blocks(trajectory, .inputWeights).lagProfile(columns: 10, above: .zero, budget: 10 * 400))
    #expect(profile.means.allSatisfy { ($0.doubleValue - 0.5).magnitude < 0.05 }, "\(profile.means)")
  }

  @Test("Of norms it is the root of the mean square, over the targets visited", arguments: [0, 1e12])
  func norms(budget: Double) throws {
    let n = 5
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(rows: n, columns: 1, elements: (0..<n).map { Double($0) - 2 }),
      recurrentWeights: Initialization.gaussian.recurrentWeights(order: n, seed: 3),
      outputWeights: Matrix(rows: 2, columns: n, elements: (0..<2 * n).map { Double($0 % 3) }))
    let x = SyntheticInput.noise.sequence(steps: 24)
    let inputs = InputSequence(name: "noise", values: x.values, classes: (0..<24).map { $0 % 5 == 4 ? nil : $0 % 2 })
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0.1, count: n))
    let rows = [1...8, 9...16, 17...24]
    for observable in [Observable.state, .unit(1), .loss] {
      var map = NormBlocks(
        of: trajectory, parameter: .recurrentWeights, observable: observable, rows: rows, columns: rows)
      while map.targetCount < (budget > 0 ? 24 : 3), !map.isComplete { map.refine(budget: budget) }
      let targets = map.visited.sorted()
      #expect(budget > 0 || targets.count < 24)
      for columns in [5, 100] {
        let profile = try #require(map.lagProfile(columns: columns, above: .zero))
        #expect(profile.lags[0].lowerBound == 0 && profile.lastLag == 23 && profile.pairsPerColumn == nil)
        for (lags, mean) in zip(profile.lags, profile.means) {
          let (sum, count) = Self.pairs(
            trajectory, .recurrentWeights, observable, lags: lags, targets: targets, square: true)
          let exact = (sum / ScaledDouble(Double(count))).squareRoot()
          #expect((mean - exact).magnitude <= ScaledDouble(1e-12) * exact, "\(observable) lags \(lags)")
        }
      }
      #expect(map.lagProfile(columns: 9, above: ScaledDouble(1e9))?.lastLag == 0)
    }
  }

  @Test(
    "For given lags it has their means, as far as there are such lags: of numbers, of norms and of what a cut leaves")
  func given() throws {
    let trajectory = try Case(activation: .tanh, steps: 20).run()
    let lags = [0...0, 1...4, 5...11, 12...30, 31...40]
    let clipped = [0...0, 1...4, 5...11, 12...19]
    let blocks = Self.blocks(trajectory, .recurrentWeights)
    var norms = NormBlocks(
      of: trajectory, parameter: .recurrentWeights, observable: .state, rows: [1...20], columns: [1...20])
    #expect(norms.lagProfile(lags: lags) == nil)
    while !norms.isComplete { norms.refine(budget: 1e9) }
    for profile in [blocks.lagProfile(lags: lags, budget: 10_000), norms.lagProfile(lags: lags)] {
      let profile = try #require(profile)
      #expect(profile.lags == clipped && profile.pairsPerColumn == nil)
      for (lags, mean) in zip(clipped, profile.means) {
        let (sum, count) = Self.pairs(trajectory, .recurrentWeights, lags: lags)
        let exact = sum / ScaledDouble(Double(count))
        #expect((mean - exact).magnitude <= Self.tolerance * exact, "lags \(lags)")
      }
    }
    #expect(blocks.lagProfile(lags: lags, budget: 8)?.pairsPerColumn == 2)
    let cut = ContributionBlocks(
      of: trajectory, parameter: .bias, rows: [1...20], columns: [1...20], truncation: Truncation(window: 7))
    #expect(cut.lagProfile(lags: lags, budget: 10_000)?.lags == [0...0, 1...4, 5...6])
  }

  @Test("Nothing to take a mean over: no target is finite, none has a loss, or the blocks are of norms")
  func nothing() throws {
    let overflow = Trajectory(
      network: try RNN(activation: .identity, W: 1e300, U: 1e300),
      inputs: SyntheticInput.constant.sequence(steps: 3), initialState: [1e300])
    #expect(overflow.overflowAt == 1)
    #expect(Self.blocks(overflow, .bias).lagProfile(columns: 9, above: .zero, budget: 100) == nil)
    let trajectory = Trajectory(
      network: try RNN(activation: .tanh, W: 1, U: 1), inputs: SyntheticInput.noise.sequence(steps: 3),
      initialState: [0])
    let all = [1...3]
    var map = NormBlocks(of: trajectory, parameter: .bias, observable: .loss, rows: all, columns: all)
    map.refine(budget: 1e9)
    #expect(map.isComplete && map.targetCount == 0 && map.lagProfile(columns: 9, above: .zero) == nil)
    #expect(map.blocks.lagProfile(columns: 9, above: .zero, budget: 100) == nil)
    #expect(map.blocks.lagProfile(lags: [0...2], budget: 100) == nil && map.lagProfile(lags: [0...2]) == nil)
  }
}
