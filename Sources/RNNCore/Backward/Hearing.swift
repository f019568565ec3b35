/// Which pairs of a step and a target a truncation leaves.
///
/// From some target on nothing of a step is heard: that is where its window or its chunk ends and, of a total loss, the first
/// loss after it that does not hear it while none before did.
struct Hearing: Sendable {
  /// By step, the first target from it on that it does not reach: beyond all targets for one that reaches all, 0 for one that
  /// reaches none.
  private let mutedFrom: [Int]
  /// By column of the map, that of its step that reaches farthest.
  private let mutedFromByColumn: [Int]

  /// Of what is observed at targets up to a last one, for the columns of a map; nil where nothing is left out.
  init?(
    _ trajectory: Trajectory, _ observable: Observable, _ truncation: Truncation, upTo last: Int,
    columns: [ClosedRange<Int>]
  ) {
    guard truncation != .none else { return nil }
    // All at once: what a total loss depends on grows with its target.
    let targets = Set(trajectory.targets(Array(1..<last + 1), observing: observable))
    var (nextLoss, nextTarget, mutedFrom) = (Int.max, Int.max, [Int]())
    for step in (1..<last + 1).reversed() {
      let limit = truncation.lastTarget(hearing: step, upTo: last)
      if trajectory.canObserve(.loss, at: step) { nextLoss = step }
      if targets.contains(step) { nextTarget = step }
      let muted = observable != .totalLoss ? limit + 1 : nextLoss > limit ? nextLoss : .max
      mutedFrom.append(nextTarget < muted ? muted : 0)
    }
    let bySteps = Array(mutedFrom.reversed())
    self.mutedFrom = bySteps
    mutedFromByColumn = columns.map { steps in
      bySteps[Swift.min(steps.lowerBound - 1, last)..<Swift.min(steps.upperBound, last)].reduce(0, Swift.max)
    }
  }

  /// Whether a step reaches a target that is not before it.
  func reaches(_ target: Int, from step: Int) -> Bool { target < mutedFrom[step - 1] }

  /// Whether any step of a column that is not after all targets of a row reaches one of them; `first` is the first of them.
  /// The step that reaches farthest reaches that one, or, being after it, itself.
  func reaches(firstTarget first: Int, fromColumn column: Int) -> Bool { first < mutedFromByColumn[column] }
}
