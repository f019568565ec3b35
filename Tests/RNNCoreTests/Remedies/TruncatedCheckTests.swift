import Testing

@testable import RNNCore

@Suite("A cut gradient is proved by networks whose cut states are constants")
struct TruncatedCheckTests {
  private func experiments() throws -> [Experiment] {
    let classes: [Int?] = (0..<23).map { $0 % 5 == 3 ? nil : $0 % 2 }
    let inputs = InputSequence(
      name: "noise", values: SyntheticInput.noise.sequence(steps: 23, seed: 8).values, classes: classes)
    let drawn = RNN(activation: .tanh, hiddenSize: 3, inputSize: 1, initialization: .gaussian, seed: 4)
    let matrix = try RNN(
      activation: .tanh, inputWeights: drawn.inputWeights, recurrentWeights: drawn.recurrentWeights,
      outputWeights: Initialization.gaussian.recurrentWeights(order: 3, seed: 9))
    let scalar = try RNN(
      activation: .tanh, inputWeights: Matrix(0.8), recurrentWeights: Matrix(1.1), outputWeights: Matrix([[2], [0]]))
    var generator = SplitMix64(seed: 6)
    func draw(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in generator.nextNormal() })
    }
    let gated = try RNN(
      cell: LongShortTermMemory(
        inputWeights: draw(8, 1), recurrentWeights: draw(8, 2), bias: draw(8, 1).elements),
      outputWeights: Initialization.gaussian.recurrentWeights(order: 2, seed: 9))
    return [scalar, matrix, gated].map { network in
      let start = (0..<network.stateSize).map { 0.2 + 0.1 * Double($0) }
      return Experiment(network: network, initialState: start, inputs: inputs)
    }
  }

  private static let cuts = [
    Truncation(window: 1), Truncation(window: 6), Truncation(detachEvery: 5), Truncation(window: 3, detachEvery: 4),
  ]

  @Test("Forward recursion and differences agree with it", arguments: cuts)
  func agrees(cut: Truncation) throws {
    for experiment in try experiments() {
      for parameter in Parameter.allCases {
        for observable in [Observable.state, .unit(0), .loss, .totalLoss] {
          let check = GradientCheck(
            of: experiment, target: 23, parameter: parameter, observable: observable, truncation: cut)
          for comparison in check.comparisons {
            #expect(comparison.outcome == .agrees, "\(observable), ∂/∂\(parameter), \(comparison)")
          }
        }
      }
    }
  }

  @Test("The whole gradient in its place is found out", arguments: cuts)
  func findsTheWholeOut(cut: Truncation) throws {
    for experiment in try experiments() {
      for observable in [Observable.state, .totalLoss] {
        let whole = GradientCheck(of: experiment, target: 23, parameter: .recurrentWeights, observable: observable)
        let claim = GradientCheck(
          of: experiment, target: 23, parameter: .recurrentWeights, observable: observable, truncation: cut,
          claimed: whole.sumOfTerms)
        #expect(!claim.passes && claim.comparisons.allSatisfy { $0.outcome == .disagrees })
      }
    }
  }

  @Test("The number under test is what the contributions add up to")
  func sum() throws {
    let experiment = try experiments()[0]
    for cut in Self.cuts {
      for observable in [Observable.state, .loss, .totalLoss] {
        let terms = Contributions(
          of: experiment.trajectory(), target: 23, parameter: .recurrentWeights, observable: observable, truncation: cut
        )
        let check = GradientCheck(
          of: experiment, target: 23, parameter: .recurrentWeights, observable: observable, truncation: cut)
        #expect((check.sumOfTerms - terms.total).magnitude <= terms.sumOfNorms * ScaledDouble(1e-14))
      }
    }
  }

  /// ReLU at 0 exactly in step 3: a_3 = W·s_2 with s_2 = 0.
  @Test("A kink in a piece is told by its step in the sequence")
  func kink() throws {
    let network = try RNN(activation: .relu, W: 0.5, U: 1)
    let experiment = Experiment(
      network: network, initialState: [1], inputs: InputSequence(name: "kink", values: [1, -3, 0, 1]))
    let check = GradientCheck(
      of: experiment, target: 4, parameter: .bias, truncation: Truncation(window: 2))
    let central = try #require(check.comparisons.first { $0.method == .centralDifference })
    #expect(central.outcome == .skippedAtKink(step: 3))
  }
}
