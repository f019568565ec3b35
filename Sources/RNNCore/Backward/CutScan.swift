/// What a truncation leaves of the blocks of a scalar network's map.
///
/// Target k hears the steps from f(k) on, and f never goes back. So a block is left whole, or cut off whole, or an edge runs
/// through it; which of them follows from the ends of its ranges. Of the blocks on an edge every target k hears all of the
/// column's steps, or those from f(k) on, or those up to itself: the largest B among them is that of a window whose ends only
/// move on, and so is the largest A of the targets that hear all.
///
/// Complexity: O(T + rows·columns) time; some 50 bytes a step while it works.
struct CutScan {
  private let rows: [ClosedRange<Int>]
  private let columns: [ClosedRange<Int>]
  private let truncation: Truncation
  /// The last finite step.
  private let last: Int
  /// A_k at index k − 1.
  private let products: [ScaledDouble]
  /// B_i at index i − 1.
  private let quotients: [ScaledDouble]
  /// By step, the first one of its stretch, and the first one from which no factor up to it is exactly 0.
  private let stretches: [Int]
  private let unblocked: [Int]
  /// By step, the last one up to it at which f′ is not 0, and the last at which ∂s/∂θ_* is not; 0 for none.
  private let lastOpen: [Int]
  private let lastImmediate: [Int]

  init(_ scan: BlockScan, _ trajectory: Trajectory, _ parameter: Parameter, _ truncation: Truncation) {
    (rows, columns, last, self.truncation) = (scan.rows, scan.columns, scan.last, truncation)
    products = scan.products
    stretches = Self.starts(scan.firstSteps, count: last)
    unblocked = Self.starts(scan.firstStepsAfterZeros, count: last)
    var (quotients, lastOpen, lastImmediate) = ([ScaledDouble](), [Int](), [Int]())
    var (open, present) = (0, 0)
    if last > 0 {
      ScalarSteps.with(trajectory, parameter) { steps in
        for step in 1...scan.last {
          let immediate = steps.immediate(at: step)
          if !immediate.isZero { (open, present) = (step, step) } else if !steps.isDead(at: step) { open = step }
          quotients.append(immediate / scan.products[step - 1])
          lastOpen.append(open)
          lastImmediate.append(present)
        }
      }
    }
    (self.quotients, self.lastOpen, self.lastImmediate) = (quotients, lastOpen, lastImmediate)
  }

  /// By step, the last of the ascending first steps up to it.
  private static func starts(_ firstSteps: [Int], count: Int) -> [Int] {
    zip(firstSteps, firstSteps.dropFirst() + [count + 1]).flatMap { repeatElement($0, count: $1 - $0) }
  }

  /// What is known of a block on an edge.
  private struct Finding {
    var peak: ContributionPeak?
    var isOpen = false
    var hasImmediate = false

    mutating func include(_ term: ContributionPeak) {
      if term.value.exceeds(peak?.value ?? .zero) { peak = term }
    }
  }

  /// The blocks, row by row, from those that nothing is left out of.
  func blocks(of whole: [ContributionBlocks.Block]) -> [ContributionBlocks.Block] {
    guard last > 0 else { return whole }
    var findings = Array(repeating: Finding(), count: whole.count)
    for column in columns.indices where columns[column].lowerBound <= last { scanEdge(column, &findings) }
    let bests = columns.map { $0.lowerBound <= last ? best(of: $0.clamped(to: 1...last)) : 0 }
    for row in rows.indices where rows[row].lowerBound <= last { scanWhole(row, bests, &findings) }
    return whole.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns.count)
      switch (whole[index], kind(row, column)) {
      case (.outside, _), (.overflow, _), (_, .whole): return whole[index]
      case (_, .cut): return .cut
      case (_, .edge):
        let finding = findings[index]
        return ContributionBlocks.Block(finding.peak, isOpen: finding.isOpen, hasImmediate: finding.hasImmediate)
      }
    }
  }

  private enum Kind { case whole, cut, edge }

  /// Of a block with pairs.
  private func kind(_ row: Int, _ column: Int) -> Kind {
    let (targets, steps) = (rows[row], columns[column])
    if Swift.max(targets.lowerBound, steps.lowerBound) > lastTarget(steps.upperBound) { return .cut }
    return Swift.min(targets.upperBound, last) <= lastTarget(steps.lowerBound) ? .whole : .edge
  }

  private func lastTarget(_ step: Int) -> Int { truncation.lastTarget(hearing: step, upTo: last) }

  /// The targets that hear a part of a column's steps only: those among them, and those whose edge is among them.
  private func scanEdge(_ column: Int, _ findings: inout [Finding]) {
    let steps = columns[column].clamped(to: 1...last)
    let within = steps.lowerBound..<steps.upperBound
    let edge = Swift.max(steps.upperBound, lastTarget(steps.lowerBound) + 1)..<lastTarget(steps.upperBound) + 1
    var (window, next) = (SlidingLargest(), steps.lowerBound)
    var row = 0
    for target in [within, edge].joined() {
      while rows[row].upperBound < target { row += 1 }
      let first = Swift.max(truncation.firstStep(reaching: target), steps.lowerBound)
      let end = Swift.min(steps.upperBound, target)
      while next <= end {
        window.push(next, quotients)
        next += 1
      }
      window.drop(before: Swift.max(first, stretches[target - 1]))
      let index = row * columns.count + column
      if let step = window.place { findings[index].include(pair(target, step)) }
      note(target, hearing: first...end, &findings[index])
    }
  }

  /// The step of the largest B of those in a column that are in the stretch of its last.
  private func best(of steps: ClosedRange<Int>) -> Int {
    let heard = Swift.max(steps.lowerBound, stretches[steps.upperBound - 1])...steps.upperBound
    return heard.reduce(heard.lowerBound) { quotients[$1 - 1].exceeds(quotients[$0 - 1]) ? $1 : $0 }
  }

  /// The targets of a row that hear all steps of a column on the edge.
  private func scanWhole(_ row: Int, _ bests: [Int], _ findings: inout [Finding]) {
    let targets = rows[row].clamped(to: 1...last)
    var (window, next) = (SlidingLargest(), targets.lowerBound)
    for column in columns.indices where columns[column].upperBound <= last && kind(row, column) == .edge {
      let steps = columns[column]
      let first = Swift.max(targets.lowerBound, steps.upperBound)
      let end = Swift.min(targets.upperBound, lastTarget(steps.lowerBound))
      guard first <= end else { continue }
      while next <= end, stretches[next - 1] <= steps.upperBound {
        window.push(next, products)
        next += 1
      }
      window.drop(before: first)
      let index = row * columns.count + column
      if let target = window.place { findings[index].include(pair(target, bests[column])) }
      note(first, hearing: steps, &findings[index])
    }
  }

  /// The term of a target and a step of its stretch.
  private func pair(_ target: Int, _ step: Int) -> ContributionPeak {
    ContributionPeak(value: products[target - 1] * quotients[step - 1], target: target, step: step)
  }

  /// Which kinds of 0 there are among the steps that a target hears.
  private func note(_ target: Int, hearing heard: ClosedRange<Int>, _ finding: inout Finding) {
    let first = Swift.max(heard.lowerBound, unblocked[target - 1])
    finding.isOpen = finding.isOpen || lastOpen[heard.upperBound - 1] >= first
    finding.hasImmediate = finding.hasImmediate || lastImmediate[heard.upperBound - 1] >= first
  }
}
