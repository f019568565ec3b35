import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// Every mark of the Flow view stands where its number is: the drawn frame is read back, with the ticks' labels as the only
/// scale.
@Suite("Marks of the Flow view")
struct FlowMarksTests {
  /// Random networks, sequences and screens, of one unit.
  private static func sessions(_ count: Int, seed: UInt64) -> [Session] {
    var generator = SplitMix64(seed: seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
    return (0..<count).map { place in
      let activation = Activation.allCases[pick(0...Activation.allCases.count - 1)]
      let input = ["sunspots", "noise", "step", "sine", "zero", "impulse"][pick(0...5)]
      let steps = [1, 2, 5, 10, 44, 68, 88, 100, 200, 400][pick(0...9)]
      let size = Size(width: pick(40...220), height: pick(14...70))
      let available = input == "sunspots" ? min(steps, 209) : steps
      var session = Sample.session(
        activation, W: number(-1.6...1.6), U: number(-2...2), b: number(-1...1), s0: number(-2...2), input: input,
        steps: available, target: pick(1...available), size: size)
      session.press(["", "d", "dd", "z", "zz", "f", "p"][pick(0...6)])
      return session
    }
  }

  /// What scenarios show of one unit, at the sizes that screens have.
  private static let scenarios = Scenario.all.flatMap { scenario in
    [(60, 20), (80, 24), (100, 30), (160, 45), (200, 60)].map { width, height in
      var session = Sample.session(size: Size(width: width, height: height))
      session.open(scenario)
      // B's marks, over the bars, are held by `CounterpartMarksTests`.
      return session.pressing("<Esc>1" + (scenario.counterpart == nil ? "" : "b"))
    }
  }.filter { $0.state.start.network.hiddenSize == 1 }

  /// The same with all terms as they are: the marks of what is cut or clipped are held by `CutMarksTests`.
  private static let uncutScenarios = scenarios.map {
    $0.state.cut.kind == .none ? $0 : $0.pressing("=cut=none<Enter>")
  }

  private static let statesSessions = sessions(40, seed: 11) + scenarios + [Sample.gated(.gru, W: -2)]
  private static let factorsSessions =
    sessions(40, seed: 12) + scenarios + [Sample.gated(.lstm, keeping: 3), Sample.gated(.gru, W: -3, steps: 100)]
  private static let termsSessions =
    sessions(40, seed: 13) + uncutScenarios + [2, 5, 16, 40].map { Sample.drawn(hidden: $0, steps: 44 + $0) }
    + CellKind.allCases.filter { $0 != .elman }.flatMap { [Sample.gated($0), Sample.gatedUnits($0, steps: 100)] }
  private static let linearSessions =
    sessions(40, seed: 14) + uncutScenarios + [Sample.gated(.lstm, W: -2), Sample.gated(.gru)]

  /// The last cell of a column's bar, where no dot stands beside it.
  private func barX(_ column: Int, _ columns: TimeColumns) -> Int {
    columns.x(ofColumn: column) + columns.barWidth(ofColumn: column) - 1
  }

  @Test("States: bars end at their numbers, the zero line stands at 0", arguments: statesSessions.indices)
  func states(place: Int) throws {
    var session = Self.statesSessions[place]
    let frame = session.frame()
    let (layout, analysis) = (Layout(for: session), session.settledAnalysis())
    let band = BandReader(frame, layout.state, isLogarithmic: false)
    try check(band)
    guard let zero = band.height(of: .zero) else { return }
    let base = Int(zero.rounded())
    #expect((zero - Double(base)).magnitude <= 0.125 + band.slack)
    for column in 0..<layout.columns.count {
      let steps = layout.columns.steps(inColumn: column)
      guard analysis.trajectory.isFinite(through: steps.upperBound) else { continue }
      let range = analysis.trajectory.stateRange(over: steps)
      let x = barX(column, layout.columns)
      if layout.columns.areAllPooled, range.lowerBound < range.upperBound {
        let drawn = band.extent(ofBarAt: x)
        expect(drawn?.lowerBound ?? .infinity, range.lowerBound, band, "least of \(steps)")
        expect(drawn?.upperBound ?? .infinity, range.upperBound, band, "largest of \(steps)")
      }
      if range.upperBound > 0, range.lowerBound <= 0 || steps.count == 1 {
        expect(band.top(ofBarAt: x, from: base), range.upperBound, band, "\(steps)")
      }
      if range.lowerBound < 0, range.upperBound >= 0 || steps.count == 1 {
        expect(band.bottom(ofBarAt: x, from: base), range.lowerBound, band, "\(steps)")
      }
    }
  }

  @Test("Step factors: bars from the one line end at their numbers", arguments: factorsSessions.indices)
  func factors(place: Int) throws {
    var session = Self.factorsSessions[place]
    let frame = session.frame()
    let (layout, analysis) = (Layout(for: session), session.settledAnalysis())
    guard layout.factor.height > 0 else { return }
    let band = BandReader(frame, layout.factor, isLogarithmic: true)
    try check(band)
    #expect(band.ticks.contains { $0.text == "1" }, "the one line has its label")
    guard let one = band.height(of: .one) else { return }
    let base = Int(one.rounded())
    for column in 0..<layout.columns.count {
      let steps = layout.columns.steps(inColumn: column)
      guard steps.count == 1, analysis.trajectory.isFinite(through: steps.upperBound) else { continue }
      let factor = analysis.trajectory.stepFactor(at: steps.lowerBound)
      guard !factor.isZero, let height = band.height(of: factor) else { continue }
      let x = barX(column, layout.columns)
      let drawn = height > one ? band.top(ofBarAt: x, from: base) : band.bottom(ofBarAt: x, from: base)
      // Beyond six decades a bar is cut off, and says so.
      guard height > -0.05, height < Double(layout.factor.height) + 0.05 else { continue }
      #expect((drawn - height).magnitude <= 0.13 + band.slack, "step \(steps): \(factor), \(height) drawn \(drawn)")
    }
  }

  @Test("Terms and flow over decades: bars and dots stand at their numbers", arguments: termsSessions.indices)
  func terms(place: Int) throws {
    var session = Self.termsSessions[place]
    let frame = session.frame()
    let (layout, analysis) = (Layout(for: session), session.settledAnalysis())
    guard let contributions = analysis.contributions, !session.state.isLinear else { return }
    let band = BandReader(frame, layout.terms, isLogarithmic: true)
    try check(band)
    let shown = PooledTerms(contributions, layout.columns)
    let axis = FlowView(session, columns: layout.columns).termAxis(rows: layout.terms.height)
    for column in shown.columns {
      let x = barX(column, layout.columns)
      let size = shown.size(ofColumn: column)
      if !size.isZero, let height = band.height(of: size), height > 0.2 {
        let drawn = band.top(ofBarAt: x, from: 0)
        #expect((drawn - height).magnitude <= 0.13 + band.slack, "column \(column): \(size), \(height) drawn \(drawn)")
        // What is drawn exactly is so to the digits of a Float.
        let exact = min(axis.height(of: size), Double(axis.rows))
        #expect(((band.exactTop(ofBarAt: x) ?? 0) - exact).magnitude < 1e-5, "column \(column): \(size)")
      }
      let flow = shown.flow(ofColumn: column)
      guard !flow.isZero, let height = band.height(of: flow), !session.state.showsRuler else { continue }
      let dots = band.dots(at: layout.columns.dotX(ofColumn: column))
      // In the lowest row the mark of a term that is exactly 0 may stand in its place.
      let isInside = ((size.isZero ? 1 : 0)...Double(axis.rows)).contains(axis.height(of: flow))
      if !size.isZero || isInside {
        #expect(dots.count == (isInside ? 1 : 0), "flow of column \(column): \(flow), \(dots)")
      }
      for dot in dots {
        #expect((dot - height).magnitude <= 0.13 + band.slack, "flow of column \(column): \(flow)")
      }
    }
    expectFewClipped(shown, layout, frame, session)
  }

  @Test(
    "Linear terms and their running sum end at their numbers, and Σ at the total",
    arguments: linearSessions.indices)
  func linear(place: Int) throws {
    var session = Self.linearSessions[place]
    if !session.state.isLinear { session.press("s") }
    let frame = session.frame()
    let (layout, analysis) = (Layout(for: session), session.settledAnalysis())
    guard let contributions = analysis.contributions, session.state.isLinear else { return }
    let band = BandReader(frame, layout.terms, isLogarithmic: false)
    try check(band)
    guard let zero = band.height(of: .zero) else { return }
    let base = Int(zero.rounded())
    let shown = PooledTerms(contributions, layout.columns)
    let divisor = LinearTerms.divisor(FlowView(session, columns: layout.columns))
    let (first, scale) = (session.lines[layout.termRule.y], divisor?.value ?? .one)
    #expect(first.contains("÷") == (divisor != nil), "\(first)")
    for (column, sum) in zip(shown.columns, shown.runningSums) {
      let x = barX(column, layout.columns)
      // Where nothing adds up to nothing the marks for that stand.
      if !sum.isZero, let height = band.height(of: sum / scale) {
        let dots = band.dots(at: layout.columns.dotX(ofColumn: column))
        #expect(dots.count == 1, "sum at \(column)")
        for dot in dots { #expect((dot - height).magnitude <= 0.13 + band.slack, "sum at \(column)") }
      }
      guard !shown[column].isZero, let height = band.height(of: shown[column]) else { continue }
      let drawn = height > zero ? band.top(ofBarAt: x, from: base) : band.bottom(ofBarAt: x, from: base)
      #expect((drawn - height).magnitude <= 0.13 + band.slack, "term of column \(column)")
    }
    let x = layout.columns.totalX(width: layout.terms.width)
    if let height = band.height(of: contributions.total / scale) {
      let drawn = height > zero ? band.top(ofBarAt: x, from: base) : band.bottom(ofBarAt: x, from: base)
      #expect((drawn - height).magnitude <= 0.13 + band.slack, "Σ")
    }
    // The largest bar is seen: it takes half of its side of the band, or the running sum needs that.
    guard let largest = shown.columns.map({ shown[$0].magnitude }).max(), !largest.isZero,
      let height = band.height(of: largest)
    else { return }
    #expect((height - zero).magnitude >= Double(band.rect.height) / 30)
  }

  @Test(
    "Every negative factor has its sign beside the one line, in the columns of its bar",
    arguments: [
      (Activation.identity, -1.0, "zero", Size(width: 80, height: 24)),
      (.identity, -1, "zero", Size(width: 100, height: 30)), (.tanh, -0.9, "sunspots", Size(width: 80, height: 24)),
      (.tanh, -1.3, "sunspots", Size(width: 160, height: 45)), (.sine, 4, "sunspots", Size(width: 60, height: 20)),
      (.sine, 4, "sunspots", Size(width: 200, height: 60)),
    ])
  func signs(activation: Activation, W: Double, input: String, size: Size) throws {
    var session = Sample.session(activation, W: W, s0: 1, input: input, size: size)
    let frame = session.frame()
    let (layout, trajectory) = (Layout(for: session), session.analysis.trajectory)
    let band = BandReader(frame, layout.factor, isLogarithmic: true)
    let one = try #require(band.ticks.first { $0.text == "1" })
    let base = layout.factor.y + layout.factor.height - Int(one.height.rounded())
    var count = 0
    for column in 0..<layout.columns.count {
      let steps = layout.columns.steps(inColumn: column)
      guard steps.count == 1 else { continue }
      let factor = trajectory.stepFactor(at: steps.lowerBound)
      let (x, width) = (layout.columns.x(ofColumn: column), layout.columns.barWidth(ofColumn: column))
      let y = factor.magnitude > .one ? base : base - 1
      let signs = (x..<x + width).filter { frame[$0, y].glyph == "−" && frame[$0, y].style == .negative }
      guard factor.signum < 0 else {
        #expect(signs.isEmpty)
        continue
      }
      count += 1
      #expect(signs == (layout.columns.hasGaps ? [layout.columns.middle(ofColumn: column)] : Array(x..<x + width)))
    }
    #expect(count > 5)
  }

  @Test("A state too small for its axis shows beside the zero line, and nowhere else", arguments: [-3e-4, 3e-4])
  func tinyStates(s0: Double) {
    // 0.1 of the state before: 44 decades.
    var session = Sample.session(.identity, W: 0.1, s0: s0, input: "zero")
    let frame = session.frame()
    let layout = Layout(for: session)
    let y = s0 < 0 ? layout.state.y : layout.state.y + layout.state.height - 1
    for step in 4...44 {
      let x = layout.columns.x(ofStep: step)
      #expect(frame[x, y].glyph == (s0 < 0 ? "▔" : "▁") && frame[x, y].style != .rule, "step \(step)")
    }
    #expect((20..<100).allSatisfy { frame[$0, layout.stateRule.y].glyph == "─" })
    #expect((9..<100).allSatisfy { frame[$0, layout.factorRule.y].style != .state })
  }

  @Test("Where a column stands for several steps every title says so", arguments: scenarios.indices)
  func pooled(place: Int) {
    for keys in ["", "s"] {
      let session = Self.scenarios[place].pressing(keys)
      let layout = Layout(for: session)
      guard layout.columns.isPooled else { continue }
      for rule in [layout.stateRule, layout.factorRule, layout.termRule] where rule.height > 0 {
        #expect(session.lines[rule.y].contains("\(layout.columns.stepsPerColumn) steps"), "\(session.lines[rule.y])")
      }
    }
  }

  @Test("Equal factors make no comb: bars of columns of one and of two steps lie on one line")
  func noComb() throws {
    var session = Sample.session(size: Size(width: 80, height: 24))
    session.open(try #require(Scenario.named("sigmoid-quarter")))
    session.press("<Esc>")
    let frame = session.frame()
    let layout = Layout(for: session)
    #expect(layout.columns.isPooled && !layout.columns.areAllPooled)
    let band = BandReader(frame, layout.terms, isLogarithmic: true)
    let ends = (0..<layout.columns.count).map { band.top(ofBarAt: layout.columns.x(ofColumn: $0), from: 0) }
    #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 <= $1 })
    // 0.975 a step.
    let dots = (0..<layout.columns.count).compactMap { band.dots(at: layout.columns.dotX(ofColumn: $0)).first }
    #expect(dots.count == layout.columns.count && zip(dots, dots.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test(
    "No number touches its tick, and long powers of ten have theirs",
    arguments: [
      (0.9, 3000), (0.9, 10_000), (0.9, 100_000), (1000, 44), (1000, 2000),
    ])
  func longNumbers(W: Double, steps: Int) {
    for size in [Size(width: 80, height: 24), Size(width: 100, height: 30), Size(width: 160, height: 45)] {
      var session = Sample.session(W: W, input: "noise", steps: steps, size: size)
      let frame = session.frame()
      let layout = Layout(for: session)
      for (rect, least) in [(layout.terms, 3), (layout.factor, 2), (layout.state, 2)] {
        let band = BandReader(frame, rect, isLogarithmic: true)
        #expect(band.ticks.count >= least, "\(band.ticks.map(\.text))")
        for tick in band.ticks {
          let y = rect.y + tick.row
          let end = (0..<TimeColumns.gutter).last { !" ▁▔─".contains(frame[$0, y].glyph) }
          #expect(end.map { frame[$0 + 1, y].glyph == " " } == true, "\(tick.text)")
        }
      }
    }
  }

  /// Ticks in rows of their own, in order, evenly spaced in what they say.
  private func check(_ band: BandReader) throws {
    #expect(Set(band.ticks.map(\.text)).count == band.ticks.count)
    #expect(zip(band.ticks, band.ticks.dropFirst()).allSatisfy { $0.value > $1.value && $0.height > $1.height })
    if band.rect.height >= 4 { #expect(band.ticks.count >= 2, "\(band.ticks.map(\.text)) in \(band.rect.height) rows") }
    for tick in band.ticks {
      guard let height = band.height(of: tick.value) else { continue }
      #expect((height - tick.height).magnitude <= 0.125 + band.slack, "\(tick)")
    }
  }

  private func expect(_ drawn: Double, _ value: Double, _ band: BandReader, _ what: String) {
    guard let height = band.height(of: ScaledDouble(value)) else { return }
    #expect((drawn - height).magnitude <= 0.13 + band.slack, "\(what): \(value) at \(height), drawn at \(drawn)")
  }

  private func expectFewClipped(_ terms: PooledTerms, _ layout: Layout, _ frame: Frame, _ session: Session) {
    let rows = layout.terms.y..<layout.terms.y + layout.terms.height
    let clipped = terms.columns.filter { column in
      rows.contains { "▴▾".contains(frame[layout.columns.x(ofColumn: column), $0].glyph) }
    }
    #expect(10 * clipped.count <= terms.columns.count + 10, "\(clipped.count) of \(terms.columns.count) are cut off")
  }

  @Test(
    "The whole width is used: nine tenths of the plot's cells belong to a step",
    arguments: [1, 2, 3, 5, 10, 44, 68, 88, 100, 133, 1000, 10_000_000])
  func width(steps: Int) {
    for width in 40...400 {
      let columns = TimeColumns(width: width, steps: steps)
      let cells = (0..<columns.count).reduce(0) { $0 + columns.width(ofColumn: $1) }
      #expect(10 * cells >= 9 * columns.room, "width \(width)")
    }
  }
}
