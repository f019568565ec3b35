import RNNCore
import Testing

@testable import Explorer
@testable import Screen

@Suite("Pictures in ASCII")
struct PictureASCIITests {
  private static let scripts = [
    "", "s", "?", "y", "=1e", "=x<Enter>", "d", "dd", "<Tab><Tab>=0.5<Enter>", ".{", "}}", "<Home>", "[[[[", "m",
    "<Tab><Tab><Tab><Tab>=9999<Enter>", "3", "3[[[[d", "3}}",
  ]
  private static let networks: [(Activation, Double)] = [
    (.tanh, 0.9), (.relu, 1.1), (.identity, -1), (.identity, 60), (.gelu, 0),
  ]
  private static let sizes = [(40, 10), (60, 20), (100, 30), (30, 8)]

  @Test("Every glyph that any panel draws has an equivalent: a ? stands only where a ? stood", arguments: sizes)
  func everyGlyph(width: Int, height: Int) {
    let size = Size(width: width, height: height)
    for (activation, W) in Self.networks {
      for steps in [1, 209] {
        for script in Self.scripts {
          check(
            Sample.session(activation, W: W, steps: steps, size: size).pressing(script),
            "\(activation) W \(W) T \(steps) keys \(script) \(width)×\(height)")
        }
      }
    }
  }

  @Test("So it is with several units, in every view", arguments: sizes)
  func everyGlyphOfUnits(width: Int, height: Int) {
    for (keys, session) in Self.ofUnits {
      var session = session
      session.size = Size(width: width, height: height)
      check(session, "several units, keys \(keys) \(width)×\(height)")
    }
  }

  /// Sessions of several units in every view, of every quantity that can be looked at.
  private static let ofUnits = ["", "n", "nn", "nnn"].flatMap { quantity in
    let start = Sample.classifier().pressing(quantity)
    return [
      "", "2", "2<C-d>", "2<C-d><C-d>", "3", "4", "4>", "5", "O", "s", "p", "<Space><Tick>", "?", "?<PageDown>",
    ].map { (keys: quantity + $0, session: start.pressing($0)) }
  }

  @Test("And so in every scenario, with its card", arguments: Scenario.all.map(\.name))
  func everyScenario(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    for (width, height) in [(80, 24), (120, 40)] {
      for script in ["", "<Esc>", "<Esc>2", "<Esc>4v", "<Esc><Space><Tick>"] {
        var session = Sample.session(size: Size(width: width, height: height))
        session.open(scenario)
        check(session.pressing(script), "\(name) keys \(script) \(width)×\(height)")
      }
    }
  }

  private func check(_ session: Session, _ situation: String) {
    var (drawn, plain) = (session, session)
    let mayAsk = drawn.frame().cells.contains { $0.glyph == "?" }
    // Only of the derivation the lines that are kept have a notation; of all other views numbers are.
    if session.state.view != .derivation { plain = drawn }
    plain.notation = .ascii
    let glyphs = Set(plain.frame().cells.map(\.glyph))
    #expect(glyphs.allSatisfy { $0.isASCII && $0 != Cell.continuation }, "\(situation)")
    #expect(mayAsk || !glyphs.contains("?"), "\(situation)")
  }
}
