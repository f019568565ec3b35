import RNNCore

/// What truncation and clipping make of the terms where that takes long: found beside the keys, of one analysis at a time.
struct RemedyWork: Sendable {
  private var work = Background<Analysis.Choices, RemediedGradient?>()

  /// Lets go of what none of some analyses waits for any more.
  mutating func keep(for analyses: [Analysis]) {
    if !analyses.contains(where: { $0.isRemedyDue && $0.choices == work.purpose }) { work.abandon() }
  }

  /// Goes on with what the first of some analyses waits for that waits at all, for so long at most. Returns what came of it, and of
  /// which choices.
  mutating func advance(
    for analyses: [Analysis], within patience: Duration
  ) -> (found: RemediedGradient?, choices: Analysis.Choices)? {
    keep(for: analyses)
    guard let purpose = work.purpose else {
      begin(for: analyses)
      return nil
    }
    return work.take(within: patience).map { ($0, purpose) }
  }

  private mutating func begin(for analyses: [Analysis]) {
    let due = analyses.first { $0.isRemedyDue }
    guard let due, let find = due.dueRemedy else { return }
    let future = Future<RemediedGradient?>(nil) { found, interest in
      // What is thrown is thrown for nobody.
      found = try? find(interest.check)
    }
    work.begin(for: due.choices, future)
  }
}
