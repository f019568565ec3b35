/// The order of names in which numbers count: `step2` before `step10`, `run2/last` before `run10/first`.
enum NaturalOrder {
  /// Names in that order.
  ///
  /// - Complexity: O(n·log n) comparisons, each linear in the names.
  static func sorted(_ names: some Collection<String>) -> [String] {
    names.map { ($0, parts(of: $0)) }.sorted { precedes($0, $1) }.map(\.0)
  }

  /// Whether one name stands before another one.
  static func precedes(_ a: String, _ b: String) -> Bool { precedes((a, parts(of: a)), (b, parts(of: b))) }

  /// A run of digits, or one other character. Digits stand before all else, as in ASCII before all letters.
  private enum Part: Comparable {
    /// Without its leading zeros: the longer number is the larger one, whatever an Int holds.
    case number(count: Int, digits: String)
    case scalar(UInt32)
  }

  /// What differs by leading zeros alone is in the order of its bytes.
  private static func precedes(_ a: (name: String, parts: [Part]), _ b: (name: String, parts: [Part])) -> Bool {
    if a.parts != b.parts { return a.parts.lexicographicallyPrecedes(b.parts) }
    return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }

  private static func parts(of name: String) -> [Part] {
    var (parts, rest) = ([Part](), name.unicodeScalars[...])
    while let first = rest.first {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      guard !digits.isEmpty else {
        parts.append(.scalar(first.value))
        rest.removeFirst()
        continue
      }
      let significant = digits.drop { $0 == "0" }
      parts.append(.number(count: significant.count, digits: String(String.UnicodeScalarView(significant))))
      rest = rest[digits.endIndex...]
    }
    return parts
  }
}
