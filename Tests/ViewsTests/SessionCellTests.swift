import RNNCore
import Testing

@testable import Explorer

@Suite("Session: cells")
struct SessionCellTests {
  @Test("c walks RNN, GRU, LSTM and around, C back, with the numbers of the scalar network kept")
  func scalar() {
    let before = Sample.session(W: 1.1, U: 0.4, b: 0.2, s0: 0.3)
    var session = before
    for (kind, parts) in [(CellKind.gru, 1), (.lstm, 2), (.elman, 1)] {
      session.press("c")
      let start = session.state.start
      #expect(start.network.cellKind == kind && start.initialState == Array(repeating: 0.3, count: parts))
      #expect(
        [ScalarVariable.recurrentWeight, .inputWeight, .bias, .initialState].map { start.value(of: $0) }
          == [1.1, 0.4, 0.2, 0.3])
      #expect(session.state.input == before.state.input && session.state.target == 44)
    }
    #expect(session.state.start == before.state.start)
    #expect(session.pressing("C").state.start.network.cellKind == .lstm)
    #expect(before.pressing("ccu").state.start.network.cellKind == .gru)
  }

  @Test("Each cell is found as it was left: f of the RNN, the biases of the gates")
  func remembered() {
    let session = Sample.session(.relu).pressing("cc=bf=2.5<Enter>c")
    #expect(session.state.start.network.elmanActivation == .relu)
    let again = session.pressing("C")
    #expect(again.state.start.value(of: .forgetBias) == 2.5 && again.state.start.value(of: .inputGateBias) == 0)
    #expect(session.pressing("c").state.start.value(of: .updateBias) == 1)
  }

  @Test("The gates' biases are knobs of their cells, and settle where the cell has none of them")
  func knobs() {
    let lstm = Sample.session().pressing("cc")
    #expect(
      lstm.state.knobs
        == [
          .recurrentWeight, .inputWeight, .bias, .forgetBias, .inputGateBias, .outputGateBias, .initialState, .steps,
        ])
    let turned = lstm.pressing("<Tab><Tab><Tab><Up>")
    #expect(turned.state.start.value(of: .forgetBias) == 1.05 && turned.state.knob.flag == "bf")
    #expect(turned.pressing("c").state.knob == .recurrentWeight)
    #expect(
      Sample.session().pressing("c").state.knobs
        == [.recurrentWeight, .inputWeight, .bias, .updateBias, .resetBias, .initialState, .steps])
    #expect(lstm.pressing("=b_o=-1<Enter>").state.start.value(of: .outputGateBias) == -1)
  }

  @Test("d walks one gate after the other; what another cell does not have is left for what is nearest")
  func parameters() {
    var session = Sample.session().pressing("cc")
    var names = [session.state.parameter.rawValue]
    for _ in 0..<5 {
      session.press("d")
      names.append(session.state.parameter.rawValue)
    }
    #expect(names == ["W", "U", "b", "b.i", "b.f", "b.o"])
    #expect(session.pressing("c").state.parameter == .bias)
    #expect(session.pressing("d").state.parameter == .recurrentWeights)
    let drawn = Sample.drawn(hidden: 3).pressing("cdddd")
    #expect(drawn.state.parameter.rawValue == "W.r")
    #expect(Sample.drawn(hidden: 3).pressing("cddd").state.parameter == .hiddenBias)
    #expect(Sample.drawn(hidden: 3).pressing("cdddc").state.parameter == .bias)
  }

  @Test("n looks at c of an LSTM too, which no other cell has")
  func observables() {
    let lstm = Sample.session().pressing("cc")
    #expect(lstm.pressing("n").state.observable == .cell)
    #expect(lstm.pressing("nc").state.observable == .state)
    let drawn = Sample.drawn(hidden: 3).pressing("CN")
    guard case .cellUnit(let unit) = drawn.state.observable else {
      Issue.record("\(drawn.state.observable)")
      return
    }
    #expect(drawn.pressing("c").state.observable == .unit(unit))
  }

  @Test("A drawn network is drawn anew as its cell is: uniform, or as was asked for")
  func drawn() {
    let before = Sample.drawn(hidden: 5, gain: 1.3)
    let gated = before.pressing("c").state
    #expect(gated.start.network.cellKind == .gru && gated.start.network.hiddenSize == 5 && gated.matrix?.gain == 1.3)
    #expect(gated.matrix?.origin == .seeded(.uniform, seed: 1))
    #expect(before.pressing("ccc").state.start == before.state.start)
    let orthogonal = Sample.drawn(.orthogonal, hidden: 5).pressing("cc")
    #expect(orthogonal.state.matrix?.origin == .seeded(.orthogonal, seed: 1))
    #expect(orthogonal.pressing("R").state.start.network.cellKind == .lstm)
  }

  @Test("A model's cell is its own, and a gated cell has no activation to choose; both say so")
  func refused() {
    let model = Sample.classifier()
    #expect(model.pressing("c").state == model.state)
    #expect(model.pressing("c").notice?.contains("the model's") == true)
    let gated = Sample.session().pressing("c")
    #expect(gated.pressing("a").state == gated.state)
    #expect(gated.pressing("a").notice?.contains("functions of its own") == true)
  }

  @Test("The reproducing command names the cell and what is not usual of it")
  func command() {
    func words(_ session: Session) -> String { ReproducingCommand.arguments(for: session).joined(separator: " ") }
    #expect(words(Sample.session().pressing("cc")).hasPrefix("--cell lstm"))
    #expect(!words(Sample.session().pressing("cc")).contains("--bf"))
    let turned = words(Sample.session(.relu).pressing("cc=bf=0<Enter>=bo=-2<Enter>"))
    #expect(turned.contains("--cell lstm --bf 0.0 --bo -2.0"), "\(turned)")
    #expect(!turned.contains("--activation"))
    #expect(words(Sample.session().pressing("c=br=1<Enter>")).contains("--cell gru --br 1.0"))
    #expect(words(Sample.drawn(hidden: 5).pressing("c")).hasPrefix("--cell gru --hidden 5"))
    #expect(words(Sample.drawn(.orthogonal, hidden: 5).pressing("c")).contains("--init orthogonal"))
  }

  @Test("L walks the layers of a model, each fed by those below and under those above; it keeps k, g and θ")
  func layers() throws {
    let session = Sample.layered()
    let stack = try #require(session.state.matrix?.stack)
    #expect(session.analysis.experiment.inputs.dimension == 2)
    let below = session.pressing("dL")
    #expect(below.state.matrix?.layer == 0 && below.state.matrix?.gain == 1.5 && below.state.inspected == 20)
    #expect(below.state.parameter == .inputWeights && below.state.start.initialState == [0.2, 0.2])
    #expect(below.state.start.network.layersAbove == [stack[1]])
    #expect(below.analysis.experiment.inputs.dimension == 1)
    #expect(ReproducingCommand.arguments(for: below).prefix(4) == ["--model", "m", "--layer", "0"])
    #expect(below.pressing("L").state.start == session.state.start)
    #expect(below.pressing("aL").state.start.network.elmanActivation == .sigmoid)
    #expect(session.pressing("NL").state.observable == session.pressing("N").state.observable)
    #expect(Sample.session().pressing("L").notice?.contains("one layer alone") == true)
    #expect(session.lines[0].contains("layer 1 of 0–1") && below.lines[0].contains("layer 0 of 0–1"))
  }
}
