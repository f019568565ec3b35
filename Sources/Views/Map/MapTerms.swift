import Explorer
import RNNCore
import Screen

/// The terms of a setting in the blocks of a map, with the sums beside them.
struct MapTerms: Sendable {
  let blocks: ContributionBlocks
  let totals: ContributionTotals
  /// What visits targets for the blocks; nil of a scalar network's states.
  let norms: NormBlocks?

  /// Those of the targets that were visited.
  init(_ norms: NormBlocks) { (blocks, totals, self.norms) = (norms.blocks, norms.sums, norms) }

  /// All of a scalar network's states.
  init(
    of trajectory: Trajectory, _ parameter: Parameter, _ truncation: Truncation, rows: [ClosedRange<Int>],
    columns: [ClosedRange<Int>]
  ) {
    blocks = ContributionBlocks(
      of: trajectory, parameter: parameter, rows: rows, columns: columns, truncation: truncation)
    totals = ContributionTotals(
      of: trajectory, parameter: parameter, rows: rows, columns: columns, truncation: truncation)
    norms = nil
  }

  /// Whether they are norms, which have no sign.
  var areNorms: Bool { norms?.haveSigns == false }

  /// Whether targets are left out that have what is looked at.
  var isSampled: Bool { norms?.isSampled == true }

  /// Of how many of the targets that have what is looked at they are there; nil for all.
  var coverage: String? { norms.flatMap { $0.isSampled ? "\($0.targetCount) of \($0.targetsInAll)" : nil } }

  /// How much of the work is done, in percent below 100; nil where nothing is left to do.
  var percentDone: Int? { norms.flatMap { $0.isComplete ? nil : Swift.min(Int($0.progress * 100), 99) } }

  /// The logarithms of all numbers that there are, blocks and sums.
  var logarithms: [Double] {
    var logarithms = blocks.peaks.map(\.value.log10)
    for case let sum? in totals.rows + totals.columns where !sum.isZero { logarithms.append(sum.log10) }
    return logarithms
  }

  /// Whether a target that was visited reaches a column.
  func isReached(_ column: Int) -> Bool {
    norms.map { ($0.lastTarget ?? 0) >= blocks.columns[column].lowerBound } ?? true
  }

  /// |term| by lag, in so many columns, as far as it reaches a floor.
  func lagProfile(columns: Int, above floor: ScaledDouble) -> LagProfile? {
    norms.map { $0.lagProfile(columns: columns, above: floor) }
      ?? blocks.lagProfile(columns: columns, above: floor, budget: Self.pairsInProfile)
  }

  /// The same of given lags, as far as there are such lags.
  func lagProfile(lags: [ClosedRange<Int>]) -> LagProfile? {
    norms.map { $0.lagProfile(lags: lags) } ?? blocks.lagProfile(lags: lags, budget: Self.pairsInProfile)
  }

  /// The pairs that a profile may look at: some tenths of a millisecond.
  private static let pairsInProfile = 12_000
}

/// What a block or a sum has that can be compared.
enum MapValue: Hashable {
  case number(ScaledDouble)
  case nothing(Absence)

  /// Why there is no number.
  enum Absence: Int, Hashable {
    /// Left out of the sum.
    case cut
    /// Exactly 0, because the layer's input is, or because nothing flows.
    case zero, blocked
    /// Beyond what numbers are told apart.
    case untold
    /// The state overflows.
    case overflow
    /// No target has what is looked at.
    case absent
    /// There is no such step.
    case beyond
  }

  /// A number, as far as it is one.
  init(_ value: ScaledDouble) {
    self = value.isZero ? .nothing(.zero) : value.isOutOfRange ? .nothing(.untold) : .number(value)
  }
}

extension MapTerms {
  /// What a block has, by its place in a map that may have more of them; nil above the diagonal, and where nothing is known
  /// yet.
  func value(row: Int, column: Int) -> MapValue? {
    guard row < blocks.rows.count, column < blocks.columns.count else { return .nothing(.beyond) }
    guard isKnown(row) else { return nil }
    switch blocks[row: row, column: column] {
    case .outside:
      return blocks.columns[column].lowerBound > blocks.rows[row].upperBound || isSampled ? nil : .nothing(.absent)
    case .overflow: return .nothing(.overflow)
    case .blocked: return .nothing(.blocked)
    case .zero: return .nothing(.zero)
    case .faint: return .nothing(.untold)
    case .cut: return .nothing(.cut)
    case .largest(let peak): return MapValue(peak.value)
    }
  }

  /// Whether a row is what it is, or will not change any more.
  private func isKnown(_ row: Int) -> Bool { norms.map { $0.isVisited(row: row) || !$0.isSampled } ?? true }

  /// Whether the sums of the columns of two are over the same targets.
  func hasTargets(of other: MapTerms) -> Bool {
    guard isSampled || other.isSampled else { return true }
    guard let own = norms, let norms = other.norms else { return false }
    return own.isComplete && norms.isComplete && own.targetCount == norms.targetCount
      && own.targetsInAll == norms.targetsInAll
  }

  /// What the sum of a row has.
  func sum(ofRow row: Int) -> MapValue? {
    guard row < blocks.rows.count else { return .nothing(.beyond) }
    guard isKnown(row) else { return nil }
    guard blocks[row: row, column: 0] != .outside else { return isSampled ? nil : .nothing(.absent) }
    return totals.rows[row].map { MapValue($0) } ?? .nothing(.overflow)
  }

  /// What the sum of a column has.
  func sum(ofColumn column: Int) -> MapValue? {
    guard column < blocks.columns.count else { return .nothing(.beyond) }
    guard let sum = totals.columns[column] else { return .nothing(.overflow) }
    guard isReached(column) else { return isSampled ? nil : .nothing(.absent) }
    return MapValue(sum)
  }
}
