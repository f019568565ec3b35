import Testing

@testable import RNNCore

@Suite("Norms of flows through anchors")
struct AnchoredNormsTests {
  /// Each way's norms were found within 2^−42 of the exact ones; what is proved is some 2^−37.
  private let tolerance = 0x1p-40

  /// The terms of targets that are found together.
  private func together(_ trajectory: Trajectory, _ targets: [Int], _ parameter: Parameter = .bias) -> [[ScaledDouble]]
  {
    var sweep = ContributionNormSweep(trajectory, targets: targets, parameter: parameter, observable: .state)
    _ = sweep.advance(budget: .infinity)
    return sweep.values
  }

  /// The terms of each target, which goes back by itself, step by step.
  private func alone(_ trajectory: Trajectory, _ targets: [Int], _ parameter: Parameter = .bias) -> [[ScaledDouble]] {
    targets.flatMap { together(trajectory, [$0], parameter) }
  }

  private func distance(_ a: ScaledDouble, _ b: ScaledDouble) -> Double {
    a.isZero && b.isZero ? 0 : WideNetworks.distance(a, b)
  }

  private func largestDistance(_ a: [[ScaledDouble]], _ b: [[ScaledDouble]]) -> Double {
    zip(a.joined(), b.joined()).reduce(0) { Swift.max($0, distance($1.0, $1.1)) }
  }

