import Screen

/// What stands in a document of LaTeX, and about how wide it is set.
struct LaTeXText: Hashable {
  /// The markup, ASCII alone.
  var markup = ""
  /// The width in em of the document's type, rather too much than too little; it decides where sums are broken.
  var width = 0.0

  static func + (left: LaTeXText, right: LaTeXText) -> LaTeXText {
    LaTeXText(markup: left.markup + right.markup, width: left.width + right.width)
  }

  static func += (left: inout LaTeXText, right: LaTeXText) { left = left + right }

  /// Brackets around what is as high as a fraction.
  static let largeBracket = LaTeXText(markup: "\\Bigl( ", width: 0.65)
  static let largeEnd = LaTeXText(markup: " \\Bigr)", width: 0.65)

  /// Whether nothing is seen.
  var isEmpty: Bool { markup.isEmpty }
}

/// A character that no rule of the translation to LaTeX knows. Nothing is passed over silently: a formula without one of its
/// signs would be another formula.
package struct LaTeXError: Error, Equatable {
  /// The character.
  package let glyph: Character
  /// The text that it stands in.
  package let text: String
}

/// The notation of the screen, read as mathematics and written for LaTeX with amsmath.
///
///     ∂s₄₄/∂W* = f′(a₄₄)·s₄₃      \frac{\partial s_{44}}{\partial W^{*}} = f'(a_{44}) \cdot s_{43}
///     −1.151e−6                    -1.151 \times 10^{-6}
///     Σ_{i=1…k} λ_iᵀ               \sum_{i=1}^{k} \lambda^{\top}_{i}
///
/// Subscripts are digits and letters of their own or follow an underscore; `W.f` is a parameter's part of one gate, a run of
/// letters that is no function a word. Every character has a rule, or `LaTeXError` is thrown.
struct LaTeXMath {
  private let text: String
  private let glyphs: [Character]
  /// Whether derivatives are fractions; in a line of words they have a slash.
  private let isDisplay: Bool
  private var place = 0
  private var isInNorm = false
  /// Where the large brackets end that are open.
  private var closings: Set<Int> = []

  private init(_ text: String, isDisplay: Bool) {
    (self.text, glyphs, self.isDisplay) = (text, Array(text), isDisplay)
  }

  /// A formula, or a part of one: brackets need not be closed.
  static func written(_ text: String, isDisplay: Bool = true) throws(LaTeXError) -> LaTeXText {
    var math = Self(text, isDisplay: isDisplay)
    return try math.all()
  }

  private mutating func all() throws(LaTeXError) -> LaTeXText {
    var result = LaTeXText()
    while place < glyphs.count {
      let next = try self.next()
      // A command ends where no letter follows.
      if result.markup.last?.isLetter == true, next.markup.first?.isLetter == true { result.markup += " " }
      result += next
    }
    return result
  }

  /// The glyph so many places on; a blank outside of the text.
  private func glyph(_ offset: Int = 0) -> Character {
    let index = place + offset
    return glyphs.indices.contains(index) ? glyphs[index] : " "
  }

  private mutating func next() throws(LaTeXError) -> LaTeXText {
    let present = glyph()
    switch present {
    case " ":
      place += 1
      return LaTeXText(width: 0.1)
    case "0"..."9": return try number()
    case "∂": return try derivative()
    case "Σ", "Π": return try large(present == "Σ" ? "sum" : "prod")
    case "‖":
      place += 1
      isInNorm.toggle()
      return try modified(LaTeXText(markup: isInNorm ? "\\lVert " : "\\rVert", width: 0.5), hasScripts: !isInNorm)
    case "(":
      let isLarge = opensLarge()
      place += 1
      return isLarge ? .largeBracket : LaTeXText(markup: "(", width: 0.4)
    case ")", "]", "}":
      let isLarge = closings.remove(place) != nil
      place += 1
      let bracket = isLarge ? .largeEnd : LaTeXText(markup: present == "}" ? "\\}" : String(present), width: 0.4)
      return try modified(bracket)
    case "·":
      place += 1
      return LaTeXText(markup: " \\cdot ", width: 0.75)
    case "^":
      place += 1
      let power = try isLetterOrDigit(glyph()) ? run(while: isLetterOrDigit) : unknown()
      return LaTeXText(markup: "^{\(power)}", width: 0.4 * Double(power.count))
    case ":" where glyph(1) == "=":
      place += 2
      return LaTeXText(markup: " := ", width: 1.6)
    default:
      if let sign = Self.signs[present] {
        place += 1
        return sign
      }
      return try symbol()
    }
  }

