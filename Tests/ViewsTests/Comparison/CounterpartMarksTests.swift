import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What is kept as B stands in every band of the Flow view where its numbers are: the drawn frame is read back, with the ticks'
/// labels as the only scale.
@Suite("Marks of what is kept as B")
struct CounterpartMarksTests {
  private static let sizes = [(60, 20), (100, 30), (160, 45), (230, 60)].map { Size(width: $0.0, height: $0.1) }

  /// Every pair, on a size each and with a key that shows it otherwise.
  private static let cases = ComparisonSample.pairs.indices.flatMap { pair in
    ["", "s", "z"].enumerated().map { (pair: pair, size: sizes[(pair + $0.offset) % sizes.count], key: $0.element) }
  }

  private func session(_ place: Int) -> Session {
    let (pair, size, key) = Self.cases[place]
    let (shown, other) = ComparisonSample.pairs[pair]
    var session = shown.pressing(key)
    session.size = size
    return session.beside(other)
  }

  /// The heights of the lines in a column, in rows from the band's lower edge, each to a fifth of a row.
  private func lines(_ frame: Frame, _ rect: Rect, _ cells: Range<Int>) -> [Double] {
    (0..<rect.height).flatMap { row in
      Set(
        cells.compactMap { x -> Int? in
          let cell = frame[x, rect.y + rect.height - 1 - row]
          return cell.lineHeight == nil ? nil : ValueBand.lines.firstIndex(of: cell.glyph)
        }
      ).map { Double(row) + (Double($0) + 0.5) / 5 }
    }
  }

