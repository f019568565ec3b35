import RNNCore
import Testing

@testable import GradientView

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

  private static let statesSessions = sessions(40, seed: 11)
  private static let factorsSessions = sessions(40, seed: 12)
  private static let termsSessions = sessions(40, seed: 13)
  private static let linearSessions = sessions(40, seed: 14)

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
      let x = layout.columns.x(ofColumn: column)
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
      let x = layout.columns.x(ofColumn: column)
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
    guard let contributions = analysis.contributions else { return }
    let band = BandReader(frame, layout.terms, isLogarithmic: true)
    try check(band)
    let shown = PooledTerms(contributions, layout.columns)
    for column in shown.columns {
      let x = layout.columns.x(ofColumn: column)
      let size = shown.size(ofColumn: column)
      if !size.isZero, let height = band.height(of: size), height > 0.2 {
        let drawn = band.top(ofBarAt: x, from: 0)
        #expect((drawn - height).magnitude <= 0.13 + band.slack, "column \(column): \(size), \(height) drawn \(drawn)")
      }
      let flow = shown.flow(ofColumn: column)
      guard !flow.isZero, let height = band.height(of: flow) else { continue }
      for dot in band.dots(at: x + (layout.columns.barWidth(ofColumn: column) - 1) / 2) where !session.state.showsRuler
      {
        #expect((dot - height).magnitude <= 0.13 + band.slack, "flow of column \(column): \(flow)")
      }
    }
    expectFewClipped(shown, layout, frame, session)
  }

  @Test(
    "Linear terms and their running sum end at their numbers, and Σ at the total",
    arguments: linearSessions.indices)
  func linear(place: Int) throws {
    var session = Self.linearSessions[place].pressing("s")
    let frame = session.frame()
    let (layout, analysis) = (Layout(for: session), session.settledAnalysis())
    guard let contributions = analysis.contributions, session.state.isLinear else { return }
    let band = BandReader(frame, layout.terms, isLogarithmic: false)
    try check(band)
    guard let zero = band.height(of: .zero) else { return }
    let base = Int(zero.rounded())
    let shown = PooledTerms(contributions, layout.columns)
    for (column, sum) in zip(shown.columns, shown.runningSums) {
      let x = layout.columns.x(ofColumn: column)
      let middle = x + (layout.columns.barWidth(ofColumn: column) - 1) / 2
      if let height = band.height(of: sum) {
        for dot in band.dots(at: middle) { #expect((dot - height).magnitude <= 0.13 + band.slack, "sum at \(column)") }
      }
      guard band.dots(at: x).isEmpty, let height = band.height(of: shown[column]) else { continue }
      let drawn = height > zero ? band.top(ofBarAt: x, from: base) : band.bottom(ofBarAt: x, from: base)
      #expect((drawn - height).magnitude <= 0.13 + band.slack, "term of column \(column)")
    }
    let x = layout.columns.totalX(width: layout.terms.width)
    if let height = band.height(of: contributions.total) {
      let drawn = height > zero ? band.top(ofBarAt: x, from: base) : band.bottom(ofBarAt: x, from: base)
      #expect((drawn - height).magnitude <= 0.13 + band.slack, "Σ")
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
