import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Spectrum")
struct SpectrumTests {
  static let goldens =
    [(40, 10), (60, 20), (80, 24), (100, 30), (160, 45)].map { Size(width: $0.0, height: $0.1) }.flatMap { size in
      let end = "\(size.width)x\(size.height)"
      return [
        GoldenCase("spectrum-gaussian-\(end)") { Sample.spectrum(term: 35, size: size) },
        GoldenCase("spectrum-exploding-\(end)") { Sample.spectrum(gain: 2.5, .identity, input: "zero", size: size) },
        GoldenCase("spectrum-dead-relu-\(end)") { Sample.spectrum(hidden: 32, gain: 1.3, .relu, size: size) },
      ]
    } + [
      GoldenCase("spectrum-shift-100x30") { Sample.spectrum(.shift, .identity) },
      GoldenCase("spectrum-orthogonal-100x30") { Sample.spectrum(.orthogonal, .identity) },
      GoldenCase("spectrum-large-100x30") { Sample.spectrum(hidden: 128) },
      GoldenCase("spectrum-first-step-80x24") { Sample.spectrum(target: 1, size: Size(width: 80, height: 24)) },
      GoldenCase("spectrum-overflow-80x24") {
        Sample.spectrum(gain: 1e20, .identity, size: Size(width: 80, height: 24))
      },
      GoldenCase("spectrum-scalar-60x20") {
        var session = Sample.session(size: Size(width: 60, height: 20))
        session.state.view = .spectrum
        return session
      },
      GoldenCase("spectrum-ascii-60x20", ascii: true) { Sample.spectrum(size: Size(width: 60, height: 20)) },
    ]

  @Test(
    "The plane is square in dots, so that the unit circle is round", arguments: [40, 60, 100, 160, 400], [10, 30, 90])
  func square(width: Int, height: Int) {
    let layout = SpectrumLayout(Layout(for: Sample.spectrum(size: Size(width: width, height: height))).body)
    #expect(layout.plane.width == 2 * layout.plane.height && layout.plane.height >= 3)
  }

  @Test("No two parts share a cell, and none leaves the body")
  func layouts() {
    for width in [40, 41, 59, 60, 61, 80, 100, 160, 400] {
      for height in Array(10...50) + [100, 1000] {
        let body = Layout(for: Sample.spectrum(hidden: 2, size: Size(width: width, height: height))).body
        let layout = SpectrumLayout(body)
        let parts =
          [layout.planeRule, layout.plane, layout.facts, layout.flowRule, layout.flow, layout.flowAxis]
          + [layout.flowLabels, layout.readOut] + layout.bandRules + layout.bands
        for part in parts where part.height > 0 {
          #expect(part.y >= body.y && part.y + part.height <= body.y + body.height, "\(width)×\(height)")
          #expect(part.x >= 0 && part.x + part.width <= width, "\(width)×\(height)")
        }
        for (place, a) in parts.enumerated() {
          for b in parts.dropFirst(place + 1) where a.height > 0 && b.height > 0 {
            let apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
            #expect(apart, "\(width)×\(height): \(a) and \(b)")
          }
        }
      }
    }
  }

  /// The dots of the braille cells in a rectangle whose style is one of some.
  private func dots(_ session: Session, _ styles: Set<Style>) -> Set<[Int]> {
    var session = session
    let frame = session.frame()
    let rect = SpectrumLayout(Layout(for: session).body).plane
    var dots: Set<[Int]> = []
    for y in rect.y..<rect.y + rect.height {
      for x in rect.x..<rect.x + rect.width {
        guard styles.contains(frame[x, y].style), let mask = BrailleCanvas.dots(of: frame[x, y].glyph) else { continue }
        for (row, masks) in BrailleCanvas.masks.enumerated() {
          for (column, bit) in masks.enumerated() where mask & bit != 0 {
            dots.insert([2 * (x - rect.x) + column, 4 * (y - rect.y) + row])
          }
        }
      }
    }
    return dots
  }

