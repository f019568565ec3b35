import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What is kept as B stands in the Spectrum view where its numbers are.
@Suite("The spectrum of what is kept as B")
struct SpectrumComparisonTests {
  private func beside(_ shown: Session, _ other: Session) -> Session {
    var state = shown.state
    (state.counterpart, state.scales) = (Counterpart(other.state), nil)
    return Session(state: state, sources: shown.sources, size: shown.size)
  }

  private func drawn(_ session: Session) -> (frame: Frame, layout: SpectrumLayout) {
    var session = session
    return (session.frame(), SpectrumLayout(Layout(for: session).body))
  }

  /// A network of several units with a W of its own.
  private func network(_ rows: [[Double]], like session: Session) throws -> Session {
    var state = session.state
    var base = try #require(state.matrix?.base)
    base.network = try base.network.with(W: Matrix(rows))
    let network = ScaledNetwork(base: base, origin: .seeded(.gaussian, seed: 1))
    (state.matrix, state.start, state.scales) = (network, try network.start(), nil)
    return Session(state: state, sources: session.sources, size: session.size)
  }

  private static let size = Size(width: 160, height: 45)

  /// The dots of braille in a rectangle, with the style of their cells.
  private func dots(_ frame: Frame, _ rect: Rect) -> [(x: Int, y: Int, style: Style)] {
    (0..<4 * rect.height).flatMap { y in
      (0..<2 * rect.width).compactMap { x in
        let cell = frame[rect.x + x / 2, rect.y + y / 4]
        let isSet = BrailleCanvas.dots(of: cell.glyph).map { $0 & BrailleCanvas.masks[y % 4][x % 2] != 0 } ?? false
        return isSet ? (x, y, cell.style) : nil
      }
    }
  }

  @Test("A ring stands around an eigenvalue of B: of a rotation by 90° on the imaginary axis")
  func rings() throws {
    let other = try network([[0, -0.5], [0.5, 0]], like: Sample.spectrum(hidden: 2, size: Self.size))
    let session = beside(Sample.spectrum(hidden: 2, gain: 0, size: Self.size), other)
    let (frame, layout) = drawn(session)
    let own = dots(frame, layout.plane).filter { $0.style == .counterpart }
    let side = Double(4 * layout.plane.height - 2)
    for sign in [-1.0, 1] {
      let ring = own.filter { (Double($0.y) < side / 2) == (sign > 0) }
      let (x, y) = (ring.map { Double($0.x) }.reduce(0, +), ring.map { Double($0.y) }.reduce(0, +))
      // A dot of an axis may share a cell with it.
      #expect((8...10).contains(ring.count))
      #expect((x / Double(ring.count) - side / 2).magnitude < 1)
      #expect((y / Double(ring.count) - (1 - sign * 0.5 / 1.25) / 2 * side).magnitude < 1)
    }
    #expect(session.lines.contains { $0.contains("⢎⡱ B") })
    #expect(session.lines.contains { $0.contains("B: ρ(W) = 0.5") })
    #expect(frame.glyphs(inRow: layout.planeAxis.y).contains("B"))
  }

  @Test("Where both have the same eigenvalue each is seen in a colour of its own", arguments: [1, 2, 3, 4])
  func coincide(hidden: Int) {
    let one = Sample.spectrum(hidden: hidden, gain: 0.8, size: Self.size)
    let (frame, layout) = drawn(beside(one, one))
    let (all, half) = (dots(frame, layout.plane), Double(4 * layout.plane.height - 2) / 2)
    let squares: Set<Style> = [.attenuates, .amplifies, .steady]
    for eigenvalue in one.analysis.weightSpectrum?.eigenvalues ?? [] {
      let (x, y) = (
        half * (1 + eigenvalue.real.doubleValue / 1.25), half * (1 - eigenvalue.imaginary.doubleValue / 1.25)
      )
      let near = all.filter { (Double($0.x) - x).magnitude < 4 && (Double($0.y) - y).magnitude < 4 }
      #expect(near.contains { $0.style == .counterpart } && near.contains { squares.contains($0.style) })
    }
    #expect(!dots(drawn(one).frame, layout.plane).contains { $0.style == .counterpart })
  }

