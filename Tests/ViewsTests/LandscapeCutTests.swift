import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// The cut gradient beside the whole one, and the clipped step beside the other, are what the core finds.
@Suite("Landscape: truncation and clipping")
struct LandscapeCutTests {
  private static let cuts = [Cut(.window, length: 8), Cut(.window, length: 40), Cut(.detach, length: 10)]

  /// Both sums round each of 44 steps, in another order: 1e−12 of Σ|term|.
  @Test("At every value the dots are the cut sum, and ≠ stands where it has the other sign", arguments: cuts)
  func curves(cut: Cut) throws {
    var session = GoldenCase.wrongWay("4", height: 30)
    session.state.cut = cut
    let frame = session.frame()
    let layout = try #require(Layout(for: session).landscape(for: session))
    let landscape = try #require(session.landscape)
    var wrong: Set<Int> = []
    for response in landscape.responses {
      let start = try session.state.start.setting(.recurrentWeight, to: response.value)
      let trajectory = Experiment(start: start, inputs: session.analysis.experiment.inputs).trajectory()
      let whole = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights)
      let left = Contributions(
        of: trajectory, target: 44, parameter: .recurrentWeights, truncation: cut.truncation)
      let found = try #require(response.cutTotal)
      #expect((found - left.total).magnitude <= ScaledDouble(1e-12) * whole.sumOfNorms)
      if whole.total.signum * left.total.signum < 0 {
        wrong.insert(layout.plot.x + layout.dot(of: response.value) / 2)
      }
    }
    let marked = (0..<frame.size.width).filter { frame[$0, layout.signs.y].glyph == "≠" }
    #expect(Set(marked) == wrong)
    let bias = try #require(session.analysis.remedied?.bias)
    let text = session.lines.joined(separator: "\n")
    #expect(text.contains(", cut: \(NumberText.number(bias.cutTotal, digits: 4))"))
    #expect(text.contains("sparse dots: ") && text.contains("≠ of the other sign") == !wrong.isEmpty)
  }

  @Test("Dots stand where nothing hides them, a column of cells apart, and the axis holds them")
  func dots() throws {
    var session = GoldenCase.wrongWay("4", height: 45)
    let frame = session.frame()
    let layout = try #require(Layout(for: session).landscape(for: session))
    let landscape = try #require(session.landscape)
    let band = layout.bands[1]
    let axis = CurveAxes.gradient(landscape.responses, depth: nil, rows: band.height)
    var seen = 0
    for response in landscape.responses where layout.dot(of: response.value).isMultiple(of: 2) {
      let (cut, x) = (try #require(response.cutTotal), layout.dot(of: response.value))
      let y = axis.dot(at: axis.height(of: cut))
      guard (0..<4 * band.height).contains(y) else { continue }
      let glyph = frame[band.x + x / 2, band.y + y / 4].glyph
      if BrailleCanvas.dots(of: glyph).map({ $0 & BrailleCanvas.masks[y % 4][0] != 0 }) == true { seen += 1 }
    }
    // The cursor and the whole gradient hide some.
    #expect(seen > layout.plot.width / 2)
    session.state.cut = Cut()
    _ = session.frame()
    #expect(session.landscape?.responses.allSatisfy { $0.cutTotal == nil } == true)
  }

  @Test("Over the gain of several units the dots are norms of what is left")
  func gain() throws {
    var session = GoldenCase.cut(
      Sample.drawn(hidden: 3, steps: 14, size: Size(width: 60, height: 20)).pressing("4"), .window, 3)
    _ = session.frame()
    let landscape = try #require(session.landscape)
    #expect(landscape.responses.contains { $0.cutTotal != nil && $0.cutTotal != $0.total })
    #expect(session.lines.joined().contains("sparse dots: "))
  }

  private func wall() throws -> Session {
    var session = Sample.session()
    session.open(try #require(Scenario.named("pascanu-wall")))
    return session.pressing("<Esc>")
  }

  @Test("Clipping by norm keeps the direction, each and by value keep every number below c")
  func clipped() throws {
    let session = try wall()
    let gradient = try #require(ErrorGradient(session.analysis, desired: session.state.landscape.desired))
    let c = gradient.steepness.doubleValue / 3
    let norm = try #require(gradient.clipped(by: .norm(c)))
    #expect((norm.steepness.doubleValue / c - 1).magnitude < 1e-5)
    let slopes = ((norm.alongW / norm.alongBias).doubleValue, (gradient.alongW / gradient.alongBias).doubleValue)
    #expect((slopes.0 / slopes.1 - 1).magnitude < 1e-12)
    let small = Swift.min(gradient.alongW.magnitude, gradient.alongBias.magnitude).doubleValue / 2
    for clipping in [Clipping.each(small), .value(small)] {
      let found = try #require(gradient.clipped(by: clipping))
      for (after, before) in [(found.alongW, gradient.alongW), (found.alongBias, gradient.alongBias)] {
        #expect((after.magnitude.doubleValue / small - 1).magnitude < 1e-4 && after.signum == before.signum)
      }
    }
    for unchanged in [nil, Clipping.norm(10 * 3 * c), .value(10 * 3 * c), .adjoint(small)] {
      #expect(gradient.clipped(by: unchanged) == nil)
    }
  }

  @Test("Both steps are drawn, and where they lead to is said")
  func arrows() throws {
    var session = GoldenCase.cut(try wall(), .none, 1, .norm(0.5))
    let layout = try #require(Layout(for: session).landscape(for: session))
    #expect(session.lines.joined().contains("clipped, norm 0.5: to W "))
    #expect(session.lines.joined().contains("unclipped it leads out of the window, to W 9.1, b 4"))
    // A threshold of some hundred makes it a step of about 1, which lands on the screen: there stands the mark.
    session = GoldenCase.cut(try wall(), .none, 1, .norm(60))
    let shown = session.frame()
    let gradient = try #require(ErrorGradient(session.analysis, desired: session.state.landscape.desired))
    let clipped = try #require(gradient.clipped(by: .norm(60)))
    let (W, b) = (
      -0.01 * clipped.alongW.doubleValue + session.W,
      -0.01 * clipped.alongBias.doubleValue + session.state.value(of: .bias)
    )
    let (x, y) = (try #require(layout.column(of: W)), try #require(layout.row(of: b)))
    #expect(shown[x, y].glyph == "◇")
  }
}