  @Test(
    "The circle is round in pixels, whole, and its middle is 0",
    arguments: [(40, 10), (60, 20), (80, 24), (100, 30), (160, 45), (200, 60), (60, 60), (200, 20)])
  func circle(width: Int, height: Int) {
    let session = Sample.spectrum(gain: 0, size: Size(width: width, height: height))
    let side = 4 * SpectrumLayout(Layout(for: session).body).plane.height
    let middle = (side - 2) / 2
    // The middles of dots in the SVG's cells of 9 by 18 pixels.
    func pixel(_ dot: [Int]) -> (x: Double, y: Double) {
      (Double(9 * (dot[0] / 2) + [2, 7][dot[0] % 2]), Double(18 * (dot[1] / 4) + [2, 7, 11, 16][dot[1] % 4]))
    }
    let center = pixel([middle, middle])
    // Cells of the circle may have dots of the axes.
    let places = dots(session, [.muted]).filter { $0[0] != middle && $0[1] != middle }.map { dot in
      (x: pixel(dot).x - center.x, y: pixel(dot).y - center.y)
    }
    let radius = 4.5 * Double(side - 2) / 2 / 1.25
    for place in places {
      // Half the diagonal between dots, and a pixel by which the rows of a cell are uneven.
      #expect(((place.x * place.x + place.y * place.y).squareRoot() - radius).magnitude < 4.2)
    }
    let (across, down) = (places.map(\.x.magnitude).max() ?? 0, places.map(\.y.magnitude).max() ?? 0)
    #expect((across - down).magnitude <= 1)
    // In each eighth as many dots as the longer of its sides.
    #expect(places.count > Int(8 * 0.6 * radius / 4.5))
  }

  @Test("An eigenvalue is where it belongs: the dots of a rotation by 90° stand on the imaginary axis")
  func places() throws {
    let W = Matrix([[0, -0.5], [0.5, 0]])
    var session = Sample.spectrum(hidden: 2, size: Size(width: 160, height: 45))
    var base = try #require(session.state.matrix?.base)
    base.network = try base.network.with(W: W)
    let network = ScaledNetwork(base: base, origin: .seeded(.gaussian, seed: 1))
    session.state.matrix = network
    session.state.start = try network.start()
    let side = Double(4 * SpectrumLayout(Layout(for: session).body).plane.height - 2)
    let seen = dots(session, [.attenuates])
    for sign in [-1.0, 1] {
      let (x, y) = (side / 2, (1 - sign * 0.5 / 1.25) / 2 * side)
      #expect(seen.contains { (Double($0[0]) - x).magnitude <= 1 && (Double($0[1]) - y).magnitude <= 1 })
    }
    #expect(session.lines.contains { $0.contains("no eigenvalue outside the unit circle") })
    #expect(session.lines.contains { $0.contains("ρ(W) = 0.5 ·") })
  }

  @Test("The cloud moves with the gain, and what is counted outside is what is drawn outside")
  func gain() {
    for gain in [0.5, 0.9, 1.1, 1.7, 4] {
      let session = Sample.spectrum(hidden: 12, gain: gain, size: Size(width: 160, height: 45))
      let outside = session.analysis.weightSpectrum?.count(.outside) ?? -1
      #expect(dots(session, [.amplifies]).isEmpty == (outside == 0))
      let text = outside == 0 ? "no eigenvalue outside" : "\(outside) of 12 eigenvalues outside the unit circle"
      #expect(session.lines.contains { $0.contains(text) }, "gain \(gain)")
    }
  }

  @Test("The plane changes its reach in steps, and not back at once")
  func hysteresis() throws {
    var session = Sample.spectrum()
    func reach() -> Int { session.state.scales?.plane?.index ?? -1 }
    #expect(reach() == 0)
    session.press("=1.25<Enter>")
    #expect(reach() == 1)
    session.press("=1.1<Enter>")
    #expect(reach() == 1, "it stays where it holds the cloud")
    session.press("=1.5<Enter>=1.1<Enter>")
    #expect(reach() == 1, "two steps too far come back")
    session.press("=1e300<Enter>")
    #expect(reach() > 1700)
    session.press("=0<Enter>")
    #expect(reach() == 0)
  }

  @Test("Every reach holds the unit circle, and its label lies inside")
  func reaches() {
    for index in 0..<1900 {
      let reach = PlaneReach(index: index)
      #expect(reach.value > .one && reach.tick.value < reach.value * ScaledDouble(0.85))
      #expect(index == 0 || reach.value > PlaneReach(index: index - 1).value)
      let radius = reach.value * ScaledDouble(0.9)
      #expect(PlaneReach.settled(radius, nil) == reach)
    }
    #expect(PlaneReach.settled(.zero, nil).index == 0)
    #expect(PlaneReach("7")?.index == 7 && PlaneReach("-1") == nil && PlaneReach("x") == nil)
  }