  @Test("Many eigenvalues of B are small marks, very many single dots", arguments: [(8, "⢎⡱"), (45, "⠪⠂"), (90, "⠂")])
  func sizes(hidden: Int, sample: String) {
    let session = beside(
      Sample.spectrum(hidden: 2), Sample.spectrum(hidden: hidden, steps: 3))
    #expect(session.lines.contains { $0.contains(" \(sample) B ") })
  }

  /// The lines of B across a band from left to right, each with its height in rows.
  private func lines(_ frame: Frame, _ band: Rect) -> [Double] {
    var found: [(x: Int, height: Double)] = []
    for x in band.x..<band.x + band.width {
      for row in 0..<band.height {
        let cell = frame[x, band.y + band.height - 1 - row]
        guard let height = cell.lineHeight else { continue }
        // One of the neighbour is the same line.
        if let last = found.last, last.x == x - 1 {
          found[found.count - 1].x = x
        } else {
          found.append((x, Double(row) + height))
        }
      }
    }
    return found.map(\.height)
  }

  @Test(
    "A line stands at B's σ_r(W)·γ and at its λ_r beside the bar of the same r, however many units either has",
    arguments: [(8, 8), (8, 3), (3, 8), (5, 1)])
  func bars(units: Int, others: Int) throws {
    let other = Sample.spectrum(.gaussian, hidden: others, gain: 1.7, .sigmoid, steps: 20, size: Self.size)
    let (frame, layout) = drawn(beside(Sample.spectrum(hidden: units, size: Self.size), other))
    let W = other.state.start.network.recurrentWeights
    // γ of the sigmoid is 1/4.
    let conditions = WeightSpectrum(of: W).singularValues.map { $0 * ScaledDouble(0.25) }
    let trajectory = other.analysis.trajectory
    let flow = FlowSpectrum(of: trajectory, target: 20, lags: [19])
    let exponents = flow.lyapunovExponents.map { ScaledDouble($0.value ?? 0) }
    for (band, values) in zip(layout.bands, [conditions, exponents]) {
      let reader = BandReader(frame, band, isLogarithmic: band == layout.bands[0])
      let found = lines(frame, band)
      #expect(found.count == Swift.min(units, others))
      for (height, value) in zip(found, values) {
        let expected = try #require(reader.height(of: value))
        #expect((height - expected).magnitude <= 0.125 + reader.slack, "\(value.doubleValue)")
      }
    }
    let text = frame.plainText
    #expect(text.contains("─ B: the first 3 of 8") == (units < others) && text.contains("n = ") == (units > others))
  }

  @Test("Of a scalar network |W| is the only eigenvalue and singular value, and |W|ⁿ the flow of a linear one")
  func scalar() throws {
    let other = Sample.session(.identity, W: -0.5, size: Self.size)
    let session = beside(Sample.spectrum(size: Self.size), other)
    let (frame, layout) = drawn(session)
    #expect(session.lines.contains { $0.contains("B: ρ(W) = 0.5") } && frame.plainText.contains("─ B: n = 1"))
    #expect(session.lines.contains { $0.contains("B: λ₁ = −0.693") })
    let half = Double(4 * layout.plane.height - 2) / 2
    let ring = dots(frame, layout.plane).filter { $0.style == .counterpart }
    let x = ring.map { Double($0.x) }.reduce(0, +) / Double(ring.count)
    #expect((x - half * (1 - 0.5 / 1.25)).magnitude < 1)
    // The plane holds it where it is the largest.
    let reach = beside(Sample.spectrum(size: Self.size), Sample.session(W: -3, size: Self.size)).state.scales?.plane
    #expect(reach == PlaneReach(index: 3) && PlaneReach(index: 3).value == ScaledDouble(3.75))
    // ln 0.5 a step.
    let whole = Rect(x: 0, y: layout.flow.y, width: frame.size.width, height: layout.flow.height)
    let reader = BandReader(frame, whole, isLogarithmic: true)
    let all = dots(frame, layout.flow)
    for lag in 0..<44 {
      let expected = try #require(reader.height(of: .exp(-0.6931471805599453 * Double(lag))))
      let x = Int((Double(lag) / 43 * Double(2 * layout.flow.width - 1)).rounded())
      let found = all.filter { $0.x == x }.map { Double(layout.flow.height) - (Double($0.y) + 0.5) / 4 }
      #expect(found.contains { ($0 - expected).magnitude <= 0.25 + reader.slack }, "lag \(lag)")
    }
  }