  /// That a number has a line at its height in a column, or one of the marks that say on which side of the band it is.
  private func check(
    _ value: ScaledDouble, _ reader: BandReader, _ columns: TimeColumns, _ column: Int, _ comment: Comment
  ) {
    let cells = columns.x(ofColumn: column)..<columns.x(ofColumn: column) + columns.barWidth(ofColumn: column)
    guard let height = reader.height(of: value) else { return }
    let lines = lines(reader.frame, reader.rect, cells)
    // A fifth's half, and what the ticks leave open; an eighth for the ends of the band.
    let slack = 0.1 + reader.slack + 0.02
    let rows = Double(reader.rect.height)
    if height > -slack, height < rows + slack {
      let isSeen = lines.contains { ($0 - height.clamped(0, rows)).magnitude <= slack }
      #expect(
        isSeen || lines.isEmpty && (height < 0.02 || height > rows - 0.02),
        "\(comment): \(value) at \(height), \(lines)")
    } else {
      #expect(lines.isEmpty, "\(comment)")
    }
  }

  /// The columns that stand for one step each, which B has and at which its state is finite.
  private func finiteSteps(of other: Setting, _ columns: TimeColumns) -> [(column: Int, step: Int)] {
    (0..<columns.count).compactMap { column in
      let steps = columns.steps(inColumn: column)
      let isThere =
        steps.count == 1 && other.analysis.trajectory.isFinite(through: steps.lowerBound)
        && steps.lowerBound <= other.state.input.steps
      return isThere ? (column, steps.lowerBound) : nil
    }
  }

  @Test("Step factors", arguments: cases.indices)
  func factors(place: Int) throws {
    var session = session(place)
    let frame = session.frame()
    let (layout, other) = (Layout(for: session), try #require(session.compared))
    guard layout.factor.height > 1 else { return }
    let reader = BandReader(frame, layout.factor, isLogarithmic: true)
    for (column, step) in finiteSteps(of: other, layout.columns) {
      let factor = other.analysis.stepFactor(at: step)
      if !factor.isZero { check(factor.magnitude, reader, layout.columns, column, "step \(step)") }
    }
  }

  @Test("States of one unit", arguments: cases.indices)
  func states(place: Int) throws {
    var session = session(place)
    let frame = session.frame()
    let (layout, other) = (Layout(for: session), try #require(session.compared))
    guard !session.state.showsUnits else { return }
    let reader = BandReader(frame, layout.state, isLogarithmic: false)
    for (column, step) in finiteSteps(of: other, layout.columns) {
      let cells = layout.columns.x(ofColumn: column)..<layout.columns.x(ofColumn: column + 1)
      guard other.analysis.trajectory.hiddenSize == 1 else {
        #expect(lines(frame, layout.state, cells).isEmpty)
        continue
      }
      let state = other.analysis.trajectory.state(at: step).first ?? .nan
      check(ScaledDouble(state), reader, layout.columns, column, "step \(step)")
    }
  }

  @Test("Terms that take part, over decades and as they add up", arguments: cases.indices)
  func terms(place: Int) throws {
    var session = session(place)
    let frame = session.frame()
    let (layout, other) = (Layout(for: session), try #require(session.compared))
    let reader = BandReader(frame, layout.terms, isLogarithmic: !session.state.isLinear)
    guard session.analysis.contributions != nil else { return }
    let kept = other.analysis.keptContributions
    for column in 0..<layout.columns.count {
      let steps = layout.columns.steps(inColumn: column)
      let cells = layout.columns.x(ofColumn: column)..<layout.columns.x(ofColumn: column + 1)
      guard let kept, steps.lowerBound <= kept.target else {
        #expect(lines(frame, layout.terms, cells).isEmpty, "beyond B's target")
        continue
      }
      guard steps.count == 1 else { continue }
      let step = steps.lowerBound
      let value = session.state.isLinear && kept.areNorms ? kept.signed(at: step) : kept.value(at: step)
      let (zero, height) = (reader.height(of: .zero) ?? 0, reader.height(of: value) ?? 0)
      guard !value.isZero, !session.state.isLinear || (height - zero).magnitude > 0.1 else { continue }
      check(session.state.isLinear ? value : value.magnitude, reader, layout.columns, column, "step \(step)")
    }
  }

  @Test("Where the signs differ both are said, that of what is shown above")
  func signs() throws {
    var session = Sample.session(W: -0.9).beside(Sample.session(W: 0.9))
    let frame = session.frame()
    let (layout, other) = (Layout(for: session), try #require(session.compared))
    let (own, kept) = try (#require(session.analysis.contributions), #require(other.analysis.contributions))
    var seen = Set<Character>()
    for step in 1...44 {
      let signs = (own.value(at: step).signum, kept.value(at: step).signum)
      let glyph: Character = signs.0 > 0 ? signs.1 > 0 ? "+" : "±" : signs.1 > 0 ? "∓" : "−"
      #expect(frame[layout.columns.middle(ofStep: step), layout.signs.y].glyph == glyph, "step \(step)")
      seen.insert(glyph)
    }
    #expect(seen.isSuperset(of: ["+", "±", "∓"]))
    #expect(session.lines.contains { $0.contains("± ∓ B’s differs") })
  }

  @Test("Losses of a network that tells classes, where there is room for them")
  func losses() throws {
    let size = Size(width: 160, height: 45)
    let other = Sample.classifier(hidden: 6, classes: 5, size: size)
    var session = Sample.classifier(hidden: 8, classes: 5, size: size).pressing("O").beside(other)
    let frame = session.frame()
    let layout = Layout(for: session)
    let reader = BandReader(frame, layout.output, isLogarithmic: false)
    let trajectory = try #require(session.compared).analysis.trajectory
    for step in 1...44 {
      let cells = layout.columns.x(ofStep: step)..<layout.columns.x(ofStep: step) + 1
      guard let loss = trajectory.output(at: step)?.loss else {
        #expect(lines(frame, layout.output, cells).isEmpty)
        continue
      }
      check(ScaledDouble(loss), reader, layout.columns, step - 1, "step \(step)")
    }
  }

  @Test("The total stands beside the total, and the inspector has the term")
  func total() throws {
    let session = ComparisonSample.weights().pressing("s")
    let other = try #require(session.compared)
    let term = try #require(other.analysis.contributions).value(at: 35)
    #expect(session.lines.contains { $0.contains("B: \(NumberText.number(term, digits: 4))") })
    var drawn = session
    let frame = drawn.frame()
    let layout = Layout(for: session)
    let x = layout.columns.totalX(width: layout.terms.width)
    let reader = BandReader(frame, layout.terms, isLogarithmic: false)
    let total = try #require(other.analysis.contributions).total
    let height = try #require(reader.height(of: total))
    let found = lines(frame, layout.terms, x..<x + 1)
    #expect(
      found.count == 1 && found.allSatisfy { ($0 - height).magnitude <= 0.12 + reader.slack }, "\(found) \(height)")
  }

  @Test("In SVG the lines stand exactly there")
  func exact() throws {
    var session = ComparisonSample.weights()
    let frame = session.frame()
    let (layout, other) = (Layout(for: session), try #require(session.compared))
    let reach = session.state.scales?.state ?? LinearReach()
    let axis = ValueAxis.linear(from: reach.low, to: reach.high, rows: layout.state.height)
    let svg = frame.svg(theme: .dark, title: "B")
    for step in 1...44 {
      let height = axis.height(of: ScaledDouble(other.analysis.trajectory.state(at: step).first ?? .nan))
      // To a 254th of a cell of 18 pixels, printed to a hundredth.
      let centre = Double((layout.state.y + layout.state.height) * 18) - height * 18
      let places = svg.matches(of: /<rect x="(\d+)" y="([\d.]+)" width="\d+" height="2" fill="#ff7cc4"/).compactMap {
        Int($0.1) == layout.columns.x(ofStep: step) * 9 ? Double($0.2) : nil
      }
      #expect(places.contains { ($0 + 1 - centre).magnitude <= 18.0 / 254 + 0.01 }, "step \(step)")
    }
  }
}
