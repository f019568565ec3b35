import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Verdict panel")
struct VerdictPanelTests {
  private func verdict(_ session: Session) -> String { session.lines[1] }

  @Test("A gradient that explodes on its way is never only called vanishing, at any width")
  func way() {
    let roomy = verdict(Sample.session(W: 2.705, size: Size(width: 140, height: 30)))
    #expect(
      roomy.hasSuffix("EXPLODING ×460 within 7 steps, then VANISHING  ×0.0252 per step, halves every 0.19 steps"))
    for width in 40...140 {
      let text = verdict(Sample.session(W: 2.705, size: Size(width: width, height: 20)))
      #expect(text.contains("EXPLODING") && text.contains("VANISHING"), "\(width): \(text)")
      #expect(text.columns < width)
      #expect(text.contains("×460 "), "\(width): \(text)")
      #expect(text.contains("×460 within 7 steps, then VANISHING") || width < 47, "\(width): \(text)")
    }
  }

  @Test("A rate is never told without what it is a rate of", arguments: [0.5, 0.9, 1.1, 2.705])
  func rates(W: Double) {
    for width in 40...140 {
      for activation in [Activation.tanh, .identity] {
        let text = verdict(Sample.session(activation, W: W, size: Size(width: width, height: 20)))
        for rate in text.matches(of: /\ \ ×[0-9.e−]+(.*)/) {
          #expect(rate.output.1.hasPrefix(" per step"), "\(width): \(text)")
        }
      }
    }
  }

  @Test("A way that is steady in the end, blocked, or explodes in the end")
  func others() {
    func verdict(_ activation: Activation, W: Double, _ values: [Double]) -> String {
      let source = InputSource(name: "file", values: values, flags: ["--input", "file"])
      return self.verdict(
        Sample.session(
          activation, W: W, U: 1, s0: 0, input: "file", offset: 0, steps: values.count,
          size: Size(width: 140, height: 30), sources: [source]))
    }
    #expect(
      verdict(.relu, W: 4, [1, -99, 1, 1, 1]).contains("EXPLODING ×64 within 3 steps, then BLOCKED at step 2  f′"))
    // Leaky units whose inputs grow eightfold decide alone which slope they have, 1 or 0.01.
    let leaky = [1.0, 8, 64, 512, 4096, 32768, 262144, -2097152]
    #expect(verdict(.leakyrelu, W: 1.9, leaky).contains("VANISHING ×0.019 within 1 step, then back: STEADY  ×0.98"))
    #expect(
      verdict(.leakyrelu, W: 3, leaky).contains(
        "VANISHING ×0.03 within 1 step, then EXPLODING  ×3 per step, doubles in 0.63 steps"))
  }

  /// The text between `×` and the blank behind it, and the number before ` steps`.
  @Test("The printed rate and the printed time say the same, whatever the rate")
  func agreement() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<3000 {
      let size = ScaledDouble.exp(-23 + 28 * generator.nextUniform()).doubleValue
      let rate = GrowthRate(logarithm: generator.nextUniform() < 0.5 ? size : -size)
      let (factor, time) = VerdictPanel.numbers(rate)
      let steps = try #require(time).replacing(" steps", with: "").replacing(" step", with: "")
      let printed = try #require(Double(factor.replacing("−", with: "-")))
      let shown = try #require(Double(steps.replacing("−", with: "-")))
      let recomputed = 0.693_147_180_559_945_3 / ScaledDouble(printed).naturalLogarithm.magnitude
      let digits = steps.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }.count
      // Half a unit of the last digit shown, and a little for the reader's own rounding.
      #expect(
        (recomputed / shown - 1).magnitude <= 0.5000001
          * ScaledDouble.exp(2.302585093 * Double(1 - digits)).doubleValue, "\(factor) \(steps)")
      #expect((recomputed / (try #require(rate.time)) - 1).magnitude <= 0.06)
    }
  }

  @Test("A rate that is nothing but the rounding of a product of matrices is 1, and has no time")
  func rounding() {
    let session = Sample.drawn(.orthogonal, hidden: 16, activation: .identity, input: "impulse")
    #expect(verdict(session).hasSuffix(" STEADY  ×1 per step"))
  }

  /// tanh′(1e308·s) and the sigmoid's slope at 1e56 are 10 to a power that no exponent here says.
  @Test("Numbers beyond all exponents are shown without digits, rates or shares, in every view and at any width")
  func beyondExponents() throws {
    let saturated = Sample.session(W: 1e308, size: Size(width: 140, height: 36))
    #expect(verdict(saturated).hasSuffix(" VANISHING  by more than can be told"))
    #expect(verdict(saturated).contains("= <1e−3.47e17 "))
    #expect(saturated.lines.contains { $0.contains(" · no share can be told · step factor <1e−3.47e17") })
    for width in [40, 60, 80, 100] {
      for keys in ["", "d", "s", "}", "[[[[", "2<Enter><Enter><Enter><Enter><Enter><Enter>", "3", "4", "<Space><Tick>"]
      {
        let session = Sample.session(W: 1e308, size: Size(width: width, height: 30)).pressing(keys)
        for line in session.lines {
          #expect(!line.contains(/\d{15}/) && !line.contains(/e−\d{15}/), "\(width) \(keys): \(line)")
        }
      }
    }
  }

  @Test("No growth has no time")
  func still() { #expect(VerdictPanel.numbers(GrowthRate(logarithm: 0)) == ("1", nil)) }
}
