import RNNCore
import Testing

@testable import Screen

@Suite("Extreme numbers on the screen")
struct ExtremeNumbersTests {
  private static func recorded(_ values: [Double]) -> [InputSource] {
    [InputSource(name: "file", values: values, flags: ["--input", "file"])]
  }

  @Test("A share far below a Double is a number, not a total of 0")
  func tinyShare() {
    let lines = Sample.session(W: 0.01, steps: 209, term: 1, size: Size(width: 100, height: 30)).lines
    #expect(lines.contains { $0.contains(/lag 208 · .*e−4\d\d % of the total/) })
    #expect(!lines.contains { $0.contains("total is 0") })
  }

  @Test("A share beyond a Double is a number: the terms 1, −1 and 1e−308 add up to 1e−308")
  func hugeShare() {
    var session = Sample.session(
      .identity, W: 1, U: 1, s0: 0, input: "file", steps: 3, term: 1, sources: Self.recorded([1, -1, 1e-308]))
    session.press("d")
    #expect(session.lines[1].contains("+1.00000e−308"))
    #expect(session.lines.contains { $0.contains("1.0e310 % of the total") })
  }

  @Test("A total of exactly 0 has no shares: terms 1 and −1")
  func noShare() {
    let session = Sample.session(
      .identity, W: 1, U: 1, s0: 0, input: "file", steps: 2, term: 1, sources: Self.recorded([1, -1]))
    #expect(session.pressing("d").lines.contains { $0.contains("lag 1 · the total is 0") })
  }

  @Test("|W|γ may be beyond a Double: the largest weights with every activation", arguments: Activation.allCases)
  func largestWeights(activation: Activation) {
    let largest = Double.greatestFiniteMagnitude
    for W in [largest, -largest] {
      for start in [0, 1e-300, 0.1, largest] {
        var session = Sample.session(activation, W: W, U: largest, s0: start, steps: 5)
        for script in ["", "s", "d", "<Left><Left><Left>", "-", "<Up>"] {
          session.press(script)
          #expect(session.frame().size.height == 30)
        }
      }
    }
  }

  @Test("An overflow is said whole at every width, with the step it happens at", arguments: [40, 60, 80, 100, 160])
  func overflow(width: Int) {
    let lines = Sample.session(.identity, W: 1e8, size: Size(width: width, height: 24)).lines
    let said = lines.first { $0.contains(/overflows? at step/) } ?? ""
    #expect(said.contains("at step 39"))
    #expect(width < 80 || said.contains("make |W| smaller"))
    #expect(lines[1].contains("OVERFLOW from step 39"))
  }

  @Test("An overflow of the very first step leaves no step to move k to")
  func overflowAtOnce() {
    let lines = Sample.session(.identity, W: 1e300, s0: 1e300).lines
    #expect(lines.contains { $0.hasSuffix("no terms: the state overflows at step 1; make |W| smaller") })
  }
}