  @Test("The lags reach as far as the longer of both, and each curve as far as its own")
  func lags() {
    for (own, others) in [(20, 44), (44, 20), (1, 30), (30, 1)] {
      let session = beside(
        Sample.spectrum(hidden: 4, steps: own, size: Self.size),
        Sample.spectrum(hidden: 3, gain: 0.7, steps: others, size: Self.size))
      let (frame, layout) = drawn(session)
      let all = dots(frame, layout.flow)
      let last = Swift.max(own, others) - 1
      func end(_ steps: Int) -> Int {
        Int((Double(steps - 1) / Double(last) * Double(2 * layout.flow.width - 1)).rounded())
      }
      let ends = [Style.counterpart: end(others), .strong: end(own)]
      // One dot alone of both at lag 0 has one colour.
      for (style, end) in ends where end > 0 {
        // A cell has two columns of dots, and B has every other one where it runs with A's largest.
        let found = all.filter { $0.style == style }.map(\.x).max() ?? -9
        #expect((found - end).magnitude <= 4, "\(own) and \(others): \(style) \(found) \(end)")
      }
      #expect(frame.plainText.contains("B: k = 1: no step to flow through") == (others == 1))
      #expect(frame.glyphs(inRow: layout.flowLabels.y).contains("\(last < 40 ? 15 : 40)"))
    }
  }

  @Test("What overflows is said, whichever of the two it is, and the other is drawn", arguments: [false, true])
  func overflow(isOther: Bool) {
    let size = Size(width: 100, height: 30)
    let (finite, infinite) = (
      Sample.spectrum(hidden: 4, size: size), Sample.spectrum(hidden: 4, gain: 1e20, .identity, size: size)
    )
    let session = isOther ? beside(finite, infinite) : beside(infinite, finite)
    let (frame, layout) = drawn(session)
    let found = dots(frame, layout.flow).contains { $0.style == .counterpart }
    #expect(found == !isOther && lines(frame, layout.bands[1]).isEmpty == isOther)
    let text = frame.plainText
    #expect(text.contains("B overflows at step ") == isOther && text.contains(": no flow") == !isOther)
    #expect(text.contains("B: the state overflows") == isOther && !text.contains("inf") && !text.contains("nan"))
    let both = drawn(beside(infinite, infinite)).frame.plainText
    #expect(both.contains("B overflows") && both.contains("no flow"))
  }

