import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Scales")
struct ScalesTests {
  private static func scales(
    _ activation: Activation, W: Double, from previous: Scales? = nil, steps: Int = 44, b: Double = 0
  ) -> Scales {
    var session = Sample.session(activation, W: W, b: b, steps: steps)
    return Self.adapted(&session, from: previous)
  }

  /// The scales as the Flow view has them.
  private static func adapted(_ session: inout Session, from previous: Scales? = nil) -> Scales {
    let analysis = session.settledAnalysis()
    let columns = Layout(for: session).columns
    let terms = analysis.contributions.map { PooledTerms($0, columns) }
    return Scales.adapted(to: analysis, terms, from: previous, depth: nil)
  }

  @Test("Fresh scales hold their numbers: no state, no term, no sum beyond the axis", arguments: Activation.allCases)
  func hold(activation: Activation) {
    for W in [-1.3, -0.5, 0, 0.4, 0.9, 1, 1.2] {
      var session = Sample.session(activation, W: W)
      let analysis = session.settledAnalysis()
      let scales = Self.adapted(&session)
      let states = (1...44).map { ScaledDouble(analysis.trajectory.state(at: $0).first ?? .infinity) }
      #expect(states.allSatisfy { $0 >= scales.state.low && $0 <= scales.state.high })
      guard let terms = analysis.contributions else { continue }
      #expect(terms.values().allSatisfy { $0 >= scales.sum.low && $0 <= scales.sum.high })
      // A total that is many times as large as all terms has a scale of its own.
      let largest = terms.values().map(\.magnitude).max() ?? .zero
      #expect(
        terms.total >= scales.sum.low && terms.total <= scales.sum.high
          || terms.total.magnitude > largest * ScaledDouble(8))
      #expect(terms.values().allSatisfy { $0.isZero || $0.magnitude.log10 <= Double(scales.termTop) + 1e-9 })
    }
  }

  @Test("The same analysis leaves the scales it has settled on as they are", arguments: Activation.allCases)
  func settled(activation: Activation) {
    for W in stride(from: -2, through: 2, by: 0.25) {
      let first = Self.scales(activation, W: W)
      #expect(Self.scales(activation, W: W, from: first) == first)
    }
  }

  @Test("They grow at once and come down only when the numbers are much smaller")
  func hysteresis() {
    let small = Self.scales(.identity, W: 1)
    let large = Self.scales(.identity, W: 1.3, from: small)
    #expect(
      large.state.bound > small.state.bound && large.termTop > small.termTop && large.sum.bound > small.sum.bound)
    #expect(large.state == Self.scales(.identity, W: 1.3).state)
    let back = Self.scales(.identity, W: 1.25, from: large)
    #expect(back.termTop == large.termTop || back.termTop <= large.termTop - 2)
    let far = Self.scales(.identity, W: 1, from: large)
    #expect(far.state == small.state && far.termTop == small.termTop && far.sum == small.sum)
  }

  @Test(
    "Turning W one step up and down again and again, a scale goes back and forth only with numbers that change by much",
    arguments: Activation.allCases)
  func noJitter(activation: Activation) {
    for place in -40..<40 {
      let (low, high) = (Double(place) * 0.05, Double(place + 1) * 0.05)
      var walk = [Self.scales(activation, W: low)]
      for W in [high, low, high, low] { walk.append(Self.scales(activation, W: W, from: walk[walk.count - 1])) }
      let (a, b) = (Self.logarithms(activation, W: low), Self.logarithms(activation, W: high))
      for part in Self.parts
      where part.value(walk[1]) != part.value(walk[2]) && part.value(walk[2]) != part.value(walk[3]) {
        let change = zip(part.numbers(a), part.numbers(b)).map { ($0 - $1).magnitude }.max() ?? 0
        #expect(change > part.tolerance, "W \(low) and \(high): \(part.name) \(walk.map(part.value))")
      }
    }
  }

  /// The decimal logarithms of what the scales hold.
  private struct Logarithms {
    let state, largest, smallest, factor: Double
    let sums: [Double]
  }

  private static func logarithms(_ activation: Activation, W: Double) -> Logarithms {
    var session = Sample.session(activation, W: W)
    let analysis = session.settledAnalysis()
    func log10(_ value: ScaledDouble?) -> Double { value.map { $0.isZero ? -1e6 : $0.log10 } ?? -1e6 }
    let columns = Layout(for: session).columns
    let terms = analysis.contributions.map { PooledTerms($0, columns) }
    let logarithms = terms?.logarithms ?? []
    let reaches = [terms?.barReach, terms?.sumReach].map { $0 ?? .zero ... .zero }
    return Logarithms(
      state: log10(ScaledDouble(max(analysis.extent.states.upperBound, -analysis.extent.states.lowerBound))),
      largest: logarithms.max() ?? -1e6, smallest: logarithms.min() ?? -1e6,
      factor: log10(analysis.extent.factors?.lowerBound),
      sums: reaches.flatMap { [log10($0.lowerBound.magnitude), log10($0.upperBound)] })
  }

  /// A scale, the numbers it follows, and by how many decades they may change without moving it back and forth.
  private struct Part: Sendable {
    let name: String
    let tolerance: Double
    let value: @Sendable (Scales) -> Int
    let numbers: @Sendable (Logarithms) -> [Double]
  }

  @Sendable private static func index(_ reach: LinearReach) -> Int {
    max(reach.below?.index ?? .min, reach.above?.index ?? .min)
  }

  private static let parts = [
    // A linear axis that is more than four tenths of a decade too large leaves over half of its band empty.
    Part(name: "state", tolerance: 0.35, value: { index($0.state) }, numbers: { [$0.state] }),
    Part(name: "factors", tolerance: 0.02, value: { $0.factor.low.index }, numbers: { [$0.factor] }),
    Part(name: "top", tolerance: 1, value: { $0.termTop }, numbers: { [$0.largest] }),
    Part(name: "depth", tolerance: 0.5, value: { $0.termDepth }, numbers: { [$0.largest, $0.smallest] }),
    Part(name: "sum", tolerance: 0.35, value: { index($0.sum) }, numbers: { $0.sums }),
  ]

  @Test("States that use little of their activation's range have an axis of their own, on either side of 0")
  func littleUsed() {
    // tanh of 0.1·x: nowhere near 1.
    let small = Self.scales(.tanh, W: 0.1)
    var session = Sample.session(.tanh, W: 0.1, U: 0.05)
    let little = Self.adapted(&session)
    let states = session.settledAnalysis().extent.states
    #expect(little.state.high < ScaledDouble(0.5) && little.state.high >= ScaledDouble(states.upperBound))
    #expect(little.state.high <= ScaledDouble(states.upperBound * 1.4))
    #expect(small.state.high == .one && small.state.low == -.one)
    // The logistic function at its middle, 0.5 of 1.
    var half = Sample.session(.sigmoid, W: 0, U: 0)
    #expect(Self.adapted(&half).state == LinearReach(below: nil, above: AxisBound(holding: ScaledDouble(0.5))))
  }

  @Test("Bars that add up to far more than each of them have the axis; the sum is divided by a round number")
  func sums() {
    // 44 equal terms of 0.1.
    let scales = Self.scales(.identity, W: 1)
    var session = Sample.session(.identity, W: 1, U: 0, s0: 0.1)
    #expect(Self.adapted(&session).sum.high < ScaledDouble(0.2) && scales.sum.high > .zero)
  }

  @Test("An exact 0 and an overflow keep the scales in force")
  func nothingToHold() {
    let before = Self.scales(.relu, W: 1.1)
    let zero = Self.scales(.relu, W: 0, from: before)
    #expect(zero.termTop == before.termTop || zero.termTop < before.termTop - 1)
    let overflow = Self.scales(.identity, W: 1e10, from: before)
    #expect(overflow.termTop == before.termTop && overflow.sum == before.sum)
  }

  @Test("Without any term that is not 0 there is a depth too, which is read back")
  func noTerms() throws {
    let session = Sample.drawn(.gaussian, hidden: 3, activation: .relu, gain: 1e100, input: "sunspots").pressing(".-")
    let scales = try #require(session.state.scales)
    #expect(session.analysis.contributions?.total.isZero == true && scales.termDepth == Scales.depthWithoutTerms)
    #expect(scales.description.hasSuffix("terms=0:9,sum=-:-,plane=600") && Scales(scales.description) == scales)
  }

  @Test("Extreme scales that can be read can be drawn")
  func extremes() {
    for text in [
      "state=5e1000000000:5e0,factor=1e-6:1e6,terms=1000000000:60000,sum=1e-1000000000:-",
      "state=-:-,factor=8e-1:1e0,terms=0:3,sum=-:1e-694127911065419639",
      "state=8e-700000000000000000:8e700000000000000000,factor=8e-1:1e0,terms=0:3,sum=8e700000000000000000:8e-700000000000000000",
      "state=-:1e-1125899906842623,factor=8e-1:1e0,terms=-1125899906842623:3,sum=5e112589990684262:1e0",
    ] {
      var state = Sample.drawing().state
      state.scales = Scales(text)
      #expect(state.scales != nil)
      for (pinned, linear) in [(true, false), (true, true), (false, false), (false, true)] {
        (state.isPinned, state.isLinear) = (pinned, linear)
        var session = Session(state: state, sources: Sample.sources, size: Size(width: 90, height: 28))
        #expect(session.frame().size.height == 28)
      }
    }
  }
}
