import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What is shown beside what is kept as B, by looking at every pair of both.
@Suite("Map: beside B")
struct MapDifferenceTests {
  /// A session in the Map view beside which another's setting is kept.
  static func session(_ shown: Session, beside other: Session, size: Size = Size(width: 100, height: 30)) -> Session {
    var session = shown.pressing("3")
    session.size = size
    session.state.counterpart = Counterpart(other.state)
    return session
  }

  /// A session after a change of its state.
  private static func with(_ session: Session, _ change: (inout State) -> Void) -> Session {
    var session = session
    change(&session.state)
    return session
  }

  private static let plain = Sample.session(term: 35)
  private static let units = Sample.drawn(hidden: 3, steps: 30)

  /// Of each two the first is shown.
  private static let pairs: [(name: String, shown: Session, other: Session)] = [
    ("another weight", plain, Sample.session(W: 1.1)),
    ("as shown", plain, plain),
    ("fewer steps, other input", plain, Sample.session(.sine, W: -3, input: "noise", steps: 23)),
    ("more steps", Sample.session(steps: 20), Sample.session(.sigmoid, W: 3, steps: 60)),
    ("more steps than the map has rows", Sample.session(steps: 170), Sample.session(W: 1.3, input: "noise", steps: 90)),
    ("blocked beside whole", Sample.session(.relu, b: 0.5), Sample.session(.identity, W: 1)),
    ("both blocked", Sample.session(.relu, b: 0.5), Sample.session(.relu, W: 0.9, b: 0.4, input: "noise")),
    ("a window beside none", with(plain) { $0.cut = Cut(.window, length: 8) }, plain),
    (
      "a window beside chunks", with(plain) { $0.cut = Cut(.window, length: 8) },
      with(Sample.session(W: 1.2)) { $0.cut = Cut(.detach, length: 10) }
    ),
    ("another θ", plain, with(plain) { $0.parameter = .bias }),
    ("0 as input", with(Sample.session(input: "impulse")) { $0.parameter = .inputWeights }, plain),
    ("an overflow", plain, Sample.session(.relu, W: 1e40, b: 1)),
    (
      "an overflow beside another", Sample.session(.relu, W: 1e25, b: 1),
      Sample.session(.relu, W: 1e40, b: 1, steps: 30)
    ),
    ("one unit beside several", plain, units),
    ("several units beside one", units, Sample.session(W: 1.4, steps: 38)),
    (
      "a unit of five beside all of three", units, with(Sample.drawn(hidden: 5, steps: 24)) { $0.observable = .unit(1) }
    ),
    ("clamped beside not", plain, with(plain) { $0.clipping = .adjoint(0.05) }),
    (
      "losses beside states", with(Sample.classifier(hidden: 4, classes: 3, steps: 30)) { $0.observable = .loss },
      Sample.classifier(hidden: 3, classes: 3, steps: 26)
    ),
    (
      "states beside losses", Sample.classifier(hidden: 4, classes: 3, steps: 24),
      with(Sample.classifier(hidden: 4, classes: 3, steps: 30)) { $0.observable = .totalLoss }
    ),
  ]

  /// Every term of a setting that takes part, target by target.
  private struct Pairs {
    private let setting: Setting
    /// By target; nil where there is nothing to look at.
    private let values: [[ScaledDouble?]?]

    init(_ setting: Setting, through steps: Int) {
      self.setting = setting
      let (trajectory, state) = (setting.analysis.trajectory, setting.state)
      let limit: Double? = if case .adjoint(let limit) = state.clipping { limit } else { nil }
      values = (1...steps).map { k in
        guard trajectory.isFinite(through: k), trajectory.canObserve(state.observable, at: k) else { return nil }
        let terms = Contributions(
          of: trajectory, target: k, parameter: state.parameter, observable: state.observable,
          truncation: state.cut.truncation, adjointLimit: limit)
        return (1...k).map { terms.keeps($0) ? terms.value(at: $0) : nil }
      }
    }

    private static func largest(_ numbers: [ScaledDouble]) -> ScaledDouble? {
      numbers.map(\.magnitude).max().flatMap { $0.isZero ? nil : $0 }
    }

    func largest(_ targets: ClosedRange<Int>, _ steps: ClosedRange<Int>) -> ScaledDouble? {
      Self.largest(
        targets.filter { $0 <= values.count }.flatMap { k in
          (values[k - 1] ?? []).enumerated().filter { steps.contains($0.offset + 1) }.compactMap(\.element)
        })
    }

