import Testing

@testable import RNNCore

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
    var map = NormBlocks(
      of: trajectory, parameter: .recurrentWeights, observable: observable, rows: rows, columns: columns)
    map.refine(budget: .infinity)
    #expect(
      map.isComplete && !map.isSampled && !map.haveSigns
        && map.targetCount == (1...23).count { trajectory.canObserve(observable, at: $0) })
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

  @Test("Targets are visited one after the other: the last of every row first, then the rest, in any portions alike")
  func refinement() throws {
    let trajectory = try trajectory(steps: 60)
    let (rows, columns) = (ranges(60, by: 12), ranges(60, by: 5))
    func empty() -> NormBlocks {
      NormBlocks(of: trajectory, parameter: .bias, observable: .unit(0), rows: rows, columns: columns)
    }
    var whole = empty()
    #expect(!whole.isComplete && whole.targetCount == 0 && whole.lastTarget == nil && whole.isSampled)
    #expect(rows.indices.allSatisfy { whole.blocks[row: $0, column: 0] == .outside })
    whole.refine(budget: .infinity)
    #expect(whole.isComplete && whole.targetCount == 60 && whole.lastTarget == 60 && !whole.isSampled)
    // What one target costs: 30 pairs on average, of 6² multiplications and as much besides as 1500.
    for targets in [0, 0.2, 1, 3, 17] {
      var (map, visits) = (empty(), [Int]())
      while !map.isComplete, visits.count < 10_000 {
        map.refine(budget: targets * 30 * (36 + 1500))
        visits.append(map.targetCount)
        // A row without a visit has nothing.
        #expect(rows.indices.allSatisfy { (map.blocks[row: $0, column: 0] != .outside) == map.isVisited(row: $0) })
      }
      #expect(visits.last == 60 && zip(visits, visits.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(targets < 1 || visits.count <= Int(60 / targets.rounded(.down)) + 60)
      for row in rows.indices {
        for column in columns.indices {
          switch (map.blocks[row: row, column: column], whole.blocks[row: row, column: column]) {
          case (.largest(let a), .largest(let b)):
            // Products of matrices round as their sizes have it.
            #expect(a.target == b.target && a.step == b.step && ((a.value / b.value).doubleValue - 1).magnitude < 1e-12)
          case (let a, let b): #expect(a == b)
          }
        }
      }
      #expect(map.sums.rows.map { $0?.doubleValue.rounded() } == whole.sums.rows.map { $0?.doubleValue.rounded() })
      #expect(map.lagProfile(columns: 9, above: .zero)?.lags == whole.lagProfile(columns: 9, above: .zero)?.lags)
    }
    var first = empty()
    while first.targetCount < 5 { first.refine(budget: 0) }
    #expect(rows.allSatisfy { first.visited.contains($0.upperBound) }, "the last of every row comes first")
    for (row, targets) in rows.enumerated() {
      let sums = targets.filter(first.visited.contains).map { target in
        Contributions(of: trajectory, target: target, parameter: .bias, observable: .unit(0)).sumOfNorms
      }
      let (found, sum) = (try #require(first.sums.rows[row]), try #require(sums.max()))
      #expect(((found / sum).doubleValue - 1).magnitude < 1e-12)
    }
  }

  @Test(
    "On any number of threads, in any portions, it is the same map, of equal terms too; how far it is never goes back",
    arguments: [(Initialization.gaussian, 1.1, Activation.tanh), (.orthogonal, 1, .identity)])
  func threads(network: (Initialization, Double, Activation)) throws {
    // Three batches of 256 targets.
    let trajectory = try WideNetworks.trajectory(20, network.0, gain: network.1, network.2, steps: 600)
    let (rows, columns) = (ranges(600, by: 40), ranges(600, by: 25))
    func map(threads: Int, budget: Double) -> NormBlocks {
      var map = NormBlocks(of: trajectory, parameter: .bias, observable: .state, rows: rows, columns: columns)
      var last = 0.0
      while !map.isComplete {
        map.refine(budget: budget, threads: threads)
        #expect(map.progress >= last && map.progress <= 1)
        last = map.progress
      }
      #expect(last == 1 && map.targetCount == 600)
      return map
    }
    let whole = map(threads: 1, budget: .infinity)
    for (threads, budget) in [(0, 3e6), (1, 1e7), (2, 2e6), (2, 5e7), (3, 1e6), (8, 4e6)] {
      let map = map(threads: threads, budget: budget)
      #expect(map.sums.columns == whole.sums.columns && map.sums.rows == whole.sums.rows)
      #expect(map.lagProfile(columns: 30, above: .zero)?.means == whole.lagProfile(columns: 30, above: .zero)?.means)
      for row in rows.indices {
        #expect(columns.indices.allSatisfy { map.blocks[row: row, column: $0] == whole.blocks[row: row, column: $0] })
      }
    }
  }

  @Test("What is left is visited in even spread, and of very many targets some of every row")
  func many() throws {
    let trajectory = try trajectory(n: 2, steps: 5000)
    let rows = ranges(5000, by: 100)
    var map = NormBlocks(
      of: trajectory, parameter: .bias, observable: .unit(0), rows: rows, columns: ranges(5000, by: 1000))
    while map.targetCount < 13 { map.refine(budget: 0) }
    #expect(rows.indices.allSatisfy { map.isVisited(row: $0) == map.visited.contains(rows[$0].upperBound) })
    // The first 13 of 50 rows by strides of 32, 16, 8 and 4: none is farther than 4 rows from one that was visited.
    let known = rows.indices.filter { map.blocks[row: $0, column: 0] != .outside }
    #expect(known.count == map.targetCount && known.count < 20 && known.allSatisfy { map.isVisited(row: $0) })
    #expect(rows.indices.allSatisfy { row in known.contains { ($0 - row).magnitude <= 4 } })
    map.refine(budget: .infinity)
    #expect(map.isComplete && map.isSampled && map.targetCount == 50 * 81)
  }

  @Test("Of one unit terms have their signs, and the margins are those of the numbers", arguments: Parameter.allCases)
  func signs(parameter: Parameter) throws {
    let inputs = InputSequence(
      name: "noise", values: SyntheticInput.noise.sequence(steps: 20).values,
      classes: (0..<20).map { $0 % 5 == 3 ? nil : $0 % 2 })
    let trajectory = Trajectory(
      network: try RNN(activation: .tanh, W: -1.2, U: 0.8, b: 0.1, V: 2), inputs: inputs, initialState: [0.3])
    for observable in [Observable.loss, .totalLoss, .state] {
      var map = NormBlocks(
        of: trajectory, parameter: parameter, observable: observable, rows: ranges(20, by: 1),
        columns: ranges(20, by: 1))
      map.refine(budget: .infinity)
      #expect(map.haveSigns)
      var (signs, columns) = (Set<Int>(), Array(repeating: ScaledDouble.zero, count: 20))
      var sizes = Array(repeating: [ScaledDouble](), count: 20)
      for k in 1...20 where trajectory.canObserve(observable, at: k) {
        let terms = Contributions(of: trajectory, target: k, parameter: parameter, observable: observable)
        for i in 1...k {
          columns[i - 1] = columns[i - 1] + terms.value(at: i)
          sizes[k - i].append(terms.value(at: i).magnitude)
          guard !terms.value(at: i).isZero else {
            #expect(map.blocks[row: k - 1, column: i - 1] == .zero)
            continue
          }
          guard case .largest(let peak) = map.blocks[row: k - 1, column: i - 1] else {
            Issue.record("no term \(k), \(i)")
            return
          }
          signs.insert(peak.value.signum)
          #expect(((peak.value / terms.value(at: i)).doubleValue - 1).magnitude < 1e-12)
        }
        let sum = try #require(map.sums.rows[k - 1])
        #expect((sum - terms.total).magnitude <= ScaledDouble(1e-12) * terms.sumOfNorms)
      }
      #expect(signs.count == 2)
      for (found, sum) in zip(map.sums.columns, columns) {
        #expect((try #require(found) - sum).magnitude <= ScaledDouble(1e-11))
      }
      let profile = try #require(map.lagProfile(columns: 20, above: .zero))
      for (lag, mean) in profile.means.enumerated() {
        let exact = sizes[lag].reduce(.zero, +) / ScaledDouble(Double(sizes[lag].count))
        #expect((mean - exact).magnitude <= ScaledDouble(1e-12) * exact)
      }
    }
  }

  @Test("Of the last step with a class in a row, not of one that has no loss")
  func observable() throws {
    let trajectory = try trajectory()
    // Steps 1, 5, 9 … have no class: 13 is the last of its row.
    var map = NormBlocks(
      of: trajectory, parameter: .bias, observable: .loss, rows: [1...13, 14...23], columns: ranges(23, by: 1))
    while map.targetCount < 2 { map.refine(budget: 0) }
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
    var map = NormBlocks(
      of: trajectory, parameter: .inputWeights, observable: .state, rows: [1...23], columns: ranges(23, by: 1))
    map.add(terms)
    map.add(terms)
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
    var map = NormBlocks(of: trajectory, parameter: .bias, observable: .state, rows: rows, columns: rows)
    map.refine(budget: .infinity)
    #expect(map.sums.rows[last] == nil && map.sums.columns[last] == nil && map.sums.rows[last - 1] != nil)
    guard case .overflow = map.blocks[row: last, column: 0] else {
      Issue.record("the first target of the overflow is marked")
      return
    }
  }

  @Test(
    "Of a whole state that takes less time together 256 targets are one batch, the latest ones first, of each the earlier first"
  )
  func together() throws {
    let trajectory = try WideNetworks.trajectory(20, gain: 1.4, steps: 300)
    let rows = ranges(300, by: 30)
    func empty() -> NormBlocks {
      NormBlocks(of: trajectory, parameter: .bias, observable: .state, rows: rows, columns: rows)
    }
    var (whole, map) = (empty(), empty())
    whole.refine(budget: .infinity)
    var visits: Set<Int> = []
    while !map.isComplete {
      map.refine(budget: 1e6)
      let count = map.targetCount
      visits.insert(count)
      #expect(map.visited == Set(45..<45 + Swift.min(count, 256)).union(1..<1 + Swift.max(count - 256, 0)))
    }
    #expect(visits.count > 20 && map.targetCount == 300)
    for row in rows.indices {
      for column in rows.indices {
        switch (map.blocks[row: row, column: column], whole.blocks[row: row, column: column]) {
        case (.largest(let a), .largest(let b)):
          #expect(a.target == b.target && a.step == b.step && ((a.value / b.value).doubleValue - 1).magnitude < 1e-12)
        case (let a, let b): #expect(a == b)
        }
      }
    }
  }
}
