/// Which summands of ∂s_k/∂θ are left out, as training leaves them out.
///
///     window τ             the lags 0 … τ−1 reach a target                      G_τ(k) = Σ_{i > k−τ} C_i
///     detach every d       s_d, s_{2d}, … are passed on as constants (`detach()` between chunks of d steps): what
///                          reaches a target are the steps i > ⌊(k−1)/d⌋·d of its own chunk
///     detach after b       the same between chunks of any lengths: after the steps b_1 < b_2 < …
///
/// With both, what both let through reaches it. A total loss has every step's loss for a target.
public struct Truncation: Hashable, Sendable {
  /// τ, at least 1; nil for no window.
  public let window: Int?
  /// d, at least 1; nil for no boundaries, or others.
  public let detachEvery: Int?
  /// b_1 < b_2 < …, each at least 1; empty for no boundaries, or those of `detachEvery`.
  public let detachAfter: [Int]

  /// All summands.
  public static let none = Truncation(window: nil, detachEvery: nil)

  /// A window and boundaries, each at least 1 step long.
  public init(window: Int? = nil, detachEvery: Int? = nil) {
    precondition(window ?? 1 >= 1 && detachEvery ?? 1 >= 1, "a window and a chunk have one step at least")
    (self.window, self.detachEvery, detachAfter) = (window, detachEvery, [])
  }

  /// Boundaries after some steps, ascending and each at least 1.
  public init(detachAfter steps: [Int]) {
    precondition(
      steps.first ?? 1 >= 1 && zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 }, "boundaries ascend from step 1 on")
    (window, detachEvery, detachAfter) = (nil, nil, steps)
  }

  /// Whether states are passed on as constants between chunks.
  public var isDetached: Bool { detachEvery != nil || !detachAfter.isEmpty }

  /// The steps before `last` after which the state is passed on as a constant. Complexity: O(steps).
  public func boundaries(before last: Int) -> [Int] {
    detachEvery.map { Array(stride(from: $0, to: last, by: $0)) } ?? detachAfter.filter { $0 < last }
  }

  /// How many of `detachAfter` are before a step.
  private func boundaryCount(before step: Int) -> Int {
    var (low, high) = (0, detachAfter.count)
    while low < high {
      let middle = (low + high) / 2
      if detachAfter[middle] < step { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A window and boundaries that a file or a user gives.
  ///
  /// - Throws: `ExperimentError.truncationLength` for one of less than a step.
  public init(validatingWindow window: Int?, detachEvery: Int? = nil) throws(ExperimentError) {
    for length in [window, detachEvery] {
      if let length, length < 1 { throw .truncationLength(length) }
    }
    self.init(window: window, detachEvery: detachEvery)
  }

  /// Whether nothing from before a step reaches a target step.
  func ends(at step: Int, target: Int) -> Bool {
    let place = boundaryCount(before: step)
    let isBoundary =
      detachEvery.map { (step - 1).isMultiple(of: $0) } ?? (place > 0 && detachAfter[place - 1] == step - 1)
    return isBoundary || window.map { target - step + 1 >= $0 } ?? false
  }

  /// The first step, from 1, that reaches a target step.
  public func firstStep(reaching target: Int) -> Int {
    let byWindow = window.map { target - $0 + 1 } ?? 1
    let place = boundaryCount(before: target)
    let byChunk = detachEvery.map { (target - 1) / $0 * $0 + 1 } ?? (place > 0 ? detachAfter[place - 1] + 1 : 1)
    return Swift.max(byWindow, byChunk, 1)
  }

  /// The last target up to `last` that a step, from 1, reaches: k ≤ this is `firstStep(reaching: k)` ≤ the step.
  func lastTarget(hearing step: Int, upTo last: Int) -> Int {
    let byWindow = window.map { $0 > last - step ? last : step + $0 - 1 } ?? last
    let place = boundaryCount(before: step)
    let byChunk =
      detachEvery.map { $0 > last ? last : ((step - 1) / $0 + 1) * $0 }
      ?? (place < detachAfter.count ? detachAfter[place] : last)
    return Swift.min(byWindow, byChunk, last)
  }

  /// The longest lag that reaches any target; nil where all do.
  public var longestLag: Int? { [window, detachEvery].compactMap { $0 }.min().map { $0 - 1 } }
}

extension Truncation {
  /// Whether a step takes part in the gradient of what is observed at a target; of a total loss, in that of any step's loss.
  ///
  /// Complexity: O(1), of a total loss at most as many steps as a window or a chunk is long.
  package func keeps(_ step: Int, of trajectory: Trajectory, target: Int, observable: Observable) -> Bool {
    guard observable == .totalLoss else { return step >= firstStep(reaching: target) }
    return (step...target).prefix { firstStep(reaching: $0) <= step }.contains { trajectory.canObserve(.loss, at: $0) }
  }
}
