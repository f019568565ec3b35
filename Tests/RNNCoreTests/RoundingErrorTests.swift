import Testing

@testable import RNNCore

/// A network and the exact states of its first units; `Reference/orbits.py`.
private struct Orbit: Sendable, CustomTestStringConvertible {
  let name: String
  let trajectory: Trajectory
  /// s_1 … s_T of the first units, exact but for one rounding.
  let states: [[Double]]

  var testDescription: String { name }

  static func all() throws -> [Orbit] {
    var file = try ReferenceFile("orbits.txt")
    var orbits: [Orbit] = []
    while !file.isAtEnd { orbits.append(try Orbit(&file)) }
    return orbits
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    let activation = try #require(Activation(rawValue: try file.next("activation").joined()))
    let shape = try file.next("shape").map { try integer($0) }
    let W = Matrix(rows: shape[0], columns: shape[0], elements: try file.nextDoubles("W"))
    let U = Matrix(rows: shape[0], columns: 1, elements: try file.nextDoubles("U"))
    let network = try RNN(
      activation: activation, inputWeights: U, recurrentWeights: W, bias: try file.nextDoubles("b"))
    let start = try file.nextDoubles("s0")
    let inputs = InputSequence(name: name, values: try file.nextDoubles("inputs"))
    trajectory = Trajectory(network: network, inputs: inputs, initialState: start)
    let numbers = try file.nextDoubles("states")
    states = (0..<shape[1]).map { Array(numbers[$0 * shape[2]..<($0 + 1) * shape[2]]) }
    _ = try file.next("end")
  }

  /// The first step at which the computed state is off by 10⁻³ of the largest state so far.
  var parting: Int? {
    var scale = 0.0
    for (index, exact) in states.enumerated() {
      let computed = Array(trajectory.state(at: index + 1).prefix(exact.count))
      func norm(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      scale = max(scale, norm(exact))
      if norm(zip(computed, exact).map { $0 - $1 }) > 1e-3 * scale { return index + 1 }
    }
    return nil
  }
}

@Suite("Where rounding decides the state")
struct RoundingErrorTests {
  /// The bound counts every rounding as the worst it can be: it comes before the parting, but by no more than the steps in
  /// which an error grows by what the bound exaggerates. 60 % of the way is a factor of 10⁵ at the worst.
  @Test("Looked for some steps at a time, it is found at the same step, and no further ones are looked at")
  func inParts() throws {
    let orbits = try Orbit.all()
    #expect(orbits.contains { $0.trajectory.roundingDecidesAt != nil })
    for orbit in orbits where !orbit.trajectory.network.isScalar {
      var (sweep, parts) = (RoundingSweep(orbit.trajectory), 0)
      while !sweep.isComplete {
        sweep.refine(budget: 0)
        parts += 1
      }
      let found = orbit.trajectory.roundingDecidesAt
      #expect(sweep.step == found && parts == found ?? orbit.trajectory.lastFiniteStep, "\(orbit.name)")
      sweep.refine(budget: 1e9)
      #expect(sweep.step == found)
    }
  }

  @Test("It is said before exact and computed states part, and not long before", arguments: try Orbit.all())
  fileprivate func orbits(orbit: Orbit) throws {
    guard let parting = orbit.parting else {
      #expect(orbit.trajectory.roundingDecidesAt == nil)
      return
    }
    let said = try #require(orbit.trajectory.roundingDecidesAt)
    #expect(said <= parting, "said at \(said), parted at \(parting)")
    #expect(Double(said) >= 0.6 * Double(parting), "said at \(said), parted at \(parting)")
  }

  @Test("The references hold both kinds")
  func kinds() throws {
    let parted = try Orbit.all().filter { $0.parting != nil }.map(\.name)
    #expect(parted.count == 6, "\(parted)")
  }

  private func scalar(
    _ activation: Activation, W: Double, U: Double = 1, b: Double = 0, s0: Double = 0.5, steps: Int, seed: UInt64 = 1
  ) throws -> Trajectory {
    Trajectory(
      network: try RNN(activation: activation, W: W, U: U, b: b),
      inputs: SyntheticInput.noise.sequence(steps: steps, seed: seed), initialState: [s0])
  }

  @Test("Never of a contracting network of one unit", arguments: Activation.allCases)
  func contractingScalars(activation: Activation) throws {
    var generator = SplitMix64(seed: 5)
    for round in 0..<12 {
      let factor = round == 0 ? 1 - 1e-13 : 2 * generator.nextUniform() - 1
      let trajectory = try scalar(
        activation, W: factor / activation.derivativeSupremum, U: generator.nextNormal(), b: generator.nextNormal(),
        s0: generator.nextNormal(), steps: round < 2 ? 100_000 : 1000, seed: UInt64(round))
      #expect(trajectory.roundingDecidesAt == nil, "W·γ = \(factor)")
    }
  }

