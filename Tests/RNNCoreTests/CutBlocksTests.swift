import Testing

@testable import RNNCore

/// Against every pair, of which `Truncation` says whether it takes part. Both sides round once per factor, in another order: for
/// T ≤ 41 steps they may differ by 4·T·2^−53 < 3e−14.
@Suite("Contribution blocks that a truncation cuts")
struct CutBlocksTests {
  private static let tolerance = ScaledDouble(3e-14)

  private static let cuts = [
    Truncation(window: 1), Truncation(window: 2), Truncation(window: 7), Truncation(window: 40),
    Truncation(window: .max),
    Truncation(detachEvery: 1), Truncation(detachEvery: 5), Truncation(detachEvery: 30), Truncation(detachEvery: .max),
    Truncation(window: 3, detachEvery: 8),
  ]

  private static let cases = [
    ScalarCase(activation: .tanh), ScalarCase(activation: .identity, W: -1.3),
    ScalarCase(activation: .relu, W: 1.1, b: -0.1, s0: 0),
    ScalarCase(activation: .relu, W: -0.7, b: 0.4, s0: 0), ScalarCase(activation: .hardtanh, W: 1.4, U: 1.5),
    ScalarCase(activation: .identity, W: 1e60), ScalarCase(activation: .identity, W: 2, U: 0, s0: 0, input: .impulse),
    ScalarCase(activation: .tanh, W: 800, U: 300, s0: 1), ScalarCase(activation: .tanh, W: 0),
    ScalarCase(activation: .tanh, steps: 1),
    ScalarCase(activation: .identity, W: 1e308, U: 1e308, s0: 1e308), ScalarCase(activation: .tanh, W: 1e200),
  ]

  private static func ranges(_ steps: Int, _ generator: inout SplitMix64) -> [ClosedRange<Int>] {
    let widest = Int.random(in: 1...12, using: &generator)
    var (ranges, first) = ([ClosedRange<Int>](), 1)
    while first <= steps {
      let last = min(first + Int.random(in: 0..<widest, using: &generator), steps)
      ranges.append(first...last)
      first = last + 1
    }
    return ranges
  }

  @Test("A block is the largest of the pairs that are left in it, and cut where none is", arguments: cases)
  func pairs(network: ScalarCase) throws {
    let trajectory = try network.run()
    var generator = SplitMix64(seed: 3)
    for parameter in Parameter.allCases {
      let last = trajectory.lastFiniteStep
      let terms = (0..<last).map { Contributions(of: trajectory, target: $0 + 1, parameter: parameter) }
      for cut in Self.cuts {
        let (rows, columns) = (Self.ranges(network.steps, &generator), Self.ranges(network.steps, &generator))
        let blocks = ContributionBlocks(
          of: trajectory, parameter: parameter, rows: rows, columns: columns, truncation: cut)
        for (row, targets) in rows.enumerated() {
          for (column, steps) in columns.enumerated() {
            let block = blocks[row: row, column: column]
            let problem = problem(block, targets, steps, terms, cut)
            if let problem { Issue.record("\(parameter) \(cut) k \(targets) i \(steps): \(problem), \(block)") }
          }
        }
      }
    }
  }

  /// What is wrong with a block; nil if it is as the pairs say.
  private func problem(
    _ block: ContributionBlocks.Block, _ targets: ClosedRange<Int>, _ steps: ClosedRange<Int>,
    _ terms: [Contributions], _ cut: Truncation
  ) -> String? {
    let pairs = targets.flatMap { k in steps.filter { $0 <= k }.map { (k: k, i: $0) } }
    let finite = pairs.filter { $0.k <= terms.count }
    let left = finite.filter { $0.i >= cut.firstStep(reaching: $0.k) }
    if pairs.isEmpty { return block == .outside ? nil : "no pairs" }
    if finite.isEmpty { return block == .overflow ? nil : "no finite pairs" }
    if left.isEmpty { return block == .cut ? nil : "no pair is left" }
    let largest = left.map { terms[$0.k - 1].value(at: $0.i).magnitude }.max() ?? .zero
    guard case .largest(let peak) = block else {
      if case .faint = block { return largest.exponent < -1 << 36 && !largest.isZero ? nil : "not faint" }
      let isOpen = left.contains { pair in
        let flows = !terms[pair.k - 1].flow(at: pair.i).isZero
        return flows && !terms[pair.k - 1].trajectory.scaledDerivative(at: pair.i).isZero
      }
      return largest.isZero && block == (isOpen ? .zero : .blocked) ? nil : "0, open: \(isOpen), largest \(largest)"
    }
    guard left.contains(where: { $0 == (peak.target, peak.step) }) else { return "a pair that is not left" }
    let exact = terms[peak.target - 1].value(at: peak.step)
    if exact.exponent < -1 << 36 { return nil }
    let isExact = (peak.value - exact).magnitude <= Self.tolerance * exact.magnitude
    return isExact && largest <= exact.magnitude * (.one + Self.tolerance) ? nil : "not the largest, \(largest)"
  }

