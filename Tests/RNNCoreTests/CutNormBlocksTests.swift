import Testing

@testable import RNNCore

/// Against `Contributions` of every target with the same truncation. A sum of 23 terms rounds 23 times: 1e−12 holds them all.
@Suite("Blocks of norms that a truncation cuts")
struct CutNormBlocksTests {
  private static let steps = 23

  private func trajectory(n: Int = 5, classesEvery period: Int = 3) throws -> Trajectory {
    let drawn = RNN(activation: .tanh, hiddenSize: n, inputSize: 1, initialization: .gaussian, seed: 4)
    let network = try RNN(
      activation: .tanh, inputWeights: drawn.inputWeights, recurrentWeights: drawn.recurrentWeights,
      outputWeights: n == 1 ? Matrix([[2], [0]]) : Initialization.gaussian.recurrentWeights(order: n, seed: 9))
    let classes: [Int?] = (1...Self.steps).map { $0 % period == 0 ? $0 % 2 : nil }
    let x = SyntheticInput.noise.sequence(steps: Self.steps, seed: 8).values
    return Trajectory(
      network: network, inputs: InputSequence(name: "noise", values: x, classes: classes),
      initialState: Array(repeating: 0.2, count: n))
  }

  private static let cuts = [
    Truncation(window: 1), Truncation(window: 4), Truncation(detachEvery: 5), Truncation(window: 3, detachEvery: 8),
    Truncation(window: 40),
  ]

  private func ranges(by size: Int) -> [ClosedRange<Int>] {
    stride(from: 1, through: Self.steps, by: size).map { $0...min($0 + size - 1, Self.steps) }
  }

  @Test(
    "A block is the largest of what is left, and cut where a step reaches no target that it would reach whole",
    arguments: [(Observable.state, 1), (.unit(2), 1), (.loss, 3), (.totalLoss, 3), (.totalLoss, 1), (.totalLoss, 23)],
    [(1, 1), (4, 3), (23, 7)])
  func brute(observed: (Observable, Int), sizes: (Int, Int)) throws {
    let (observable, period) = observed
    let trajectory = try trajectory(classesEvery: period)
    let (rows, columns) = (ranges(by: sizes.0), ranges(by: sizes.1))
    for cut in Self.cuts {
      var map = NormBlocks(
        of: trajectory, parameter: .inputWeights, observable: observable, rows: rows, columns: columns, truncation: cut)
      var moments = 0
      while !map.isComplete {
        map.refine(budget: 1e5)
        moments += 1
      }
      #expect(moments > 1 || map.targetCount == 1)
      let terms = (1...Self.steps).map { k in
        trajectory.canObserve(observable, at: k)
          ? Contributions(of: trajectory, target: k, parameter: .inputWeights, observable: observable, truncation: cut)
          : nil
      }
      for (row, targets) in rows.enumerated() {
        for (column, steps) in columns.enumerated() {
          let pairs = targets.flatMap { k in steps.filter { $0 <= k && terms[k - 1] != nil }.map { (k: k, i: $0) } }
          let left = pairs.filter { isLeft($0.k, $0.i, observable, cut, trajectory) }
          let largest = left.compactMap { terms[$0.k - 1]?.value(at: $0.i) }.max()
          switch map.blocks[row: row, column: column] {
          case .largest(let peak):
            let ratio = (peak.value / (largest ?? .one)).doubleValue
            #expect((ratio - 1).magnitude < 1e-12)
          case .cut: #expect(!pairs.isEmpty && left.isEmpty, "\(cut) \(targets) \(steps)")
          case .zero: #expect(largest?.isZero == true)
          case .outside: #expect(pairs.isEmpty, "\(cut) \(targets) \(steps)")
          default: Issue.record("neither blocked nor overflow")
          }
        }
        let sum = targets.compactMap { terms[$0 - 1]?.sumOfNorms }.max() ?? .zero
        let found = try #require(map.sums.rows[row])
        #expect((found - sum).magnitude <= ScaledDouble(1e-12) * sum)
      }
    }
  }

  /// A pair is cut where a loss on the way, or the target itself, would hear the step and does not.
  private func isLeft(
    _ k: Int, _ i: Int, _ observable: Observable, _ cut: Truncation, _ trajectory: Trajectory
  ) -> Bool {
    guard observable == .totalLoss else { return i >= cut.firstStep(reaching: k) }
    let losses = (i...k).filter { trajectory.canObserve(.loss, at: $0) }
    return losses.isEmpty || losses.contains { i >= cut.firstStep(reaching: $0) }
  }

  @Test("With an adjoint limit they are the terms of clamped adjoints, signs and all", arguments: [1, 5])
  func clamped(units n: Int) throws {
    let trajectory = try trajectory(n: n)
    let all = [1...Self.steps]
    for truncation in [Truncation.none, Truncation(window: 4)] {
      let singles = ranges(by: 1)
      var map = NormBlocks(
        of: trajectory, parameter: .bias, observable: .state, rows: singles, columns: all, truncation: truncation,
        adjointLimit: 0.3)
      func terms(_ k: Int) -> Contributions {
        Contributions(
          of: trajectory, target: k, parameter: .bias, observable: .state, truncation: truncation, adjointLimit: 0.3)
      }
      map.add(terms(9))
      #expect(map.haveSigns == (n == 1) && map.targetCount == 1)
      map.refine(budget: .infinity)
      #expect(map.isComplete && map.targetCount == Self.steps)
      for k in 1...Self.steps {
        let largest = terms(k).values().max { $0.magnitude < $1.magnitude }
        guard case .largest(let peak) = map.blocks[row: k - 1, column: 0] else {
          Issue.record("no term at \(k)")
          continue
        }
        #expect(peak.value.magnitude == largest?.magnitude)
      }
    }
  }

  @Test("A total loss whose targets each take too long has none visited")
  func tooCostly() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5), outputWeights: Matrix([[1], [0]]))
    let steps = 1000
    let trajectory = Trajectory(
      network: network,
      inputs: InputSequence(
        name: "long", values: Array(repeating: 0.1, count: steps), classes: Array(repeating: 1, count: steps)),
      initialState: [0])
    for (window, isVisited) in [(300, false), (20, true)] {
      var blocks = NormBlocks(
        of: trajectory, parameter: .bias, observable: .totalLoss, rows: [1...steps], columns: [1...steps],
        truncation: Truncation(window: window))
      blocks.refine(budget: 1)
      #expect(blocks.isComplete == !isVisited, "a budget of 1 is enough for one target, or for none")
    }
  }
}