  /// Whether the bracket here is as high as a fraction or a product; it is remembered where it ends.
  private mutating func opensLarge() -> Bool {
    guard isDisplay else { return false }
    var depth = 0
    let end = glyphs[place...].firstIndex { glyph in
      depth += glyph == "(" ? 1 : glyph == ")" ? -1 : 0
      return depth == 0
    }
    guard let end else { return false }
    let inside = glyphs[place..<end]
    guard inside.contains(where: { "ΣΠ".contains($0) }) || inside.contains("∂") && inside.contains("/") else {
      return false
    }
    closings.insert(end)
    return true
  }

  private func unknown<Value>() throws(LaTeXError) -> Value { throw LaTeXError(glyph: glyph(), text: text) }

  private func isLetterOrDigit(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }

  /// The characters from here on, as long as they are of a kind.
  private mutating func run(while isWanted: (Character) -> Bool) -> String {
    let run = glyphs[place...].prefix(while: isWanted)
    place += run.count
    return String(run)
  }

  // MARK: Numbers

  /// Digits with a point, and a power of ten where an e follows: `7.047e−6`, `1e−3.47e17`.
  private mutating func number() throws(LaTeXError) -> LaTeXText {
    var digits = run { $0.isASCII && $0.isNumber }
    if glyph() == ".", glyph(1).isASCII, glyph(1).isNumber {
      place += 1
      digits += "." + run { $0.isASCII && $0.isNumber }
    }
    let number = LaTeXText(markup: digits, width: 0.5 * Double(digits.count) - (digits.contains(".") ? 0.2 : 0))
    let isNegative = glyph(1) == "−"
    let first = glyph(isNegative ? 2 : 1)
    guard glyph() == "e", first.isASCII, first.isNumber else { return try modified(number) }
    place += isNegative ? 2 : 1
    let power = try self.number()
    let ten = LaTeXText(
      markup: "10^{\(isNegative ? "-" : "")\(power.markup)}", width: 1 + (isNegative ? 0.6 : 0) + 0.75 * power.width)
    return digits == "1" ? ten : number + LaTeXText(markup: " \\times ", width: 1.3) + ten
  }

  // MARK: Symbols

  /// A letter, a function or a word, with all that is written beside it.
  private mutating func symbol() throws(LaTeXError) -> LaTeXText {
    if let greek = Self.letters[glyph()] {
      place += 1
      return try modified(LaTeXText(markup: greek, width: 0.6))
    }
    let letters = run { $0.isASCII && $0.isLetter }
    guard !letters.isEmpty else { return try unknown() }
    guard letters.count > 1 else { return try modified(LaTeXText(markup: letters, width: letters < "a" ? 0.85 : 0.55)) }
    if letters == "bh" { return try modified(LaTeXText(markup: "b", width: 0.5), below: "\\mathrm{h}") }
    let width = 0.55 * Double(letters.count) + 0.2
    if let name = Self.functions[letters] {
      return try modified(LaTeXText(markup: name, width: width))
    }
    // Words are apart from what stands beside them.
    let before = place > letters.count && glyph(-letters.count - 1) == " " ? " " : ""
    return LaTeXText(markup: "\\text{\(before)\(letters)\(glyph() == " " ? " " : "")}", width: width + 0.6)
  }

  /// A base with the primes, powers and indices that follow it.
  private mutating func modified(
    _ base: LaTeXText, below start: String = "", hasScripts: Bool = true
  ) throws(LaTeXError) -> LaTeXText {
    var (primes, above, below) = ("", "", start)
    while hasScripts {
      if glyph() == "′" {
        primes += "'"
        place += 1
      } else if let power = Self.powers[glyph()] {
        above += power
        place += 1
      } else if let index = try index() {
        below += below.isEmpty ? index : ",\(index)"
      } else {
        break
      }
    }
    let scripts = primes + (above.isEmpty ? "" : "^{\(above)}") + (below.isEmpty ? "" : "_{\(below)}")
    let longest = Swift.max(above.filter(\.isLetter).isEmpty ? 0 : 1, Self.columns(below))
    return LaTeXText(
      markup: base.markup + scripts, width: base.width + 0.25 * Double(primes.count) + 0.38 * Double(longest))
  }

  private static func columns(_ index: String) -> Int {
    index.hasPrefix("\\m") ? 3 : index.count { !"\\{} ".contains($0) }
  }