  /// A network of no state and no input, so that J = W at every step.
  private func linear(_ n: Int, steps: Int, _ element: (_ row: Int, _ column: Int) -> Double) throws -> Trajectory {
    let W = Matrix(rows: n, columns: n, elements: (0..<n * n).map { element($0 / n, $0 % n) })
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(rows: n, columns: 1, elements: Array(repeating: 0, count: n)),
      recurrentWeights: W)
    return Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: steps),
      initialState: Array(repeating: 0, count: n))
  }

  /// J = Q·M·Qᵀ of an orthogonal Q, so that nothing of M is to be seen in J.
  private func hidden(_ n: Int, steps: Int, _ element: (_ row: Int, _ column: Int) -> Double) throws -> Trajectory {
    let Q = Initialization.orthogonal.recurrentWeights(order: n, seed: 5).elements
    let M = (0..<n * n).map { element($0 / n, $0 % n) }
    let product = LinearAlgebra.product(
      LinearAlgebra.product(Q, M, rows: n, inner: n, columns: n), transposedB: Q, rows: n, inner: n, columns: n)
    return try linear(n, steps: steps) { product[$0 * n + $1] }
  }

  /// The norms of one anchor, by target and step from the first; nil where there is none.
  private func norms(_ trajectory: Trajectory, _ targets: [Int], anchor: Int, first: Int = 1) -> [[ScaledDouble?]] {
    var anchored = AnchoredNorms(
      trajectory, FlowWeights(trajectory.network.recurrentWeights), targets: targets, anchor: anchor, through: first)
    var found = [[ScaledDouble??]](
      repeating: Array(repeating: nil, count: anchor - first + 1), count: targets.count)
    while !anchored.isComplete {
      let cost = anchored.advance { place, step, norm in found[place][step - first] = .some(norm) }
      #expect(cost > 0)
    }
    #expect(found.joined().allSatisfy { $0 != nil }, "every pair is handed over")
    return found.map { $0.map { $0 ?? nil } }
  }

  @Test("They are the norms of the products of Jacobians", arguments: [(2, 0.5), (5, 1.0), (8, 3.0), (20, 1.5)])
  func products(n: Int, gain: Double) throws {
    let trajectory = try WideNetworks.trajectory(n, gain: gain, steps: 30)
    let targets = [13, 14, 20, 30]
    for first in [1, 7, 12] {
      let found = norms(trajectory, targets, anchor: 12, first: first)
      for (place, target) in targets.enumerated() {
        for step in first...12 {
          let P = trajectory.flowMatrix(from: step, to: target)
          let D = trajectory.scaledDerivatives(at: step)
          let product = P.scaled(
            by: ScaledVector((0..<n * n).map { D.elements[$0 % n] }, exponent: D.exponent))
          guard let norm = found[place][step - first] else { continue }
          #expect(WideNetworks.distance(norm, product.norm) < tolerance, "n \(n), k \(target), i \(step)")
        }
      }
      #expect(found.joined().count { $0 != nil } > found.joined().count / 2)
    }
  }

  @Test("Many matrices of steps are handed over in parts")
  func parts() throws {
    let trajectory = try WideNetworks.trajectory(20, gain: 1.2, steps: 400)
    // Some 66 steps of 300 targets at a time.
    let found = norms(trajectory, Array(101...400), anchor: 100)
    #expect(found.joined().allSatisfy { $0 != nil })
  }

  @Test(
    "All targets together have the terms of each by itself",
    arguments: [
      (0.5, Activation.tanh), (1, .tanh), (3, .tanh), (8, .tanh), (1.4, .relu), (0.3, .relu), (2.5, .softsign),
      (12, .identity), (1e-5, .identity), (1.5, .sine),
    ], [16, 36])
  func networks(network: (Double, Activation), n: Int) throws {
    let trajectory = try WideNetworks.trajectory(n, gain: network.0, network.1, steps: 120)
    #expect(trajectory.hasPlainFlows(through: trajectory.lastFiniteStep))
    for targets in [Array(1...trajectory.lastFiniteStep), (1...trajectory.lastFiniteStep).filter { $0 % 7 == 5 }] {
      for parameter in [Parameter.recurrentWeights, .bias] {
        let (a, b) = (together(trajectory, targets, parameter), alone(trajectory, targets, parameter))
        #expect(largestDistance(a, b) < tolerance)
      }
    }
  }

  @Test("Orthogonal W, and 64 units")
  func orthogonal() throws {
    for activation in [Activation.identity, .tanh] {
      let trajectory = try WideNetworks.trajectory(64, .orthogonal, activation, steps: 80)
      let targets = Array(20...80)
      #expect(largestDistance(together(trajectory, targets), alone(trajectory, targets)) < tolerance)
    }
  }

  @Test("Terms beyond 1e±308, and W of 1e150", arguments: [1e150, 1e5, 1e-5, 1e-150])
  func range(scale: Double) throws {
    let W = Initialization.gaussian.recurrentWeights(order: 16, seed: 3).elements
    let trajectory = try linear(16, steps: 100) { W[$0 * 16 + $1] * scale }
    let targets = Array(1...100)
    let found = together(trajectory, targets)
    #expect(found[99][0].log10.magnitude > 400)
    #expect(largestDistance(found, alone(trajectory, targets)) < tolerance)
  }

  /// M = (1 c; 0 −1) has ‖M‖ = c and M² = 1: two odd powers are large in directions that do not meet.
  @Test("What cancels at an anchor is found step by step")
  func cancellation() throws {
    let trajectory = try hidden(16, steps: 40) { row, column in
      row == column ? (row % 2 == 0 ? 1 : -1) : row % 2 == 0 && column == row + 1 ? 24 : 0
    }
    #expect(
      norms(trajectory, [21, 22, 23], anchor: 20).map { $0.suffix(2).map { $0 == nil } } == [
        [true, false], [false, false], [true, false],
      ])
    let targets = Array(1...40)
    let found = together(trajectory, targets)
    #expect(largestDistance(found, alone(trajectory, targets)) < 1e-12)
    // ‖1‖_F and, of eight blocks, ‖M‖_F; W is not the Q·M·Qᵀ that it stands for by 2^−53·c, and Wᵏ by k·c² of it.
    for (place, target) in targets.enumerated() {
      for step in 1...target {
        let exact = ((target - step) % 2 == 0 ? 16.0 : 8 * (2 + 24 * 24)).squareRoot()
        #expect(WideNetworks.distance(found[place][step - 1], ScaledDouble(exact)) < 1e-11)
      }
    }
  }

  @Test("A flow that loses digits on one side of an anchor is found step by step", arguments: [0.9, 0.3])
  func nonnormal(diagonal: Double) throws {
    let trajectory = try hidden(16, steps: 130) { row, column in
      row == column ? diagonal : column == row + 1 ? 1 : 0
    }
    let targets = Array(1...130)
    let found = norms(trajectory, Array(61...130), anchor: 60)
    #expect(found[69].allSatisfy { $0 == nil } && found[0].contains { $0 != nil })
    #expect(largestDistance(together(trajectory, targets), alone(trajectory, targets)) < 1e-12)
  }

  @Test("What is exactly 0 stays so: behind a step that all units are shut at, and where W² is 0")
  func zeros() throws {
    let W = Initialization.gaussian.recurrentWeights(order: 16, seed: 3)
    let blocked = try WideNetworks.trajectory(
      W, .relu, U: Array(repeating: 1, count: 16), (1...60).map { $0 == 25 ? -1e3 : 4 })
    let targets = Array(1...60)
    let terms = together(blocked, targets)
    for target in targets {
      for step in 1...target { #expect(terms[target - 1][step - 1].isZero == (step <= 25 && target >= 25)) }
    }
    #expect(largestDistance(terms, alone(blocked, targets)) < tolerance)
    let nilpotent = try linear(16, steps: 40) { _, column in column % 2 == 0 ? 1 : -1 }
    #expect(nilpotent.hasPlainFlows(through: 40))
    for (place, row) in together(nilpotent, Array(1...40)).enumerated() {
      #expect(row.enumerated().allSatisfy { $1.isZero == (place - $0 > 1) })
    }
  }

  @Test("Anchors are for all units of Elman cells that meet in W, at derivatives that a Double holds")
  func conditions() throws {
    let plain = try linear(16, steps: 20) { Double($0 + 2 * $1 + 1) }
    #expect(plain.hasPlainFlows(through: 20))
    #expect(try !linear(16, steps: 20) { Double($0 * $1) }.hasPlainFlows(through: 20))
    #expect(try !linear(16, steps: 20) { $0 == 3 && $1 == 4 ? 0x1p-301 : 1 }.hasPlainFlows(through: 20))
    #expect(!WideNetworks.gated(.gru, 16, steps: 20).hasPlainFlows(through: 20))
    let saturated = try WideNetworks.trajectory(
      Matrix(rows: 16, columns: 16, elements: Array(repeating: 0.1, count: 256)), .tanh,
      U: Array(repeating: 1, count: 16), (1...20).map { $0 == 12 ? 400 : 0 })
    #expect(saturated.hasPlainFlows(through: 11) && !saturated.hasPlainFlows(through: 12))
    for (targets, observable, uses) in [
      (Array(1...20), Observable.state, true), (Array(1...7), .state, false), (Array(1...20), .unit(0), false),
    ] {
      #expect(NormPlan.usesAnchors(plain, targets, observable) == uses)
    }
    #expect(try !NormPlan.usesAnchors(linear(15, steps: 20) { _, _ in 1 }, Array(1...20), .state))
    let targets = Array(1...20)
    #expect(largestDistance(together(saturated, targets), alone(saturated, targets)) < tolerance)
  }

  @Test("In parts of any size they are the same bytes, and no part is long")
  func budget() throws {
    let trajectory = try WideNetworks.trajectory(20, gain: 1.5, steps: 90)
    let targets = Array(1...90)
    var sweep = ContributionNormSweep(trajectory, targets: targets, parameter: .bias, observable: .state)
    var (parts, most, sum) = (0, 0.0, 0.0)
    while !sweep.isComplete {
      let spent = sweep.advance(budget: 0)
      (parts, most, sum) = (parts + 1, Swift.max(most, spent), sum + spent)
    }
    #expect(sweep.values == together(trajectory, targets))
    #expect(parts > 300 && most < sum / 5)
    // The targets' own pairs are several times as many multiplications.
    #expect(sum < 45 * 91 * ContributionNormSweep.costOfPair(hiddenSize: 20, observable: .state) / 2)
  }
}
