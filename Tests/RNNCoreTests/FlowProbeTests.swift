import Testing

@testable import RNNCore

@Suite("Bounds of the flow from a few covectors")
struct FlowProbeTests {
  private func probe(_ trajectory: Trajectory) -> FlowProbe {
    var (probe, last) = (FlowProbe(trajectory, target: trajectory.steps), 0.0)
    while !probe.isComplete {
      let cost = probe.advance()
      #expect(cost > 0 && probe.progress >= last && probe.progress <= 1)
      last = probe.progress
    }
    let cost = probe.advance()
    #expect(cost == 0)
    return probe
  }

  @Test(
    "σ_max lies between them at every step",
    arguments: [
      (Initialization.gaussian, 1.0, Activation.tanh), (.gaussian, 1.6, .tanh),
      (.orthogonal, 1, .identity),
      (.orthogonal, 1.05, .elu), (.gaussian, 1.2, .relu), (.identity, 0.9, .sine),
    ])
  func bounds(network: (Initialization, Double, Activation)) throws {
    let trajectory = try WideNetworks.trajectory(
      36, network.0, gain: network.1, network.2, steps: 90)
    let probe = probe(trajectory)
    let slack = ScaledDouble(1 + 1e-11)
    for step in 1...90 {
      let flow = WideNetworks.exactNorm(trajectory, from: step, to: 90)
      #expect(
        probe.lower[step - 1] <= flow * slack && flow <= probe.upper[step - 1] * slack,
        "step \(step)")
    }
  }

  /// 1.4: what is left of the flow after 300 steps is one direction, to more than the digits of a Double.
  @Test("Far back the lower one nearly is the value")
  func far() throws {
    let trajectory = try WideNetworks.trajectory(40, gain: 1.4, steps: 400)
    let probe = probe(trajectory)
    let first = try #require(probe.toFirst)
    for step in stride(from: 1, through: 100, by: 9) {
      let flow = WideNetworks.exactNorm(trajectory, from: step, to: 400)
      #expect(WideNetworks.distance(probe.lower[step - 1], flow) < 1e-9)
    }
    #expect(
      WideNetworks.distance(first, WideNetworks.exactNorm(trajectory, from: 1, to: 400)) < 1e-11)
  }

  @Test("In any portions, on one thread or two, it is the same")
  func portions() throws {
    let trajectory = try WideNetworks.trajectory(36, gain: 1.2, steps: 90)
    let whole = probe(trajectory)
    for (portion, threads) in [(1, 1), (1 << 13, 2), (1 << 15, 1), (1 << 15, 2), (1 << 17, 2)] {
      var probe = FlowProbe(trajectory, target: 90, multiplicationsAtOnce: portion)
      while !probe.isComplete { _ = probe.advance(threads: threads) }
      #expect(probe.toFirst == whole.toFirst && probe.lower == whole.lower && probe.upper == whole.upper)
    }
  }

  @Test("Gated cells, whose parts lie far apart in size")
  func gated() throws {
    for kind in [CellKind.gru, .lstm] {
      let trajectory = WideNetworks.gated(kind, 36, steps: 60)
      let probe = probe(trajectory)
      for step in stride(from: 1, through: 60, by: 7) {
        let flow = WideNetworks.exactNorm(trajectory, from: step, to: 60)
        #expect(
          probe.lower[step - 1] <= flow * ScaledDouble(1 + 1e-11) && flow <= probe.upper[step - 1])
      }
    }
  }
}

/// Flows that are largest or smallest far from both ends, which takes vectors there.
@Suite("Extremes far back")
struct FlowExtremesTests {
  /// All flows by their matrices, index 0 being lag 0.
  private func flows(_ trajectory: Trajectory) -> [ScaledDouble] {
    (0..<trajectory.steps).map {
      WideNetworks.exactNorm(trajectory, from: trajectory.steps - $0, to: trajectory.steps)
    }
  }

