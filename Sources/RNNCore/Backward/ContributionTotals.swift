/// The margins of the map of all contributions of a scalar network: the sum of every row and of every column.
///
///     total of row k        ∂s_k/∂θ = Σ_{i ≤ k} term(k,i)        D_k = J_k D_{k−1} + ∂s_k/∂θ_*
///     total of column i     Σ_{k ≥ i} term(k,i) = ∂s_i/∂θ_*·S_i   S_i = 1 + J_{i+1} S_{i+1}
///
/// Column totals end with the last finite step. Each sum is off by at most T roundings of Σ|term|.
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
    of trajectory: Trajectory, parameter: Parameter, rows: [ClosedRange<Int>], columns: [ClosedRange<Int>]
  ) {
    precondition(trajectory.network.isScalar, "totals are those of a scalar network")
    precondition(parameter != .inputWeights || trajectory.inputs.dimension == 1, "the input is a number")
    precondition(rows.cover(trajectory.steps) && columns.cover(trajectory.steps), "the ranges cover all steps in order")
    let last = trajectory.lastFiniteStep
    (self.rows, self.columns) = ScalarSteps.with(trajectory, parameter) { steps in
      (Self.rowTotals(steps, last: last, rows), Self.columnTotals(steps, last: last, columns))
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