  @Test("Margins are sums of what is left, and the largest of them by range", arguments: cases)
  func margins(network: ScalarCase) throws {
    let trajectory = try network.run()
    let singles = (1...network.steps).map { $0...$0 }
    let pooled = stride(from: 1, through: network.steps, by: 6).map { $0...min($0 + 5, network.steps) }
    for cut in Self.cuts {
      let sums = ContributionTotals(
        of: trajectory, parameter: .recurrentWeights, rows: singles, columns: singles, truncation: cut)
      let terms = (0..<trajectory.lastFiniteStep).map {
        Contributions(of: trajectory, target: $0 + 1, parameter: .recurrentWeights, truncation: cut)
      }
      for step in 1...network.steps {
        Self.expect(sums.rows[step - 1], step <= terms.count ? terms[step - 1].values() : nil, "\(cut) row \(step)")
        let column = terms.dropFirst(step - 1).map { $0.value(at: step) }
        Self.expect(sums.columns[step - 1], step <= terms.count ? Array(column) : nil, "\(cut) column \(step)")
      }
      let largest = ContributionTotals(
        of: trajectory, parameter: .recurrentWeights, rows: pooled, columns: pooled, truncation: cut)
      for (place, range) in pooled.enumerated() {
        func most(_ all: [ScaledDouble?]) -> ScaledDouble? {
          all[range.lowerBound - 1..<range.upperBound].compactMap { $0 }.max { $0.magnitude < $1.magnitude }
        }
        #expect(largest.rows[place] == most(sums.rows) && largest.columns[place] == most(sums.columns))
      }
    }
  }

  /// A sum may cancel: it is held against Σ|term|.
  private static func expect(_ total: ScaledDouble?, _ terms: [ScaledDouble]?, _ place: String) {
    guard let total, let terms else {
      #expect((total == nil) == (terms == nil), "\(place)")
      return
    }
    let scale = terms.reduce(ScaledDouble.zero) { $0 + $1.magnitude }
    if scale.exponent < -1 << 36 { return }
    let difference = terms.reduce(total) { $0 - $1 }
    #expect(difference.magnitude <= tolerance * scale, "\(place): \(total)")
  }

  @Test("By lag what is cut counts as 0, and lags that are cut everywhere have no column")
  func lags() throws {
    let trajectory = try ScalarCase(activation: .identity, W: 1, steps: 12).run()
    let all = [1...12]
    func profile(_ cut: Truncation) throws -> LagProfile {
      let blocks = ContributionBlocks(of: trajectory, parameter: .bias, rows: all, columns: all, truncation: cut)
      return try #require(blocks.lagProfile(columns: 20, above: ScaledDouble(1e-9), budget: 1000))
    }
    // Every term is 1: a mean is the part of the targets that hear the lag.
    #expect(try profile(Truncation(window: 4)).means == [.one, .one, .one, .one])
    let chunks = try profile(Truncation(detachEvery: 4))
    #expect(chunks.lastLag == 3)
    // Of chunks of 4 steps 3 targets hear lag 1, of 11 with such a lag 9 in all.
    let parts: [Double] = [1, 9.0 / 11, 6.0 / 10, 3.0 / 9]
    #expect(chunks.means.map(\.doubleValue) == parts)
  }

  @Test("The last target that hears a step is the last whose first step is not after it", arguments: cuts)
  func inverse(cut: Truncation) {
    for step in 1...41 {
      let heard = (step...41).filter { cut.firstStep(reaching: $0) <= step }
      #expect(cut.lastTarget(hearing: step, upTo: 41) == heard.last)
    }
    let longest = Swift.min(cut.window ?? Int.max, cut.detachEvery ?? Int.max)
    #expect(cut.longestLag == longest - 1)
    #expect(Truncation.none.longestLag == nil)
  }

  @Test("A sliding recursion is the recursion over its last steps")
  func sliding() {
    var (window, maps, generator) = (SlidingRecursion(), [(Double, Double)](), SplitMix64(seed: 5))
    for round in 0..<200 {
      maps.append((Double.random(in: -1.5...1.5, using: &generator), Double.random(in: -1...1, using: &generator)))
      window.advance(ScaledDouble(maps[maps.count - 1].0), plus: ScaledDouble(maps[maps.count - 1].1))
      maps = maps.suffix(round % 17 == 0 ? 0 : round % 5 + 3)
      window.keep(maps.count)
      let expected = maps.reduce(0.5) { $1.0 * $0 + $1.1 }
      // Some 8 steps round a few times each; the numbers are below 1.5⁸ < 26.
      let found = window.value(from: ScaledDouble(0.5)).doubleValue
      #expect((found - expected).magnitude < 1e-13)
    }
  }
}
