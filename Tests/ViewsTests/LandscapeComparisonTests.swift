import RNNCore
import RNNFiles
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What is kept as B stands in the Landscape view where its numbers are.
@Suite("The landscape of what is kept as B")
struct LandscapeComparisonTests: LandscapeReading {
  private func beside(_ shown: Session, _ other: Session, keys: String = "4") -> Session {
    var state = shown.state
    (state.counterpart, state.scales) = (Counterpart(other.state), nil)
    return Session(state: state, sources: shown.sources, size: shown.size).pressing(keys)
  }

  /// Whether a dot stands within an eighth of a row of a value; true of one that lies beyond the band.
  private func stands(
    _ value: ScaledDouble, _ frame: Frame, _ band: Rect, column: Int, _ reader: BandReader
  ) throws -> Bool {
    let height = try #require(reader.height(of: value))
    guard (0...Double(band.height)).contains(height) else { return true }
    return dots(frame, band, column: column).contains { ($0 - height).magnitude <= 0.125 + reader.slack }
  }

  private func styles(_ frame: Frame, _ band: Rect) -> Set<Style> {
    Set(
      (band.y..<band.y + band.height).flatMap { y in (band.x..<band.x + band.width).map { frame[$0, y] } }
        .filter { BrailleCanvas.dots(of: $0.glyph) != nil }.map(\.style))
  }

  private static let sizes = [Size(width: 80, height: 24), Size(width: 100, height: 30), Size(width: 160, height: 45)]

