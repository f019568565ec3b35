import RNNCore
import Testing

/// Against `Contributions`, pair by pair. Both sides round once per factor, in another order: for T ≤ 60 steps they may
/// differ by 4·T·2^−53 < 3e−14.
@Suite("Contribution blocks")
struct ContributionBlocksTests {
  private static let tolerance = ScaledDouble(3e-14)

  private static let every = Activation.allCases.flatMap { activation in
    [0.9, -1.3, 4, 0, 1e200, 1e-200].map { ScalarCase(activation: activation, W: $0) }
  }

  private static let special = [
    ScalarCase(activation: .relu, W: 1.1, b: -0.1, s0: 0), ScalarCase(activation: .relu, W: -0.7, b: 0.4, s0: 0),
    ScalarCase(activation: .hardtanh, W: 1.4, U: 1.5), ScalarCase(activation: .hardtanh, W: -2, U: 1.5, b: 0.3),
    ScalarCase(activation: .identity, W: 1e8), ScalarCase(activation: .identity, W: 1e8, U: 0, s0: 0, input: .zero),
    ScalarCase(activation: .identity, W: 2, U: 0, s0: 0, input: .impulse),
    ScalarCase(activation: .tanh, W: 800, U: 300, s0: 1),
    ScalarCase(activation: .sigmoid, W: 900, U: 900), ScalarCase(activation: .tanh, steps: 1),
    ScalarCase(activation: .tanh, steps: 2),
    ScalarCase(activation: .identity, W: 1e308, U: 1e308, s0: 1e308),
    ScalarCase(activation: .relu, W: 1, U: 0, s0: 0, input: .zero),
  ]

  @Test("Every cut of the triangle into blocks holds the largest pair of each", arguments: every + special)
  func againstPairs(network: ScalarCase) throws {
    let trajectory = try network.run()
    var generator = SplitMix64(seed: 7)
    for parameter in Parameter.allCases {
      let pairs = Pairs(trajectory, parameter)
      for _ in 0..<6 {
        let rows = Self.ranges(1...network.steps, &generator)
        let columns = Self.ranges(1...network.steps, &generator)
        let blocks = ContributionBlocks(of: trajectory, parameter: parameter, rows: rows, columns: columns)
        for (row, targets) in rows.enumerated() {
          for (column, steps) in columns.enumerated() {
            let problem = pairs.problem(with: blocks[row: row, column: column], targets, steps, Self.tolerance)
            if let problem { Issue.record("\(parameter) k \(targets) i \(steps): \(problem)") }
          }
        }
      }
    }
  }

  @Test("Each pair alone, and all pairs in one block", arguments: special)
  func extremes(network: ScalarCase) throws {
    let trajectory = try network.run()
    let pairs = Pairs(trajectory, .recurrentWeights)
    let singles = (1...network.steps).map { $0...$0 }
    let all = ContributionBlocks(of: trajectory, parameter: .recurrentWeights, rows: singles, columns: singles)
    for k in 1...network.steps {
      for i in 1...network.steps {
        let problem = pairs.problem(with: all[row: k - 1, column: i - 1], k...k, i...i, Self.tolerance)
        if let problem { Issue.record("k \(k) i \(i): \(problem)") }
      }
    }
    let whole = [1...network.steps]
    let one = ContributionBlocks(of: trajectory, parameter: .recurrentWeights, rows: whole, columns: whole)
    #expect(pairs.problem(with: one[row: 0, column: 0], whole[0], whole[0], Self.tolerance) == nil)
    #expect(one.peaks == [one.largest].compactMap { $0 })
    let (most, expected) = (one.largest?.value.magnitude ?? .zero, all.largest?.value.magnitude ?? .zero)
    #expect((most - expected).magnitude <= Self.tolerance * expected)
  }

  @Test("Margins are the sums of rows and of columns", arguments: every + special)
  func totals(network: ScalarCase) throws {
    let trajectory = try network.run()
    let (steps, last) = (network.steps, (trajectory.overflowAt ?? network.steps + 1) - 1)
    var generator = SplitMix64(seed: 11)
    for parameter in Parameter.allCases {
      let pairs = Pairs(trajectory, parameter)
      let singles = (1...steps).map { $0...$0 }
      let totals = ContributionTotals(of: trajectory, parameter: parameter, rows: singles, columns: singles)
      for step in 1...steps {
        Self.expect(totals.rows[step - 1], isSumOf: step <= last ? pairs.row(step) : nil, "row \(step)")
        Self.expect(totals.columns[step - 1], isSumOf: step <= last ? pairs.column(step) : nil, "column \(step)")
      }
      let ranges = Self.ranges(1...steps, &generator)
      let pooled = ContributionTotals(of: trajectory, parameter: parameter, rows: ranges, columns: ranges)
      for (place, range) in ranges.enumerated() {
        #expect(pooled.rows[place] == Self.largest(totals.rows[range.lowerBound - 1..<range.upperBound]))
        #expect(pooled.columns[place] == Self.largest(totals.columns[range.lowerBound - 1..<range.upperBound]))
      }
    }
  }

