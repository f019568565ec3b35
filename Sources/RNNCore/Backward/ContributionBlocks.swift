/// Every contribution term(k,i) of a scalar network at once, in blocks of targets k by steps i.
///
/// Since term(k,i) = P(k,i)·∂s_i/∂θ_* separates into A_k·B_i with A_k = P(k,1) and B_i = ∂s_i/∂θ_* / P(i,1), the largest
/// magnitude of a block is a product of two largest magnitudes and no pair is visited. Where a step factor is exactly 0
/// the sequence splits: A and B start anew at that step, and a term across it is 0.
///
///     let blocks = ContributionBlocks(of: trajectory, parameter: .recurrentWeights, rows: rows, columns: columns)
///     blocks[row: 3, column: 1]     // .largest(…), .zero, .blocked, .overflow or .outside
///
/// A value may be off by as many roundings as there are steps in all, in relative terms T·4e−16.
///
/// Complexity: O(T + rows·columns) time; 16 bytes a step, for `lagProfile`.
public struct ContributionBlocks: Sendable {
  /// What a block holds.
  public enum Block: Hashable, Sendable {
    /// No pair with i ≤ k.
    case outside
    /// All its targets lie at or after an overflow.
    case overflow
    /// Only terms that are exactly 0 because nothing flows: a factor between i and k, or f′(a_i), is 0.
    case blocked
    /// Only terms that are exactly 0, but not all of them blocked: what θ is multiplied by is 0.
    case zero
    /// Terms that are not 0 but all below 2^−2^36, where they are not told apart.
    case faint
    /// The term of largest magnitude among the targets that are finite.
    case largest(ContributionPeak)
    /// Only pairs that a truncation leaves out. A block that holds others too is what they are.
    case cut

    /// Of terms of which the largest is given; 0 where all are, which says by what is open and has an immediate derivative
    /// what kind of 0 that is.
    init(_ peak: ContributionPeak?, isOpen: Bool, hasImmediate: Bool) {
      self = peak.map { .largest($0) } ?? (hasImmediate ? .faint : isOpen ? .zero : .blocked)
    }
  }

  /// The ranges of targets k.
  public let rows: [ClosedRange<Int>]
  /// The ranges of steps i.
  public let columns: [ClosedRange<Int>]
  private let blocks: [Block]
  /// What any pair can be made of; nil where the blocks are of norms.
  let terms: SeparatedTerms?

  /// The blocks of a trajectory with n = 1 (and m = 1 for U). Rows and columns each cover 1…T in order, without gaps.
  /// Of a block that a truncation cuts into only the pairs count that it leaves.
  public init(
    of trajectory: Trajectory, parameter: Parameter, rows: [ClosedRange<Int>], columns: [ClosedRange<Int>],
    truncation: Truncation = .none
  ) {
    precondition(
      trajectory.hasScalarTerms(parameter), "blocks are those of a scalar network, for U of a number as input")
    precondition(rows.cover(trajectory.steps) && columns.cover(trajectory.steps), "the ranges cover all steps in order")
    self.rows = rows
    self.columns = columns
    let scan = BlockScan(trajectory, parameter, rows: rows, columns: columns)
    let whole = scan.blocks()
    blocks = truncation == .none ? whole : CutScan(scan, trajectory, parameter, truncation).blocks(of: whole)
    terms = SeparatedTerms(
      trajectory, parameter, products: scan.products, firstSteps: scan.firstSteps, truncation: truncation)
  }

  init(rows: [ClosedRange<Int>], columns: [ClosedRange<Int>], blocks: [Block]) {
    self.rows = rows
    self.columns = columns
    self.blocks = blocks
    terms = nil
  }

  /// A block by the places of its ranges.
  public subscript(row row: Int, column column: Int) -> Block {
    precondition(columns.indices.contains(column), "a block is at a row and a column")
    return blocks[row * columns.count + column]
  }

  /// The largest term of all; nil where every term is 0 or out of reach. Complexity: O(rows·columns).
  public var largest: ContributionPeak? {
    blocks.lazy.compactMap { if case .largest(let peak) = $0 { peak } else { nil } }
      .max { $0.value.magnitude < $1.value.magnitude }
  }

