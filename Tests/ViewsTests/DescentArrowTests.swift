import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

#if canImport(Glibc)
  import Glibc
#endif

@Suite("The way of the descent on the error surface")
struct DescentArrowTests {
  /// What is read from a frame: the dot farthest from the present point, in pixels of cells of 9×18 to the right and down.
  private func read(_ session: Session) throws -> (
    tip: (x: Double, y: Double), expected: (x: Double, y: Double), layout: LandscapeLayout, arrow: DescentArrow
  ) {
    var session = session
    let frame = session.frame()
    let layout = try #require(Layout(for: session).landscape(for: session))
    let gradient = try #require(ErrorGradient(session.analysis, desired: session.state.landscape.desired))
    let (plot, vertical) = (layout.plot, try #require(layout.vertical))
    let across = 9 * Double(plot.width) / (layout.horizontal.upperBound - layout.horizontal.lowerBound)
    let down = 18 * Double(plot.height) / (vertical.upperBound - vertical.lowerBound)
    let start = (
      x: (session.state.value(of: .recurrentWeight) - layout.horizontal.lowerBound) * across,
      y: (vertical.upperBound - session.state.value(of: .bias)) * down
    )
    let expected = (
      x: -0.01 * gradient.alongW.doubleValue * across, y: 0.01 * gradient.alongBias.doubleValue * down
    )
    var tip = (x: 0.0, y: 0.0)
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        let cell = frame[plot.x + column, plot.y + row]
        guard cell.style == .inspected, let dots = BrailleCanvas.dots(of: cell.glyph) else { continue }
        for (line, masks) in BrailleCanvas.masks.enumerated() {
          for (place, mask) in masks.enumerated() where dots & mask != 0 {
            let dot = (
              x: 9 * Double(column) + 4.5 * (Double(place) + 0.5) - start.x,
              y: 18 * Double(row) + 4.5 * (Double(line) + 0.5) - start.y
            )
            if hypot(dot.x, dot.y) > hypot(tip.x, tip.y) { tip = dot }
          }
        }
      }
    }
    return (tip, expected, layout, try #require(DescentArrow(gradient, session.state, layout)))
  }

  static let sizes = [Size(width: 60, height: 20), Size(width: 100, height: 30), Size(width: 160, height: 45)]

  /// A dot is within half a dot of the line, 3.2 pixels: 4° at 45 pixels.
  @Test("It points where −∇E points on this screen, and is as long as the step", arguments: sizes)
  func angle(size: Size) throws {
    var (seen, whole) = (0, 0)
    var generator = SplitMix64(seed: UInt64(size.width))
    for round in 0..<100 {
      var session = Sample.session(size: size)
      if round % 4 == 0 { session.open(try #require(Scenario.named("pascanu-wall"))) }
      session = session.pressing(round % 4 == 0 ? "<Esc>" : "4v")
      for _ in 0..<generator.next() % 3 { session.press(generator.next() % 2 == 0 ? "<lt>" : ">") }
      session.set(.recurrentWeight, to: session.state.value(of: .recurrentWeight) + generator.nextNormal())
      session.set(.bias, to: session.state.value(of: .bias) + generator.nextNormal())
      session.set(.desired, to: 20 * generator.nextNormal())
      _ = session.frame()
      guard let (tip, expected, _, arrow) = try? read(session) else { continue }
      let length = hypot(tip.x, tip.y)
      guard length > 45 else { continue }
      let cosine = (tip.x * expected.x + tip.y * expected.y) / length / hypot(expected.x, expected.y)
      #expect(cosine > cos(5 * Double.pi / 180), "\(tip) and \(expected)")
      seen += 1
      guard !arrow.leavesWindow, !arrow.isTooShort else { continue }
      #expect((length - hypot(expected.x, expected.y)).magnitude < 9)
      whole += 1
    }
    #expect(seen > 10 && whole > 0)
  }

  @Test("The wall's arrow after ↑ is within two degrees, where it used to be 35° off")
  func wall() throws {
    var session = Sample.session(size: Size(width: 100, height: 30))
    session.open(try #require(Scenario.named("pascanu-wall")))
    let (tip, expected, _, arrow) = try read(session.pressing("<Esc><Up>"))
    let sine = (tip.x * expected.y - tip.y * expected.x) / hypot(tip.x, tip.y) / hypot(expected.x, expected.y)
    #expect(sine.magnitude < sin(2 * Double.pi / 180) || arrow.isTooShort)
  }

  /// |∇E| by the desired value: E = (s_k − d)², so that the gradient keeps its direction and grows with |s_k − d|.
  @Test("The steeper the surface, the longer the arrow, over twelve decades, up to the step itself", arguments: sizes)
  func length(size: Size) throws {
    let session = Sample.session(size: size).pressing("4v")
    let state = try #require(session.analysis.trajectory.state(at: 44).first)
    let layout = try #require(Layout(for: session).landscape(for: session))
    func arrow(_ difference: Double) throws -> DescentArrow {
      let gradient = try #require(ErrorGradient(session.analysis, desired: state + difference))
      return try #require(DescentArrow(gradient, session.state, layout))
    }
    let arrows = try (-36...12).map { try arrow(pow(10, Double($0) / 3)) }
    #expect(zip(arrows, arrows.dropFirst()).allSatisfy { $0.shown < $1.shown })
    #expect(arrows[0].isTooShort && arrows[0].shown >= 6 && !arrows[48].isTooShort)
    for arrow in arrows {
      #expect(arrow.isTooShort == (arrow.length < 13) && (arrow.isTooShort || arrow.shown == arrow.length))
    }
    // What is drawn is that long: within a dot and a half.
    for difference in [1e-6, 1e-3, 1] {
      var shown = session
      shown.set(.desired, to: state + difference)
      let (tip, _, _, arrow) = try read(shown)
      #expect((hypot(tip.x, tip.y) / 4.5 - Swift.min(arrow.shown, arrow.room)).magnitude < 1.5)
    }
  }

  @Test("A dotted arrow says so in the title and below at every size; a level surface has none")
  func short() throws {
    for (width, height) in [(40, 10), (60, 20), (80, 24), (100, 30), (160, 45), (200, 60)] {
      let session = Sample.session(size: Size(width: width, height: height)).pressing("4v")
      #expect(try read(session).arrow.isTooShort)
      #expect(session.lines[2].contains("dotted: "), "\(width)×\(height)")
      #expect(!session.lines.contains { $0.contains("one step of") })
      #expect(height < 20 || session.lines.contains { $0.contains("too short to see: dotted") })
    }
    let session = Sample.session().pressing("4v")
    var level = session
    level.set(.desired, to: Double(try #require(level.analysis.trajectory.state(at: 44).first)))
    _ = level.frame()
    let gradient = try #require(ErrorGradient(level.analysis, desired: level.state.landscape.desired))
    let layout = try #require(Layout(for: level).landscape(for: level))
    #expect(gradient.error.isZero && DescentArrow(gradient, level.state, layout) == nil)
  }

  @Test("Of a loss that is looked at the surface still is (s_k − d)²")
  func observable() throws {
    let session = Sample.session().pressing("4v")
    let own = try #require(ErrorGradient(session.analysis, desired: 0.7))
    let other = try #require(ErrorGradient(session.pressing("dd").analysis, desired: 0.7))
    // Summed in another order.
    #expect(((own.alongW - other.alongW) / own.alongW).doubleValue.magnitude < 1e-13)
    #expect(((own.alongBias - other.alongBias) / own.alongBias).doubleValue.magnitude < 1e-13)
  }
}
