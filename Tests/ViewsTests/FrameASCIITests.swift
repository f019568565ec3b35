import RNNCore
import Testing

@testable import Explorer
@testable import Screen

@Suite("Frame in ASCII")
struct FrameASCIITests {
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
    for script in [
      "", "2", "2<C-d>", "2<C-d><C-d>", "3", "4", "4>", "5", "O", "s", "p", "<Space><Tick>", "?", "?<PageDown>",
    ] {
      for quantity in ["", "n", "nn", "nnn"] {
        var session = Sample.classifier().pressing(quantity + script)
        session.size = Size(width: width, height: height)
        check(session, "several units, keys \(quantity)\(script) \(width)×\(height)")
      }
    }
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
    var (session, plain) = (session, session)
    plain.notation = .ascii
    let mayAsk = session.frame().cells.contains { $0.glyph == "?" }
    let glyphs = Set(plain.frame().cells.map(\.glyph))
    #expect(glyphs.allSatisfy { $0.isASCII && $0 != Cell.continuation }, "\(situation)")
    #expect(mayAsk || !glyphs.contains("?"), "\(situation)")
  }

  @Test("Styles and places stay; a wide glyph becomes ? and a blank, so that all columns stay")
  func columns() {
    var frame = Frame(size: Size(width: 6, height: 1))
    frame.write([Span("a", .strong), Span("黒", .muted), Span("−█")], x: 0, y: 0)
    let ascii = frame.transliteratedToASCII()
    #expect(ascii.plainText == "a? -#\n")
    #expect(ascii.row(0).map(\.style) == frame.row(0).map(\.style))
  }

  @Test(
    "Marks that stand in one picture stay apart: signs, clipped ends, what is 0, the smallest bar", arguments: pictures)
  func distinct(glyphs: String) {
    let ascii = glyphs.map { glyph in
      var frame = Frame(size: Size(width: 1, height: 1))
      frame[0, 0] = Cell(glyph)
      return frame.transliteratedToASCII()[0, 0].glyph
    }
    #expect(Set(ascii).count == glyphs.count, "\(ascii)")
  }

  /// The marks of the terms and their axes, of the states, of a landscape's curves, of its surface, of the map.
  private static let pictures = [
    "+−◆▲×▾█▁·!", "█▁▔▀·!┤─", "│◇▾▴⠁⠄⠅·!", "█▓▒░◆!", "█▓▒░▙▚▖▏·×▾!◉◆▲[]",
  ]

  @Test("The head of an arrow shows its direction")
  func heads() {
    var frame = Frame(size: Size(width: 8, height: 1))
    for (x, glyph) in "←↖↑↗→↘↓↙".enumerated() { frame[x, 0] = Cell(glyph) }
    #expect(frame.transliteratedToASCII().plainText == "<\\^/>\\v/\n")
  }

  @Test("No letter of another alphabet becomes one of this: words are spelt before they are drawn")
  func letters() {
    for letter in "γδλσθρφΣΠΦωεμτ₀₁ₖᵢᵀ∂∇" {
      var frame = Frame(size: Size(width: 1, height: 1))
      frame[0, 0] = Cell(letter)
      #expect(frame.transliteratedToASCII()[0, 0].glyph == "?", "\(letter)")
    }
  }
}