  /// The largest terms of the blocks that have one, row by row. Complexity: O(rows·columns).
  public var peaks: [ContributionPeak] {
    blocks.reduce(into: []) { peaks, block in
      if case .largest(let peak) = block { peaks.append(peak) }
    }
  }
}

/// A term and where it stands.
public struct ContributionPeak: Hashable, Sendable {
  /// term(k,i), not 0.
  public let value: ScaledDouble
  /// k.
  public let target: Int
  /// i.
  public let step: Int
}

extension [ClosedRange<Int>] {
  /// Whether the ranges are 1…steps cut in order.
  func cover(_ steps: Int) -> Bool {
    first?.lowerBound == 1 && last?.upperBound == steps
      && zip(self, dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound }
  }
}

/// The margins of the map of all contributions of a scalar network: the sum of every row and of every column.
///
///     total of row k        ∂s_k/∂θ = Σ_{i ≤ k} term(k,i)        D_k = J_k D_{k−1} + ∂s_k/∂θ_*
///     total of column i     Σ_{k ≥ i} term(k,i) = ∂s_i/∂θ_*·S_i   S_i = 1 + J_{i+1} S_{i+1}
///
/// Column totals end with the last finite step. Each sum is off by at most T roundings of Σ|term|. With a truncation both
/// are those of the terms that it leaves, summed up without what it leaves out, so that nothing cancels.
///
/// Complexity: O(T) time and O(ranges) memory.
public struct ContributionTotals: Sendable {
  /// By row, the total of largest magnitude among its finite targets, with its sign; nil where there is none.
  public let rows: [ScaledDouble?]
  /// By column, likewise.
  public let columns: [ScaledDouble?]

  init(rows: [ScaledDouble?], columns: [ScaledDouble?]) {
    self.rows = rows
    self.columns = columns
  }

  /// The totals of a trajectory with n = 1 (and m = 1 for U), for ranges that cover 1…T in order.
  public init(
    of trajectory: Trajectory, parameter: Parameter, rows: [ClosedRange<Int>], columns: [ClosedRange<Int>],
    truncation: Truncation = .none
  ) {
    precondition(
      trajectory.hasScalarTerms(parameter), "totals are those of a scalar network, for U of a number as input")
    precondition(rows.cover(trajectory.steps) && columns.cover(trajectory.steps), "the ranges cover all steps in order")
    let last = trajectory.lastFiniteStep
    (self.rows, self.columns) = ScalarSteps.with(trajectory, parameter) { steps in
      guard truncation == .none else {
        let totals = CutTotals(steps, last: last, truncation)
        return (totals.rows(rows), totals.columns(columns))
      }
      return (Self.rowTotals(steps, last: last, rows), Self.columnTotals(steps, last: last, columns))
    }
  }

  private static func rowTotals(_ steps: ScalarSteps, last: Int, _ ranges: [ClosedRange<Int>]) -> [ScaledDouble?] {
    var total = ScaledRecursion(.zero)
    return ranges.map { range -> ScaledDouble? in
      guard range.lowerBound <= last else { return nil }
      var largest = ScaledDouble.zero
      for step in range.clamped(to: 1...last) {
        // The factor of step 1 meets a total of 0: s_0 is a constant.
        if let factor = steps.normalFactor(at: step), let immediate = steps.normalImmediate(at: step) {
          total.advance(factor, plus: immediate)
        } else {
          total.advance(steps.factor(at: step), plus: steps.immediate(at: step))
        }
        if total.value.exceeds(largest) { largest = total.value }
      }
      return largest
    }
  }

  private static func columnTotals(_ steps: ScalarSteps, last: Int, _ ranges: [ClosedRange<Int>]) -> [ScaledDouble?] {
    var sum = ScaledRecursion(.one)
    return ranges.reversed().map { range -> ScaledDouble? in
      guard range.lowerBound <= last else { return nil }
      var largest = ScaledDouble.zero
      for step in range.clamped(to: 1...last).reversed() {
        if step < last {
          if let factor = steps.normalFactor(at: step + 1) {
            sum.advance(factor, plus: 1)
          } else {
            sum.advance(steps.factor(at: step + 1), plus: .one)
          }
        }
        let total = steps.term(sum.value, at: step)
        if total.exceeds(largest) { largest = total }
      }
      return largest
    }.reversed()
  }
}
