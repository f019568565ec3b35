import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What takes part is solid and what is cut is hollow, each at its number; the drawn frame is read back.
@Suite("Marks of a gradient that is cut")
struct CutMarksTests {
  /// Random networks, cuts and screens.
  private static func sessions(_ count: Int, seed: UInt64) -> [Session] {
    var generator = SplitMix64(seed: seed)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
    return (0..<count).map { place in
      let steps = [2, 5, 44, 68, 100, 200, 400][pick(0...6)]
      let size = Size(width: pick(60...200), height: pick(20...60))
      let isNoise = steps > 200 || pick(0...1) == 0
      let kind: Cut.Kind = pick(0...1) == 0 ? .window : .detach
      let length = pick(1...max(steps / 2, 1))
      if place % 5 == 4 {
        var session = Sample.classifier(hidden: pick(2...9), size: size)
        session.state.observable = [.totalLoss, .state, .unit(0)][pick(0...2)]
        return session.cut(kind, pick(1...20))
      }
      return Sample.session(
        [Activation.tanh, .identity, .softplus][pick(0...2)], W: number(-1.2...1.2), U: number(-2...2),
        b: number(-1...1), s0: number(-2...2), input: isNoise ? "noise" : "sunspots", steps: steps,
        target: pick(1...steps), size: size
      ).cut(kind, length).pressing(["", "z"][pick(0...1)])
    }
  }

  private static let all = sessions(60, seed: 21)

  /// The last cell of a column's bar, where no dot stands beside it.
  private func barX(_ column: Int, _ columns: TimeColumns) -> Int {
    columns.x(ofColumn: column) + columns.barWidth(ofColumn: column) - 1
  }

  /// Whether any cell of a column in a band is of a hollow bar, or the end of one that is cut off.
  private func hasHollow(_ column: Int, _ frame: Frame, _ layout: Layout) -> Bool {
    let columns = layout.columns
    return (columns.x(ofColumn: column)..<columns.x(ofColumn: column) + columns.barWidth(ofColumn: column)).contains {
      x in
      (layout.terms.y..<layout.terms.y + layout.terms.height).contains { y in
        frame[x, y].filled?.outline != nil || "▾▴".contains(frame[x, y].glyph) && frame[x, y].style == .muted
      }
    }
  }

  /// Where a hollow bar ends, in rows from the band's lower edge.
  private func hollowTop(_ x: Int, _ frame: Frame, _ layout: Layout) -> Double? {
    (0..<layout.terms.height).lazy.compactMap { row -> Double? in
      guard let filled = frame[x, layout.terms.y + row].filled, filled.outline != nil else { return nil }
      return Double(layout.terms.height - 1 - row) + (filled.beyond ?? filled).part.upperBound
    }.first
  }

