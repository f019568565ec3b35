import RNNCore
import Testing

@Suite("Blocks of norms for the map of a matrix network")
struct NormBlocksTests {
  private func trajectory(_ activation: Activation = .tanh, n: Int = 6, gain: Double = 1, steps: Int = 23) throws
    -> Trajectory
  {
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: 5)
    let scaled = Matrix(rows: n, columns: n, elements: W.elements.map { $0 * gain })
    let U = Matrix(rows: n, columns: 1, elements: (0..<n).map { Double($0) - 2 })
    let network = try RNN(
      activation: activation, inputWeights: U, recurrentWeights: scaled,
      outputWeights: Matrix(rows: 2, columns: n, elements: (0..<2 * n).map { Double($0 % 3) }))
    let x = SyntheticInput.noise.sequence(steps: steps)
    let classes = (0..<steps).map { $0 % 4 == 0 ? nil : $0 % 2 }
    let inputs = InputSequence(name: "noise", values: x.values, classes: classes)
    return Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0, count: n))
  }

  private func ranges(_ steps: Int, by size: Int) -> [ClosedRange<Int>] {
    stride(from: 1, through: steps, by: size).map { $0...Swift.min($0 + size - 1, steps) }
  }

  @Test(
    "A block is the largest norm of its pairs, the margins are sums of norms",
    arguments: [Observable.state, .unit(2), .loss, .totalLoss], [(1, 1), (4, 3), (23, 7)])
  func brute(observable: Observable, sizes: (Int, Int)) throws {
    let trajectory = try trajectory()
    let (rows, columns) = (ranges(23, by: sizes.0), ranges(23, by: sizes.1))
    let map = try #require(
      NormBlocks(
        of: trajectory, parameter: .recurrentWeights, observable: observable, rows: rows, columns: columns,
        budget: 1e12))
    #expect(map.targetsPerRow == nil)
    for (row, targets) in rows.enumerated() {
      var sum = ScaledDouble.zero
      for (column, steps) in columns.enumerated() {
        var largest: ScaledDouble?
        for k in targets where trajectory.canObserve(observable, at: k) {
          let terms = Contributions(of: trajectory, target: k, parameter: .recurrentWeights, observable: observable)
          sum = Swift.max(sum, terms.sumOfNorms)
          for i in steps where i <= k { largest = Swift.max(largest ?? .zero, terms.value(at: i)) }
        }
        switch map.blocks[row: row, column: column] {
        case .largest(let peak):
          #expect(((peak.value / (largest ?? .one)).doubleValue - 1).magnitude < 1e-12)
        case .zero: #expect(largest?.isZero ?? true)
        case .outside: #expect(largest == nil)
        default: Issue.record("neither blocked nor overflow")
        }
      }
      let found = try #require(map.sums.rows[row])
      #expect((found - sum).magnitude <= ScaledDouble(1e-12) * sum)
    }
    for (column, steps) in columns.enumerated() {
      let largest = steps.map { columnSum($0, trajectory, observable) }.max() ?? .zero
      let found = try #require(map.sums.columns[column])
      #expect((found - largest).magnitude <= ScaledDouble(1e-12) * largest)
    }
  }

  /// Σ_k ‖C_i‖ over every target from step i on.
  private func columnSum(_ step: Int, _ trajectory: Trajectory, _ observable: Observable) -> ScaledDouble {
    (step...trajectory.steps).filter { trajectory.canObserve(observable, at: $0) }.reduce(.zero) { sum, target in
      let terms = Contributions(
        of: trajectory, target: target, parameter: .recurrentWeights, observable: observable)
      return sum + terms.value(at: step)
    }
  }

  @Test("A small budget visits some targets of each row, the last among them; a smaller one gives up")
  func budget() throws {
    let trajectory = try trajectory(steps: 60)
    let (rows, columns) = (ranges(60, by: 12), ranges(60, by: 5))
    func map(_ budget: Double) -> NormBlocks? {
      NormBlocks(
        of: trajectory, parameter: .bias, observable: .unit(0), rows: rows, columns: columns, budget: budget)
    }
    let each = 30.0 * 36 * 5
    #expect(map(each * 20)?.targetsPerRow == nil)
    let some = try #require(map(each * 3.5))
    #expect(some.targetsPerRow == 3)
    #expect(map(each * 0.9) == nil)
    let one = try #require(map(each))
    #expect(one.targetsPerRow == 1)
    for (row, targets) in rows.enumerated() {
      let terms = Contributions(
        of: trajectory, target: targets.upperBound, parameter: .bias, observable: .unit(0))
      let sum = try #require(one.sums.rows[row])
      #expect(((sum / terms.sumOfNorms).doubleValue - 1).magnitude < 1e-12)
    }
  }

  @Test("From an overflow on there is nothing")
  func overflow() throws {
    let trajectory = try trajectory(.identity, gain: 1e60)
    let last = try #require(trajectory.overflowAt) - 1
    let rows = ranges(23, by: 1)
    let map = try #require(
      NormBlocks(of: trajectory, parameter: .bias, observable: .state, rows: rows, columns: rows, budget: 1e12))
    #expect(map.sums.rows[last] == nil && map.sums.columns[last] == nil && map.sums.rows[last - 1] != nil)
    guard case .overflow = map.blocks[row: last, column: 0] else {
      Issue.record("the first target of the overflow is marked")
      return
    }
  }
}