    func sum(ofTargets targets: ClosedRange<Int>) -> ScaledDouble? {
      Self.largest(
        targets.filter { $0 <= values.count }.map { k in (values[k - 1] ?? []).compactMap { $0 }.reduce(.zero, +) })
    }

    func sum(ofSteps steps: ClosedRange<Int>) -> ScaledDouble? {
      Self.largest(
        steps.map { i in
          values.compactMap { row in row.flatMap { i <= $0.count ? $0[i - 1] : nil } }.reduce(.zero, +)
        })
    }

    /// √ of the mean of squares, or the mean, of some lags; nil where there is none.
    func mean(_ lags: ClosedRange<Int>, areNorms: Bool) -> ScaledDouble? {
      let found = values.enumerated().flatMap { place, row in
        row.map { row in lags.filter { $0 <= place }.map { (row[place - $0] ?? .zero).magnitude } } ?? []
      }
      guard !found.isEmpty else { return nil }
      let sum = found.reduce(ScaledDouble.zero) { $0 + (areNorms ? $1 * $1 : $1) }
      let mean = sum / ScaledDouble(Double(found.count))
      return areNorms ? mean.squareRoot() : mean
    }

    /// Whether no state of any of the targets, or of the steps, is finite.
    func overflows(_ targets: ClosedRange<Int>, _ step: Int) -> Bool {
      let trajectory = setting.analysis.trajectory
      guard max(targets.lowerBound, step) <= trajectory.steps else { return false }
      return !trajectory.isFinite(through: max(targets.lowerBound, step))
    }
  }

  /// What two numbers are to be filled with: more than one where they lie on a shade's end, or a hair from each other.
  private static func styles(_ a: ScaledDouble?, _ b: ScaledDouble?, _ each: Double) -> Set<Style?> {
    switch (a, b) {
    case (nil, nil): return [.mapZero, .mapBlocked, .mapCut, .mapOverflow, nil]
    case (_?, nil): return [.mapOnlyShown, .mapOverflow]
    case (nil, _?): return [.mapOnlyCounterpart, .mapOverflow]
    case (let a?, let b?):
      let difference = a.log10 - b.log10
      if difference.magnitude < 1e-10 { return [.mapAlike] }
      func style(_ size: Double) -> Style? {
        let place = min(max(Int((size / each).rounded(.up)), 1), 9)
        return MapShade(isPositive: difference > 0, level: 9 - place).style
      }
      let size = difference.magnitude
      return Set([style(size), style(size - 1e-7), style(size + 1e-7)] + (size < 1e-8 ? [.mapAlike] : []))
    }
  }

