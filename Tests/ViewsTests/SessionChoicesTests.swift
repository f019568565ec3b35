import RNNCore
import Testing

@testable import Explorer

@Suite("Session: network, input, gradient, scales")
struct SessionChoicesTests {
  @Test("a walks the activations in their order and around, A back")
  func activations() {
    let before = Sample.drawing()
    var session = before
    for activation in Activation.allCases.dropFirst() + [.tanh] {
      session.press("a")
      #expect(session.state.choices == before.state.with { $0.start.network.activation = activation })
    }
    for activation in Activation.allCases.reversed() {
      session.press("A")
      #expect(session.state.start.network.activation == activation)
    }
  }

  @Test("i walks the inputs and around, I back; each starts at its own offset")
  func inputs() {
    var session = Sample.session(offset: 50)
    let names = Sample.sources.map(\.name)
    for name in names.dropFirst() + [names[0]] {
      session.press("i")
      #expect(session.source.name == name)
      #expect(session.state.input.offset == (name == "sunspots" ? 100 : 0))
      #expect(session.state.input.steps == 44)
    }
    session.press("I")
    #expect(session.source.name == "noise")
  }

  @Test("Where an input has fewer steps T is cut to them, k and i with it")
  func cut() {
    let session = Sample.session(input: "impulse", steps: 300, term: 250).pressing("I")
    #expect(session.source.name == "sunspots")
    #expect([session.state.input.steps, session.state.target, session.state.inspected] == [209, 209, 209])
  }

  @Test("R takes another seed where the input is random, and does nothing elsewhere")
  func seed() {
    let noise = Sample.session(input: "noise")
    let other = noise.pressing("R")
    #expect(other.state.choices == noise.state.with { $0.input.seed = 2 })
    #expect(other.lines != noise.lines)
    let sine = Sample.session(input: "sine")
    #expect(sine.pressing("R").state == sine.state)
  }

  @Test("d walks W, U, b")
  func parameters() {
    let session = Sample.session()
    #expect(session.pressing("d").state.choices == session.state.with { $0.parameter = .inputWeights })
    #expect(session.pressing("dd").state.parameter == .bias)
    #expect(session.pressing("ddd").state.choices == session.state.choices)
    #expect(session.pressing("d").lines[1].hasPrefix(" ∂s₄₄/∂U ="))
  }

  @Test("s is log or linear, . pins")
  func toggles() {
    let session = Sample.session()
    #expect(session.pressing("s").state.choices == session.state.with { $0.isLinear = true })
    #expect(session.pressing("ss").state == session.state)
    #expect(session.pressing(".").state.choices == session.state.with { $0.isPinned = true })
    #expect(session.pressing(".").lines[0].hasSuffix("pinned"))
  }

  @Test("Pinned scales stay whatever happens; unpinned they adapt again")
  func pinned() {
    let session = Sample.session(.identity, W: 1).pressing(".")
    let grown = session.pressing("=1.4<Enter>")
    #expect(grown.state.scales == session.state.scales)
    let free = Sample.session(.identity, W: 1).pressing("=1.4<Enter>")
    #expect(free.state.scales != session.state.scales)
    #expect(grown.pressing(".").state.scales == free.state.scales)
  }

  @Test(
    "} and { walk the decades of the term axis, to both ends, also where the scales are pinned", arguments: ["", "."])
  func depth(first: String) {
    var session = Sample.session().pressing(first)
    let natural = session.state.scales?.termDepth ?? 0
    #expect(natural == 30)
    for depth in Scales.depths.drop(while: { $0 <= natural }) {
      session.press("}")
      #expect(session.state.scales?.termDepth == depth && session.state.depth == depth)
    }
    session.press("}")
    #expect(session.state.scales?.termDepth == 80_000_000)
    for depth in Scales.depths.reversed().dropFirst() {
      session.press("{")
      #expect(session.state.scales?.termDepth == depth)
    }
    session.press("{")
    #expect(session.state.scales?.termDepth == 2)
    #expect(session.pressing("a<Up>").state.scales?.termDepth == 2)
  }
}
