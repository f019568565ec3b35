import RNNCore
import Testing

@testable import GradientView

@Suite("Map: picture")
struct MapPictureTests {
  /// What half a cell of the screen is filled with; nil for the page.
  private static func half(_ frame: Frame, x: Int, half: Int, _ layout: MapLayout) -> Style? {
    let cell = frame[x, layout.grid.y + half / 2]
    if let halves = cell.halves { return half % 2 == 0 ? halves.upper : halves.lower }
    return cell.style.shade == nil && cell.style.mark == nil ? nil : cell.style
  }

  /// Every term of every target, and what blocks of them are to be filled with.
  private struct Pairs {
    private let terms: [Contributions?]
    private let values: [[ScaledDouble]]
    private let top: Double
    /// Decades to a shade.
    private let decades: Double

    init(_ session: Session) {
      let trajectory = session.analysis.trajectory
      terms = (1...trajectory.steps).map { k in
        trajectory.isFinite(through: k)
          ? Contributions(of: trajectory, target: k, parameter: session.state.parameter) : nil
      }
      values = terms.map { $0?.values() ?? [] }
      let largest = values.joined().map(\.magnitude).max() ?? .zero
      top = largest.isZero ? 0 : largest.log10.rounded(.up)
      decades = DecadeAxis(top: 0, depth: session.state.depth ?? 9, rows: MapShade.count).decadesPerRow
    }

    /// The role of a block, by looking at every pair of it; nil where it has none.
    func style(_ targets: ClosedRange<Int>, _ steps: ClosedRange<Int>) -> Style? {
      guard steps.lowerBound <= targets.upperBound else { return nil }
      let finite = targets.filter { $0 >= steps.lowerBound && terms[$0 - 1] != nil }
      guard !finite.isEmpty else { return .mapOverflow }
      let block = finite.flatMap { k in values[k - 1][steps.lowerBound - 1..<min(steps.upperBound, k)] }
      guard let largest = block.max(by: { $0.magnitude < $1.magnitude }), !largest.isZero else {
        let flows = finite.contains { k in (steps.lowerBound...min(steps.upperBound, k)).contains { isOpen(k, $0) } }
        return flows ? .mapZero : .mapBlocked
      }
      let level = Int(((top - largest.log10) / decades).rounded(.down))
      return level < MapShade.count ? MapShade(isPositive: largest.signum > 0, level: level).style : .mapFaint
    }

    private func isOpen(_ k: Int, _ i: Int) -> Bool {
      terms[k - 1].map { !$0.flow(at: i).isZero && !$0.trajectory.scaledDerivative(at: i).isZero } ?? false
    }
  }

  /// A term that lies on a shade's end could have either shade: none of these does.
  @Test(
    "Every half cell has the shade and the sign of the largest |term| of its block, whatever the size and T",
    arguments: [(40, 10), (60, 20), (83, 31), (100, 30), (160, 45)])
  func readBack(width: Int, height: Int) throws {
    var generator = SplitMix64(seed: UInt64(width))
    for (activation, W, b) in [(Activation.tanh, 0.9, 0.0), (.relu, 0.9, 0.5), (.identity, 1.7e8, 0), (.sine, -3, 0)] {
      let steps = Int.random(in: 1...120, using: &generator)
      var session = Sample.session(
        activation, W: W, b: b, input: "noise", steps: steps, size: Size(width: width, height: height))
      session.press("3}[[[")
      let (frame, layout) = (session.frame(), MapLayout(for: session))
      let pairs = Pairs(session)
      let cursorRows = layout.ys(ofRow: layout.rows.span(ofStep: session.state.target))
      for row in layout.rows.indices {
        for column in layout.columns.indices {
          let wanted = pairs.style(layout.rows.steps(of: row), layout.columns.steps(of: column))
          for half in layout.rows.cells(of: row) {
            let y = layout.grid.y + half / 2
            if cursorRows.contains(y), layout.columns.steps(of: column).contains(session.state.inspected) { continue }
            for x in layout.xs(ofColumn: column) {
              // Above the diagonal the legend has its shades, but never in half a cell.
              if wanted == nil, frame[x, y].halves == nil { continue }
              #expect(Self.half(frame, x: x, half: half, layout) == wanted, "\(activation) T \(steps) \(row) \(column)")
            }
          }
        }
      }
    }
  }

