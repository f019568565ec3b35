/// Every ‖C_i‖ of a network with several units, or of a loss, in blocks of targets k by steps i, with the sums beside
/// them. Of a network of one unit the terms themselves, with their signs.
///
/// What a loss sees, and norms of products of matrices, do not separate as products of numbers do, so every target that
/// takes part is visited. There may be many: they are visited in an order in which those that were visited are spread
/// evenly at every moment, first the last one of every row and then the others, as far as `refine` is given work to do;
/// those that take less time together (`NormPlan`) not spread but from the last one on, as many at once as there is memory for. A
/// row of which none was visited yet has nothing.
///
///     var map = NormBlocks(of: trajectory, parameter: .bias, observable: .loss, rows: rows, columns: columns)
///     while !map.isComplete { map.refine(budget: 1e9) }
///
/// Complexity: that of `ContributionNorms`.
public struct NormBlocks: Sendable {
  /// Whether the terms are numbers with signs, and the sums beside them those of the numbers.
  public let haveSigns: Bool
  private let trajectory: Trajectory
  private let parameter: Parameter
  private let observable: Observable
  private let truncation: Truncation
  private let adjointLimit: Double?
  /// The targets that are to be visited, in the order of their visits.
  private let order: [Int]
  /// Those from this place of the order on are begun together.
  private let firstTogether: Int
  /// How many targets have what is looked at.
  public let targetsInAll: Int
  /// How many of the order have been begun.
  private var begun = 0
  /// Those under way, in the order in which they were begun.
  private var sweeps: [ContributionNormSweep] = []
  private var scan: NormScan

  /// The blocks of a trajectory, of which no target is visited yet. Rows and columns each cover 1…T in order, without
  /// gaps.
  ///
  /// With a truncation the blocks, sums and means are those of the pairs that it leaves, a pair that is left out being 0 in a
  /// mean. With an adjoint limit the terms are those of adjoints that are clamped to it (`Contributions`); then, and where a
  /// total loss is truncated, targets are visited one by one, of a window of τ steps at O(T·τ·n²) each; none where that is
  /// more than 4·10⁸ multiplications.
  ///
  /// Complexity: O(T), for a loss near a `Double`'s end O(T·p·n), for the whole state O(n² + T·n).
  public init(
    of trajectory: Trajectory, parameter: Parameter, observable: Observable, rows: [ClosedRange<Int>],
    columns: [ClosedRange<Int>], truncation: Truncation = .none, adjointLimit: Double? = nil
  ) {
    precondition(rows.cover(trajectory.steps) && columns.cover(trajectory.steps), "the ranges cover all steps in order")
    (self.trajectory, self.parameter, self.observable) = (trajectory, parameter, observable)
    (self.truncation, self.adjointLimit) = (truncation, adjointLimit)
    haveSigns = trajectory.block(parameter).isNumber
    let last = trajectory.lastFiniteStep
    let present = last > 0 ? trajectory.targets(Array(1...last), observing: observable) : []
    targetsInAll = present.count
    let byRow = Self.split(present, rows)
    (order, firstTogether) = Self.order(byRow) { NormPlan.usesAnchors(trajectory, $0, observable) }
    scan = NormScan(
      rows, columns, targets: byRow.map { $0.isEmpty ? nil : $0[0]...$0[$0.count - 1] }, last: last,
      haveSigns: haveSigns,
      hearing: Hearing(trajectory, observable, truncation, upTo: last, columns: columns))
  }

  /// The targets of each row.
  private static func split(_ targets: [Int], _ rows: [ClosedRange<Int>]) -> [[Int]] {
    var place = 0
    return rows.map { row in
      let first = place
      while place < targets.count, targets[place] <= row.upperBound { place += 1 }
      return Array(targets[first..<place])
    }
  }

  /// So many targets are visited at most, where not one of every row alone is more.
  private static let mostTargets = 4096

  /// Those that are together the latest first; else the last target of every row, and then others of them, each spread evenly at
  /// every moment. The second number is the place from which on they are together.
  private static func order(_ rows: [[Int]], areTogether: ([Int]) -> Bool) -> ([Int], Int) {
    let rows = rows.filter { !$0.isEmpty }
    let most = Swift.max(mostTargets / Swift.max(rows.count, 1), 1)
    let some = rows.map { Self.some(of: $0, atMost: most) }
    let all = some.flatMap { $0 }
    if areTogether(all) { return (all.reversed(), 0) }
    return (spread(some.map { $0[$0.count - 1] }) + spread(some.flatMap { $0.dropLast() }), all.count)
  }

  private static func spread(_ targets: [Int]) -> [Int] {
    SamplingOrder.places(targets.count).map { targets[targets.count - 1 - $0] }
  }

  /// Some targets of a row, evenly, the last one among them.
  private static func some(of targets: [Int], atMost count: Int) -> [Int] {
    guard targets.count > count else { return targets }
    return (1...count).map { targets[$0 * targets.count / count - 1] }
  }

  /// Whether no target is left to be visited.
  public var isComplete: Bool { sweeps.isEmpty && begun == order.count }

  /// The targets that were visited.
  var visited: Set<Int> { scan.visited }
  /// The part of the targets to be visited that are done, 0 … 1. Complexity: O(targets under way).
  public var progress: Double {
    guard !isComplete else { return 1 }
    let underWay = sweeps.reduce(0) { $0 + $1.targets.count }
    let found = sweeps.reduce(0) { $0 + Double($1.targets.count) * $1.progress }
    return (Double(begun - underWay) + found) / Double(order.count)
  }

  /// How many targets were visited.
  public var targetCount: Int { scan.visited.count }
  /// The last target that was visited; nil for none. Complexity: O(targets).
  public var lastTarget: Int? { scan.visited.max() }
  /// Whether targets that have what is looked at were passed over so far.
  public var isSampled: Bool { targetCount < targetsInAll }

