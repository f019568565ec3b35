import Testing

@testable import Explorer
@testable import RNNCore
import ScreenReading
@testable import Screen
@testable import Views

@Suite("Landscape")
struct LandscapeTests {
  private func wall(_ size: Size = Size(width: 100, height: 30)) throws -> Session {
    var session = Sample.session(size: size)
    session.open(try #require(Scenario.named("pascanu-wall")))
    return session.pressing("<Esc>")
  }

  private func layout(_ session: Session) throws -> LandscapeLayout {
    try #require(Layout(for: session).landscape(for: session))
  }

  /// W > 4.25525 only: left of it the fixed point that the wall belongs to is stable.
  @Test("The wall is where the theory puts it, within one cell", arguments: [60, 100, 160], [20, 30, 45])
  func wallLine(width: Int, height: Int) throws {
    var session = try wall(Size(width: width, height: height))
    _ = session.frame()
    let (layout, landscape) = (try layout(session), try #require(session.landscape))
    #expect(landscape.isComplete)
    var columns = 0
    for column in 0..<layout.plot.width {
      let W = try #require(layout.value(atColumn: layout.plot.x + column))
      guard W > 4.4, let row = layout.row(of: 0.5 - 0.6224593 * W) else { continue }
      // The wall in this column: the row across which the error, not its logarithm, jumps most.
      let errors = (0..<layout.plot.height).map { row in
        guard case .known(let logarithm) = landscape.error(row: row, column: column, desired: 0.7) else { return 0.0 }
        return ScaledDouble.exp(logarithm * 2.302585092994046).doubleValue
      }
      let jumps = zip(errors, errors.dropFirst()).map { ($1 - $0).magnitude }
      let jump = try #require(jumps.indices.max { jumps[$0] < jumps[$1] })
      let edge = layout.plot.y + jump
      #expect(edge - 1 <= row && row <= edge + 2, "W \(W): \(row) and \(edge)")
      columns += 1
    }
    #expect(columns > layout.plot.width / 2)
  }

  @Test("The read-out says the slopes, and where a step that leaves the window leads to")
  func readOut() throws {
    let lines = try wall().lines
    #expect(lines.contains { $0.contains("∂E/∂W = −411.87 · ∂E/∂b = −661.68") })
    // 5 + 4.1187 and −2.6123 + 6.6168.
    #expect(lines.contains { $0.contains("one step of 0.01 leads out of the window, to W 9.1, b 4 ") })
  }

  @Test("−∇E is what differences of E say", arguments: [(4.0, -1.0), (5.5, -3.0), (3.2, -1.7), (6, 0.5)])
  func gradient(W: Double, b: Double) throws {
    var session = try wall()
    session.set(.recurrentWeight, to: W)
    session.set(.bias, to: b)
    let gradient = try #require(ErrorGradient(session.analysis, desired: 0.7))
    func error(_ W: Double, _ b: Double) throws -> Double {
      let start = Sample.start(.sigmoid, W: W, U: 0.8, b: b, s0: 0.6224593312018546)
      let experiment = Experiment(start: start, inputs: session.analysis.experiment.inputs)
      let state = try #require(experiment.state(at: 50))
      return (state - 0.7) * (state - 0.7)
    }
    let h = 1e-5
    let alongW = (try error(W + h, b) - error(W - h, b)) / (2 * h)
    let alongB = (try error(W, b + h) - error(W, b - h)) / (2 * h)
    // Central differences: h² times the third derivative, and rounding of 1e−16/h.
    #expect((gradient.alongW.doubleValue - alongW).magnitude < 1e-6 * (alongW.magnitude + 1e-3))
    #expect((gradient.alongBias.doubleValue - alongB).magnitude < 1e-6 * (alongB.magnitude + 1e-3))
  }

  @Test("Moving inside the window computes nothing anew; what the curves depend on does")
  func reuse() {
    func key(_ session: Session) -> Landscape.Key? {
      var session = session
      _ = session.frame()
      return session.landscape?.key
    }
    let curves = Sample.session().pressing("4")
    for script in ["<Up>", "<Down><Down>", "-=0.4<Enter>", "s", "["] {
      #expect(key(curves.pressing(script)) == key(curves))
    }
    for script in ["<Left>", "d", "a", "i", "<lt>", ">", "v", "<Tab>", "=8<Enter>", "<Tab><Up><S-Tab>"] {
      #expect(key(curves.pressing(script)) != key(curves), "\(script)")
    }
    let surface = curves.pressing("v")
    for script in ["<Up>", "<Tab><Tab><Up>", "<S-Tab><Up>", "<S-Tab>=-3<Enter>"] {
      #expect(key(surface.pressing(script)) == key(surface), "\(script)")
    }
  }

  @Test("The curve goes through the present numbers")
  func curve() throws {
    var session = Sample.session().pressing("4")
    _ = session.frame()
    let (layout, landscape) = (try layout(session), try #require(session.landscape))
    #expect(landscape.responses.count == 2 * layout.plot.width)
    let present = session.state.value(of: .recurrentWeight)
    let nearest = try #require(
      landscape.responses.min { ($0.value - present).magnitude < ($1.value - present).magnitude })
    let rate = try #require(session.analysis.regime.lyapunovExponent)
    #expect(((nearest.lyapunovExponent ?? 0) - rate).magnitude < 0.02)
    #expect(((nearest.states.last ?? 0) + 0.7038).magnitude < 0.02)
  }

  @Test("Crossings of λ = 0 are marked and named: the linear network at ±1")
  func crossings() {
    let lines = Sample.session(.identity, W: 0.3).pressing("4").lines
    #expect(lines.contains { $0.contains("◇ λ = 0 at W = −1, 1 · ") })
    #expect(lines.contains { $0.contains("◇") && $0.contains("▲") } && lines.contains { $0.contains("λ=0 at 1") })
  }

  @Test("Crossings on the window's two edges are marked there, those beyond are not", arguments: [-3.0, 1, 3])
  func edges(centre: Double) throws {
    var session = Sample.session(.identity, W: centre).pressing("4,")
    let frame = session.frame()
    let (layout, crossings) = (try layout(session), try #require(session.landscape).crossings)
    let expected = [-1.0, 1].filter(layout.horizontal.contains)
    #expect(crossings.count == expected.count && zip(crossings, expected).allSatisfy { ($0 - $1).magnitude < 1e-6 })
    for crossing in crossings {
      // The present value has the right of way.
      let expected: Character = (crossing - centre).magnitude < 1e-6 ? "▲" : "◇"
      #expect(frame[try #require(layout.column(of: crossing)), layout.axis.y].glyph == expected)
    }
  }

  @Test("At k = 1 there is no flow to speak of")
  func firstStep() {
    let lines = Sample.session().pressing("g4").lines
    #expect(lines.contains { $0.contains("growth per step λ   k = 1: no step to flow through") })
    #expect(!lines.contains { $0.contains("∂s₁/∂s₁") || $0.contains("explodes") })
  }

  @Test("An explosion on the way is drawn and told: tanh with W = 2.705")
  func worstStretch() throws {
    var session = Sample.session(W: 2.705).pressing("4")
    let frame = session.frame()
    #expect(session.lines.contains { $0.contains("worst ×460 within 7 steps") })
    #expect(session.lines.contains { $0.contains("worst stretch: back to the largest |∂s₄₄/∂s_i|") })
    // ln 460/7 = 0.876, above the line at 0.
    let (layout, landscape) = (try layout(session), try #require(session.landscape))
    let band = layout.bands[2]
    let axis = CurveAxes.growth(landscape.responses, rows: band.height)
    let dot = axis.dot(of: 0.876, in: band.height)
    #expect(dot < axis.dot(of: 0, in: band.height))
    let row = Swift.max(dot, 0) / 4
    let cell = frame[try #require(layout.column(of: 2.705)), band.y + row]
    #expect(BrailleCanvas.dots(of: cell.glyph) != nil || cell.glyph == "▴")
  }

  @Test("Every crossing has its mark, and those that are named are the nearest")
  func allCrossings() throws {
    var session = Sample.session(
      .sine, W: 2.5, input: "zero", steps: 200, size: Size(width: 160, height: 45)
    ).pressing("4>")
    let frame = session.frame()
    let (layout, landscape) = (try layout(session), try #require(session.landscape))
    let signs = landscape.responses.compactMap { $0.lyapunovExponent.map { $0 < 0 } }
    // Beyond either edge there may be one more.
    let changes = zip(signs, signs.dropFirst()).filter { $0 != $1 }.count
    #expect((changes...changes + 2).contains(landscape.crossings.count))
    #expect(landscape.crossings.count > 8)
    for crossing in landscape.crossings {
      #expect(frame[try #require(layout.column(of: crossing)), layout.axis.y].glyph == "◇")
    }
    let nearest = landscape.crossings(near: 2.5)[0]
    let text = NumberText.compact(ScaledDouble(nearest), digits: landscape.crossingDigits)
    #expect(session.lines.contains { $0.contains("◇ λ = 0 at W = ") && $0.contains(text) && $0.contains("more") })
  }

  @Test("Bands stand still while the knob turns inside the window", arguments: [Activation.sine, .relu, .tanh])
  func standStill(activation: Activation) throws {
    var here = Sample.session(activation).pressing("4=1<Enter>")
    let first = here.frame()
    let layout = try layout(here)
    let rest = layout.bands.flatMap { $0.y..<$0.y + $0.height }
    let columns = try [1, 1.4].map { try #require(layout.column(of: $0)) }
    here.press("=1.4<Enter>")
    let second = here.frame()
    for y in rest {
      for x in 0..<100 where !columns.contains(x) { #expect(first[x, y] == second[x, y], "\(x), \(y)") }
    }
    #expect(second[columns[1], rest[0]].style == .target)
  }

  @Test("The states' axis is the activation's range, be the present states all positive")
  func pinnedStates() throws {
    var session = Sample.session(.sine, W: 2.5, input: "zero", steps: 200).pressing("4")
    #expect(session.analysis.trajectory.stateRange(over: 1...200).lowerBound > 0)
    let frame = session.frame()
    let band = try layout(session).bands[0]
    let reader = BandReader(
      frame, Rect(x: 0, y: band.y, width: frame.size.width, height: band.height), isLogarithmic: false)
    #expect(Set(reader.ticks.map(\.text)).isSuperset(of: ["1", "0", "−1"]))
  }

  @Test(
    "What lies beyond a band has a mark there and no dot, and only a few do: |∂s/∂b| of a linear network, λ = ln|W|")
  func beyondTheBands() throws {
    // Of 776 values those nearest to 0 take more than half of λ's axis.
    for width in [100, 400] {
      var session = Sample.session(.identity, W: 1, size: Size(width: width, height: 30)).pressing("4,dd")
      let frame = session.frame()
      let (layout, landscape) = (try layout(session), try #require(session.landscape))
      let growth = layout.bands[2]
      let axis = CurveAxes.growth(
        landscape.responses, present: session.analysis.regime.lyapunovExponent, rows: growth.height)
      var beyond = 0
      for response in landscape.responses {
        let x = growth.x + layout.dot(of: response.value) / 2
        guard axis.dot(of: try #require(response.lyapunovExponent), in: growth.height) >= 4 * growth.height else {
          continue
        }
        beyond += 1
        #expect(frame[x, growth.y + growth.height - 1].glyph == "▾")
      }
      #expect(beyond < landscape.responses.count / 20 && (beyond > 0) == (width == 400))
      #expect((0..<width).contains { frame[$0, growth.y + growth.height - 1].glyph == "▾" } == (width == 400))
    }
  }

  @Test(
    "Bands hold what they show: fewer than a twentieth of the columns are marked as beyond them, the present one never",
    arguments: ["exploding-relu", "edge", "blocked-relu", "power-law", "wall", ""])
  func held(scenario: String) throws {
    for (width, height) in [(60, 20), (80, 24), (100, 30), (160, 45)] {
      var session = Sample.session(size: Size(width: width, height: height))
      if let found = Scenario.named(scenario) { session.open(found) }
      session = session.pressing(scenario.isEmpty ? "4" : "<Esc>4")
      let frame = session.frame()
      let layout = try layout(session)
      let present = try #require(layout.column(of: session.state.value(of: session.sweptKnob)))
      for band in layout.bands {
        let marked = (band.x..<band.x + band.width).filter { x in
          (band.y..<band.y + band.height).contains { "▴▾".contains(frame[x, $0].glyph) }
        }
        #expect(marked.count <= band.width / 20 && !marked.contains(present), "\(scenario) \(width): \(marked)")
      }
    }
  }

  @Test("λ = −∞ stands below 0, where the axis has a place for it")
  func blocked() throws {
    for (width, height) in [(80, 24), (100, 30), (200, 60)] {
      var session = Sample.session(.relu, b: 0.5, size: Size(width: width, height: height)).pressing("4")
      let frame = session.frame()
      let band = try layout(session).bands[2]
      let reader = BandReader(
        frame, Rect(x: 0, y: band.y, width: width, height: band.height), isLogarithmic: false)
      let zero = try #require(reader.ticks.first { $0.text == "0" })
      let crosses = (band.y..<band.y + band.height).filter { y in
        (band.x..<band.x + band.width).contains { frame[$0, y].glyph == "×" }
      }
      #expect(crosses == [band.y + band.height - 1] && zero.height >= 1)
    }
  }

  @Test("A worst stretch is in the legend where it is seen, and only there")
  func stretchInLegend() throws {
    for script in ["4", "4=2.705<Enter>"] {
      for (width, height) in [(80, 24), (100, 30), (160, 45)] {
        for input in ["sunspots", "alternating"] {
          var session = Sample.session(input: input, size: Size(width: width, height: height)).pressing(script)
          let frame = session.frame()
          let layout = try layout(session)
          let band = layout.bands[2]
          let isSeen = (band.y..<band.y + band.height).contains { y in
            (band.x..<band.x + band.width).contains { frame[$0, y].style == .strong }
          }
          let isSaid = frame.glyphs(inRow: layout.rules[2].y).contains("worst stretch")
          #expect(isSaid == isSeen, "\(input) \(width)")
        }
      }
    }
  }

  @Test("The row of signs is the gradient's, sample by sample")
  func signs() throws {
    var session = Sample.session().pressing("4")
    let frame = session.frame()
    let (layout, landscape) = (try layout(session), try #require(session.landscape))
    for column in 0..<layout.plot.width {
      let total = try #require(landscape.responses[2 * column + 1].total)
      #expect(frame[layout.plot.x + column, layout.signs.y].glyph == (total.signum > 0 ? "+" : "−"))
    }
  }

  @Test("λ's axis holds 0 at the edge of a row and all above it, the worst stretches too", arguments: [1, 2, 3, 7, 20])
  func growthAxis(rows: Int) {
    func response(_ rate: Double, peak: FlowExtreme? = nil) -> Response {
      Response(value: 0, flow: .exp(rate), peak: peak, target: 2)
    }
    for rates in [[], [0], [-1.27, -0.3], [0.2, 3], [-700, -3, -2, -1, 0.5], [1e-12, -1e-12], [1e300, -1e300]] {
      let responses = rates.map { response($0) }
      let axis = CurveAxes.growth(responses, rows: rows)
      #expect((axis.rows == rows || rows == 1) && axis.height(of: .zero) == Double(axis.base))
      // The exponent of a flow of e^(10^300) saturates.
      for rate in responses.compactMap(\.lyapunovExponent) where rate > 0 {
        #expect((0..<4 * rows).contains(axis.dot(of: rate, in: rows)), "\(rates)")
      }
    }
    let peak = FlowExtreme(lag: 2, flow: .exp(8))
    #expect(CurveAxes.growth([response(-1, peak: peak)], rows: 5).dot(of: 4, in: 5) >= 0)
  }

  @Test("In a single row states of both signs are on the two sides of its middle")
  func singleRow() throws {
    var session = Sample.session(size: Size(width: 40, height: 10)).pressing("4")
    let frame = session.frame()
    let (layout, landscape) = (try layout(session), try #require(session.landscape))
    let band = layout.bands[0]
    #expect(band.height == 1 && frame.glyphs(inRow: band.y).prefix(8) == "     0 ─")
    let axis = CurveAxes.states(landscape.responses, within: Activation.tanh.range, rows: 1)
    for (state, dot) in [(1.0, 0), (0.3, 1), (-0.3, 2), (-1, 3)] { #expect(axis.dot(of: state, in: 1) == dot) }
    #expect(axis.dot(of: 1.5, in: 1) < 0 && axis.dot(of: -1.5, in: 1) >= 4)
  }

  @Test("d is a knob of the surface alone: turned, typed by name, undone, and in y")
  func desired() throws {
    let surface = Sample.session().pressing("4v")
    #expect(surface.state.knobs.last == .desired && surface.lines[0].contains("d +0.70"))
    for other in ["1", "v"] {
      let elsewhere = surface.pressing("<S-Tab>" + other)
      #expect(elsewhere.state.knob == .recurrentWeight && !elsewhere.state.knobs.contains(.desired))
      #expect(!elsewhere.lines[0].contains("d +0.70"))
    }
    var turned = surface.pressing("<S-Tab><Up>")
    #expect(turned.state.knob == .desired && turned.state.landscape.desired == 0.75)
    #expect(turned.lines.contains { $0.contains("(s₄₄ − 0.75)²") })
    #expect(turned.pressing("u").state.landscape.desired == 0.7)
    #expect(surface.pressing("=d=-0.2<Enter>").state.landscape.desired == -0.2)
    #expect(turned.pressing("-").state.landscape.desired == -0.75)
    _ = turned.frame()
    let arguments = ReproducingCommand.arguments(for: turned)
    #expect(arguments.contains("--desired") && arguments.contains("0.75"))
  }

  @Test("The error is that of the desired value: 0 where it is met, to the rounding")
  func errors() throws {
    var session = try wall()
    _ = session.frame()
    let landscape = try #require(session.landscape)
    guard case .state(let state) = landscape.surface?.sample(row: 3, column: 5) else {
      Issue.record("the surface is not whole")
      return
    }
    #expect(landscape.error(row: 3, column: 5, desired: state) == .known(-.infinity))
    guard case .known(let logarithm) = landscape.error(row: 3, column: 5, desired: state - 10) else {
      Issue.record("no error")
      return
    }
    #expect((logarithm - 2).magnitude < 1e-14)
  }

  @Test("Windows: 1 has a place on W's grid, the present value is always inside, and a centre holds until it is left")
  func windows() {
    var window = LandscapeWindow()
    #expect(window.range(of: .recurrentWeight, around: 0.9) == -1...3)
    #expect(window.range(of: .recurrentWeight, around: 5) == 3...7)
    #expect(window.range(of: .bias, around: 0) == -2...2)
    for zoom in LandscapeWindow.zooms {
      window.zoom = zoom
      for value in [0, 0.9, -2.6, 1e10, -1e300, 1.7e308, 5e-324] {
        #expect(window.range(of: .recurrentWeight, around: value).contains(value) || value.magnitude > 1e300)
      }
    }
    window.zoom = 0
    window.centres[.recurrentWeight] = 0.35
    #expect(window.range(of: .recurrentWeight, around: 0.9) == -1.65...2.35)
    #expect(window.range(of: .recurrentWeight, around: 2.4) == 1...5)
  }

  @Test(
    "What --window writes is what it reads",
    arguments: ["", "surface", "zoom=-2", "surface,zoom=3,W=0.95,b=-2.6,s0=1e-300"])
  func text(description: String) throws {
    if description.isEmpty {
      #expect(LandscapeWindow().description.isEmpty)
    } else {
      #expect(try #require(LandscapeWindow(description)).description == description)
    }
  }

  @Test("Nonsense is none", arguments: ["", "zoom", "zoom=x", "zoom=500", "T=3", "W=nan", "Q=1", "surface,", "W=1=2"])
  func nonsense(description: String) { #expect(LandscapeWindow(description) == nil) }

  @Test("A press or a drag sets the knob; on the surface W and b; as one change")
  func mouse() throws {
    var session = Sample.session().pressing("4")
    let before = session.state
    session.handle(MouseEvent(.press, x: 60, y: 10))
    session.handle(MouseEvent(.drag, x: 70, y: 3))
    let W = session.state.value(of: .recurrentWeight)
    #expect(try layout(session).column(of: W) == 70)
    session.handle(MouseEvent(.release, x: 70, y: 3))
    #expect(session.pressing("u").state == before)
    session.press("v")
    _ = session.frame()
    session.handle(MouseEvent(.press, x: 20, y: 8))
    let layout = try layout(session)
    #expect(layout.column(of: session.state.value(of: .recurrentWeight)) == 20)
    #expect(layout.row(of: session.state.value(of: .bias)) == 8)
    let pressed = session.state
    session.handle(MouseEvent(.press, x: 20, y: 29))
    session.handle(MouseEvent(.drag, x: 30, y: 5))
    #expect(session.state == pressed)
  }

  @Test("Ticks are round numbers inside the range, and their labels differ")
  func ticks() {
    for range in [-1...3, 0.9...1.1, 4.999_999...5.000_001, -1e30...1e30, 1e-9...2e-9, 1e300...1.1e300]
      as [ClosedRange<Double>]
    {
      let ticks = LandscapeAxis.ticks(range, apart: 9)
      #expect((3...24).contains(ticks.count) && ticks.allSatisfy(range.contains), "\(range): \(ticks)")
      let labels = ticks.map { LandscapeAxis.label($0, ticks[1] - ticks[0]) }
      #expect(Set(labels).count == labels.count, "\(labels)")
    }
    #expect(LandscapeAxis.ticks(5...5, apart: 9).isEmpty && LandscapeAxis.ticks(1e300...1e300 + 1, apart: 9).isEmpty)
    #expect(LandscapeAxis.ticks(0...1, apart: 10).contains(0.3))
  }

  @Test("No state and no screen stops it", arguments: [(40, 10), (60, 14), (100, 30), (300, 80)])
  func robust(width: Int, height: Int) {
    let scripts = [
      "4", "4v", "4<Tab>", "4=1e300<Enter>", "4v=1e300<Enter>", "4<Tab><Tab><Tab><Tab>", "g4", "g4v",
      "4" + String(repeating: "<lt>", count: 60), "4v" + String(repeating: ">", count: 120), "4a", "4aav", "4aaav",
      "4=0<Enter>", "4,v,=1e308<Enter>,", "4<Tab><Tab><Tab>=-1e308<Enter>aaaa", "4<Space><Tick>",
    ]
    for script in scripts {
      var session = Sample.session(size: Size(width: width, height: height)).pressing(script)
      #expect(session.frame().size == session.size)
    }
  }
}

@Suite("Braille")
struct BrailleCanvasTests {
  @Test("Each dot is the one that Unicode has there")
  func dots() {
    // U+2800 has dot 1 2 3 7 in the left column and 4 5 6 8 in the right one: bits 0 1 2 6 and 3 4 5 7.
    for (x, y, bit) in [(0, 0, 0), (0, 1, 1), (0, 2, 2), (0, 3, 6), (1, 0, 3), (1, 1, 4), (1, 2, 5), (1, 3, 7)] {
      var canvas = BrailleCanvas(columns: 2, rows: 2)
      canvas.set(2 + x, 4 + y, .state)
      var frame = Frame(size: Size(width: 4, height: 4))
      canvas.draw(into: &frame, x: 1, y: 1)
      let glyph = Unicode.Scalar(UInt32(0x2800 + (1 << bit))).map(Character.init)
      #expect(frame[2, 2] == Cell(glyph ?? "?", .state))
      #expect(frame.cells.filter { $0.glyph != " " }.count == 1)
      let ascii = frame.transliteratedToASCII()[2, 2].glyph
      #expect(ascii == (y < 2 ? "'" : "."))
    }
  }

  @Test("Lines join their ends without gaps, and nothing lands outside")
  func lines() {
    var canvas = BrailleCanvas(columns: 10, rows: 5)
    canvas.line(from: (0, 0), to: (19, 19), .positive, .negative)
    canvas.line(from: (-5, 100), to: (40, -70), .positive, .negative)
    canvas.set(-1, 0, .text)
    canvas.set(0, 20, .text)
    var frame = Frame(size: Size(width: 10, height: 5))
    canvas.draw(into: &frame, x: 0, y: 0)
    for place in 0..<5 { #expect(BrailleCanvas.dots(of: frame[2 * place, place].glyph) != nil) }
    #expect(frame[0, 0].style == .positive && frame[9, 4].style == .negative)
  }
}
