import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("The landscape over the gain of a network of several units")
struct GainLandscapeTests {
  private static func session(
    units n: Int = 3, gain: Double = 1, of observable: Observable = .state, activation: Activation = .tanh,
    steps: Int = 44, width: Int = 100, height: Int = 30, keys: String = ""
  ) -> Session {
    MatrixSample.session(
      units: n, activation: activation, gain: gain, steps: steps, of: observable,
      size: Size(width: width, height: height), keys: "4" + keys)
  }

  static let goldens = [
    GoldenCase("landscape-gain-state-100x30") { session() },
    GoldenCase("landscape-gain-unit-160x45") { session(gain: 1.3, of: .unit(1), width: 160, height: 45) },
    GoldenCase("landscape-gain-relu-60x20") { session(gain: 2, activation: .relu, width: 60, height: 20) },
    GoldenCase("landscape-gain-overflow-100x30") { session(gain: 1e9, activation: .identity) },
    GoldenCase("landscape-gain-first-step-80x24") { session(steps: 1, width: 80, height: 24) },
    GoldenCase("landscape-gain-smallest-40x10") { session(width: 40, height: 10) },
  ]

  @Test("The gain moves the cursor and computes nothing anew; k computes anew")
  func reused() throws {
    var session = Self.session()
    _ = session.frame()
    let key = try #require(session.landscape).key
    session.press("<Up>")
    _ = session.frame()
    #expect(session.landscape?.key == key)
    session.press("<Left>")
    _ = session.frame()
    #expect(session.landscape?.key != key)
  }

  @Test("What the curve says at a gain is what the verdict says there", arguments: [Observable.state, .unit(2)])
  func agreesWithAnalysis(observable: Observable) throws {
    var session = Self.session(of: observable)
    _ = session.frame()
    let responses = try #require(session.landscape).responses
    for response in [responses[3], responses[90], responses[170]] {
      session.set(.recurrentWeight, to: response.value)
      let analysis = session.settledAnalysis()
      #expect(analysis.contributions?.total == response.total)
      // Of the flow's norm one way has a rounding more.
      let rates = [analysis.regime.lyapunovExponent, response.lyapunovExponent].compactMap { $0 }
      #expect(rates.count == 2 && (rates[0] - rates[1]).magnitude < 1e-13)
    }
  }

  @Test("A press on the plot sets the gain; there is no error surface")
  func mouse() throws {
    var session = Self.session()
    _ = session.frame()
    let layout = try #require(Layout(for: session).landscape(for: session))
    let x = layout.plot.x + layout.plot.width / 4
    session.handle(MouseEvent(.press, x: x, y: layout.plot.y))
    let value = try #require(layout.value(atColumn: x))
    #expect(session.state.matrix?.gain == value && value < 0.5)
    let state = session.state
    session.press("v")
    #expect(session.state == state)
    var surface = session
    surface.state.landscape.isSurface = true
    #expect(surface.lines.contains { $0.contains("growth per step") })
  }

  @Test("The marks stand where the norm and the spectral radius of g·W₀ are 1; a nilpotent W₀ has one alone")
  func mark() throws {
    var session = Self.session()
    _ = session.frame()
    let marks = try #require(session.landscape).marks
    let W = try #require(session.state.matrix).base.network.recurrentWeights
    #expect((marks[0].gain * W.spectralNorm - 1).magnitude < 1e-14)
    // The largest |eigenvalue| of a 3×3 matrix by powers of it: ‖W^1024‖^(1/1024).
    var power = W
    var scale = 0.0
    for _ in 0..<10 {
      power = power * power
      let norm = power.spectralNorm
      scale = 2 * scale + Double(norm.exponent)
      let unit = Double(sign: .plus, exponent: -Int(norm.exponent), significand: 1)
      power = Matrix(rows: 3, columns: 3, elements: power.elements.map { $0 * unit })
    }
    let radius = ScaledDouble.exp((scale + ScaledDouble(power.spectralNorm).log10 / 0.30103) * 0.693147 / 1024)
    #expect((marks[1].gain * radius.doubleValue - 1).magnitude < 2e-3)
    let shift = try RNN(
      activation: .tanh, inputWeights: Matrix([[1], [0]]), recurrentWeights: Matrix([[0, 0], [1, 0]]))
    #expect(Landscape.marks(shift, WeightSpectrum(of: shift.recurrentWeights)).map(\.name) == ["σ·γ=1"])
    #expect(session.lines.contains { $0.contains("σ·γ=1") })
  }

  @Test("A network of which one value takes longer than a moment begins with none, and has one more each tick")
  func slow() throws {
    var session = Self.session(units: 128, steps: 80)
    _ = session.frame()
    #expect(session.landscape?.progress.computed == 0 && session.tickInterval != nil)
    #expect(session.lines.contains { $0.contains("0 of 176 values") })
    for count in 1...3 {
      session.tick()
      #expect(session.landscape?.progress.computed == count)
    }
    #expect(session.lines.contains { $0.contains("3 of 176 values, 80 steps of 128 units each") })
  }
}
