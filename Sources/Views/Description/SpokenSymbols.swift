/// Keys and formulas as they are said: readers of screens pass over brackets, primes and subscripts, or do not tell `k` from
/// `K`.
enum SpokenSymbols {
  /// A sentence whose formulas are said: `d s k by d s i` for ∂s_k/∂s_i.
  static func sentence(_ text: String) -> String {
    var words = SymbolReader(text)
    return words.all()
  }

  /// The label of a key, or of several: `left and right, or h and l` for `← →  (h l)`, `capital K` for `K`.
  static func keys(_ label: String) -> String {
    label.split(separator: "  ").map { part in
      let isOther = part.count > 1 && part.hasPrefix("(") && part.hasSuffix(")") && part != "( )"
      let keys = (isOther ? part.dropFirst().dropLast() : part).split(separator: " ").map { key(String($0)) }
      return (isOther ? "or " : "") + WordsOfKeys.joined(keys)
    }.joined(separator: ", ")
  }

  /// One key.
  static func key(_ name: String) -> String {
    if let word = names[name] { return word }
    guard name.count == 1, let letter = name.first, letter.isUppercase else { return name }
    return "capital \(name)"
  }

  private static let names = [
    "←": "left", "→": "right", "↑": "up", "↓": "down", "[": "left bracket", "]": "right bracket",
    "(": "left parenthesis",
    ")": "right parenthesis", "{": "left brace", "}": "right brace", "<": "less than", ">": "greater than",
    ",": "comma",
    ".": "point", "=": "equals", "-": "minus", "+": "plus", "?": "question mark",
  ]
}

/// Names of keys in a row.
private enum WordsOfKeys {
  static func joined(_ keys: [String]) -> String {
    guard keys.count > 1, let last = keys.last, keys.allSatisfy({ $0 != "any" && $0 != "key" }) else {
      return keys.joined(separator: " ")
    }
    return keys.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// Reads a text glyph by glyph, and says each.
private struct SymbolReader {
  private let glyphs: [Character]
  private var place = 0
  private var said = ""
  private var bars: [Character: Bool] = [:]

  init(_ text: String) { glyphs = Array(text) }

  mutating func all() -> String {
    while place < glyphs.count {
      next()
      place += 1
    }
    return said.split(separator: " ").joined(separator: " ").replacing(" ,", with: ",").replacing(" .", with: ".")
      .replacing(" ;", with: ";").replacing(" :", with: ":").replacing("( ", with: "(").replacing(" )", with: ")")
  }

  private func glyph(_ offset: Int) -> Character {
    glyphs.indices.contains(place + offset) ? glyphs[place + offset] : " "
  }

  private mutating func next() {
    let present = glyphs[place]
    if let index = Self.indices[present] {
      said += (Self.indices[glyph(-1)] == nil ? " " : "") + index
    } else if let word = Self.words[present] {
      said += " \(word) "
    } else {
      say(present)
    }
  }

  private mutating func say(_ present: Character) {
    let isInside = glyph(-1) != " " && glyph(1) != " "
    switch present {
    case "/" where glyph(1) == "∂": said += " by "
    case "_" where isInside && glyph(-1).isLetter: said += " "
    case "‖", "|":
      let isOpening = bars[present] != true
      bars[present] = isOpening
      said += isOpening ? (present == "|" ? " the size of " : " the norm of ") : " "
    case "e" where glyph(-1).isNumber && (glyph(1).isNumber || glyph(1) == "−"): said += " times 10 to the "
    case "^": said += " to the power "
    case "*" where glyph(-1).isLetter: said += " star"
    case "Σ": said += glyph(1) == " " ? " the sum " : " the sum of "
    case "·": said += isInside ? " times " : "; "
    case "×": said += glyph(1).isNumber ? " times " : " cross "
    case "…": said += isInside && glyph(1) != "." ? " to " : "..."
    case "+" where isInside, "+" where glyph(-1) == " " && glyph(1) == " ": said += " plus "
    case "-" where glyph(-1) == " " && glyph(1) == " ": said += " minus "
    default: said.append(present)
    }
  }

  private static let indices: [Character: String] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9", "₋": "minus ",
    "₊": "plus ", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₜ": "t",
  ]

  private static let words: [Character: String] = [
    "∂": "d", "Π": "the product of", "′": "prime", "−": "minus", "=": "equals", "<": "less than",
    ">": "greater than", "≤": "at most", "≥": "at least", "≈": "about", "→": "to", "←": "left", "↑": "up", "↓": "down",
    "%": "percent", "²": "squared", "³": "cubed", "⁴": "to the power 4", "ᵀ": "transposed", "½": "a half",
    "¼": "a quarter",
    "∞": "infinity", "√": "the root of", "∇": "the gradient of", "±": "plus or minus", "∓": "minus or plus",
    "⊙": "times", "⊗": "times", "γ": "gamma", "σ": "sigma", "λ": "lambda", "δ": "delta", "η": "eta", "θ": "theta",
    "ρ": "rho", "τ": "tau", "▾": "a triangle down", "▴": "a triangle up", "▸": "a triangle", "⋯": "and so on",
    "–": "to", "•": "a dot", "ŷ": "y hat",
  ]
}
