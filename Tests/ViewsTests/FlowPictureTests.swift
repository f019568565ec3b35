import RNNCore
import Testing

@testable import Screen
@testable import Views

/// The design's drawing: tanh, W 0.9, U 0.8, s₀ 0.1, the standardised sunspots of 1800–1843, k = 44, i = 35. Its
/// numbers were computed apart from this program.
@Suite("Flow picture")
struct FlowPictureTests {
  @Test("The drawing's numbers are on the screen")
  func numbers() {
    let lines = Sample.drawing().lines
    #expect(
      lines[0]
        == " gradflow   s_t = tanh(U·x_t + W·s_t₋₁)      W +0.90  U +0.80  s₀ +0.10  T 44  input sunspots")
    #expect(lines[1].hasPrefix(" ∂s₄₄/∂W = Σᵢ termᵢ = +0.511626 "))
    #expect(lines[1].hasSuffix(" VANISHING  ×0.281 per step, halves every 0.55 steps"))
    #expect(lines[27] == " term 35 = ∂s₄₄/∂s₄₃ ⋯ ∂s₃₆/∂s₃₅ · ∂s₃₅/∂W* = 7.047e−6 × −0.1634 = −1.151e−6")
    #expect(
      lines[28]
        == " lag 9 · −0.00023 % of the total · step factor 0.2033 · s₃₄ = −0.7233 · f′(a₃₅) = 0.2259")
  }

  @Test("Its signs are those of the 44 terms")
  func signs() {
    let signs = Sample.drawing().lines.first { $0.hasPrefix("  sign") } ?? ""
    let expected = "+ − − − − − − − − − − − − − − − − − − − − − − − − − − − − − + + + − − − − + + + + + + −"
    #expect(signs == "  sign   " + expected)
  }

  @Test("◆ and ▲ stand in the columns of k and i, and their labels under them")
  func markers() throws {
    var session = Sample.drawing()
    let frame = session.frame()
    let layout = Layout(for: session)
    #expect(frame[95, layout.axis.y].glyph == "◆" && frame[77, layout.axis.y].glyph == "▲")
    #expect(session.lines[layout.axisLabels.y].hasSuffix("i=35       40     k=44"))
  }

  /// The rows that the blocks of a column fill, in eighths.
  private static func height(of x: Int, _ rows: Range<Int>, _ frame: Frame) -> Double {
    rows.reduce(0) { $0 + Double(Bars.standing.firstIndex(of: frame[x, $1].glyph) ?? 0) / 8 }
  }

  @Test("Linear bars add up: the rows of all terms, with their signs, make the total's")
  func linear() {
    var session = Sample.session(.softplus, W: 0.9, size: Size(width: 100, height: 90)).pressing("s")
    let frame = session.frame()
    let layout = Layout(for: session)
    let rows = layout.terms.y..<layout.terms.y + layout.terms.height
    let terms = (1...44).map { Self.height(of: layout.columns.x(ofStep: $0), rows, frame) }
    let total = Self.height(of: layout.columns.totalX(width: 100), rows, frame)
    // Each bar is rounded to an eighth, and what is not 0 shows as one.
    #expect((terms.reduce(0, +) - total).magnitude <= 44 * 0.125)
    #expect(total > 5)
  }

  @Test(
    "The verdict's words at known networks",
    arguments: [
      (Activation.identity, 1.0, "STEADY  ×1 per step"),
      (.identity, 2, "EXPLODING  ×2 per step, doubles in 1.0 steps"),
      (.identity, 0.5, "VANISHING  ×0.5 per step, halves every 1.0 steps"),
      (.identity, -0.5, "VANISHING  ×0.5 per step"),
      (.identity, 0.25, "VANISHING  ×0.25 per step, halves every 0.50 steps"),
      (.tanh, 0, "BLOCKED  W = 0: nothing flows back"),
      (.relu, 0.9, "BLOCKED at step 35  f′(a₃₅) = 0: terms 1…35 are exactly 0"),
      (.identity, 1e8, "OVERFLOW from step 39"),
    ])
  func verdicts(activation: Activation, W: Double, words: String) {
    #expect(Sample.session(activation, W: W).lines[1].contains(words))
  }

  @Test("A linear network's terms are all equal: s₀·W^(k−1), here 0.1·0.5⁹, and the sum is ten times that")
  func closedForm() {
    let session = Sample.session(.identity, W: 0.5, input: "zero", steps: 10, term: 3)
    #expect(session.lines[1].contains("= +0.00195312 "))
    #expect(session.lines.contains { $0.contains("term 3 = ") && $0.hasSuffix("= 0.007812 × 0.02500 = 0.0001953") })
    #expect(session.lines.contains { $0.contains("lag 7 · 10 % of the total") })
  }

  @Test("Steps beyond k are dimmed in the state and factor bands and have no term", arguments: [(100, 30), (160, 45)])
  func beyond(width: Int, height: Int) {
    var session = Sample.session(target: 30, size: Size(width: width, height: height))
    let frame = session.frame()
    let layout = Layout(for: session)
    func styles(_ rect: Rect, _ step: Int) -> Set<Style> {
      let x = layout.columns.x(ofStep: step)
      return Set(
        (rect.y..<rect.y + rect.height).map { frame[x, $0] }.filter { $0.glyph != " " && $0.style != .rule }.map(
          \.style))
    }
    for step in 31...44 {
      #expect(styles(layout.state, step) == [.beyond])
      #expect(styles(layout.factor, step).subtracting([.clippedBeyond]) == [.beyond])
      #expect(styles(layout.terms, step).isEmpty && styles(layout.signs, step).isEmpty)
    }
    #expect(styles(layout.state, 30) == [.target])
    #expect(styles(layout.state, 29) == [.state])
  }
}
