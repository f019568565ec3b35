/// Which norms of the whole state are found in which way, for targets k and the steps i ≤ k down to some first one: in the
/// middle of the steps an anchor, through which all flows are found from those on its two sides (`AnchoredNorms`), and then
/// the same before and behind it; targets that are few or near by go back step by step (`TargetSweep`).
///
/// Of T targets that is O(T·log T·n³ + T²·n²) in the place of O(T²·n³).
enum NormPlan {
  /// Norms that are found together: of targets at some places, in ascending order, and of steps from `first` on.
  struct Part: Hashable, Sendable {
    let places: [Int]
    let first: Int
    /// The last step, before all of the targets; nil where each target itself is its last one, and they go back to there
    /// step by step.
    let anchor: Int?

    /// The same of other places alone; nil of none.
    func without(_ others: Set<Int>) -> Part? {
      let left = places.filter { !others.contains($0) }
      return left.isEmpty ? nil : Part(places: left, first: first, anchor: anchor)
    }
  }

  /// Whether there is a plan of targets in ascending order, so many that it may be worth its while.
  static func usesAnchors(_ trajectory: Trajectory, _ targets: [Int], _ observable: Observable) -> Bool {
    observable == .state && trajectory.hiddenSize >= leastUnits && targets.count >= leastTargets
      && trajectory.hasPlainFlows(through: targets[targets.count - 1])
  }

  private static let (leastUnits, leastTargets) = (16, 8)

  /// Targets step by step, as many at once as one matrix of some thousand rows holds.
  static func sweeps(_ places: [Int], first: Int, rowsPerTarget: Int) -> [Part] {
    let most = Swift.max(4096 / rowsPerTarget, 1)
    return stride(from: 0, to: places.count, by: most).map {
      Part(places: Array(places[$0..<Swift.min($0 + most, places.count)]), first: first, anchor: nil)
    }
  }

  /// The cheaper way for every span of steps, with anchors where directions meet well, and what it costs, counted in
  /// multiplications. All norms of an earlier target come before the last ones of a later.
  ///
  /// Complexity: O(targets·log T).
  static func parts(_ targets: [Int], order: Int, meeting: FlowMeeting) -> (parts: [Part], cost: Double) {
    Planner(targets: targets, order: order, meeting: meeting).plan(targets.indices, first: 1)
  }

  private struct Planner {
    let targets: [Int]
    let order: Int
    let meeting: FlowMeeting

    func plan(_ places: Range<Int>, first: Int) -> (parts: [Part], cost: Double) {
      let last = targets[places.upperBound - 1]
      let pairs = places.reduce(0) { $0 + targets[$1] - first + 1 }
      let cost = Double(pairs) * ContributionNormSweep.costOfPair(hiddenSize: order, observable: .state)
      if places.count > 1 {
        let divided = divided(places, first...last)
        if divided.cost < cost { return divided }
      }
      return (NormPlan.sweeps(Array(places), first: first, rowsPerTarget: order), cost)
    }

    private func divided(_ places: Range<Int>, _ steps: ClosedRange<Int>) -> (parts: [Part], cost: Double) {
      let first = steps.lowerBound
      let anchor = meeting.anchor(first...steps.upperBound - 1)
      let (before, behind) = split(places, anchor)
      let left: (parts: [Part], cost: Double) = before.isEmpty ? ([], 0) : plan(before, first: first)
      let right = plan(behind, first: anchor + 1)
      let count = Double(anchor - first + 1)
      let cost =
        Double(steps.count) * AnchoredNorms.costOfStep(order)
        + (Double(behind.count) + count) * AnchoredNorms.costOfGram(order)
        + Double(behind.count) * count * AnchoredNorms.costOfPair(order)
      return (
        left.parts + [Part(places: Array(behind), first: first, anchor: anchor)] + right.parts,
        left.cost + cost + right.cost
      )
    }

    private func split(_ places: Range<Int>, _ anchor: Int) -> (before: Range<Int>, behind: Range<Int>) {
      let middle = places.lowerBound + places.prefix { targets[$0] <= anchor }.count
      return (places.lowerBound..<middle, middle..<places.upperBound)
    }
  }
}
