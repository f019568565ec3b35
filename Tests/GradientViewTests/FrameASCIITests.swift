import RNNCore
import Testing

@testable import GradientView

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
    for (activation, W) in Self.networks {
      for steps in [1, 209] {
        for script in Self.scripts {
          let size = Size(width: width, height: height)
          var session = Sample.session(activation, W: W, steps: steps, size: size).pressing(script)
          check(session.frame(), "\(activation) W \(W) T \(steps) keys \(script) \(width)×\(height)")
        }
      }
    }
  }

  private func check(_ frame: Frame, _ situation: String) {
    let plain = frame.transliteratedToASCII()
    for (glyph, ascii) in zip(frame.cells, plain.cells) {
      guard !ascii.glyph.isASCII || ascii.glyph == Cell.continuation || ascii.glyph == "?" && glyph.glyph != "?" else {
        continue
      }
      Issue.record("\(glyph.glyph) becomes \(ascii.glyph): \(situation)")
      return
    }
  }

  @Test("Styles and places stay; a wide glyph becomes ? and a blank, so that all columns stay")
  func columns() {
    var frame = Frame(size: Size(width: 6, height: 1))
    frame.write([Span("a", .strong), Span("黒", .muted), Span("−█")], x: 0, y: 0)
    let ascii = frame.transliteratedToASCII()
    #expect(ascii.plainText == "a? -#\n")
    #expect(ascii.row(0).map(\.style) == frame.row(0).map(\.style))
  }

  @Test("Signs, the target, the inspected term and what is blocked stay apart from each other")
  func distinct() {
    let glyphs: [Character] = ["+", "−", "◆", "▲", "×", "▾", "█", "▁"]
    let ascii = glyphs.map { glyph in
      var frame = Frame(size: Size(width: 1, height: 1))
      frame[0, 0] = Cell(glyph)
      return frame.transliteratedToASCII()[0, 0].glyph
    }
    #expect(Set(ascii).count == glyphs.count, "\(ascii)")
  }

  @Test("A product is no decimal point, and what is left out no number")
  func products() {
    func ascii(_ text: String) -> String {
      var frame = Frame(size: Size(width: 30, height: 1))
      frame.write(text, x: 0, y: 0, .text, limit: 30)
      return frame.transliteratedToASCII().plainText
    }
    #expect(ascii("0.80·(−0.9669) 2…43") == "0.80*(-0.9669) 2~43\n")
    #expect(ascii("f′(a_j)·W U·x_t ∂s₂/∂s₁·∂s₁") == "f'(a_j)*W U*x_t ds2/ds1*ds1\n")
    #expect(ascii("per step · half-life ··") == "per step . half-life ..\n")
  }
}