  @Test("Over decades solid bars are what takes part, and hollow ones what does not", arguments: all.indices)
  func terms(place: Int) throws {
    var session = Self.all[place]
    let frame = session.frame()
    let (layout, analysis) = (Layout(for: session), session.settledAnalysis())
    let (gradient, plain) = (try #require(analysis.remedied), try #require(analysis.contributions))
    let band = BandReader(frame, layout.terms, isLogarithmic: true)
    let axis = FlowView(session, columns: layout.columns).termAxis(rows: layout.terms.height)
    for column in 0..<layout.columns.count {
      let steps = layout.columns.steps(inColumn: column).filter { $0 <= session.state.target }
      guard !steps.isEmpty else { continue }
      let kept = steps.filter { gradient.keeps($0) }
      #expect(gradient.firstStep > session.state.target || kept.allSatisfy { $0 >= gradient.firstStep })
      let most = kept.map { gradient.contributions.value(at: $0).magnitude }.max() ?? .zero
      let full = steps.map { plain.value(at: $0).magnitude }.max() ?? .zero
      let x = barX(column, layout.columns)
      // A hollow bar or a dot is no solid one.
      let isSolid = (layout.terms.y..<layout.terms.y + layout.terms.height).contains {
        [.positive, .negative, .clippedPositive, .clippedNegative].contains(frame[x, $0].style)
      }
      let height = axis.height(of: most)
      if most.isZero {
        #expect(!isSolid, "column \(column) of \(steps) has nothing that takes part")
      } else if height > 0.3, height < Double(axis.rows) - 0.01, analysis.trajectory.hiddenSize == 1 {
        #expect(isSolid, "column \(column) of \(steps) takes part")
        let drawn = band.top(ofBarAt: x, from: 0)
        if full <= most || axis.height(of: full) > height.rounded(.up) + 0.2 || kept.count == steps.count {
          #expect((drawn - height).magnitude <= 0.13 + band.slack, "column \(column): \(height) drawn \(drawn)")
        }
      }
      let isPart = gradient.contributions.observable == .totalLoss
      if kept.isEmpty, !full.isZero { #expect(hasHollow(column, frame, layout), "column \(column) is cut") }
      if kept.count == steps.count, !isPart {
        #expect(!hasHollow(column, frame, layout), "column \(column) is whole")
      }
      expectSign(kept.isEmpty ? plain : gradient.contributions, kept.isEmpty, steps, column, frame, layout)
    }
  }

  private func expectSign(
    _ contributions: Contributions, _ isCut: Bool, _ steps: [Int], _ column: Int, _ frame: Frame, _ layout: Layout
  ) {
    let cell = frame[layout.columns.middle(ofColumn: column), layout.signs.y]
    guard cell.glyph != "│", cell.glyph != "┊" else { return }
    let largest = contributions.sumAndLargest(over: steps[0]...steps[steps.count - 1]).largest
    let sign = contributions.areNorms ? contributions.signed(at: largest) : contributions.value(at: largest)
    guard !sign.isZero else { return }
    let wanted: Character = isCut ? sign.signum > 0 ? "⁺" : "⁻" : sign.signum > 0 ? "+" : "−"
    #expect(cell.glyph == wanted && (cell.style == .muted) == isCut, "column \(column)")
  }

  @Test("Boundaries stand between the right columns, through all bands, and hide nothing", arguments: all.indices)
  func boundaries(place: Int) throws {
    var session = Self.all[place]
    let frame = session.frame()
    var uncut = session
    uncut.state.cut = Cut()
    uncut.state.isPinned = true
    let plain = uncut.frame()
    let layout = Layout(for: session)
    let gradient = try #require(session.analysis.remedied)
    let view = FlowView(session, columns: layout.columns)
    let (columns, marks) = (layout.columns, try #require(Boundaries(view)).marks)
    // Where it ends there is one, if it is shown.
    let end = gradient.firstStep
    let isSeen = end > columns.shown.lowerBound && end <= columns.shown.upperBound && end > 1
    #expect(marks.contains { $0.step == end && $0.isInForce } == isSeen)
    if let length = gradient.contributions.truncation.detachEvery {
      #expect(marks.allSatisfy { ($0.step - 1).isMultiple(of: length) })
      let all = columns.shown.dropFirst().filter { ($0 - 1).isMultiple(of: length) }
      let isCrowded = length * columns.room < 3 * columns.shown.count
      #expect(marks.map(\.step) == (isCrowded ? isSeen ? [end] : [] : all))
    }
    for mark in marks {
      let x = Boundaries.x(before: mark.step, columns)
      let (left, right) = (columns.column(ofStep: mark.step - 1), columns.column(ofStep: mark.step))
      #expect(x >= columns.x(ofColumn: left) && x <= columns.x(ofColumn: right))
      if columns.hasGaps { #expect(x == columns.x(ofColumn: left) + columns.barWidth(ofColumn: left)) }
      let isDrawn = (layout.stateRule.y...layout.axis.y).contains { "│┊".contains(frame[x, $0].glyph) }
      #expect(isDrawn, "before step \(mark.step)")
    }
    guard !view.showsUnits else { return }
    for band in [layout.input, layout.state, layout.factor] {
      for y in band.y..<band.y + band.height {
        for x in 0..<layout.columns.end where "│┊".contains(frame[x, y].glyph) {
          #expect(plain[x, y].glyph == " " || plain[x, y].style == .rule, "column \(x), row \(y)")
        }
      }
    }
  }

  @Test("Linear bars add up to Σ, beside which the full total stands hollow", arguments: [22, 33, 35, 43])
  func linear(window: Int) throws {
    var session = CutSample.wrongWay(window).pressing("s")
    let frame = session.frame()
    let layout = Layout(for: session)
    let gradient = try #require(session.analysis.remedied)
    let band = BandReader(frame, layout.terms, isLogarithmic: false)
    let base = Int(try #require(band.height(of: .zero)).rounded())
    let kept = try #require(FlowView(session, columns: layout.columns).remedied).kept
    let sum = kept.columns.reduce(ScaledDouble.zero) { $0 + kept[$1] }
    let sizes = kept.columns.reduce(ScaledDouble.zero) { $0 + kept[$1].magnitude }
    // Rounding of 44 sums.
    #expect(((sum - gradient.contributions.total) / sizes).doubleValue.magnitude < 1e-14)
    let x = layout.columns.totalX(width: layout.terms.width)
    for (x, total) in [(x, gradient.contributions.total), (x + 1, gradient.whole.total)] {
      let wanted = try #require(band.height(of: total))
      let drawn = total.signum > 0 ? band.top(ofBarAt: x, from: base) : band.bottom(ofBarAt: x, from: base)
      #expect((drawn - wanted).magnitude <= 0.26 + band.slack, "\(total)")
    }
    #expect(frame[x, layout.signs.y] == Cell("Σ", .strong) && frame[x + 1, layout.signs.y] == Cell("Σ", .muted))
    // Where the window stands on the running sum, which is G_τ.
    let dot = layout.columns.dotX(ofColumn: layout.columns.column(ofStep: 45 - window))
    let height = try #require(band.height(of: gradient.contributions.total))
    let y = try #require((0..<layout.terms.height).first { frame[dot, layout.terms.y + $0].glyph == "◇" })
    #expect((Double(layout.terms.height - 1 - y)...Double(layout.terms.height - y)).contains(height))
  }

  @Test("Clamped adjoints: solid bars are the clipped terms, hollow ones what they were")
  func clipped() throws {
    var session = CutSample.adjoint()
    let frame = session.frame()
    let layout = Layout(for: session)
    let (gradient, plain) = (try #require(session.analysis.remedied), try #require(session.analysis.contributions))
    let axis = FlowView(session, columns: layout.columns).termAxis(rows: layout.terms.height)
    let band = BandReader(frame, layout.terms, isLogarithmic: true)
    var count = 0
    for step in 1...44 {
      let x = barX(step - 1, layout.columns)
      let drawn = band.top(ofBarAt: x, from: 0)
      let (rest, all) = (gradient.contributions.value(at: step).magnitude, plain.value(at: step).magnitude)
      let isChanged = rest < all
      #expect(hasHollow(step - 1, frame, layout) == isChanged || axis.height(of: all) - axis.height(of: rest) < 0.01)
      guard isChanged, axis.height(of: all) - axis.height(of: rest) > 0.01 else {
        #expect((drawn - axis.height(of: rest)).magnitude <= 0.13, "step \(step)")
        continue
      }
      count += 1
      // In a cell that both end in it is known to a 254th.
      let top = try #require(hollowTop(x, frame, layout))
      #expect((top - axis.height(of: all)).magnitude < 0.003, "step \(step)")
    }
    #expect(count > 10)
    #expect(session.lines[layout.termRule.y].contains("hollow: before clipping"))
    #expect(session.lines[1].contains("clipped: "))
  }

  @Test("Nothing is hollow, marked or said where nothing is cut")
  func nothing() {
    let plain = Sample.drawing()
    let off = Sample.drawing().cut(.none, 3)
    #expect(plain.lines == off.lines)
    var clipped = Sample.drawing()
    clipped.state.clipping = .norm(100)
    let lines = clipped.settled.lines
    // Its norm is below that already.
    #expect(lines[1] == plain.lines[1])
    clipped.state.clipping = .norm(0.1)
    #expect(clipped.settled.lines[1].contains("clipped: 0.5116 → "))
    #expect(!lines.contains { $0.contains("hollow") } && lines[0].contains("clip norm 100"))
  }

  @Test("Every column of a pooled axis that is partly cut shows both parts")
  func pooled() throws {
    var session = Sample.session(.identity, W: 0.99, input: "noise", steps: 400, size: Size(width: 80, height: 24))
      .cut(.window, 102)
    let layout = Layout(for: session)
    let column = layout.columns.column(ofStep: 299)
    #expect(layout.columns.steps(inColumn: column).contains(298))
    let kept = try #require(FlowView(session, columns: layout.columns).remedied).kept
    let terms = try #require(session.analysis.contributions)
    let rest = layout.columns.steps(inColumn: column).filter { $0 >= 299 }
    #expect(kept[column] == terms.sum(over: rest[0]...rest[rest.count - 1]))
    #expect(kept.size(ofColumn: column) == rest.map { terms.value(at: $0).magnitude }.max())
    session.press("s")
    #expect(session.lines[layout.termRule.y].contains("hollow: cut"))
  }
}
