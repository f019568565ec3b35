/// How formulas and words are written, where they are measured and where they are drawn: as mathematicians do, or in ASCII.
///
/// `Session` puts its own in force while it lays out and draws, so that every text has its room in the notation that it is
/// shown in: `σ_max` takes five columns, `sigma_max` nine.
package enum Notation: Sendable {
  /// Greek, subscripts, operators.
  case unicode
  /// What can be typed on every keyboard: `γ` is `gamma`, `s_t₋₁` is `s_{t-1}`.
  case ascii

  /// The one in force.
  package static let current = TaskLocal<Notation>(wrappedValue: .unicode)

  /// The text in this notation; single marks, which are pictures rather than words, stay as they are.
  package func written(_ text: String) -> String {
    guard self == .ascii, text.utf8.contains(where: { $0 >= 0x80 || $0 == 0x2a }) else { return text }
    var words = ASCIIWords(text)
    return words.all()
  }

  /// What joins two factors: alone a point would be a mark.
  package func joint(_ text: String) -> String { self == .ascii ? text.replacing("·", with: "*") : text }

  /// What stands for a character that cannot be shown.
  var unshown: Character { self == .ascii ? "?" : "·" }

  /// Whether a character is shown for what it is.
  package func shows(_ scalar: Unicode.Scalar) -> Bool {
    self == .ascii ? (0x20..<0x7f).contains(scalar.value) : scalar.isShown
  }
}

/// A text in ASCII such that no symbol is taken for another one.
///
/// Greek letters are spelt, since g, l, r, s and t have meanings of their own; an index of more than one symbol is in
/// braces, so that `s_{t-1}` is no difference; a product is a star close to its factors, and the star of an immediate
/// derivative a power, `W^*`; dots that part sentences are semicolons, and arrows that are keys have the keys' names.
struct ASCIIWords {
  private let glyphs: [Character]
  private var place = 0
  private var result = ""

  init(_ text: String) { glyphs = Array(text) }

  mutating func all() -> String {
    while place < glyphs.count { place += writeNext() }
    return result
  }

  /// The glyph so many places on; a blank outside of the text.
  private func glyph(_ offset: Int) -> Character {
    let index = place + offset
    return glyphs.indices.contains(index) ? glyphs[index] : " "
  }

  /// Writes what stands at the present place and returns how many glyphs that were.
  private mutating func writeNext() -> Int {
    let present = glyph(0)
    if present == " ", glyph(1) == "·", separates(at: 1) {
      result += ";"
      return 2
    }
    if let keys = Self.arrows(present, glyph(1), glyph(2)) {
      result += keys.name
      return keys.count
    }
    if let digits = index(from: 0) { return digits }
    if let word = Self.greek[present] { return write(word) }
    if let word = Self.words[present] {
      result += word
      return 1
    }
    result += written(present)
    return 1
  }

  private func written(_ present: Character) -> String {
    switch present {
    case "Σ", "Π":
      let name = present == "Σ" ? "sum" : "prod"
      return "_ᵢⱼₖ ,:".contains(glyph(1)) ? name : name + " "
    case "*": return isStar ? "^*" : "*"
    case "·": return isProduct ? "*" : isPlaceholder ? "." : "·"
    case "↑", "↓": return isKey ? present == "↑" ? "Up" : "Down" : "\(present)"
    case "←": return "Left"
    default: return "\(present)"
    }
  }

  // MARK: Letters and indices

  /// A Greek letter by its name, with a star where it is multiplied by what stands before it.
  private mutating func write(_ word: String) -> Int {
    let before = glyph(-1)
    let bars = glyphs[..<place].count { $0 == "|" }
    let isFactor = before.isLetter || before.isNumber || ")]".contains(before) || before == "|" && bars % 2 == 0
    result += (isFactor ? "*" : "") + word
    return 1
  }

