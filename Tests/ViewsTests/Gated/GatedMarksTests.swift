import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What the Flow view draws of gates and of c_t stands where its number is: the drawn frame is read back.
@Suite("Marks of gated cells")
struct GatedMarksTests {
  private static let sessions: [Session] = {
    var generator = SplitMix64(seed: 31)
    return (0..<40).map { place in
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let cell: CellKind = place.isMultiple(of: 2) ? .lstm : .gru
      let size = Size(width: pick(60...220), height: pick(26...70))
      let steps = [1, 2, 10, 44, 100, 200][pick(0...5)]
      let target = pick(1...steps)
      let keys = ["", "z", "zz", "f", "p", "s"][pick(0...5)]
      if place % 4 < 2 {
        return Sample.gated(
          cell, W: Double.random(in: -3...3, using: &generator), keeping: Double.random(in: -6...6, using: &generator),
          steps: steps, target: target, size: size, keys: keys)
      }
      let hidden = pick(2...9)
      return Sample.gatedUnits(
        cell, hidden: hidden, forgetBias: Double.random(in: -2...4, using: &generator), gain: 2, steps: steps,
        target: target, of: place % 3 == 0 ? .unit(pick(0...hidden - 1)) : .state, size: size, keys: keys)
    }
  }()

  /// σ of the rows that PyTorch has them in: i, f, g, o and r, z, n.
  private func gate(_ row: Int, at step: Int, _ trajectory: Trajectory, _ unit: Int?) -> Double {
    let n = trajectory.hiddenSize
    let a = Array(trajectory.preActivation(at: step))[row * n..<(row + 1) * n].map { 1 / (1 + exponential(-$0)) }
    return unit.map { a[$0] } ?? a.reduce(0, +) / Double(n)
  }

  private func exponential(_ x: Double) -> Double { ScaledDouble.exp(x).doubleValue }

  @Test(
    "Every gate's bar ends at its mean over the column's steps, seven eighths of a row being 1",
    arguments: sessions.indices)
  func gates(place: Int) throws {
    var session = Self.sessions[place]
    let frame = session.frame()
    let (layout, trajectory) = (Layout(for: session), session.settledAnalysis().trajectory)
    let view = FlowView(session, columns: layout.columns)
    let rows = session.state.cellKind == .lstm ? ["f": 1, "i": 0, "o": 3] : ["z": 1, "r": 0]
    try #require(layout.gates.height == rows.count)
    for y in layout.gates.y..<layout.gates.y + layout.gates.height {
      let label = String((0..<TimeColumns.gutter).map { frame[$0, y].glyph }).filter { $0 != " " }
      let row = try #require(rows[label], "\(label)")
      for column in 0..<layout.columns.count {
        let steps = layout.columns.steps(inColumn: column)
        let mean = steps.reduce(0) { $0 + gate(row, at: $1, trajectory, view.unit) } / Double(steps.count)
        let x = layout.columns.x(ofColumn: column)
        let drawn = try #require(Bars.standing.firstIndex(of: frame[x, y].glyph), "\(frame[x, y].glyph)")
        // What is not 0 shows.
        #expect((Double(drawn) / 8 - max(0.875 * mean, 0.0626)).magnitude <= 0.0626, "\(label) \(steps): \(mean)")
        #expect(frame[x, y].filled.map { ($0.part.upperBound - 0.875 * mean).magnitude < 1e-5 } ?? true)
      }
    }
  }

  @Test("B's gates are lines at their heights, where its cell has them")
  func counterpart() throws {
    func lines(_ shown: Session, beside other: Session) -> [Double] {
      var session = shown
      session.state.counterpart = Counterpart(other.state)
      let (frame, layout) = (session.frame(), Layout(for: session))
      return (0..<layout.gates.height).flatMap { row in
        (0..<layout.columns.count).compactMap { column in
          let x = layout.columns.x(ofColumn: column)
          return frame[x, layout.gates.y + row].lineHeight.map { Double($0) / GatesBand.one }
        }
      }
    }
    let kept = lines(Sample.gated(.lstm, keeping: 0), beside: Sample.gated(.lstm, keeping: 3))
    // b_f 3: σ(3) = 0.9525741268224334 (mpmath), and i and o as they are.
    #expect(kept.count == 132, "\(kept.count)")
    for (place, gate) in kept.enumerated() {
      let expected = place < 44 ? 0.9525741268224334 : 0.5
      // A cell keeps a line's height to half of 1/254 of a row.
      #expect((gate - expected).magnitude < 0.0023, "\(place): \(gate)")
    }
    #expect(lines(Sample.gated(.lstm), beside: Sample.gated(.gru)).isEmpty)
    #expect(lines(Sample.gated(.gru), beside: Sample.session()).isEmpty)
  }

  @Test("c_t is a dot at its height over the bars of one unit", arguments: sessions.indices)
  func kept(place: Int) throws {
    var session = Self.sessions[place]
    guard session.state.cellKind == .lstm, session.analysis.hasStateBars else { return }
    let frame = session.frame()
    let (layout, trajectory) = (Layout(for: session), session.settledAnalysis().trajectory)
    let band = BandReader(frame, layout.state, isLogarithmic: false)
    let view = FlowView(session, columns: layout.columns)
    for column in 0..<layout.columns.count {
      let cells = layout.columns.steps(inColumn: column).map { Array(trajectory.cellState(at: $0))[view.unit ?? 0] }
      let c = cells.max { $0.magnitude < $1.magnitude } ?? 0
      guard let height = band.height(of: ScaledDouble(c)) else { continue }
      let dots = band.dots(at: layout.columns.dotX(ofColumn: column))
      #expect(dots.count == 1, "column \(column): \(dots)")
      for dot in dots { #expect((dot - height).magnitude <= 0.13 + band.slack, "column \(column): \(c)") }
    }
  }

  @Test("The line of a constant gate stands at its number, and no step factor of an LSTM is below it")
  func line() throws {
    for keeping in [-2.0, 0, 1, 3] {
      var session = Sample.gated(.lstm, keeping: keeping, size: Size(width: 120, height: 50))
      let frame = session.frame()
      let layout = Layout(for: session)
      let band = BandReader(frame, layout.factor, isLogarithmic: true)
      let f = session.analysis.trajectory.gate(.forgetGate, at: 1)
      let height = try #require(band.height(of: f))
      let drawn = (0..<layout.factor.height).compactMap { row -> Double? in
        let glyph = frame[layout.columns.lastX - 1, layout.factor.y + layout.factor.height - 1 - row].glyph
        return ValueBand.dashes.firstIndex(of: glyph).map { Double(row) + (Double($0) + 0.5) / 4 }
      }
      if let line = drawn.first {
        #expect((line - height).magnitude <= 0.13 + band.slack, "\(keeping): \(line) for \(height)")
      }
      #expect((1...44).allSatisfy { session.analysis.stepFactor(at: $0) >= f })
    }
  }
}
