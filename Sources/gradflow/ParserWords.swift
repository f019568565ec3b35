/// What argument-parser says, taken apart.
enum ParserWords {
  /// The names of the flags that a help lists, without their hyphens.
  static func flags(in help: String) -> [String] {
    help.split(separator: "\n").flatMap { line -> [String] in
      guard line.hasPrefix("  -") else { return [] }
      let names = line.prefix { $0 != "<" }.split(whereSeparator: { $0 == " " || $0 == "," })
      return names.prefix { $0.hasPrefix("-") }.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
    }
  }

  /// What stands in single quotes behind some words.
  static func quoted(_ text: String, after words: String) -> String? {
    guard text.hasPrefix(words + "'") else { return nil }
    let rest = text.dropFirst(words.count + 1)
    return rest.firstIndex(of: "'").map { String(rest[..<$0]) }
  }

  /// `The value …` as `the value …`; what begins otherwise stays.
  static func uncapitalized(_ text: String) -> String {
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else { return text }
    return first.lowercased() + text.dropFirst()
  }
}
