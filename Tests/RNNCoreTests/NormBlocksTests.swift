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
      outputWeights: Matrix(rows: 2, columns: n, elements: (0..<2 * n).map { Double($0 % 5) - 2 }))
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
    let map = NormBlocks(
      of: trajectory, parameter: .recurrentWeights, observable: observable, rows: rows, columns: columns, budget: 1e12)
    #expect(!map.isSampled && map.targetCount == (1...23).count { trajectory.canObserve(observable, at: $0) })
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

  @Test("A small budget visits some targets of each row, the last among them, and never none")
  func budget() throws {
    let trajectory = try trajectory(steps: 60)
    let (rows, columns) = (ranges(60, by: 12), ranges(60, by: 5))
    func map(_ targets: Double) -> NormBlocks {
      // What one target costs: 30 pairs on average, of 6² multiplications and as much besides as 1500.
      NormBlocks(
        of: trajectory, parameter: .bias, observable: .unit(0), rows: rows, columns: columns,
        budget: targets * 30 * (36 + 1500))
    }
    #expect(!map(60).isSampled && map(60).targetCount == 60)
    #expect(map(17).isSampled && map(17).targetCount == 15)
    for one in [map(5), map(0)] {
      #expect(one.isSampled && one.targetCount == 5)
      for (row, targets) in rows.enumerated() {
        let terms = Contributions(of: trajectory, target: targets.upperBound, parameter: .bias, observable: .unit(0))
        let sum = try #require(one.sums.rows[row])
        #expect(((sum / terms.sumOfNorms).doubleValue - 1).magnitude < 1e-12)
      }
    }
  }

  @Test("So many rows are affordable that the budget holds, and more where a target costs less")
  func affordable() {
    func targets(_ steps: Int, _ n: Int, _ observable: Observable) -> Int {
      NormBlocks.affordableTargets(steps: steps, hiddenSize: n, observable: observable, budget: 1e9)
    }
    #expect(targets(1000, 512, .loss) == Int(1e9 / (500 * (512 * 512 + 1500))))
    #expect(targets(1000, 512, .state) == 0)
    #expect(targets(1, 1, .loss) > 1000 && targets(0, 1, .loss) > 1000)
  }

  @Test("Of the last step with a class in a row, not of one that has no loss")
  func observable() throws {
    let trajectory = try trajectory()
    // Steps 1, 5, 9 … have no class: 13 is the last of its row.
    let map = NormBlocks(
      of: trajectory, parameter: .bias, observable: .loss, rows: [1...13, 14...23], columns: ranges(23, by: 1),
      budget: 0)
    guard case .largest(let peak) = map.blocks[row: 0, column: 11] else {
      Issue.record("step 12 has a class")
      return
    }
    #expect(peak.target == 12)
    #expect(map.blocks[row: 0, column: 12] == .outside)
  }

  @Test("A single target fills its row, and the steps after it are outside")
  func single() throws {
    let trajectory = try trajectory()
    let terms = Contributions(of: trajectory, target: 9, parameter: .inputWeights)
    let map = NormBlocks(of: terms, rows: [1...23], columns: ranges(23, by: 1))
    #expect(map.targetCount == 1 && map.isSampled)
    for step in 1...23 {
      switch map.blocks[row: 0, column: step - 1] {
      case .largest(let peak): #expect(step <= 9 && peak.value == terms.value(at: step) && peak.target == 9)
      case .outside: #expect(step > 9)
      default: Issue.record("step \(step)")
      }
    }
  }

  @Test("From an overflow on there is nothing")
  func overflow() throws {
    let trajectory = try trajectory(.identity, gain: 1e60)
    let last = try #require(trajectory.overflowAt) - 1
    let rows = ranges(23, by: 1)
    let map = NormBlocks(
      of: trajectory, parameter: .bias, observable: .state, rows: rows, columns: rows, budget: 1e12)
    #expect(map.sums.rows[last] == nil && map.sums.columns[last] == nil && map.sums.rows[last - 1] != nil)
    guard case .overflow = map.blocks[row: last, column: 0] else {
      Issue.record("the first target of the overflow is marked")
      return
    }
  }
}