  @Test(
    "Every half cell and every sum has the shade of the difference of the largest terms of both, in decades",
    arguments: pairs.indices, [(100, 30), (60, 20), (160, 45)])
  func readBack(place: Int, size: (width: Int, height: Int)) throws {
    let (name, shown, other) = Self.pairs[place]
    var session = Self.session(shown, beside: other, size: Size(width: size.width, height: size.height))
    let frame = session.frame()
    while session.isRefining { session.refine() }
    #expect(session.frame() == frame, "\(name): all of it is there at once")
    let layout = MapLayout(for: session)
    let map = MapView(session, layout)
    let difference = try #require(map.difference)
    let compared = try #require(session.compared)
    let (a, b) = (
      Pairs(session.shown, through: layout.steps),
      Pairs(compared, through: min(layout.steps, compared.analysis.trajectory.steps))
    )
    let each = difference.shades.decades / 9
    var largest = 0.0
    func note(_ a: ScaledDouble?, _ b: ScaledDouble?) {
      if let a, let b { largest = max(largest, (a.log10 - b.log10).magnitude) }
    }
    let cursor = layout.ys(ofRow: layout.rows.span(ofStep: session.state.target))
    for row in layout.rows.indices {
      for column in layout.columns.indices {
        let (targets, steps) = (layout.rows.steps(of: row), layout.columns.steps(of: column))
        guard steps.lowerBound <= targets.upperBound else {
          #expect(map.fill(row: row, column: column) == nil)
          continue
        }
        let (mine, its) = (a.largest(targets, steps), b.largest(targets, steps))
        note(mine, its)
        let wanted = Self.styles(mine, its, each)
        let found = map.fill(row: row, column: column)?.style
        #expect(wanted.contains(found), "\(name): \(targets) \(steps) \(found as Any) for \(wanted)")
        let isOverflow = a.overflows(targets, steps.lowerBound) || b.overflows(targets, steps.lowerBound)
        #expect((found == .mapOverflow) == isOverflow, "\(name): \(targets) \(steps)")
        for half in layout.rows.cells(of: row) {
          let y = layout.grid.y + half / 2
          if cursor.contains(y), steps.contains(session.state.inspected) { continue }
          for x in layout.xs(ofColumn: column) where found != nil || frame[x, y].halves != nil {
            #expect(MapPictureTests.half(frame, x: x, half: half, layout) == found, "\(name): \(row) \(column)")
          }
        }
      }
      let targets = layout.rows.steps(of: row)
      let (mine, its) = (a.sum(ofTargets: targets), b.sum(ofTargets: targets))
      note(mine, its)
      #expect(Self.styles(mine, its, each).contains(map.sum(ofRow: row)?.style), "\(name): sum of \(targets)")
    }
    for column in layout.columns.indices {
      let steps = layout.columns.steps(of: column)
      let (mine, its) = (a.sum(ofSteps: steps), b.sum(ofSteps: steps))
      note(mine, its)
      #expect(Self.styles(mine, its, each).contains(map.sum(ofColumn: column)?.style), "\(name): sum over \(steps)")
    }
    // The largest difference is held, and by no more than the steps in which scales change.
    #expect(difference.shades.decades >= largest - 1e-6 && !difference.shades.isOpen)
    #expect(difference.shades.decades <= max(2.5 * largest, 2.25), "\(name): \(difference.shades.decades) \(largest)")
  }

