import Testing

@testable import Views

/// The notation of the screen as LaTeX. What is expected is what a mathematician would type.
@Suite struct LaTeXMathTests {
  @Test(
    "Symbols, numbers and operators",
    arguments: [
      ("∂s₄₄/∂W*", "\\frac{\\partial s_{44}}{\\partial W^{*}}"),
      ("∂s₄[2]/∂W", "\\frac{\\partial s_{4}[2]}{\\partial W}"),
      ("∂L₃/∂(h,c)₂", "\\frac{\\partial L_{3}}{\\partial (h, c)_{2}}"),
      ("∂h_k₋₁/∂W.f*", "\\frac{\\partial h_{k-1}}{\\partial W^{*}_{f}}"),
      ("∂s", "\\partial s"), ("∂s/2", "\\partial s/2"), ("−1.151e−6", "-1.151 \\times 10^{-6}"), ("1e300", "10^{300}"),
      ("<1e−3.47e17", " < 10^{-3.47 \\times 10^{17}}"), ("+0.5116", "+0.5116"), ("f′(a₃)·W", "f'(a_{3}) \\cdot W"),
      ("g′_j", "g'_{j}"), ("δ′_tᵀ", "\\delta'^{\\top}_{t}"), ("λᶜ_j₋₁", "\\lambda^{c}_{j-1}"),
      ("tanh²(c₁)", "\\tanh^{2}(c_{1})"),
      ("σ_max", "\\sigma_{\\max}"), ("G_cut", "G_{\\mathrm{cut}}"), ("0⁰ = 1", "0^{0} = 1"), ("f^43", "f^{43}"),
      ("‖A·B‖ ≤ ‖A‖", "\\lVert A \\cdot B\\rVert \\le \\lVert A\\rVert"), ("‖·‖_F", "\\lVert  \\cdot \\rVert_{F}"),
      ("‖∂s₁/∂W‖₂", "\\lVert \\partial s_{1}/\\partial W\\rVert_{2}"), ("Σ_{t=1…17} x", "\\sum_{t = 1}^{17} x"),
      ("Σ", "\\sum"),
      ("(Π_{j=i+1…k} J_j)", "\\Bigl( \\prod_{j = i+1}^{k} J_{j} \\Bigr)"),
      ("(∂L/∂s)ᵀ", "\\Bigl( \\frac{\\partial L}{\\partial s} \\Bigr)^{\\top}"),
      ("(J_k ⋯ J_i₊₁)", "(J_{k} \\cdots J_{i+1})"), ("n×4n×m", "n \\times 4n \\times m"),
      ("δ₁ ⊗ h₀", "\\delta_{1} \\otimes h_{0}"),
      ("ŷ₃", "\\hat{y}_{3}"), ("bh", "b_{\\mathrm{h}}"), ("bh.n", "b_{\\mathrm{h},n}"),
      ("relu(", "\\operatorname{relu}("),
      ("term 5", "\\text{term }5"), ("x held y", "x\\text{ held }y"), ("λ := 0", "\\lambda := 0"),
      ("{1, 2}", "\\{1, 2\\}"),
    ])
  func written(text: String, expected: String) throws {
    #expect(try LaTeXMath.written(text).markup == expected)
  }

  @Test("In a line of words a derivative has a slash, and brackets have their plain size")
  func inline() throws {
    #expect(try LaTeXMath.written("(∂s₂/∂s₁)", isDisplay: false).markup == "(\\partial s_{2}/\\partial s_{1})")
  }

  @Test(
    "What no rule knows is no formula, wherever it stands",
    arguments: ["s☃", "☃", "Σ_{i}", "∂☃", "x_", "a^", "∂(h", "1 ¤ 2"])
  func unknown(text: String) {
    #expect(throws: LaTeXError.self) { try LaTeXMath.written(text) }
    #expect(throws: LaTeXError.self) { try LaTeXWords.written("so " + text) }
  }

  @Test("The error names the glyph and the text")
  func error() {
    #expect(throws: LaTeXError(glyph: "☃", text: "s☃")) { try LaTeXMath.written("s☃") }
  }

  @Test("What is wider is taken for wider")
  func widths() throws {
    func width(_ text: String) throws -> Double { try LaTeXMath.written(text).width }
    #expect(try width("0.25") < width("0.2500") && width("s₄") < width("s₄₄") && width("x") < width("W"))
    #expect(try width("∂s₄₄/∂W*") > width("∂s₄₄") && width("∂s₄₄/∂W*") < width("∂s₄₄") + width("∂W*"))
  }
}

/// Sentences with formulas in them.
@Suite struct LaTeXWordsTests {
  @Test(
    "Formulas are found among the words",
    arguments: [
      ("s₄₃ depends on W too: product rule", "$s_{43}$ depends on $W$ too: product rule"),
      ("a₃ is a constant, 1 at most (by k = 2)", "$a_{3}$ is a constant, $1$ at most (by $k = 2$)"),
      ("g := g·min(1, 5/‖g‖), all together", "$g := g \\cdot \\min(1, 5/\\lVert g\\rVert)$, all together"),
      ("o = softmax((V·s, 0)): class 1", "$o = \\operatorname{softmax}((V \\cdot s, 0))$: class $1$"),
      ("f = σ(1) = 0.73   i = 0.5", "$f = \\sigma(1) = 0.73$\\quad $i = 0.5$"),
      ("P(k,k), the empty one; W.f and bh.", "$P(k, k)$, the empty one; $W_{f}$ and $b_{\\mathrm{h}}$."),
      ("bias 10 % & ~ {so} #$ \\", "bias $10$ \\% \\& \\textasciitilde{} \\{so\\} \\#\\$ \\textbackslash{}"),
      ("half-way of A mean", "half-way of A mean"),
    ])
  func written(text: String, expected: String) throws {
    #expect(try LaTeXWords.written(text).markup == expected)
  }

  @Test("Names and command lines are ASCII, whatever a file is called")
  func names() {
    #expect(
      LaTeXWords.name("größe_1^2.csv") == "gr??e\\_1\\textasciicircum{}2.csv"
        && LaTeXWords.comment("--text 'ö\n'") == "--text '??'")
  }
}