  @Test("Lags are even, few enough, and reach k − 1 where the product is affordable")
  func lags() {
    #expect(Set(ShownFlowSpectrum.lags(target: 1, order: 16, columns: 80)) == [0])
    #expect(ShownFlowSpectrum.lags(target: 44, order: 16, columns: 80) == Array(0...43))
    let many = ShownFlowSpectrum.lags(target: 256, order: 64, columns: 80)
    #expect(many.first == 0 && many.last == 255 && (12...80).contains(many.count))
    let large = ShownFlowSpectrum.lags(target: 256, order: 512, columns: 80)
    #expect(large.first == 0 && (1..<20).contains(large.last ?? 0))
    let long = ShownFlowSpectrum.lags(target: 10_000_000, order: 2, columns: 80)
    #expect(long == long.sorted() && (long.last ?? 0) > 5000 && (long.last ?? 0) < 100_000 && long.count == 80)
  }

  @Test("The first exponent is the verdict's, at every size of the screen")
  func exponents() throws {
    for size in [Size(width: 40, height: 10), Size(width: 100, height: 30), Size(width: 200, height: 60)] {
      var session = Sample.spectrum(size: size)
      _ = session.frame()
      let first = try #require(session.flowSpectrum?.spectrum?.lyapunovExponents.first?.value)
      let verdict = try #require(session.analysis.regime.lyapunovExponent)
      #expect((first - verdict).magnitude < 1e-9)
    }
  }

  /// W = I + N at 400 steps: the verdict's σ₁ is 8.902e20, of most other values rounding leaves nothing.
  private func nonnormal(_ size: Size = Size(width: 100, height: 30)) throws -> Session {
    var session = Sample.spectrum(hidden: 12, .identity, input: "zero", steps: 400, size: size)
    let W = Matrix((0..<12).map { row in (0..<12).map { $0 == row || $0 == row + 1 ? 1 : 0 } })
    var base = try #require(session.state.matrix?.base)
    base.network = try base.network.with(W: W)
    let network = ScaledNetwork(base: base, origin: .seeded(.gaussian, seed: 1))
    var state = session.state
    (state.matrix, state.start, state.scales) = (network, try network.start(), nil)
    session = Session(state: state, sources: Sample.sources, size: size)
    return session
  }

  @Test("Where rounding left no digit a question mark stands, in the picture and in the numbers")
  func undetermined() throws {
    let session = try nonnormal()
    let frame = session.lines
    #expect(frame.contains { $0.contains("λ₁ = 0.121 … λ₁₂ = ? per step") && $0.contains("σ₁ = 8.9e20 … σ₁₂ = ?") })
    let layout = SpectrumLayout(Layout(for: session).body)
    #expect(frame[layout.flow.y + layout.flow.height - 1].contains("?"))
    let band = layout.bands[1]
    let bars = (band.y..<band.y + band.height).map { frame[$0].dropFirst(band.x) }
    #expect(bars.contains { $0.contains("?") })
    #expect(!Sample.spectrum(target: 20).lines.dropLast().contains { $0.contains("?") })
  }