  @Test(
    "The bars of the lag profile are the means of what is shown, its lines those of B, to an eighth of a row",
    arguments: pairs.indices)
  func profile(place: Int) throws {
    let (name, shown, other) = Self.pairs[place]
    var session = Self.session(shown, beside: other, size: Size(width: 160, height: 45))
    let frame = session.frame()
    let layout = MapLayout(for: session)
    let map = MapView(session, layout)
    let compared = try #require(session.compared)
    let b = Pairs(compared, through: min(layout.steps, compared.analysis.trajectory.steps))
    let title = try #require(
      (layout.grid.y..<layout.grid.y + layout.grid.height).lazy.flatMap { y in
        (0..<frame.size.width - 4).lazy.map { (x: $0, y: y) }
      }.first { place in
        let text = String((place.x..<place.x + 4).map { frame[$0, place.y].glyph })
        return text == "mean" || text == "root" || text == "rms "
      })
    let left = title.x + TimeColumns.gutter
    let axis = try #require((title.y..<frame.size.height).first { "└┴".contains(frame[left - 1, $0].glyph) })
    let width = layout.grid.x + layout.grid.width - left
    let profiles = try #require(map.lagProfiles(columns: width))
    let lines = try #require(profiles.other)
    let reader = BandReader(
      frame, Rect(x: title.x, y: title.y + 1, width: left - title.x, height: axis - title.y - 1), isLogarithmic: true)
    let last = max(profiles.shown.lastLag, lines.lastLag)
    let spans = StepSpans(steps: last + 1, cells: width)
    var drawn = 0
    for (column, lags) in lines.lags.enumerated() {
      let mean = try #require(b.mean(lags, areNorms: map.difference?.terms.areNorms == true))
      // Many pairs are sampled.
      guard lines.pairsPerColumn == nil, !mean.isZero else { continue }
      #expect((lines.means[column].log10 - mean.log10).magnitude < 1e-9, "\(name): lags \(lags)")
      guard let wanted = reader.height(of: mean), wanted > 0.2 else { continue }
      let heights = spans.cells(of: column).flatMap { x in
        (title.y + 1..<axis).compactMap { y in
          frame[left + x, y].lineHeight.map { Double(axis - 1 - y) + $0 }
        }
      }
      #expect(
        !heights.isEmpty && heights.allSatisfy { ($0 - wanted).magnitude <= 0.13 + reader.slack },
        "\(name): lags \(lags) at \(heights) for \(wanted)")
      drawn += 1
    }
    #expect(drawn > 2 && frame.plainText.contains("by lag"))
    #expect((0..<frame.size.width).contains { frame[$0, title.y].style == .counterpart })
  }

  @Test("The rule says what a cell is, the key what its shades and marks mean, in words")
  func words() {
    func text(_ shown: Session, _ other: Session, _ size: Size = Size(width: 160, height: 45)) -> String {
      Self.session(shown, beside: other, size: size).lines.joined(separator: "\n")
    }
    let weights = text(Self.plain, Sample.session(W: 1.1))
    #expect(weights.contains("|term(k,i)| of ∂s_k/∂W, A against B, in decades"))
    #expect(weights.contains("A larger █") && weights.contains("B larger ▙") && weights.contains("×1"))
    #expect(weights.contains("bottom row: sums over k, A against B") && !weights.contains("only"))
    let others = text(Self.plain, Self.with(Self.units) { $0.parameter = .bias })
    #expect(others.contains("A's |term(k,i)| of ∂s_k/∂W against B's ‖term(k,i)‖ of ∂s_k/∂b, in decades"))
    #expect(others.contains("only A has a number: B ends at step 30"))
    #expect(others.contains("bottom row: sums over k, B's to step 30"))
    let narrow = text(Self.plain, Sample.session(W: 1.1), Size(width: 80, height: 24))
    #expect(narrow.contains("|term| of A against B, in decades   half a cell: up to 2 targets"))
    #expect(text(Sample.session(steps: 20), Self.plain).contains("B goes on to step 44"))
    let window = Self.with(Self.plain) { $0.cut = Cut(.window, length: 8) }
    #expect(text(window, Self.plain).contains("only B has a number: A is cut"))
    #expect(text(window, Self.plain).contains("A cut to a window of 8 steps"))
    #expect(text(window, window).contains("cut in both") && text(window, window).contains("≡  alike to nine digits"))
    #expect(text(Self.plain, Sample.session(.relu, W: 1e40, b: 1)).contains("!  B overflows"))
    #expect(text(Sample.session(.relu, W: 1e40, b: 1), Self.plain).contains("!  A overflows"))
    let both = text(Sample.session(.relu, W: 1e25, b: 1), Sample.session(.relu, W: 1e40, b: 1))
    #expect(both.contains("!  A or B overflows"))
    let relu = Sample.session(.relu, b: 0.5)
    #expect(text(relu, relu).contains("0 in both: a factor between is 0"))
    #expect(text(relu, Sample.session(.identity, W: 1)).contains("only B has a number: A is 0"))
    let closed = Sample.session(.relu, b: -9)
    #expect(text(Sample.session(.identity), closed).contains("only A has a number: B is 0"))
    let impulse = Self.with(Sample.session(input: "impulse")) { $0.parameter = .inputWeights }
    #expect(text(impulse, impulse).contains("exactly 0 in both"))
    #expect(text(window, Self.with(relu) { $0.cut = Cut(.window, length: 20) }).contains("a number in neither"))
    #expect(text(Self.with(Self.plain) { $0.depth = 2 }, Sample.session(W: 3)).contains("strongest: ×178 and more"))
    #expect(text(Self.plain, Sample.session(W: 1.1), Size(width: 40, height: 10)).contains("A against B"))
  }

  @Test("Where the cells leave the key no room it stands in the rule, at any size it is whole, and ASCII tells it too")
  func sizes() {
    for (width, height) in [(40, 10), (47, 11), (60, 20), (80, 24), (160, 45), (311, 60)] {
      for notation in [Notation.unicode, .ascii] {
        for (name, shown, other) in Self.pairs.prefix(6) {
          var session = Self.session(shown, beside: other, size: Size(width: width, height: height))
          session.notation = notation
          let lines = session.lines
          #expect(lines.count == height && lines.allSatisfy { $0.count <= width }, "\(name)")
          #expect(lines.contains { $0.contains("A against B") }, "\(name) \(width)×\(height)")
        }
      }
    }
    let few = Self.session(Sample.session(steps: 1), beside: Sample.session(W: 2, s0: 0.3, steps: 1))
    #expect(few.lines.contains { $0.contains("A larger █") && $0.contains("… ×1") })
    var same = Self.session(Self.plain, beside: Self.plain)
    same.notation = .ascii
    let map = MapLayout(for: same)
    #expect(same.frame()[map.xs(ofColumn: 0).lowerBound, map.grid.y + 9].glyph == ":")
    #expect(same.lines.contains { $0.contains(" :  alike") })
  }

  @Test("The line of the inspector has B's term of the same pair, and how much larger which is; or why there is none")
  func inspector() {
    func text(_ shown: Session, _ other: Session, height: Int = 45) -> String {
      Self.session(shown, beside: other, size: Size(width: 160, height: height)).lines.joined(separator: "\n")
    }
    let other = Self.with(Sample.session(W: 1.1)) { $0.setTarget(12) }
    let terms = Contributions(of: other.analysis.trajectory, target: 44, parameter: .recurrentWeights)
    let own = Contributions(of: Self.plain.analysis.trajectory, target: 44, parameter: .recurrentWeights)
    let value = terms.value(at: 35)
    let factor = (own.value(at: 35).magnitude / value.magnitude)
    let words =
      factor > .one
      ? "A larger ×\(NumberText.compact(factor, digits: 3))"
      : "B larger ×\(NumberText.compact(.one / factor, digits: 3))"
    for height in [24, 30, 45, 60] {
      #expect(text(Self.plain, other, height: height).contains("B: \(NumberText.number(value, digits: 4)) ("))
    }
    #expect(text(Self.plain, other, height: 30).contains(words))
    #expect(text(Self.plain, Self.plain).contains("(alike)"))
    let near = Self.with(Self.plain) { $0.setInspected(44) }
    let nearly = Self.with(Sample.session(U: 0.8001)) { $0.setInspected(44) }
    #expect(text(near, nearly, height: 30).contains("larger +0.0"))
    #expect(text(Self.plain, Sample.session(steps: 23)).contains("B ends at step 23"))
    #expect(text(Self.plain, Sample.session(.relu, W: 1e40, b: 1)).contains("B overflows at step"))
    let cut = Self.with(Self.plain) { $0.cut = Cut(.window, length: 8) }
    #expect(text(Self.plain, cut, height: 30).contains("B cut: lag 9 is outside the window of 8"))
    #expect(text(Self.plain, Sample.session(.relu, W: 0, b: 0.5), height: 30).contains("B: 0"))
    let losses = Self.with(Sample.classifier(hidden: 4, classes: 3)) {
      $0.setTarget(6)
      $0.observable = .loss
    }
    let states = Self.with(Sample.classifier(hidden: 4, classes: 3)) { $0.setTarget(6) }
    #expect(text(states, losses, height: 30).contains("B has no loss at this k"))
    #expect(text(states, losses).contains("only A has a number: B has none"))
    #expect(text(losses, states).contains("only B has a number: A has none"))
    // 0.1·2^−1149 is none that a Double holds.
    let small = Sample.session(.identity, W: 0.5, input: "zero", steps: 1200, term: 1150)
    #expect(text(small, small, height: 30).contains("B: ?"))
  }

  @Test("Where B takes too long nothing is said of its terms but that")
  func costly() throws {
    var source = try #require(Sample.sources.first { $0.name == "noise" })
    source.asksForNext = true
    var setup = Setup()
    (setup.input, setup.steps) = ("noise", 50_000)
    let state = try #require(setup.state(sources: [source]))
    var session = Session(state: state, sources: [source], size: Size(width: 160, height: 30)).pressing("3<Left>")
    var other = session.state
    other.observable = .totalLoss
    // Each step's own window: 1.25·10⁹ pairs.
    other.cut = Cut(.window, length: 50_000)
    session.state.counterpart = Counterpart(other)
    let lines = session.lines
    #expect(lines[3].contains("B: 0 of 50000 targets computed") || lines[3].contains("B: 0 of 49999 targets computed"))
    #expect(lines[28].contains("B: not computed, it takes too long"))
    let map = MapView(session, MapLayout(for: session))
    #expect(map.fills.joined().allSatisfy { $0 == nil } && map.lagProfiles(columns: 40)?.other == nil)
  }

  @Test("A term that is cut is said to be in the one line there is, and one that is clamped")
  func cutTerm() {
    func line(_ session: Session) -> String { session.lines[28] }
    let cut = Self.with(Self.plain.pressing("3")) { $0.cut = Cut(.window, length: 8) }
    #expect(line(cut).contains("cut: lag 9 is outside the window of 8"))
    let kept = Self.with(cut) { $0.setInspected(40) }
    #expect(line(kept).contains("term 40") && !line(kept).contains("cut"))
    #expect(line(Self.with(Self.plain.pressing("3")) { $0.clipping = .adjoint(0.01) }).contains("of it takes part"))
    #expect(!line(Self.plain.pressing("3")).contains("   "))
  }

  @Test(
    "Without B nothing is left of it, exchanged twice is as before, and a pass that is played hides what it has not met"
  )
  func keys() {
    let start = Self.plain.pressing("3<Up>")
    #expect(start.pressing("bb").lines.dropLast() == start.lines.dropLast())
    let compared = start.pressing("b<Up><Up>")
    #expect(compared.lines != start.lines && compared.pressing("xx").lines == compared.lines)
    let (one, two) = (compared, compared.pressing("x"))
    let maps = [one, two].map { MapView($0, MapLayout(for: $0)) }
    for row in maps[0].fills.indices {
      for column in maps[0].fills[row].indices {
        let (a, b) = (maps[0].fills[row][column]?.style.shade, maps[1].fills[row][column]?.style.shade)
        #expect(a?.level == b?.level && a?.isPositive != b?.isPositive)
      }
    }
    var played = compared.pressing("<Space><Tick><Tick>")
    _ = played.frame()
    let layout = MapLayout(for: played)
    #expect(MapView(played, layout).fill(row: layout.rows.span(ofStep: 44), column: 0) == nil)
    #expect(compared.pressing("}").lines != compared.lines)
  }

  @Test("B refines while one looks, and says how much of it is there; what it was stays while what is shown changes")
  func refining() throws {
    let other = Sample.drawn(hidden: 24, input: "noise", steps: 500)
    var session = Self.session(
      Sample.session(input: "noise", steps: 500), beside: other, size: Size(width: 160, height: 45))
    _ = session.frame()
    func part() throws -> CounterpartMap { try #require((session.parts[.map] as? MapPart)?.other) }
    func count() throws -> Int { try #require(part().terms?.norms?.targetCount) }
    var before = try count()
    #expect(before > 1 && before < 500 && session.isRefining)
    #expect(session.lines[3].contains("B: \(before) of 500 targets computed"))
    // What is not there yet is not compared.
    let layout = MapLayout(for: session)
    let map = MapView(session, layout)
    let norms = try #require(part().terms?.norms)
    for row in layout.rows.indices {
      #expect((map.fill(row: row, column: 0) != nil) == norms.isVisited(row: row))
      #expect((map.sum(ofRow: row) != nil) == norms.isVisited(row: row))
    }
    #expect(layout.columns.indices.allSatisfy { map.sum(ofColumn: $0) == nil })
    #expect(session.lines.contains { $0.contains("bottom row: no sums over k while targets are missing") })
    session.tick()
    #expect(try count() > before)
    before = try count()
    session.press("<Up>")
    _ = session.frame()
    #expect(try count() >= before && session.W > 0.9)
    session.press("<Left>")
    _ = session.frame()
    #expect(try count() >= before && part().key.target == 499)
    session.press("<Left>")
    _ = session.frame()
    var ticks = 0
    while session.isRefining, ticks < 2000 {
      session.tick()
      let now = try count()
      #expect(now >= before)
      (before, ticks) = (now, ticks + 1)
    }
    #expect(try count() == 500 && !session.lines[3].contains("computed"))
    var fresh = Session(state: session.state, sources: session.sources, size: session.size)
    _ = fresh.frame()
    while fresh.isRefining { fresh.refine() }
    #expect(fresh.lines.dropLast() == session.lines.dropLast())
  }

  @Test("Both refine side by side, and each says how much of it is there")
  func both() {
    var session = Self.session(
      Sample.drawn(hidden: 24, input: "noise", steps: 400),
      beside: Sample.drawn(.orthogonal, hidden: 28, input: "noise", steps: 500), size: Size(width: 160, height: 45))
    _ = session.frame()
    let line = session.lines[3]
    #expect(line.contains("A ") && line.contains(", B ") && line.contains("of 400 targets computed"))
    session.tick()
    #expect(session.isRefining)
    while session.isRefining { session.refine() }
    #expect(!session.lines[3].contains("computed"))
    let map = MapView(session, MapLayout(for: session))
    #expect(map.layout.columns.indices.allSatisfy { map.sum(ofColumn: $0) != nil })
  }
}