  /// What stands below: `₄₄`, `_t₋₁`, `_max`, `.f`; nil where no index begins.
  private mutating func index() throws(LaTeXError) -> String? {
    if let first = Self.indices[glyph()] {
      place += 1
      return String(first) + indexDigits()
    }
    if glyph() == ".", glyph(1).isASCII, glyph(1).isLetter, !isLetterOrDigit(glyph(2)) {
      place += 2
      return String(glyph(-1))
    }
    guard glyph() == "_" else { return nil }
    place += 1
    let letters = run(while: isLetterOrDigit)
    guard !letters.isEmpty else { return try unknown() }
    let name =
      letters == "max"
      ? "\\max" : letters.count > 1 && letters.first?.isLetter == true ? "\\mathrm{\(letters)}" : letters
    return name + indexDigits()
  }

  private mutating func indexDigits() -> String {
    var text = ""
    while let digit = Self.indices[glyph()] {
      text.append(digit)
      place += 1
    }
    return text
  }

  /// `∂s₄/∂W*`, a fraction; without what it is divided by a ∂ and its symbol.
  private mutating func derivative() throws(LaTeXError) -> LaTeXText {
    let above = try differential()
    guard glyph() == "/", glyph(1) == "∂" else { return above }
    place += 1
    let below = try differential()
    return isDisplay && !isInNorm
      ? LaTeXText(markup: "\\frac{\(above.markup)}{\(below.markup)}", width: Swift.max(above.width, below.width) + 0.25)
      : above + LaTeXText(markup: "/", width: 0.5) + below
  }

  /// `∂s₄[2]`, `∂(h,c)₄`.
  private mutating func differential() throws(LaTeXError) -> LaTeXText {
    place += 1
    var result = LaTeXText(markup: "\\partial ", width: 0.6)
    if glyph() == "(" {
      while glyph() != ")" {
        guard place < glyphs.count else { return try unknown() }
        result += try next()
      }
      return result + (try next())
    }
    result += try symbol()
    guard glyph() == "[" else { return result }
    let unit = run { $0 != "]" }
    place += 1
    return result + LaTeXText(markup: "\(unit)]", width: 0.5 * Double(unit.count + 1))
  }

  /// `Σ_{i=1…k}`.
  private mutating func large(_ name: String) throws(LaTeXError) -> LaTeXText {
    place += 1
    let sign = LaTeXText(markup: "\\\(name)", width: 1.8)
    guard glyph() == "_", glyph(1) == "{" else { return sign }
    place += 2
    let bounds = run { $0 != "}" }.split(separator: "…").map(String.init)
    place += 1
    guard bounds.count == 2 else { return try unknown() }
    let (lower, upper) = try (Self.written(bounds[0]), Self.written(bounds[1]))
    return LaTeXText(markup: "\\\(name)_{\(lower.markup)}^{\(upper.markup)} ", width: 1.8)
  }

  // MARK: Characters

  private static let indices: [Character: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9", "₊": "+",
    "₋": "-",
  ]

  private static let powers: [Character: String] = [
    "²": "2", "³": "3", "⁰": "0", "ᵀ": "\\top", "ʰ": "h", "ᶜ": "c", "*": "*",
  ]

  private static let letters: [Character: String] = [
    "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon", "η": "\\eta", "θ": "\\theta", "λ": "\\lambda", "σ": "\\sigma",
    "τ": "\\tau", "ŷ": "\\hat{y}",
  ]

  /// Functions that LaTeX has, and others by their names.
  private static let functions: [String: String] = {
    let known = ["tanh", "exp", "log", "min", "max"].map { ($0, "\\\($0)") }
    let named = [
      "sigmoid", "relu", "leakyrelu", "identity", "softplus", "elu", "gelu", "silu", "softsign", "hardtanh", "sine",
      "softmax", "onehot", "diag", "mean",
    ].map { ($0, "\\operatorname{\($0)}") }
    return Dictionary(uniqueKeysWithValues: known + named)
  }()

  /// Whether a word is the name of a function.
  static func isFunction(_ word: String) -> Bool { functions[word] != nil }

  private static let signs: [Character: LaTeXText] = [
    "−": "-", "+": "+", "=": " = ", "<": " < ", ">": " > ", "≤": " \\le ", "≥": " \\ge ", "≈": " \\approx ",
    "≠": " \\ne ", "⟨": "\\langle ", "⟩": "\\rangle ", "→": " \\to ", "∈": " \\in ", "⊙": " \\odot ", "⊗": " \\otimes ",
    "×": " \\times ",
    "/": "/", ",": ", ", ":": "{:}", "…": " \\ldots ", "⋯": " \\cdots ", "[": "[", "{": "\\{", "|": "|",
    "%": "\\%", "∞": "\\infty ", "½": "\\tfrac12 ",
  ].mapValues { LaTeXText(markup: $0, width: $0.count == 1 ? 0.8 : 1.3) }
}