  @Test("A number has as many digits as rounding left")
  func digits() {
    func text(_ error: Double) -> String {
      FlowSpectrum.SingularValue.determined(ScaledDouble(1.2345), relativeError: error).text(digits: 3)
    }
    #expect(
      [1e-9, 0.0005, 0.001, 0.005, 0.006, 0.05, 0.06].map(text) == ["1.23", "1.23", "1.2", "1.2", "1", "1", "?"])
    #expect(FlowSpectrum.SingularValue.undetermined(relativeError: 3).text(digits: 3) == "?")
    func rate(_ value: Double?, _ error: Double) -> String {
      FlowSpectrum.Exponent(value: value, error: error).text(digits: 3, rounding: 1e-15)
    }
    #expect(rate(nil, 1) == "?" && rate(-.infinity, 0) == "−∞" && rate(1e-16, 1e-15) == "0")
    #expect(rate(-0.1234, 1e-9) == "−0.123" && rate(-0.1234, 0.01) == "?" && rate(-0.1234, 0.005) == "−0.1")
  }

  @Test("Lags that are left out are said in words")
  func leftOut() {
    func title(_ lines: [String], of session: Session) -> String {
      lines[SpectrumLayout(Layout(for: session).body).flowRule.y]
    }
    func title(_ session: Session) -> String { title(session.lines, of: session) }
    #expect(!title(Sample.spectrum()).contains("lags"))
    var many = Sample.spectrum(input: "noise", steps: 1000)
    var large = Sample.spectrum(hidden: 512, input: "noise", steps: 50)
    for width in [60, 100, 160] {
      (many.size.width, large.size.width) = (width, width)
      #expect(title(many).contains(" of the 1000 lags"))
      #expect(title(large).contains(" of 50 lags"))
    }
    let long = Sample.spectrum(hidden: 2, input: "noise", steps: 20_000)
    let lines = long.lines
    #expect(title(lines, of: long).contains(" of the first 11999 of 20000 lags"))
    #expect(lines.contains { $0.contains("over 11998 steps") })
    #expect(lines.contains { $0.contains("the last 11998 of 19999 steps") })
  }

  @Test("Bars of one value each share the whole width of their band", arguments: [2, 5, 16, 64, 128])
  func wholeWidth(hidden: Int) {
    var session = Sample.spectrum(.orthogonal, hidden: hidden, gain: 0.5, .identity, size: Size(width: 160, height: 45))
    let frame = session.frame()
    let band = SpectrumLayout(Layout(for: session).body).bands[0]
    let cells = (0..<band.width).filter { column in
      (band.y..<band.y + band.height).contains { frame[band.x + column, $0].glyph == "█" }
    }
    #expect((cells.first ?? 99) == TimeColumns.gutter && (cells.last ?? 0) >= band.width - 3)
  }

  @Test("A frame that shows the same computes nothing anew")
  func cache() {
    var session = Sample.spectrum()
    let first = session.frame()
    let key = session.flowSpectrum?.key
    session.press("[[")
    _ = session.frame()
    #expect(session.flowSpectrum?.key == key && key != nil)
    session.press("]]")
    #expect(session.frame() == first)
    session.press("<Left>")
    _ = session.frame()
    #expect(session.flowSpectrum?.key != key)
  }

  @Test("Nothing traps: any size, any gain, one unit, one step", arguments: [1, 2, 5, 70])
  func extremes(hidden: Int) {
    for (place, gain) in [0, 1e-300, 0.1, -1.5, 1e20, 1e300].enumerated() {
      for (width, height) in [(40, 10), (60, 14), (61, 23), (400, 100), (40, 300)] {
        let activation = Activation.allCases[(place + hidden) % Activation.allCases.count]
        for steps in [1, 2, 44] {
          var session = Sample.spectrum(
            Initialization.allCases[place % 4], hidden: hidden, gain: gain, activation, steps: steps,
            size: Size(width: width, height: height))
          let frame = session.frame()
          #expect(frame.size == session.size)
          #expect(!frame.plainText.contains("nan") && !frame.plainText.contains("inf"))
        }
      }
    }
  }

  @Test("Braces change how far down the singular values are shown")
  func depth() {
    let session = Sample.spectrum()
    #expect(session.pressing("}}}}}").lines != session.lines)
    #expect(session.pressing("}").state.depth != nil)
  }

  @Test("A number that is said to lie on a side of 1 lies there as it is written")
  func apart() {
    for value in [1.002, 0.9996, 1.0000003, 1.5, 0.2, 1 - 1e-11] {
      let text = NumberText.compact(ScaledDouble(value), digits: 3, apartFrom: .one)
      let shown = Double(text) ?? 1
      #expect(shown != 1 && (shown > 1) == (value > 1), "\(text)")
    }
    #expect(NumberText.compact(ScaledDouble(1.5), digits: 3, apartFrom: .one) == "1.5")
    let lines = Sample.spectrum(hidden: 2).lines
    #expect(lines.contains { $0.contains("σ_max(W)·γ = 1.002 > 1: may explode") })
  }

  @Test("A direction that is blocked stands below 1 and below 0, in the last row of its band")
  func blockedDirections() {
    var session = Sample.spectrum(.shift, hidden: 2)
    let (frame, layout) = (session.frame(), SpectrumLayout(Layout(for: session).body))
    for band in layout.bands {
      let crosses = (band.y..<band.y + band.height).filter { y in
        (band.x..<band.x + band.width).contains { frame[$0, y].glyph == "×" }
      }
      let line = (band.y..<band.y + band.height).first { y in
        (band.x + 9..<band.x + band.width).count { "▁▔─".contains(frame[$0, y].glyph) } > band.width / 3
      }
      #expect(crosses == [band.y + band.height - 1] && (line ?? .max) < crosses[0])
    }
  }

  @Test(
    "The axis of the flow's singular values holds all of them, but for a few", arguments: [2, 4, 16])
  func heldLags(hidden: Int) {
    for size in [Size(width: 80, height: 24), Size(width: 100, height: 30), Size(width: 160, height: 45)] {
      var session = Sample.spectrum(hidden: hidden, size: size)
      let (frame, flow) = (session.frame(), SpectrumLayout(Layout(for: session).body).flow)
      let marked = (flow.x..<flow.x + flow.width).count { frame[$0, flow.y + flow.height - 1].glyph == "▾" }
      #expect(marked <= flow.width / 20, "\(hidden) units: \(marked)")
    }
  }
}
