import RNNCore
import Testing

@testable import GradientView

@Suite("Map: picture")
struct MapPictureTests {
  @Test("Every cell of the picture is the mark of its block, but for the cursor's")
  func cells() throws {
    for session in [Sample.session(steps: 40), Sample.session(.relu, b: 0.5), Sample.session(.identity, W: 1e8)] {
      var session = session.pressing("3")
      let frame = session.frame()
      let layout = MapLayout(for: session)
      let map = try #require(MapView(session, layout))
      for target in 1...session.state.input.steps {
        for step in 1...target {
          let cell = layout.cell(target: target, step: step)
          if cell == layout.cell(target: session.state.target, step: session.state.inspected) { continue }
          let block = map.blocks[row: (target - 1) / layout.stepsPerRow, column: (step - 1) / layout.stepsPerColumn]
          #expect(frame[cell.x, cell.y] == MapGrid.mark(of: block, map.shades))
        }
      }
    }
  }

  @Test("A press on a cell sets k and i to its last pair; elsewhere it does nothing")
  func mouse() {
    var session = Sample.session().pressing("3")
    let layout = MapLayout(for: session)
    let cell = layout.cell(target: 30, step: 12)
    session.handle(MouseEvent(.press, x: cell.x, y: cell.y))
    #expect([session.state.target, session.state.inspected] == [30, 12])
    session.handle(MouseEvent(.press, x: layout.grid.x - 3, y: cell.y))
    session.handle(MouseEvent(.press, x: cell.x, y: layout.axis.y))
    #expect([session.state.target, session.state.inspected] == [30, 12] && session.past.count == 2)
  }

  @Test("{ and } change how many decades there are colours for")
  func depth() {
    var session = Sample.session().pressing("3")
    let before = session.frame()
    session.press("}")
    #expect(session.state.depth == 12 && session.frame() != before)
    #expect(DecadeShades(top: 0, depth: 9).floor == "1e−9")
    #expect(DecadeShades(top: 2, depth: 3).power(above: MapShade.count) == nil)
  }

  @Test("A number's shade is that of its decade: the upper end belongs to the shade, as the map's top must")
  func shade() {
    let shades = DecadeShades(top: 0, depth: 9)
    let levels: [(Double, Int?)] = [(1, 0), (0.5, 0), (0.0999, 1), (2e-9, 8), (0.9e-9, nil), (50, 0), (-2e-4, 3)]
    for (value, level) in levels {
      let shade = shades.shade(of: ScaledDouble(value))
      #expect(shade?.level == level && shade.map { $0.isPositive == (value > 0) } != false, "\(value)")
    }
  }

  @Test("How far back a step hears: the linear network without input forgets by W a step")
  func hearing() throws {
    let network = try RNN(activation: .identity, W: 0.5, U: 1)
    let inputs = SyntheticInput.constant.sequence(steps: 40)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    // ∂s_i/∂U_* = 1, so term i is 2^−lag: 2^−6 is above 1/100, 2^−7 below.
    let heard = HearingRange(Contributions(of: trajectory, target: 40, parameter: .inputWeights))
    #expect(heard?.lag == 6 && heard?.first == 34)
    let first = HearingRange(Contributions(of: trajectory, target: 3, parameter: .inputWeights))
    #expect(first?.first == 1)
  }

  @Test(
    "Nothing traps at any size, length and weight",
    arguments: [(40, 10), (47, 11), (60, 20), (100, 30), (333, 12), (41, 100), (1000, 400)])
  func everySize(width: Int, height: Int) {
    for steps in [1, 2, 44, 5000] {
      for (activation, W) in [(Activation.tanh, 0.9), (.relu, 0), (.identity, 1e300), (.sigmoid, 1e200), (.sine, 9)] {
        for parameter in ["", "d", "dd"] {
          let size = Size(width: width, height: height)
          var session = Sample.session(activation, W: W, input: "noise", steps: steps, size: size)
            .pressing("3" + parameter)
          #expect(session.frame().size == size)
          if width * height > 100_000 { break }
        }
      }
    }
  }

  @Test("A million steps on a small and on a wide screen", arguments: [40, 160])
  func long(width: Int) {
    var session = Sample.session(input: "noise", steps: 1_000_000, size: Size(width: width, height: 20)).pressing("3")
    #expect(session.frame().plainText.contains("term(k,i)"))
  }
}
