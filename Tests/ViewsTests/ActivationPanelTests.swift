import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Activation panel")
struct ActivationPanelTests {
  private static let size = Size(width: 160, height: 45)

  /// The rows of the panel, as text.
  private func panel(_ session: Session) -> [String] {
    var session = session
    let (frame, rect) = (session.frame(), Layout(for: session).activation)
    return frame.glyphs(in: rect)
  }

  @Test("States up to the end of a Double's range have their picture", arguments: Activation.allCases)
  func extremes(activation: Activation) {
    for (W, b, s0) in [
      (1.0, 1.7e308, 0.0), (1, -1.7e308, 0), (0.5, 0, 1.7e308), (0.5, 0, -1.7e308), (1e308, 1e308, 0.1),
    ] {
      let session = Sample.session(activation, W: W, b: b, s0: s0, input: "zero", size: Self.size)
      #expect(panel(session).contains { $0.contains("f′ = ∂f/∂a") }, "\(W) \(b) \(s0)")
      for keys in ["g", "d", "z"] { #expect(session.pressing(keys).lines.count == 45) }
    }
    let explosive = Sample.session(
      activation, W: 1.1, input: "constant", steps: 10_000, size: Size(width: 100, height: 30))
    var wide = explosive
    wide.size = Self.size
    #expect(panel(wide).contains { $0.contains("f′ = ∂f/∂a") })
  }

  @Test("A few hundred random networks of one unit and of several are drawn, and their abscissa holds every a_t")
  func random() {
    var generator = SplitMix64(seed: 21)
    func number(_ decades: Double) -> Double {
      let size = ScaledDouble.exp(2.3 * Double.random(in: -decades...decades, using: &generator)).doubleValue
      return Bool.random(using: &generator) ? size : -size
    }
    for place in 0..<300 {
      let activation = Activation.allCases[place % Activation.allCases.count]
      let decades = [1.0, 5, 100, 300][place / 12 % 4]
      var session =
        place % 3 == 0
        ? Sample.drawn(hidden: 2 + place % 5, activation: activation, gain: number(decades), steps: 20, size: Self.size)
        : Sample.session(
          activation, W: number(decades), U: number(decades), b: number(decades), s0: number(decades), steps: 20,
          size: Self.size)
      let points = OperatingPoints(FlowView(session, columns: Layout(for: session).columns), activation)
      #expect(points.reach.isFinite && points.all.allSatisfy { $0.magnitude <= points.reach })
      #expect(session.frame().size == Self.size)
    }
  }

  /// The quarter of a row that the dashes beside a name stand in, from below.
  private func quarter(_ row: String, beside name: String) -> Int? {
    row.firstRange(of: name).flatMap { range in
      let beside = [row[..<range.lowerBound].last { $0 != " " }, row[range.upperBound...].first { $0 != " " }]
      return beside.lazy.compactMap { $0.flatMap { ValueBand.dashes.firstIndex(of: $0) } }.first
    }
  }

  @Test(
    "Each line of f′ has its own name on it: γ at 1, 1/|W| where it is",
    arguments: [0.9, 0.91, 0.95, 0.97, 1.05, 1.2, 1.6, 3])
  func names(W: Double) throws {
    for size in [Size(width: 80, height: 24), Size(width: 141, height: 40), Self.size, Size(width: 200, height: 60)] {
      let rows = panel(Sample.session(W: W, size: size).pressing(size.width < 140 ? "f" : ""))
      let first = try #require(rows.firstIndex { $0.contains("f′ = ∂f/∂a") })
      let slope = rows[first...]
      let gamma = try #require(slope.firstIndex { $0.contains("γ") })
      let inverse = try #require(slope.firstIndex { $0.contains("1/|W|") }, "\(size)")
      guard !slope[gamma].contains(/γ, ?1/) else { continue }
      let (a, b) = (quarter(slope[gamma], beside: "γ"), quarter(slope[inverse], beside: "1/|W|"))
      let heights = (4 * -gamma + (try #require(a)), 4 * -inverse + (try #require(b)))
      #expect(W < 1 ? heights.1 > heights.0 : heights.1 < heights.0, "\(size) \(slope[gamma]) \(slope[inverse])")
    }
  }

  @Test("Lines that no glyph can tell apart are one, with both names")
  func together() {
    #expect(panel(Sample.session(W: 1, size: Self.size)).contains { $0.contains(" γ, 1/|W| ") })
  }

  @Test("Of several units the title says whose points they are, and ◆ stands at the a_k of the unit that is looked at")
  func units() throws {
    let whole = Sample.drawn(hidden: 4, size: Self.size)
    #expect(panel(whole)[0].contains("f = tanh   all 4 units") && !panel(whole).contains { $0.contains("◆") })
    for unit in 0..<4 {
      var session = whole
      session.modify { $0.observable = .unit(unit) }
      let rows = panel(session)
      #expect(rows[0].contains("f = tanh   unit \(unit)"))
      let a = Array(session.settledAnalysis().trajectory.preActivation(at: 44))[unit]
      let row = try #require(rows.first { $0.contains("◆") })
      let plot = rows[0].columns - TimeColumns.gutter - 2
      let column = try #require(Array(row).firstIndex(of: "◆")) - TimeColumns.gutter
      let ends = try #require(rows.first { $0.contains(" a  −") }).split(separator: " ")
      let reach = try #require(Double(ends[ends.count - 1]))
      let expected = (a / reach + 1) / 2 * Double(plot)
      #expect((Double(column) + 0.5 - expected).magnitude <= 0.51, "unit \(unit): a = \(a)")
    }
    let inspector = whole.pressing("n").lines.first { $0.contains("step factor") && $0.contains("lag 0") }
    #expect(inspector != nil)
  }

  @Test("The axis of f′ is not left a quarter empty", arguments: [0.9, 0.95, 1, 1.2])
  func full(W: Double) throws {
    for height in stride(from: 30, through: 70, by: 4) {
      var session = Sample.session(W: W, size: Size(width: 200, height: height))
      let (frame, rect) = (session.frame(), Layout(for: session).activation)
      let rows = panel(session)
      let first = try #require(rows.firstIndex { $0.contains("f′ = ∂f/∂a") }) + 1
      let last = try #require(rows.firstIndex { $0.contains(" a  −") })
      let band = Rect(x: rect.x, y: rect.y + first, width: rect.width, height: last - first)
      let reader = BandReader(frame, band, isLogarithmic: false)
      let used = try #require(reader.height(of: ScaledDouble(max(1, 1 / W))))
      #expect(used >= 0.8 * Double(band.height), "\(height): \(used) of \(band.height)")
    }
  }
}