  @Test("Over the same knob B's curves are those of B's own network, input, k and θ", arguments: sizes)
  func curves(size: Size) throws {
    var other = Sample.session(.softsign, W: 1.2, U: 1.4, input: "sine", steps: 31, size: size)
    other.state.parameter = .inputWeights
    let (frame, layout, landscape) = try drawn(beside(Sample.session(size: size), other))
    let readers = [
      reader(frame, layout.bands[0]), reader(frame, layout.bands[1], isLogarithmic: true),
      reader(frame, layout.bands[2]),
    ]
    let responses = try #require(landscape.otherCurves).responses
    #expect(responses.count == 2 * layout.plot.width)
    for response in responses where layout.column(of: 0.9) != layout.plot.x + layout.dot(of: response.value) / 2 {
      let column = layout.dot(of: response.value)
      guard column % 7 == 0 else { continue }
      // The forward pass and the gradient of the changed network, and not what the curve is computed by.
      let start = try other.state.start.setting(.recurrentWeight, to: response.value)
      let trajectory = Experiment(start: start, inputs: other.analysis.experiment.inputs).trajectory()
      let contributions = Contributions(of: trajectory, target: 31, parameter: .inputWeights)
      let rate = try #require(Regime(of: contributions, extremes: .told).lyapunovExponent)
      let state = try #require(Array(trajectory.state(at: 31)).first)
      let values = [ScaledDouble(state), contributions.total, ScaledDouble(rate)]
      for (place, value) in values.enumerated() {
        let band = layout.bands[place]
        let x = band.x + column / 2
        // Where a neighbour lies beyond the band its mark takes the cell.
        guard ![band.y, band.y + band.height - 1].contains(where: { "▴▾".contains(frame[x, $0].glyph) }) else {
          continue
        }
        #expect(try stands(value, frame, band, column: column, readers[place]), "W \(response.value), band \(place)")
      }
    }
    for band in layout.bands { #expect(styles(frame, band).contains(.counterpart)) }
  }

  @Test("B's value of the knob is a second cursor, on the axis and through the bands")
  func cursor() throws {
    for (keys, value, text) in [("4", 1.6, "B 1.6"), ("4<Tab>", -0.4, "B −0.4")] {
      let other = Sample.session(W: 1.6, U: -0.4, s0: 0.3)
      let (frame, layout, _) = try drawn(beside(Sample.session(), other, keys: keys))
      let x = try #require(layout.column(of: value))
      #expect(frame[x, layout.axis.y] == Cell("B", .counterpart))
      #expect(frame.glyphs(inRow: layout.axisLabels.y).contains(text))
      #expect((layout.plot.y..<layout.plot.y + layout.plot.height).contains { frame[x, $0] == Cell("┊", .counterpart) })
    }
    // Beyond the window there is none.
    let (frame, layout, _) = try drawn(beside(Sample.session(), Sample.session(W: 9)))
    #expect(!frame.glyphs(inRow: layout.axis.y).contains("B"))
  }

  @Test("Where only the knob's value differs the curves are the same: computed once, drawn once, and said")
  func same() throws {
    let (frame, layout, landscape) = try drawn(beside(Sample.session(W: 1.1), Sample.session()))
    #expect(landscape.key.other == landscape.key.shown && landscape.otherCurves?.responses == landscape.responses)
    for (band, own) in zip(layout.bands, [Style.target, .positive, .attenuates]) {
      #expect(styles(frame, band).contains(own))
      for y in band.y..<band.y + band.height {
        for x in band.x..<band.x + band.width where frame[x, y].style == .counterpart {
          #expect(frame[x, y].glyph == "┊")
        }
      }
    }
    #expect(frame.glyphs(inRow: layout.rules[0].y).contains("B: the same curve"))
  }

  @Test("Over the gain B's λ is that of its own W₀", arguments: [Observable.state, .unit(1)])
  func gain(observable: Observable) throws {
    let shown = MatrixSample.session(of: observable, size: Size(width: 100, height: 30))
    let other = MatrixSample.session(
      units: 2, activation: .sigmoid, gain: 1.5, steps: 30, of: observable, size: Size(width: 100, height: 30))
    var state = shown.state
    state.counterpart = Counterpart(other.state)
    let session = Session(state: state, sources: shown.sources, size: shown.size).pressing("4")
    let (frame, layout, landscape) = try drawn(session)
    let responses = try #require(landscape.otherCurves).responses
    let experiment = Experiment(
      start: try #require(other.state.matrix).base, inputs: try #require(session.compared).analysis.experiment.inputs)
    let reader = reader(frame, layout.bands[2])
    for response in responses where layout.dot(of: response.value) % 9 == 0 {
      guard layout.column(of: 1) != layout.plot.x + layout.dot(of: response.value) / 2 else { continue }
      let rate = try #require(experiment.growth(ofGain: response.value, target: 30))
      let column = layout.dot(of: response.value)
      #expect(try stands(ScaledDouble(rate), frame, layout.bands[2], column: column, reader))
    }
    // States of several units are no single number.
    let isOne = observable != .state
    #expect(styles(frame, layout.bands[0]).contains(.counterpart) == isOne)
    #expect(frame.glyphs(inRow: layout.rules[0].y).contains("─ B") == isOne)
    #expect(frame[try #require(layout.column(of: 1.5)), layout.axis.y] == Cell("B", .counterpart))
  }

  @Test("Where B has no such knob its numbers are lines with a name", arguments: [Observable.state, .unit(2)])
  func lines(observable: Observable) throws {
    var other = Sample.spectrum(hidden: 4, gain: 0.9)
    other.state.observable = observable
    let session = beside(Sample.session(), other)
    let (frame, layout, landscape) = try drawn(session)
    let analysis = try #require(session.compared).analysis
    #expect(landscape.key.other == nil && landscape.otherCurves == nil)
    let state = Array(analysis.trajectory.state(at: 44))[2]
    let values = [
      observable == .state ? nil : ScaledDouble(state), analysis.contributions?.total,
      analysis.regime.lyapunovExponent.map { ScaledDouble($0) },
    ]
    for (place, value) in values.enumerated() {
      let band = layout.bands[place]
      let name = (band.y..<band.y + band.height).filter { y in
        (band.x..<band.x + band.width).contains { frame[$0, y] == Cell("B", .counterpart) }
      }
      guard let value else {
        #expect(name.isEmpty)
        continue
      }
      let reader = reader(frame, band, isLogarithmic: place == 1)
      let height = try #require(reader.height(of: value))
      for column in stride(from: 1, to: 2 * band.width, by: 11) where frame[band.x + column / 2, band.y].glyph != "│" {
        let x = band.x + column / 2
        let isName = name.contains { y in (x - 2...x + 2).contains { frame[$0, y].glyph == "B" } }
        guard !isName, x != layout.column(of: 0.9) else { continue }
        #expect(try stands(value, frame, band, column: column, reader), "band \(place), column \(column)")
      }
      #expect(name == [band.y + band.height - 1 - Int(height)])
    }
    #expect(frame.plainText.contains("─ B: ‖∂s₄₄") && frame.plainText.contains(", as it is"))
    #expect(!frame.glyphs(inRow: layout.axis.y).contains("B"))
  }

  @Test("The scalar network beside several units, and V beside a network that has none, are lines as well")
  func scalarLines() throws {
    let session = beside(Sample.spectrum(hidden: 4), Sample.session(.tanh, W: 1.3))
    let (frame, layout, landscape) = try drawn(session)
    #expect(landscape.key.other == nil)
    let rate = try #require(session.compared?.analysis.regime.lyapunovExponent)
    let column = 2 * layout.plot.width - 3
    #expect(try stands(ScaledDouble(rate), frame, layout.bands[2], column: column, reader(frame, layout.bands[2])))
    let sources = Sample.sources.map { source in
      var source = source
      source.asksForNext = true
      source.classNames = ["next above mean", "next not above"]
      return source
    }
    var head = try #require(Setup().state(sources: sources))
    head.observable = .loss
    head.counterpart = Counterpart(Sample.session().state)
    head.knob = .outputWeight
    let loss = Session(state: head, sources: sources, size: Size(width: 100, height: 30)).pressing("4")
    #expect(loss.sweptKnob == .outputWeight)
    let swept = try drawn(loss)
    #expect(swept.landscape.key.other == nil && swept.frame.plainText.contains("as it is"))
  }

  @Test("The axes hold B's curves: of a range, of one beside none, of states that explode")
  func axes() throws {
    for (own, other) in [(Activation.sigmoid, Activation.tanh), (.tanh, .relu), (.relu, .tanh), (.relu, .identity)] {
      let size = Size(width: 100, height: 30)
      let session = beside(Sample.session(own, size: size), Sample.session(other, W: 1.1, size: size))
      let (frame, layout, landscape) = try drawn(session)
      for band in layout.bands {
        let beyond = (band.x..<band.x + band.width).count { x in
          (band.y..<band.y + band.height).contains {
            frame[x, $0].style == .counterpart && "▴▾".contains(frame[x, $0].glyph)
          }
        }
        #expect(beyond <= band.width / 10, "\(own) beside \(other)")
      }
      let reader = reader(frame, layout.bands[0])
      if own == .sigmoid { #expect(reader.ticks.last?.value == -ScaledDouble.one) }
      #expect(landscape.otherCurves?.isWhole == true)
    }
  }

  @Test("What takes part of B's gradient is drawn where it is cut")
  func cut() throws {
    var other = Sample.session(W: 1.1)
    other.state.cut = Cut(.window, length: 2)
    let (frame, layout, landscape) = try drawn(beside(Sample.session(), other))
    let reader = reader(frame, layout.bands[1], isLogarithmic: true)
    for response in try #require(landscape.otherCurves).responses where layout.dot(of: response.value) % 9 == 0 {
      let start = try other.state.start.setting(.recurrentWeight, to: response.value)
      let trajectory = Experiment(start: start, inputs: other.analysis.experiment.inputs).trajectory()
      let all = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights)
      let kept = all.value(at: 44) + all.value(at: 43)
      let column = layout.dot(of: response.value)
      guard layout.column(of: 0.9) != layout.plot.x + column / 2, !kept.isZero else { continue }
      #expect(try stands(kept, frame, layout.bands[1], column: column, reader), "W \(response.value)")
    }
  }

  @Test("Where B's gradient has the other sign its sign stands below")
  func signs() throws {
    let other = Sample.session(U: 1.4)
    let (frame, layout, landscape) = try drawn(beside(Sample.session(), other))
    var differing = 0
    for column in 0..<layout.plot.width {
      let own = try #require(landscape.responses[2 * column + 1].total).signum
      let start = try other.state.start.setting(.recurrentWeight, to: landscape.responses[2 * column + 1].value)
      let trajectory = Experiment(start: start, inputs: other.analysis.experiment.inputs).trajectory()
      let beside = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights).total.signum
      let expected: Character = own > 0 ? beside < 0 ? "±" : "+" : beside > 0 ? "∓" : "−"
      #expect(frame[layout.plot.x + column, layout.signs.y].glyph == expected)
      differing += own * beside < 0 ? 1 : 0
    }
    #expect(differing > 0 && frame.glyphs(inRow: layout.rules[1].y).contains("± ∓ its sign differs"))
  }

