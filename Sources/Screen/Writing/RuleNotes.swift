/// What is to be said in a rule, the most important first, each in several lengths from the longest to the shortest.
package enum RuleNotes {
  /// As many of the notes as fit beside each other, as long as fits.
  package static func text(_ notes: [[String]], in width: Int) -> String {
    var chosen: [[String]] = []
    for note in notes where columns(chosen + [note]) <= width { chosen.append(note) }
    // The first of the notes is in full before the others are.
    for place in chosen.indices {
      while chosen[place].count > 1 {
        var longer = chosen.map { Array($0.suffix(1)) }
        longer[..<place] = chosen[..<place].map { Array($0.prefix(1)) }[...]
        longer[place] = Array(chosen[place].prefix(1))
        guard columns(longer) > width else { break }
        chosen[place].removeFirst()
      }
    }
    return chosen.map { $0[0] }.joined(separator: gap)
  }

  private static let gap = "   "

  /// The columns of the notes at their shortest, with what is between them.
  private static func columns(_ notes: [[String]]) -> Int {
    notes.reduce(-gap.columns) { $0 + gap.columns + ($1.last?.columns ?? 0) }
  }
}
