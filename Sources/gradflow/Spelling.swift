/// Words that may have been meant by a misspelt one.
enum Spelling {
  /// The word of a list that lies nearest, the first of equals; nil where none has two thirds of its letters right.
  static func nearest(to word: String, among words: [String]) -> String? {
    let near = words.map { (word: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
    guard let near, near.distance <= (word.count + 2) / 3 else { return nil }
    return near.word
  }

  /// How many letters must be put in, left out, replaced or exchanged with their neighbour to make one word of another.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var older = [Int](repeating: 0, count: b.count + 1)
    var old = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = Swift.min(old[j] + (a[i] == b[j] ? 0 : 1), old[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = Swift.min(least, older[j - 1] + 1) }
        row.append(least)
      }
      (older, old) = (old, row)
    }
    return old[b.count]
  }
}