  @Test("What has no number is marked: overflow, a blocked flow, a gradient of 0")
  func withoutHeight() throws {
    func count(_ glyph: Character, _ session: Session, band: Int) throws -> Int {
      let (frame, layout, _) = try drawn(session)
      let rect = layout.bands[band]
      return (rect.y..<rect.y + rect.height).reduce(0) { sum, y in
        sum + (rect.x..<rect.x + rect.width).count { frame[$0, y] == Cell(glyph, .counterpart) }
      }
    }
    let blocked = beside(Sample.session(), Sample.session(.relu, U: 0, b: -0.5))
    #expect(try count("×", blocked, band: 2) > 0 && (try count("·", blocked, band: 1)) > 0)
    let exploding = beside(Sample.session(), Sample.session(.identity, input: "noise", steps: 2000), keys: "4>>")
    for band in 0..<3 { #expect(try count("!", exploding, band: band) > 0) }
    // Of what has no knob, and no state.
    let infinite = beside(Sample.session(), Sample.spectrum(hidden: 3, gain: 1e200, .identity))
    let text = try drawn(infinite).frame.plainText
    #expect(text.contains("B: the state overflows"))
    let one = beside(Sample.spectrum(hidden: 3), Sample.session(.identity, W: 1e200))
    #expect(try drawn(one).frame.plainText.contains("B overflows"))
    let first = beside(Sample.session(), Sample.session(steps: 1))
    let last = try drawn(first).frame.plainText
    #expect(last.contains("B at 0.9: ∂s₁/∂W = ") && last.contains("no step to flow through"))
    let dead = beside(Sample.session(), Sample.session(W: 0))
    #expect(try drawn(dead).frame.plainText.contains("λ = −∞: blocked"))
  }

  @Test("B is refined along with what is shown, in the same moments, and what is missing is said")
  func refined() throws {
    func long() -> Session {
      let size = Size(width: 100, height: 20)
      return beside(
        Sample.session(input: "zero", steps: 20_000, size: size),
        Sample.session(.sigmoid, W: 1.3, input: "zero", steps: 15_000, size: size))
    }
    var session = long()
    var (frame, layout, landscape) = try drawn(session)
    _ = session.frame()
    let other = try #require(landscape.otherCurves)
    #expect(other.computed > 0 && !other.isWhole && landscape.progress.computed > 0 && !landscape.isComplete)
    let spent =
      landscape.progress.computed * LandscapeCost.sample(landscape.key.shown)
      + other.computed * LandscapeCost.sample(try #require(landscape.key.other))
    #expect(spent <= LandscapeCost.slice)
    #expect(frame.glyphs(inRow: layout.rules[0].y).contains("\(other.computed) of \(other.count) values"))
    var count = 0
    while session.tickInterval != nil, count < 60 {
      session.tick()
      frame = session.frame()
      count += 1
    }
    landscape = try #require(session.landscape)
    #expect(count < 60 && landscape.isComplete && landscape.otherCurves?.isWhole == true)
    layout = try #require(Layout(for: session).landscape(for: session))
    #expect(!frame.glyphs(inRow: layout.rules[0].y).contains(" of \(other.count) values"))
    var printed = long()
    printed.refine()
    #expect(printed.frame() == frame)
    // Without an analysis of B at hand nothing of it is computed.
    var waiting = try drawn(long()).landscape
    waiting.refine(session.analysis, beside: nil, moments: 1)
    #expect(waiting.otherCurves?.computed == other.computed)
  }

  @Test("Moving the cursor computes nothing anew; another k takes B's curves over, and x exchanges them")
  func reused() throws {
    var session = beside(Sample.session(), Sample.session(.sigmoid, W: 1.3))
    _ = session.frame()
    let first = try #require(session.landscape)
    session.press("<Up>")
    _ = session.frame()
    #expect(session.landscape?.key == first.key)
    session.press("<Left>")
    _ = session.frame()
    let second = try #require(session.landscape)
    #expect(second.key.shown != first.key.shown && second.key.other == first.key.other)
    // Of a setting that is not B's, B's curves are still those that were there.
    let kept = Landscape(second.key, session.shown, beside: session.shown, reusing: first)
    #expect(kept.otherCurves?.responses == first.otherCurves?.responses)
    let swapped = Landscape.Key(
      shown: try #require(first.key.other), other: first.key.shown, horizontal: first.key.horizontal, vertical: nil,
      columns: first.key.columns, rows: 0)
    let exchanged = Landscape(swapped, session.shown, beside: session.shown, reusing: first)
    #expect(exchanged.responses == first.otherCurves?.responses && exchanged.isComplete)
    #expect(exchanged.otherCurves?.responses == first.responses)
    let (before, after) = (Sample.session().pressing("4").lines, Sample.session().pressing("4bb").lines)
    #expect(before.dropLast() == after.dropLast())
  }

  @Test("On the error surface B stands at its W and b, and its error is that of its own state")
  func surface() throws {
    let other = Sample.session(.sigmoid, W: 2, b: -0.5)
    let session = beside(Sample.session(), other, keys: "4v")
    let (frame, layout, landscape) = try drawn(session)
    #expect(landscape.key.other == nil && landscape.otherCurves == nil)
    let (x, y) = (try #require(layout.column(of: 2)), try #require(layout.row(of: -0.5)))
    #expect(frame[x, y] == Cell("B", .counterpart))
    let experiment = Experiment(start: other.state.start, inputs: other.analysis.experiment.inputs)
    let state = try #require(experiment.state(at: 44))
    let error = NumberText.number(ScaledDouble((state - 0.7) * (state - 0.7)), digits: 4)
    #expect(frame.plainText.contains("B: E = \(error)") && frame.plainText.contains("B: its W and b"))
    for beyond in [Sample.session(W: 9), Sample.session(b: 9), Sample.spectrum(hidden: 3)] {
      let text = try drawn(beside(Sample.session(), beyond, keys: "4v")).frame.plainText
      #expect(!text.contains("B: its W and b") && text.contains("B: E = ") == !beyond.state.isMatrix)
    }
    let infinite = beside(Sample.session(), Sample.session(.identity, W: 1e200), keys: "4v")
    #expect(try drawn(infinite).frame.plainText.contains("B: the state overflows"))
  }

  @Test("Nothing traps: any size, any pair", arguments: [(40, 10), (60, 14), (61, 23), (300, 90)])
  func extremes(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    let all = [
      Sample.session(size: size), Sample.session(.relu, W: 1e300, steps: 3, size: size),
      Sample.session(.identity, W: 0, U: 0, s0: 0, steps: 1, size: size),
      Sample.spectrum(hidden: 3, gain: 1e300, .identity, size: size), Sample.spectrum(hidden: 2, gain: 0, size: size),
    ]
    let keys = ["4", "4v", "4{{{{", "4<Tab>"]
    for (place, shown) in all.enumerated() {
      for (distance, other) in all.enumerated() {
        var session = beside(shown, other, keys: keys[(place + distance) % keys.count])
        let text = session.frame().plainText
        #expect(!text.contains("nan") && !text.contains("inf"))
      }
    }
  }
}
