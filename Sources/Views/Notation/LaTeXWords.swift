import Screen

/// Sentences of the screen for LaTeX: what in them is mathematics is set as such, the rest is text.
///
///     s₄₃ depends on W too: product rule      $s_{43}$ depends on $W$ too: product rule
struct LaTeXWords {
  private var result = LaTeXText()
  /// The formula that is read, token by token.
  private var formula: [String] = []
  /// Brackets of the words that stand before it.
  private var opening = ""
  private var isAfterBlank = false

  private init() {}

  /// A sentence, or some words of one.
  static func written(_ text: String) throws(LaTeXError) -> LaTeXText {
    var words = Self()
    for (place, part) in text.split(separator: "   ").enumerated() {
      if place > 0 {
        try words.endFormula()
        words.result += LaTeXText(markup: "\\quad ", width: 1)
        words.isAfterBlank = false
      }
      for token in part.split(separator: " ") { try words.add(String(token)) }
    }
    try words.endFormula()
    return words.result
  }

  /// Text without formulas: the name of a file, say, of which what is not ASCII is a question mark.
  static func name(_ text: String) -> String {
    escaped(comment(text))
  }

  /// A line behind a percent sign: what is not ASCII is a question mark.
  static func comment(_ text: String) -> String { String(text.map { $0.isASCII && !$0.isNewline ? $0 : "?" }) }

  private mutating func add(_ token: String) throws(LaTeXError) {
    let goesOn = !formula.isEmpty && (isOpen || Self.isOperator(token))
    guard goesOn || Self.begins(token) else {
      try endFormula()
      return try write(word: token)
    }
    var rest = token[...]
    if formula.isEmpty {
      // A bracket around words is none of the formula that it stands before.
      while rest.first == "(", Self.depth(rest) > 0 { opening.append(rest.removeFirst()) }
    }
    formula.append(String(rest))
    if !isOpen, let last = token.last, ",;:.".contains(last) { try endFormula() }
  }

  /// Whether a bracket of the formula is not closed yet.
  private var isOpen: Bool { Self.depth(formula.joined()[...]) > 0 }

  private static func depth(_ text: Substring) -> Int {
    text.reduce(0) { depth, glyph in "([{".contains(glyph) ? depth + 1 : ")]}".contains(glyph) ? depth - 1 : depth }
  }

  /// Writes the formula that was read, what marks there are around it as text.
  private mutating func endFormula() throws(LaTeXError) {
    guard !formula.isEmpty else { return }
    var math = formula.joined(separator: " ")
    formula = []
    var after = ""
    while let last = math.last, ",;:.".contains(last) || last == ")" && Self.depth(math[...]) < 0 {
      after = String(last) + after
      math.removeLast()
    }
    defer { opening = "" }
    let written = try LaTeXMath.written(math, isDisplay: false)
    append(LaTeXText(markup: "\(opening)$\(written.markup)$\(after)", width: written.width + 0.3))
  }

  private mutating func write(word: String) throws(LaTeXError) {
    guard word.allSatisfy(\.isASCII) else {
      throw LaTeXError(glyph: word.first { !$0.isASCII } ?? " ", text: word)
    }
    append(LaTeXText(markup: Self.escaped(word), width: 0.46 * Double(word.count)))
  }

  private mutating func append(_ text: LaTeXText) {
    result += LaTeXText(markup: isAfterBlank ? " " : "", width: isAfterBlank ? 0.35 : 0) + text
    isAfterBlank = true
  }

  private static func escaped(_ text: String) -> String {
    text.map { glyph in
      switch glyph {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "#", "$", "%", "&", "_", "{", "}": "\\\(glyph)"
      default: String(glyph)
      }
    }.joined()
  }

  // MARK: What is mathematics

  /// Whether a token is a formula or a part of one by itself.
  private static func begins(_ token: String) -> Bool {
    let core = token.trimming { ",;:.".contains($0) }
    let inner = core.trimming { "()".contains($0) }
    guard !core.isEmpty, !inner.isEmpty else { return false }
    if inner.count == 1, let letter = inner.first, letter.isLetter, letter.isASCII {
      return letter != "a" && letter != "A"
    }
    if inner.contains(where: { !$0.isASCII || $0.isNumber || "_=[*^".contains($0) }) { return !isHyphenated(inner) }
    if LaTeXMath.isFunction(String(inner)) { return inner != "mean" && inner != "identity" }
    return isCall(core) || isPart(inner) || inner == "bh"
  }

  /// `so-called`, and numbers as words have them: `2-unit`.
  private static func isHyphenated(_ token: Substring) -> Bool { token.contains("-") }

  /// `P(k,i)`, `(h,c)`.
  private static func isCall(_ token: Substring) -> Bool {
    guard let open = token.firstIndex(of: "("), token.contains(",") else { return false }
    return token.distance(from: token.startIndex, to: open) <= 1
  }

  /// `W.f`.
  private static func isPart(_ token: Substring) -> Bool {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { $0.count == 1 || $0 == "bh" }
  }

  private static func isOperator(_ token: String) -> Bool {
    [
      "=", "·", "+", "−", "⊙", "⊗", "≤", "<", "→", ":=", "/", "⋯", "…", "×", ">", "≥", "≈",
    ].contains(token)
  }
}

extension String {
  /// Without the characters at both ends that are of a kind.
  fileprivate func trimming(_ isUnwanted: (Character) -> Bool) -> Substring { self[...].trimming(isUnwanted) }
}

extension Substring {
  /// Without the characters at both ends that are of a kind.
  fileprivate func trimming(_ isUnwanted: (Character) -> Bool) -> Substring {
    var text = drop(while: isUnwanted)
    while let last = text.last, isUnwanted(last) { text.removeLast() }
    return text
  }
}
