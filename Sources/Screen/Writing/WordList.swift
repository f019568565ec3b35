/// Words as a sentence lists them.
package enum WordList {
  /// `a`, `a and b`, `a, b and c`; nothing of none.
  package static func joined(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