  /// Whether a target of a row was visited; the blocks of a row of which none was are `outside`, and its sum is 0.
  public func isVisited(row: Int) -> Bool { scan.isVisited(row: row) }

  /// The largest term of each block by magnitude. Complexity: O(rows·columns).
  public var blocks: ContributionBlocks {
    ContributionBlocks(rows: scan.rows, columns: scan.columns, blocks: scan.blocks())
  }

  /// By row the largest Σ_i of its targets; by column the largest Σ_k of its steps, over the targets visited.
  ///
  /// Complexity: O(rows + T).
  public var sums: ContributionTotals { scan.sums() }

  /// Adds a target whose contributions are at hand: it needs no visit. Complexity: O(k).
  public mutating func add(_ contributions: Contributions) {
    precondition(
      contributions.parameter == parameter && contributions.observable == observable
        && contributions.truncation == truncation && contributions.adjointLimit == adjointLimit
        && contributions.trajectory.steps == trajectory.steps,
      "the contributions are those of the blocks")
    scan.add(contributions.values(), of: contributions.target)
  }

  /// Visits targets for about so many multiplications; never for none at all, as long as there are targets. Of a whole state
  /// whose targets take less time together for as many on each of so many threads, on which no number depends.
  ///
  /// Complexity: O(`budget`), or that of one target where it is more.
  public mutating func refine(budget: Double, threads: Int = 1) {
    guard !isOneByOne else { return visit(budget: budget) }
    var left = budget
    repeat {
      let most = begun >= firstTogether ? Swift.min(threads, Self.mostAtOnce) : 1
      while sweeps.isEmpty || sweeps.count < most, begin(left) {}
      guard !sweeps.isEmpty else { return }
      let spent = Concurrent.forEach(&sweeps, threads: threads) { [left] in
        $0.isComplete ? 0 : $0.advance(budget: left)
      }
      left -= spent.reduce(0, Swift.max)
      handOver()
    } while left >= cost(ofTarget: trajectory.steps)
  }
  /// Takes what is finished, in an order on which no number of threads has a part: sums round by it, and of equal terms the first
  /// is the largest.
  private mutating func handOver() {
    while !sweeps.isEmpty {
      sweeps[0].handOver { scan.add($1, of: $0) }
      guard sweeps[0].isComplete else { return }
      sweeps.removeFirst()
    }
  }

  /// So many are under way at most, each with some hundred megabytes.
  private static let mostAtOnce = 4

  /// Whether the terms of a target are not those of any other at another weight, so that each is swept by itself.
  private var isOneByOne: Bool { adjointLimit != nil || observable == .totalLoss && truncation != .none }

  /// Multiplications of one target, swept by itself, beyond which none is visited: about half a second each.
  private static let mostOfTarget = 4e8

  /// Visits targets one by one, unless each takes too long.
  private mutating func visit(budget: Double) {
    var left = budget
    let width = observable == .totalLoss ? Swift.min(truncation.window ?? 1, trajectory.steps) : 1
    if cost(ofTarget: trajectory.steps) * Double(width) > Self.mostOfTarget { begun = order.count }
    while begun < order.count, left > 0 {
      let target = order[begun]
      begun += 1
      guard !scan.visited.contains(target) else { continue }
      let terms = Contributions(
        of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
        adjointLimit: adjointLimit)
      scan.add(terms.values(), of: target)
      left -= cost(ofTarget: target) * Double(width)
    }
  }

  /// What a target costs, counted in multiplications.
  private func cost(ofTarget target: Int) -> Double {
    Double(target)
      * ContributionNormSweep.costOfPair(hiddenSize: trajectory.hiddenSize, observable: observable)
  }

  /// Begins as many of the next targets together as a budget is enough for, but not so few that W were read anew for
  /// every row: that takes longer than the multiplications. Returns whether there were any.
  private mutating func begin(_ budget: Double) -> Bool {
    let atOnce = ContributionNorms.targetsAtOnce(hiddenSize: trajectory.hiddenSize, observable: observable)
    let most = Swift.max(Swift.min(atOnce, Self.numbersAtOnce / trajectory.steps), 1)
    var (next, left) = ([Int](), budget)
    while begun < order.count, next.count < most {
      let target = order[begun]
      if !scan.visited.contains(target) {
        left -= cost(ofTarget: target)
        let isEnough = left >= 0 || next.count * rowsOfTarget < Self.leastRows || begun >= firstTogether
        guard isEnough else { break }
        next.append(target)
      }
      begun += 1
    }
    guard !next.isEmpty else { return false }
    sweeps.append(
      ContributionNormSweep(
        trajectory, targets: next.sorted(), parameter: parameter, observable: observable, haveSigns: haveSigns))
    return true
  }

  private var rowsOfTarget: Int { observable.covectorCount(units: trajectory.hiddenSize) }
  private static let leastRows = 8

  /// The numbers that targets under way may hold.
  private static let numbersAtOnce = 1 << 22

  /// √(mean of ‖C_{k−ℓ}‖²) over the visited targets k > ℓ, of numbers the mean of their magnitudes, from lag 0 to the
  /// last one that reaches `floor`; nil where no target was visited.
  ///
  /// Complexity: O(T).
  public func lagProfile(columns: Int, above floor: ScaledDouble) -> LagProfile? {
    scan.lags.profile(scan.visited, columns: columns, above: floor)
  }

  /// The same for given lags, in order and without gaps from 0, as far as a visited target has such lags.
  ///
  /// Complexity: O(T).
  public func lagProfile(lags: [ClosedRange<Int>]) -> LagProfile? { scan.lags.profile(scan.visited, lags: lags) }
}
