import Testing

@testable import Screen

@Suite("Notation")
struct NotationTests {
  private func ascii(_ text: String) -> String { Notation.ascii.written(text) }

  @Test("As mathematicians write, a text stays as it is", arguments: ["s_t₋₁", "γ·W", "∂s/∂W*", "a · b", "plain"])
  func unicode(text: String) { #expect(Notation.unicode.written(text) == text) }

  @Test(
    "An index of more than one symbol is in braces: it cannot be read as a difference",
    arguments: [
      ("W·s_t₋₁", "W*s_{t-1}"), ("∂s_j/∂s_j₋₁", "ds_j/ds_{j-1}"), ("J_k⋯J_i₊₁", "J_k...J_{i+1}"),
      ("s_t − 1", "s_t − 1"),
      ("s₄₄", "s44"), ("s_i₋₁[c]", "s_{i-1}[c]"), ("Σᵢ termᵢ", "sum_i term_i"), ("W = g·W₀", "W = g*W0"),
      ("λ₁ … λ₁₆", "lambda_1 .. lambda_16"), ("‖x‖₂", "||x||_2"), ("sᵢ₋₁", "s_{i-1}"),
    ])
  func indices(text: String, expected: String) { #expect(ascii(text) == expected) }

  @Test(
    "Greek letters are spelt, with a star where they are multiplied",
    arguments: [
      ("|W|γ = 0.9", "|W|*gamma = 0.9"), ("σ_max(W)·γ", "sigma_max(W)*gamma"), ("σγ 1", "sigma*gamma 1"),
      ("ρ(W)", "rho(W)"), ("|λ|", "|lambda|"), ("λ=0 at 0.9", "lambda=0 at 0.9"), ("γ = sup|f′|", "gamma = sup|f′|"),
      ("Σ|termᵢ|", "sum |term_i|"), ("Σ‖termᵢ‖", "sum ||term_i||"), ("Σ_{i=1…k}", "sum_{i=1..k}"), ("Σ_k", "sum_k"),
      ("Π_{j=i+1…k}", "prod_{j=i+1..k}"), ("along −∇E", "along −grad E"), ("|∇E| = 4", "|grad E| = 4"),
    ])
  func greek(text: String, expected: String) { #expect(ascii(text) == expected) }

  @Test(
    "A product is a star between factors, an immediate derivative a star in the exponent, and what parts statements neither",
    arguments: [
      ("∂s_i/∂W* = f′(a_i)·s_i₋₁", "ds_i/dW^* = f′(a_i)*s_{i-1}"), ("∂s₂/∂s₁ · ∂s₁/∂W*", "ds2/ds1 * ds1/dW^*"),
      ("W*", "W^*"), ("the (W*) held", "the (W^*) held"), ("a*b.csv", "a*b.csv"), ("2*", "2*"), (" · ", " * "),
      (" · 1", " * 1"), (" · 6 of 16", "; 6 of 16"), ("‖A·B‖ ≤ ‖A‖·‖B‖", "||A*B|| <= ||A||*||B||"),
      ("‖·‖₂ of vectors", "||.||_2 of vectors"), ("per step · half-life", "per step; half-life"),
      ("s₄₄ = −0.70 · ∂s₄₄/∂W = 0.5", "s44 = −0.70; ds44/dW = 0.5"), ("lag 0 · −11 %", "lag 0; −11 %"),
      ("‖∂s₄₄/∂s₂ · diag f′(a₂)‖", "||ds44/ds2 * diag f′(a2)||"), ("J_k · J_k₋₁ ⋯", "J_k * J_{k-1} ..."),
      ("e₀ᵀ · s₃", "e0^T * s3"), ("0.80·(−0.97)", "0.80*(−0.97)"), ("f ⊙ λ₂", "f .* lambda_2"),
    ])
  func products(text: String, expected: String) { #expect(ascii(text) == expected) }

  @Test(
    "Marks stay marks, and arrows that are keys are called by name",
    arguments: [
      ("·", "·"), ("· ", "· "), ("×; · exactly 0", "×; · exactly 0"), ("··", "··"), ("share ↓", "share ↓"),
      ("  ↑ amplifies ↓ attenuates", "  ↑ amplifies ↓ attenuates"), ("← →  (h l)", "Left Right  (h l)"),
      ("↑ ↓  (k j)", "Up Down  (k j)"), ("←→", "<-/->"), ("↑↓", "Up/Dn"),
      ("Press ↑ or ↓ once", "Press Up or Down once"),
      ("before it (←)", "before it (Left)"), ("×0.5 → 3", "×0.5 -> 3"),
    ])
  func marks(text: String, expected: String) { #expect(ascii(text) == expected) }

  @Test("A text is measured in the notation that it is written in, and a joint too")
  func columns() {
    #expect("σ_max".columns == 5)
    Notation.current.withValue(.ascii) {
      #expect("σ_max".columns == 9)
      #expect("s_t₋₁".cells.map(\.glyph) == Array("s_{t-1}"))
      #expect("a\u{7}b".cells.map(\.glyph) == ["a", "?", "b"])
    }
    #expect(Notation.ascii.joint(" · ") == " * " && Notation.unicode.joint("·") == "·")
  }
}
