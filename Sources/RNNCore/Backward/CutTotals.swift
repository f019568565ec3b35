/// The margins of what a truncation leaves of a scalar network's map: sums over windows, each made of compositions of
/// x ↦ J_t·x + ∂s_t/∂θ_* rather than of differences of longer sums, which would cancel.
///
/// Complexity: O(T) time; 64 bytes a step of the longest window.
struct CutTotals {
  private let steps: ScalarSteps
  private let last: Int
  private let truncation: Truncation

  init(_ steps: ScalarSteps, last: Int, _ truncation: Truncation) {
    (self.steps, self.last, self.truncation) = (steps, last, truncation)
  }

  /// By range of targets, the largest Σ_{i ≥ f(k)} term(k,i).
  func rows(_ ranges: [ClosedRange<Int>]) -> [ScaledDouble?] {
    var window = SlidingRecursion()
    return ranges.map { range -> ScaledDouble? in
      guard range.lowerBound <= last else { return nil }
      return range.clamped(to: 1...last).reduce(ScaledDouble.zero) { largest, target in
        let factor = target > 1 ? steps.factor(at: target) : .zero
        window.advance(factor, plus: steps.immediate(at: target))
        window.keep(target - truncation.firstStep(reaching: target) + 1)
        let total = window.value(from: .zero)
        return total.exceeds(largest) ? total : largest
      }
    }
  }

  /// By range of steps, the largest Σ over the targets that hear it.
  func columns(_ ranges: [ClosedRange<Int>]) -> [ScaledDouble?] {
    var window = SlidingRecursion()
    return ranges.reversed().map { range -> ScaledDouble? in
      guard range.lowerBound <= last else { return nil }
      return range.clamped(to: 1...last).reversed().reduce(ScaledDouble.zero) { largest, step in
        if step < last { window.advance(steps.factor(at: step + 1), plus: .one) }
        window.keep(truncation.lastTarget(hearing: step, upTo: last) - step)
        let total = steps.term(window.value(from: .one), at: step)
        return total.exceeds(largest) ? total : largest
      }
    }.reversed()
  }
}