  /// Weak inputs let the flow grow, strong ones shut it.
  private func trajectory(_ n: Int, _ inputs: [Double], gain: Double, seed: UInt64) throws
    -> Trajectory
  {
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: seed)
    return try WideNetworks.trajectory(
      Matrix(rows: n, columns: n, elements: W.elements.map { gain * $0 }), .tanh,
      U: (0..<n).map { Double($0 % 3) - 1 },
      inputs)
  }

  /// Stretches of strong and of no inputs.
  private static func inputs(_ stretches: [(size: Double, steps: Int)]) -> [Double] {
    stretches.flatMap { Array(repeating: $0.size, count: $0.steps) }
  }

  /// By lag: growth, then decay; decay, then growth; decay, growth, decay; growth; decay.
  private static let courses: [[Double]] = [
    inputs([(3, 60), (0, 60)]), inputs([(0, 60), (3, 60)]), inputs([(3, 50), (0, 60), (3, 50)]),
    inputs([(0, 120)]),
    (0..<150).map { $0.isMultiple(of: 2) ? 0 : 1.5 },
  ]

  @Test("They are those of all matrices", arguments: courses, [0.9, 1.6])
  func lags(inputs: [Double], gain: Double) throws {
    for seed in UInt64(1)...2 {
      let trajectory = try trajectory(36, inputs, gain: gain, seed: seed)
      let (flows, regime) = (flows(trajectory), Regime(of: trajectory, target: trajectory.steps))
      let (peak, trough) = (try #require(regime.peak), try #require(regime.trough))
      let slack = ScaledDouble(1 + 1e-9)
      #expect(
        peak.flow * slack >= flows.max() ?? .zero && trough.flow <= (flows.min() ?? .zero) * slack)
      for extreme in [peak, trough] {
        #expect(
          WideNetworks.distance(extreme.flow, flows[extreme.lag]) < 1e-10, "lag \(extreme.lag)")
      }
      let told = Regime(of: trajectory, target: trajectory.steps, extremes: .told)
      #expect(told.verdict == regime.verdict && told.way == regime.way)
    }
  }

  /// Linear: the flow grows from the start, so that its peak is far back.
  @Test(
    "A peak far back",
    arguments: [(Initialization.gaussian, 1.3), (.orthogonal, 1.02), (.orthogonal, 50)])
  func growth(network: (Initialization, Double)) throws {
    let trajectory = try WideNetworks.trajectory(
      36, network.0, gain: network.1, .identity, steps: 80)
    let (flows, regime) = (flows(trajectory), Regime(of: trajectory, target: 80))
    let (peak, largest) = (try #require(regime.peak), flows.max() ?? .zero)
    #expect(WideNetworks.distance(peak.flow, largest) < 1e-9 && peak.lag > 60)
  }

  /// The faster it grows, the fewer lags are left open, so that vectors are the shorter way.
  @Test("What vectors do not settle is left to the matrices", arguments: [1.3, 3, 10, 30, 100])
  func unsettled(gain: Double) throws {
    let trajectory = try WideNetworks.trajectory(36, gain: gain, .identity, steps: 80)
    let flow = FlowMagnitudes(of: trajectory, target: 80)
    func found(limit: Int?) -> FlowExtremes {
      var (sweep, last) = (FlowExtremeSweep(flow, trajectory, .init(), limit: limit), -1.0)
      while !sweep.isComplete {
        #expect(limit != nil || sweep.progress > last)
        last = sweep.progress
        _ = sweep.advance()
      }
      return sweep.extremes
    }
    let (settled, left) = (found(limit: nil), found(limit: 1))
    let (peak, other) = (try #require(settled.peak), try #require(left.peak))
    #expect(peak.lag == other.lag && WideNetworks.distance(peak.flow, other.flow) < 1e-12)
    #expect(settled.trough == left.trough)
  }

  @Test("Gathered by parts it is what it is at once")
  func parts() throws {
    for (steps, threads) in [(10, 1), (60, 1), (60, 2)] {
      let trajectory = try WideNetworks.trajectory(36, steps: steps)
      var gathering = FlowGathering(trajectory, target: steps)
      var last = -1.0
      while gathering.magnitudes == nil {
        #expect(gathering.progress > last)
        last = gathering.progress
        let cost = gathering.advance(threads: threads)
        #expect(cost > 0)
      }
      let (cost, progress) = (gathering.advance(), gathering.progress)
      #expect(cost == 0 && progress == 1)
      let found = gathering.magnitudes?.toFirst
      #expect(found == FlowMagnitudes(of: trajectory, target: steps).toFirst)
    }
  }
}