  /// Writes an index that begins here and returns its length; nil where none does.
  private mutating func index(from start: Int) -> Int? {
    let (present, next) = (glyph(start), glyph(start + 1))
    if present.isLetter, Self.indices[present] == nil, glyph(start - 1) == "_", "₋₊".contains(next) {
      let text = run(from: start + 1)
      result += "{\(present)\(text)}"
      return 1 + text.count
    }
    guard Self.indices[present] != nil else { return nil }
    let text = run(from: start)
    let before = glyph(start - 1)
    let isClose = before.isASCII && before.isLetter && text.allSatisfy(\.isNumber)
    result += isClose ? text : text.count > 1 && !text.allSatisfy(\.isNumber) ? "_{\(text)}" : "_\(text)"
    return text.count
  }

  /// The letters and digits of the index from an offset on.
  private func run(from start: Int) -> String {
    var text = ""
    while let character = Self.indices[glyph(start + text.count)] { text.append(character) }
    return text
  }

  private static let indices: [Character: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9", "₊": "+",
    "₋": "-", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₜ": "t",
  ]

  private static let greek: [Character: String] = [
    "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Φ": "Phi", "Λ": "Lambda", "Δ": "Delta",
  ]

  /// What is written the same wherever it stands.
  private static let words: [Character: String] = [
    "∂": "d", "∇": "grad ", "‖": "||", "∞": "inf", "²": "^2", "³": "^3", "⁰": "^0", "ᵀ": "^T", "√": "sqrt ",
    "⊙": ".*", "⊗": "(x)", "≤": "<=", "≥": ">=", "≈": "~=", "≠": "!=", "⇒": "=>", "→": "->", "…": "..", "⋯": "...",
    "∈": "in", "½": "1/2", "ʰ": "^h", "ᶜ": "^c",
  ]

  // MARK: Points and stars

  /// The star of an immediate derivative: ∂s_i/∂W*, W*.
  private var isStar: Bool {
    var start = place - 1
    while start >= 0, glyphs[start].isLetter || glyphs[start] == "." { start -= 1 }
    let isName = start < place - 1 && (start < 0 || "∂ (".contains(glyphs[start]))
    return isName && !glyph(1).isLetter && !glyph(1).isNumber
  }

  /// Whether a point stands for what a norm is taken of.
  private var isPlaceholder: Bool {
    glyph(-1) == "‖" && glyph(1) == "‖" && !glyphs[..<place].count { $0 == "‖" }.isMultiple(of: 2)
  }

  /// Whether a point stands between two factors: close to them, or apart with a symbol before it.
  private var isProduct: Bool {
    let (left, right) = (glyph(-1), glyph(1))
    if left != " ", right != " " { return left != "·" && right != "·" && !isPlaceholder }
    guard left == " ", right == " ", place > 0 else { return false }
    let before = glyph(-2)
    if place == 1 { return glyphs.count <= 3 || "‖∂".contains(glyph(2)) || glyphs.count == 4 && glyph(2) == "1" }
    return before == "_" || before == "*" || before == "ᵀ" || before == "‖" || before == ")" && glyph(2) == "∂"
      || Self.indices[before] != nil || glyph(-3) == "_"
  }

  /// Whether the point at an offset parts two statements.
  private func separates(at offset: Int) -> Bool {
    var there = self
    there.place += offset
    let before = there.glyph(-2)
    let isApart = there.place == 1 || before != " " && !";,(".contains(before)
    return there.glyph(1) == " " && isApart && !there.isProduct
  }

  // MARK: Arrows

  /// Whether an arrow stands in a sentence for what is pressed.
  private var isKey: Bool {
    let word = String(glyphs[..<place]).split(separator: " ").last?.lowercased()
    return glyph(-1) == " " && ["press", "or", "and", "then"].contains(word)
  }

  /// The names of the keys that two arrows stand for, and how many glyphs those are.
  private static func arrows(_ a: Character, _ b: Character, _ c: Character) -> (name: String, count: Int)? {
    let isApart = b == " "
    let names: [Character: (Character, String, String)] = [
      "←": ("→", "Left Right", "<-/->"), "↑": ("↓", "Up Down", "Up/Dn"),
    ]
    guard let (other, long, short) = names[a], (isApart ? c : b) == other else { return nil }
    return isApart ? (long, 3) : (short, 2)
  }
}
