import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Map: picture")
struct MapPictureTests {
  /// What half a cell of the screen is filled with; nil for the page.
  static func half(_ frame: Frame, x: Int, half: Int, _ layout: MapLayout) -> Style? {
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
      let all = terms.map { $0?.values() ?? [] }
      values = all
      let columnSums = (0..<trajectory.steps).map { step in
        all.reduce(ScaledDouble.zero) { $0 + (step < $1.count ? $1[step] : .zero) }
      }
      let drawn = all.joined() + terms.compactMap { $0?.total } + columnSums
      let largest = drawn.map(\.magnitude).max() ?? .zero
      top = largest.isZero ? 0 : largest.log10.rounded(.up)
      let wanted = Double(session.state.depth ?? 9) / 9
      decades = [0.25, 0.5, 0.75, 1, 1.5].first { $0 >= wanted } ?? wanted.rounded(.up)
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

  @Test(
    "The cursor is one ring in the middle of its pair's cells, at every size, on the pair's own colour",
    arguments: [(40, 10), (60, 20), (80, 24), (100, 30), (160, 45), (200, 60)])
  func cursor(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    for steps in [1, 3, 44, 1000] {
      for (target, term) in [(steps, steps), (max(steps * 7 / 10, 1), max(steps / 2, 1)), (steps, 1)] {
        for session in [
          Sample.session(input: "noise", steps: steps, target: target, term: term, size: size),
          Sample.session(.relu, b: 0.5, input: "noise", steps: steps, target: target, term: term, size: size),
        ] {
          var shown = session.pressing("3")
          let (frame, layout) = (shown.frame(), MapLayout(for: shown))
          let rings = (0..<height).flatMap { y in (0..<width).filter { frame[$0, y].glyph == "◉" }.map { [$0, y] } }
          #expect(rings == [[layout.x(ofStep: term), layout.y(ofTarget: target)]])
          let cell = frame[rings[0][0], rings[0][1]]
          let fill = MapView(shown, layout).fill(
            row: layout.rows.span(ofStep: target), column: layout.columns.span(ofStep: term))
          #expect(cell.style == .inspected && cell.halves?.isGround == true && cell.halves?.lower == fill?.style)
          for theme in Theme.allCases {
            let look = Palette(theme: theme, depth: .truecolor).shown(cell)
            #expect(look.glyph == "◉")
            let (ink, ground) = try (
              #require(look.appearance.foreground?.rgb), #require(look.appearance.background?.rgb)
            )
            #expect((OKLab(ink).lightness - OKLab(ground).lightness).magnitude > 0.25)
          }
        }
      }
    }
  }

  @Test(
    "The shades hold what is drawn, all but a few of it, whatever target is looked at and however the terms are shown")
  func held() {
    for (activation, W, input) in [
      (Activation.tanh, 0.9, "sunspots"), (.tanh, 0.9, "noise"), (.identity, 1e30, "sunspots"), (.sine, 3, "noise"),
    ] {
      for size in [Size(width: 60, height: 20), Size(width: 100, height: 30), Size(width: 160, height: 45)] {
        for keys in ["3", "3<Left><Left>", "s3", "s4i3i", "si3i", "s4ii3"] {
          let session = Sample.session(activation, W: W, input: input, size: size).pressing(keys)
          let map = MapView(session, MapLayout(for: session))
          let fills = map.fills.joined().compactMap { $0?.style }
          let shades = fills.compactMap(\.shade)
          #expect(20 * fills.count { $0 == .mapFaint } <= fills.count, "\(activation) \(keys)")
          // And none of them for nothing.
          #expect((shades.map(\.level).max() ?? 0) >= 6, "\(activation) \(W) \(keys)")
        }
      }
    }
  }

  @Test("The map is a function of the choices: what was shown before leaves nothing behind")
  func withoutHistory() {
    for keys in ["s3ii", "s4i3i", "si3i", "s4ii3", "s3<Up><Up><Down><Down>"] {
      for session in [Sample.session(), MatrixSample.session()] {
        let shown = session.pressing(keys)
        var state = shown.state.choices
        state.scales = nil
        let fresh = Session(state: state, sources: shown.sources, size: shown.size)
        #expect(Array(fresh.lines.dropLast()) == Array(shown.lines.dropLast()), "\(keys)")
      }
    }
  }

  @Test(
    "Of the scalar network's losses every half cell has the shade and the sign of its largest term", arguments: [1, 2])
  func signedLosses(count: Int) throws {
    var setup = Setup()
    setup.steps = 30
    let source = {
      var source = Sample.sources[0]
      source.asksForNext = true
      return source
    }()
    let state = try #require(setup.state(sources: [source]))
    var session = Session(state: state, sources: [source], size: Size(width: 100, height: 40))
      .pressing(String(repeating: "n", count: count) + "3")
    let (frame, layout) = (session.frame(), MapLayout(for: session))
    let map = MapView(session, layout)
    #expect(!map.areNorms && map.coverageText == nil && session.lines[2].contains("every |term(k,i)| of ∂"))
    var signs: Set<Bool> = []
    for k in 1...30 {
      let analysis = session.analysis
      guard analysis.trajectory.canObserve(state.observable == .state ? session.state.observable : .loss, at: k) else {
        continue
      }
      let terms = Contributions(
        of: analysis.trajectory, target: k, parameter: .recurrentWeights, observable: session.state.observable)
      for i in 1...k where (k, i) != (session.state.target, session.state.inspected) {
        let half = try #require(layout.rows.cells(ofStep: k).first)
        let found = Self.half(frame, x: layout.x(ofStep: i), half: half, layout)?.shade
        #expect(found == map.shades.shade(of: terms.value(at: i)), "k \(k) i \(i)")
        if let found { signs.insert(found.isPositive) }
      }
      let sum = try #require(map.sum(ofRow: layout.rows.span(ofStep: k)))
      #expect(sum.style.shade == map.shades.shade(of: terms.total))
    }
    #expect(signs.count == 2)
  }

  @Test("How many targets share half a cell is said with \"up to\" where it is not the same for all")
  func pooling() {
    func text(_ steps: Int, _ width: Int, _ height: Int) -> String {
      Sample.session(input: "noise", steps: steps, size: Size(width: width, height: height)).pressing("3").lines[2]
    }
    #expect(text(44, 80, 24).contains("up to 2 targets") && text(44, 60, 20).contains("up to 2 targets"))
    let rows = MapLayout(for: Sample.session(size: Size(width: 80, height: 24)).pressing("3")).rows.cells
    #expect(text(2 * rows, 80, 24).contains("2 targets") == false || !text(rows, 80, 24).contains("up to"))
    for session in [Sample.session(), Sample.session(size: Size(width: 200, height: 60))] {
      #expect(!session.pressing("3").lines.joined().contains("without colours"))
    }
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

  @Test("{ and } change how many decades there are colours for, from those that are shown")
  func depth() {
    var session = Sample.session().pressing("3")
    let before = session.frame()
    let decades = MapView(session, MapLayout(for: session)).shades.decades
    let (fewer, more) = (session.pressing("{"), session.pressing("}"))
    #expect(
      fewer.state.depth.map { Double($0) < decades } == true && more.state.depth.map { Double($0) > decades } == true)
    session.press("{{{{")
    #expect(session.state.depth.map { Double($0) < decades } == true && session.frame() != before)
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
    let heard = ReceptiveField(Contributions(of: trajectory, target: 40, parameter: .inputWeights))
    #expect(heard?.lag == 6 && heard?.first == 34)
    let first = ReceptiveField(Contributions(of: trajectory, target: 3, parameter: .inputWeights))
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