  private static func largest(_ totals: ArraySlice<ScaledDouble?>) -> ScaledDouble? {
    totals.compactMap { $0 }.max { $0.magnitude < $1.magnitude }
  }

  /// A sum may cancel: it is held against Σ|term|.
  private static func expect(_ total: ScaledDouble?, isSumOf terms: [ScaledDouble]?, _ place: String) {
    guard let total, let terms else {
      #expect((total == nil) == (terms == nil), "\(place)")
      return
    }
    let (sum, scale) = terms.reduce((ScaledDouble.zero, .zero)) { ($0.0 + $1, $0.1 + $1.magnitude) }
    if scale.exponent < -1 << 36 { return }
    #expect((total - sum).magnitude <= tolerance * scale, "\(place): \(total) for \(sum)")
  }

  /// A ragged partition: ranges of 1 to 9 steps.
  private static func ranges(_ steps: ClosedRange<Int>, _ generator: inout SplitMix64) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    var first = steps.lowerBound
    let widest = Int.random(in: 1...9, using: &generator)
    while first <= steps.upperBound {
      let last = min(first + Int.random(in: 0..<widest, using: &generator), steps.upperBound)
      ranges.append(first...last)
      first = last + 1
    }
    return ranges
  }
}

/// Every term, from the contributions of every target.
private struct Pairs {
  private let trajectory: Trajectory
  private let contributions: [Contributions]

  init(_ trajectory: Trajectory, _ parameter: Parameter) {
    self.trajectory = trajectory
    contributions = (1...trajectory.steps).filter { trajectory.isFinite(through: $0) }
      .map { Contributions(of: trajectory, target: $0, parameter: parameter) }
  }

  func row(_ k: Int) -> [ScaledDouble] { contributions[k - 1].values() }
  func column(_ i: Int) -> [ScaledDouble] { contributions.dropFirst(i - 1).map { $0.value(at: i) } }

  /// What is wrong with a block; nil if it is as the pairs say.
  func problem(
    with block: ContributionBlocks.Block, _ targets: ClosedRange<Int>, _ steps: ClosedRange<Int>,
    _ tolerance: ScaledDouble
  ) -> String? {
    let pairs = targets.flatMap { k in steps.filter { $0 <= k }.map { (k: k, i: $0) } }
    let finite = pairs.filter { $0.k <= contributions.count }
    let values = finite.map { contributions[$0.k - 1].value(at: $0.i) }
    let largest = values.max { $0.magnitude < $1.magnitude }
    switch block {
    case .outside: return pairs.isEmpty ? nil : "has \(pairs.count) pairs"
    case .overflow: return !pairs.isEmpty && finite.isEmpty ? nil : "has finite pairs"
    case .zero: return largest?.isZero == true && finite.contains(where: isOpen) ? nil : "not all 0, or blocked"
    case .faint: return largest.map(isFaint) == true ? nil : "not faint: \(largest ?? .zero)"
    case .blocked: return largest?.isZero == true && !finite.contains(where: isOpen) ? nil : "not all blocked"
    case .cut: return "cut, though nothing is left out"
    case .largest(let peak):
      guard let largest, targets.contains(peak.target), steps.contains(peak.step) else { return "elsewhere" }
      let exact = contributions[peak.target - 1].value(at: peak.step)
      if isFaint(largest), isFaint(peak.value) { return nil }
      guard peak.value.signum == exact.signum, exact.signum != 0 else { return "sign of \(peak) for \(exact)" }
      let isExact = (peak.value - exact).magnitude <= tolerance * exact.magnitude
      let isLargest = largest.magnitude <= exact.magnitude * (.one + tolerance)
      return isExact && isLargest ? nil : "\(peak) for \(exact), largest \(largest)"
    }
  }

  /// So small that exponents saturate and nothing is told apart.
  private func isFaint(_ value: ScaledDouble) -> Bool { !value.isZero && value.exponent < -1 << 36 }

  private func isOpen(_ pair: (k: Int, i: Int)) -> Bool {
    !contributions[pair.k - 1].flow(at: pair.i).isZero && !trajectory.scaledDerivative(at: pair.i).isZero
  }
}
