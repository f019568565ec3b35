import RNNCore
import Testing

@Suite("What rounding leaves of the flow's singular values")
struct FlowRoundingTests {
  /// The cases by name.
  private static let references = Result { try NonnormalReference.all() }

  private func spectrum(_ name: String) throws -> (FlowSpectrum, [(lag: Int, values: [ReferenceNumber])]) {
    let reference = try #require(Self.references.get().first { $0.name == name })
    let target = reference.trajectory.steps
    return (
      FlowSpectrum(of: reference.trajectory, target: target, lags: reference.flows.map(\.lag)), reference.flows
    )
  }

  private static let names = [
    "identity jordan 4 1.0 1.0", "identity jordan 8 -0.75 1.0", "identity jordan 12 1.0 1.0",
    "identity jordan 16 0.9 0.3", "identity jordan 32 1.0 1.0", "identity jordan 64 0.5 0.9",
    "identity triangular 16 0.3 1", "identity triangular 32 0.3 2", "identity dense 16 0.8 0.7 3",
    "tanh jordan 10 0.9 0.8",
  ]

  @Test("No value lies farther from the truth than is told, and what is given has a digit", arguments: names)
  func bounds(name: String) throws {
    let (spectrum, references) = try spectrum(name)
    for (lag, reference) in zip(spectrum.lags, references) {
      for (place, (value, exact)) in zip(lag.singularValues, reference.values).enumerated() {
        guard let number = value.value else {
          #expect(value.relativeError > FlowSpectrum.largestError)
          continue
        }
        #expect(value.relativeError <= FlowSpectrum.largestError)
        #expect(exact.relativeError(of: number) <= value.relativeError, "lag \(lag.lag), σ of place \(place)")
      }
    }
  }

  @Test(
    "Where nothing cancels the largest value keeps nine digits, and a short way keeps every value", arguments: names)
  func digits(name: String) throws {
    let (spectrum, _) = try spectrum(name)
    for lag in spectrum.lags { #expect(lag.singularValues[0].relativeError < 1e-8, "lag \(lag.lag)") }
    // The least singular value of 0.5 I + 0.9 N, n = 64, is 4e−17 of the largest: a Double has no digit of it at any lag.
    let lost = spectrum.lags[0].singularValues.count { $0.value == nil }
    #expect(name == "identity jordan 64 0.5 0.9" ? (1...8).contains(lost) : lost == 0)
  }

  @Test("What was told wrong: W = I + N at lag 399, and λ₁ of 0.5 I + 0.9 N", arguments: [12, 32])
  func jordanBlocks(n: Int) throws {
    let (spectrum, _) = try spectrum("identity jordan \(n) 1.0 1.0")
    let values = spectrum.lags[spectrum.lags.count - 1].singularValues
    let largest = try #require(values[0].value)
    #expect(largest.decimalDigits(4) == (n == 12 ? ("8902", 20) : ("1580", 46)))
    // det W = 1, so that the least is far below 1: 8.5e−22 and 6.2e−48, of which nothing is left.
    #expect(values[n - 1].value == nil && values[n - 1].relativeError > FlowSpectrum.largestError)
    let (long, _) = try self.spectrum("identity jordan 64 0.5 0.9")
    let first = try #require(long.lyapunovExponents[0].value)
    #expect((first - -0.171432334973680).magnitude < 1e-12)
  }

  @Test("The flow of a random triangular or a dense network keeps its digits: nothing is given up without need")
  func kept() throws {
    for name in ["identity triangular 16 0.3 1", "identity dense 16 0.8 0.7 3"] {
      let (spectrum, _) = try spectrum(name)
      for lag in spectrum.lags { #expect(lag.singularValues.allSatisfy { $0.value != nil && $0.relativeError < 1e-3 }) }
    }
  }

  @Test("A direction that may be 0 is lost, neither 0 nor noise; one that is 0 is 0")
  func noise() throws {
    // The third row is the sum of the first two, to rounding; the fourth unit neither hears nor is heard.
    let W = Matrix([[0.1, 0.7, 0.3, 0], [0.7, 0.1, 0.9, 0], [0.8, 0.8, 1.2, 0], [0, 0, 0, 0]])
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(rows: 4, columns: 1, elements: [1, 1, 1, 1]), recurrentWeights: W)
    let inputs = InputSequence(name: "x", values: Array(repeating: 0, count: 9))
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0, 0, 0])
    let spectrum = FlowSpectrum(of: trajectory, target: 9, lags: [8])
    let values = spectrum.lags[0].singularValues
    #expect(values.map { $0.value == nil } == [false, false, true, false])
    #expect(values[2].relativeError > 1 && values[3] == .determined(.zero, relativeError: 0))
    #expect(spectrum.lyapunovExponents[2].value == nil && spectrum.lyapunovExponents[3].value == -.infinity)
  }

  @Test("A unit that hears nobody, or that nobody hears, blocks one direction exactly", arguments: [true, false])
  func silence(isRow: Bool) throws {
    var W = Initialization.gaussian.recurrentWeights(order: 6, seed: 4)
    for place in 0..<6 { W[isRow ? 2 : place, isRow ? place : 2] = 0 }
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(rows: 6, columns: 1, elements: [1, -1, 1, -1, 1, -1]), recurrentWeights: W
    )
    let inputs = SyntheticInput.noise.sequence(steps: 40, seed: 5)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0, count: 6))
    for lag in FlowSpectrum(of: trajectory, target: 40, lags: [1, 5, 39]).lags {
      #expect(lag.singularValues[5] == .determined(.zero, relativeError: 0))
      #expect(try lag.determinedValues().dropLast().allSatisfy { !$0.isZero })
    }
  }

  @Test("A strictly triangular network loses a direction a step, exactly, and ends")
  func nilpotent() throws {
    let W = Matrix([
      [0, -0.4, -1.1, -1.8, -2.5], [0, 0, -0.8, -1.5, -2.2], [0, 0, 0, -1.2, -1.9], [0, 0, 0, 0, -1.6],
      [0, 0, 0, 0, 0],
    ])
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(rows: 5, columns: 1, elements: [1, 1, 1, 1, 1]), recurrentWeights: W)
    let inputs = InputSequence(name: "x", values: Array(repeating: 0, count: 9))
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0, 0, 0, 0])
    for lag in FlowSpectrum(of: trajectory, target: 9, lags: Array(0...8)).lags {
      let zeros = try lag.determinedValues().count { $0.isZero }
      #expect(zeros == min(lag.lag, 5), "lag \(lag.lag)")
    }
  }
}