  @Test("A cell of two halves has the glyph and the style of the larger one, for text and few colours")
  func larger() {
    let shades = DecadeShades(top: 0, depth: 9)
    func fill(_ value: Double) -> MapFill { MapFill(ScaledDouble(value), shades) }
    let overflow = MapFill(sum: nil, shades)
    let cases: [(MapFill?, MapFill?, MapFill)] = [
      (fill(0.5), fill(-0.01), fill(0.5)), (fill(0.01), fill(-0.5), fill(-0.5)), (fill(0.2), fill(-0.3), fill(-0.3)),
      (nil, fill(1e-20), fill(1e-20)), (fill(0), fill(1e-20), fill(1e-20)), (fill(1e-20), fill(1e-8), fill(1e-8)),
      (overflow, fill(1), overflow), (fill(1), nil, fill(1)),
    ]
    for (upper, lower, larger) in cases {
      let cell = MapGrid.cell(upper, lower)
      #expect(cell?.glyph == larger.cell.glyph && cell?.style == larger.style)
      #expect(cell?.halves == CellHalves(upper: upper?.style, lower: lower?.style))
    }
    #expect(MapGrid.cell(nil, nil) == nil && MapGrid.cell(fill(0.5), fill(0.4))?.halves == nil)
  }

  @Test("The cursor stands on its pair, in one half where the row is shared, and its other half keeps its shade")
  func cursor() {
    var session = Sample.session().pressing("3")
    session.press("[[")
    let layout = MapLayout(for: session)
    let xs = layout.xs(ofColumn: layout.columns.span(ofStep: 42))
    let cell = session.frame()[xs.lowerBound, layout.y(ofTarget: 44)]
    #expect(cell.style == .inspected && cell.halves?.lower == .inspected && cell.halves?.upper?.shade != nil)
    session.press("<Left>")
    let above = session.frame()[xs.lowerBound, layout.y(ofTarget: 43)]
    #expect(above.halves?.upper == .inspected && above.halves?.lower?.shade != nil)
    var wide = Sample.session(steps: 3, target: 2, term: 1).pressing("3")
    let three = MapLayout(for: wide)
    let (ys, columns) = (three.ys(ofRow: 1), three.xs(ofColumn: 0))
    let frame = wide.frame()
    #expect(
      frame[columns.lowerBound, ys.upperBound - 1].glyph == "["
        && frame[columns.upperBound - 1, ys.upperBound - 1].glyph == "]")
  }

  @Test(
    "A press on a cell sets k and i to its last pair, once more to that of its other half; elsewhere it does nothing")
  func mouse() {
    var session = Sample.session().pressing("3")
    let layout = MapLayout(for: session)
    let (x, y) = (layout.xs(ofColumn: layout.columns.span(ofStep: 12)).lowerBound, layout.y(ofTarget: 30))
    session.handle(MouseEvent(.press, x: x, y: y))
    #expect([session.state.target, session.state.inspected] == [30, 12])
    session.handle(MouseEvent(.press, x: layout.grid.x - 3, y: y))
    session.handle(MouseEvent(.press, x: x, y: layout.axis.y))
    #expect([session.state.target, session.state.inspected] == [30, 12] && session.past.count == 2)
    session.handle(MouseEvent(.press, x: x, y: y))
    #expect([session.state.target, session.state.inspected] == [29, 12])
    session.handle(MouseEvent(.press, x: x, y: y))
    #expect([session.state.target, session.state.inspected] == [30, 12])
  }

  @Test("{ and } change how many decades there are colours for")
  func depth() {
    var session = Sample.session().pressing("3")
    let (before, depth) = (session.frame(), session.state.scales?.termDepth ?? 0)
    session.press("{{{{")
    #expect(session.state.depth.map { $0 < depth } == true && session.frame() != before)
    #expect(DecadeShades(top: 0, depth: 9).floorText == "1e−9")
    #expect(DecadeShades(top: 2, depth: 3).power(above: MapShade.count) == nil)
  }

  @Test("A number's shade is that of its decade: the upper end belongs to the shade, as the map's top must")
  func shade() {
    let shades = DecadeShades(top: 0, depth: 9)
    let levels: [(Double, Int?)] = [
      (1, 0), (0.5, 0), (0.0999, 1), (2e-9, 8), (0.9e-9, nil), (50, 0), (-2e-4, 3), (0, nil),
    ]
    for (value, level) in levels {
      let shade = shades.shade(of: ScaledDouble(value))
      #expect(shade?.level == level && shade.map { $0.isPositive == (value > 0) } != false, "\(value)")
    }
    #expect((shades.floor.doubleValue / 1e-9 - 1).magnitude < 1e-12 && shades.decades == 9)
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