  @Test("A state that is small by cancellation alone is no scale")
  func cancellation() throws {
    // 0.3·1 + 0.1·(−3) rounds to 5.6e−17 instead of 0, and all of that is rounding.
    let inputs = InputSequence(name: "x", values: [1])
    let network = try RNN(activation: .identity, W: 0.1, U: 0.3)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [-3])
    #expect(trajectory.state(at: 1).first != 0 && trajectory.roundingDecidesAt == nil)
    let steep = Trajectory(
      network: try RNN(activation: .identity, W: 1.1, U: -3.3), inputs: inputs, initialState: [3])
    #expect(steep.state(at: 1).first != 0 && steep.roundingDecidesAt == nil)
  }

  @Test("Nor of one unit that contracts although |W|·γ is 1 or more")
  func saturated() throws {
    #expect(try scalar(.tanh, W: 3, U: 0, steps: 100_000).roundingDecidesAt == nil)
    #expect(try scalar(.identity, W: 1, steps: 100_000).roundingDecidesAt == nil)
    #expect(try scalar(.identity, W: -1.01, U: 0, steps: 5000).roundingDecidesAt == nil, "it grows with its error")
    #expect(try scalar(.tanh, W: 0, steps: 10).roundingDecidesAt == nil)
    #expect(try scalar(.sine, W: 4, U: 0, s0: 0, steps: 1000).roundingDecidesAt == nil, "0 stays 0 exactly")
  }

  private func gaussian(_ n: Int, gain: Double, _ activation: Activation, steps: Int, seed: UInt64) throws -> Trajectory
  {
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: seed)
    let network = try RNN(
      activation: activation, inputWeights: Matrix(rows: n, columns: 1, elements: Array(repeating: 1, count: n)),
      recurrentWeights: Matrix(rows: n, columns: n, elements: W.elements.map { gain * $0 }))
    return Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: steps, seed: seed),
      initialState: Array(repeating: 0, count: n))
  }

  @Test("Never of contracting networks of several units, though their norms are above 1", arguments: UInt64(1)...6)
  func contractingMatrices(seed: UInt64) throws {
    let long = try gaussian(4, gain: 0.6, .tanh, steps: 100_000, seed: seed)
    #expect(long.roundingDecidesAt == nil)
    let wide = try gaussian(24, gain: 0.85, .tanh, steps: 3000, seed: seed)
    #expect(wide.network.recurrentWeights.spectralNorm > 1.2 && wide.roundingDecidesAt == nil)
    // More than 64 units take a second word of signs.
    #expect(try gaussian(70, gain: 0.5, .softsign, steps: 100, seed: seed).roundingDecidesAt == nil)
  }

  @Test("A nilpotent product grows 3⁷ times and is over: rounding is 10⁻¹² then")
  func nilpotent() throws {
    let W = Initialization.shift.recurrentWeights(order: 8, seed: 1)
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(rows: 8, columns: 1, elements: Array(repeating: 1, count: 8)),
      recurrentWeights: Matrix(rows: 8, columns: 8, elements: W.elements.map { 3 * $0 }))
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: 500), initialState: Array(repeating: 0, count: 8))
    #expect(trajectory.roundingDecidesAt == nil)
  }

  @Test("A chaotic orbit that overflows, or has one step, is looked at as far as it goes")
  func ends() throws {
    #expect(try scalar(.sine, W: 4, U: 0, steps: 1).roundingDecidesAt == nil)
    #expect(try scalar(.identity, W: 1e200, steps: 10).roundingDecidesAt == nil)
    let first = try scalar(.identity, W: 1e308, U: 1e308, steps: 3)
    #expect(first.overflowAt != nil && first.roundingDecidesAt == nil)
  }

  @Test("Growth up to a Double's end is no rounding: sums near it do not overflow in the estimate")
  func nearOverflow() throws {
    let single = try scalar(.identity, W: 3, U: 0.8, steps: 700)
    #expect(single.overflowAt.map { (600..<700).contains($0) } == true && single.roundingDecidesAt == nil)
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(rows: 2, columns: 1, elements: [1, 1]),
      recurrentWeights: Matrix(rows: 2, columns: 2, elements: [3, 0, 0, 3]))
    let several = Trajectory(
      network: network, inputs: SyntheticInput.constant.sequence(steps: 700), initialState: [1, 1])
    #expect(several.overflowAt != nil && several.roundingDecidesAt == nil)
  }
}
