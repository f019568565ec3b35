import RNNCore
import Testing

@testable import GradientView

extension Sample {
  /// A session as `gradflow render --hidden N --init … --gain … --view spectrum` makes it.
  static func spectrum(
    _ initialization: Initialization = .gaussian, hidden: Int = 16, gain: Double = 1, _ activation: Activation = .tanh,
    input: String = "sunspots", steps: Int = 44, target: Int? = nil, term: Int? = nil,
    size: Size = Size(width: 100, height: 30)
  ) -> Session {
    var session = session(input: input, steps: steps, target: target, term: term, size: size)
    var state = session.state
    let network = ScaledNetwork.seeded(
      initialization, hidden: hidden, inputs: 1, activation: activation, gain: gain, seed: 1)
    if let start = try? network.start() { (state.start, state.matrix) = (start, network) }
    (state.view, state.scales) = (.spectrum, nil)
    session = Session(state: state, sources: Sample.sources, size: size)
    return session
  }
}

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

  @Test("An eigenvalue is where it belongs: the dots of a rotation by 90° stand on the imaginary axis")
  func places() throws {
    let W = Matrix([[0, -0.5], [0.5, 0]])
    var session = Sample.spectrum(hidden: 2, size: Size(width: 160, height: 45))
    var base = try #require(session.state.matrix?.base)
    base.network = try base.network.with(W: W)
    let network = ScaledNetwork(base: base, origin: .seeded(.gaussian, seed: 1))
    session.state.matrix = network
    session.state.start = try network.start()
    let side = Double(4 * SpectrumLayout(Layout(for: session).body).plane.height - 1)
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
    #expect(session.pressing("}}}").lines != session.lines)
    #expect(session.pressing("}").state.depth != nil)
  }
}
