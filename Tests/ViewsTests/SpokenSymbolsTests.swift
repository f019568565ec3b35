import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// Keys and formulas as they are said.
@Suite struct SpokenSymbolsTests {
  @Test(
    "Formulas are said in words",
    arguments: [
      ("P(k,i) = ∂s_k/∂s_i, from k", "P(k,i) equals d s k by d s i, from k"), ("∂s_i/∂W*", "d s i by d W star"),
      ("s_i₋₁ and s₀", "s i minus 1 and s 0"), ("W·f′ = 0.17", "W times f prime equals 0.17"),
      ("|W|γ < 1", "the size of W gamma less than 1"), ("‖g‖ → 6e−8", "the norm of g to 6 times 10 to the minus 8"),
      ("1.8e308 ×460, ×", "1.8 times 10 to the 308 times 460, cross"), ("a · b", "a; b"),
      ("1…5, and …", "1 to 5, and..."),
      ("3 % of Σ, Σᵢ‖Cᵢ‖²", "3 percent of the sum of, the sum of i the norm of C i squared"), ("Σ is", "the sum is"),
      ("i + 1, i+1, a - b", "i plus 1, i plus 1, a minus b"), ("x^2 half-way", "x to the power 2 half-way"),
      ("(≤ 2).", "(at most 2)."),
    ])
  func sentences(text: String, expected: String) {
    #expect(SpokenSymbols.sentence(text) == expected)
  }

  @Test(
    "Keys are said by their names, capitals as such",
    arguments: [
      ("← →  (h l)", "left and right, or h and l"), ("K", "capital K"),
      ("( )", "left parenthesis and right parenthesis"),
      ("1 2 3 4", "1, 2, 3 and 4"), ("any key  (Ctrl-C Ctrl-Z)", "any key, or Ctrl-C and Ctrl-Z"),
      ("?", "question mark"),
      ("Tab  Shift-Tab", "Tab, Shift-Tab"), ("-", "minus"),
    ])
  func keys(label: String, expected: String) {
    #expect(SpokenSymbols.keys(label) == expected)
  }

  @Test("Help, words and scenarios have no symbol left, and no key that sounds like another")
  func plain() {
    for session in [Sample.session(), Sample.drawn(hidden: 3), Sample.gated(.lstm), Sample.session().pressing("D(b")] {
      let help = HelpPanel.sentences(session)
      #expect(help.allSatisfy { $0.allSatisfy { $0.isASCII } }, "\(help.filter { !$0.allSatisfy { $0.isASCII } })")
      let names = help.prefix { $0 != "Words." }.map { $0.prefix { $0 != ":" } }
      #expect(names.allSatisfy { $0.count > 1 || $0.first?.isLowercase == true })
    }
    for scenario in Scenario.all {
      let text = SpokenSymbols.sentence(scenario.title + " " + scenario.text)
      #expect(text.allSatisfy { $0.isASCII }, "\(text.filter { !$0.isASCII }) in \(scenario.name)")
    }
  }
}