  @Test("A direction of B that is blocked has a cross below everything, one that rounding ate a question mark")
  func withoutHeight() throws {
    let (frame, layout) = drawn(beside(Sample.spectrum(hidden: 2), Sample.spectrum(.shift, hidden: 2)))
    for band in layout.bands {
      let crosses = (band.x..<band.x + band.width).filter {
        frame[$0, band.y + band.height - 1] == Cell("×", .counterpart)
      }
      #expect(crosses.count == 1)
    }
    let long = Sample.spectrum(hidden: 12, .identity, input: "zero", steps: 400)
    let rows = (0..<12).map { row in (0..<12).map { $0 == row || $0 == row + 1 ? 1.0 : 0 } }
    let other = try network(rows, like: long)
    let session = beside(
      Sample.spectrum(.orthogonal, hidden: 12, gain: 0.9, .identity, input: "zero", steps: 400), other)
    let (asked, place) = drawn(session)
    #expect((0..<100).contains { asked[$0, place.flow.y + place.flow.height - 1] == Cell("?", .counterpart) })
    let band = place.bands[1]
    #expect(
      (band.y..<band.y + band.height).contains { y in
        (band.x..<band.x + band.width).contains { asked[$0, y] == Cell("?", .counterpart) }
      })
  }

  @Test("What a pinned plane and a chosen depth cut off is marked")
  func cutOff() {
    var session = beside(Sample.spectrum(), Sample.spectrum())
    _ = session.frame()
    session.state.isPinned = true
    session.state.counterpart = Counterpart(Sample.spectrum(gain: 6).state)
    #expect(session.lines.contains { $0.contains("⢎⡱ B, ") && $0.contains(" beyond") })
    var deep = beside(Sample.spectrum(.orthogonal, .identity), Sample.session(.identity, W: 0.1))
    deep.state.depth = 3
    let (frame, layout) = drawn(deep)
    #expect((0..<100).contains { frame[$0, layout.flow.y + layout.flow.height - 1] == Cell("▾", .counterpart) })
  }

  @Test("While one of the two stays only the other is computed")
  func reused() throws {
    var session = beside(Sample.spectrum(), Sample.spectrum(hidden: 5, gain: 0.5))
    _ = session.frame()
    let first = try #require(session.flowSpectrum)
    session.press("<Left>")
    _ = session.frame()
    let second = try #require(session.flowSpectrum)
    #expect(second.key.shown != first.key.shown && second.key.other == first.key.other)
    // Without B's trajectory there is nothing to compute B's from.
    let kept = ShownFlowSpectrum(second.key, session.analysis.trajectory, beside: nil, reusing: first)
    #expect(kept.other == nil)
    let stays = ShownFlowSpectrum(
      first.key, session.analysis.trajectory, beside: session.analysis.trajectory, reusing: first)
    #expect(stays.spectrum?.lags == first.spectrum?.lags && stays.other?.lags == first.other?.lags)
    #expect(stays.other?.lags.first?.singularValues.count == 5)
    // Exchanged, each has the other's place.
    let swapped = ShownFlowSpectrum.Key(
      shown: try #require(first.key.other), other: first.key.shown, columns: first.key.columns)
    let exchanged = ShownFlowSpectrum(
      swapped, session.analysis.trajectory, beside: session.analysis.trajectory, reusing: first)
    #expect(exchanged.spectrum?.lags == first.other?.lags && exchanged.other?.lags == first.spectrum?.lags)
    session.press("x")
    _ = session.frame()
    #expect(session.flowSpectrum?.key.shown == second.key.other)
  }

  @Test("B that is let go of leaves nothing behind")
  func letGo() {
    let session = Sample.spectrum(size: Self.size)
    let (before, after) = (session.lines, session.pressing("bb").lines)
    #expect(before.dropLast() == after.dropLast() && session.pressing("b").lines.dropLast() != before.dropLast())
  }

  @Test(
    "Nothing traps and nothing is cut in half: any size, any pair",
    arguments: [(40, 10), (60, 14), (61, 23), (400, 100)])
  func extremes(width: Int, height: Int) {
    let size = Size(width: width, height: height)
    let all = [
      Sample.spectrum(hidden: 1, size: size), Sample.spectrum(hidden: 40, gain: 0, .relu, size: size),
      Sample.spectrum(.shift, hidden: 3, gain: -1e300, .identity, steps: 2, size: size),
      Sample.spectrum(hidden: 6, gain: 1e-300, .sigmoid, steps: 1, size: size),
    ]
    for shown in all {
      for other in all + [Sample.session(W: 0, size: size), Sample.session(.relu, W: 1e300, size: size)] {
        let text = drawn(beside(shown, other)).frame.plainText
        #expect(!text.contains("nan") && !text.contains("inf"))
      }
    }
  }
}
