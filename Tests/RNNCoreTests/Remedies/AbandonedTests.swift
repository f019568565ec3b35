import Testing

@testable import RNNCore

/// What takes long asks again and again whether it is still wanted, and ends with what it is thrown.
@Suite("Gradients that nobody waits for any more")
struct AbandonedTests {
  private struct Abandoned: Error {}

  private static let trajectory: Trajectory = {
    let V = Matrix(rows: 2, columns: 6, elements: (0..<12).map { Double($0 % 5) / 5 - 0.4 })
    guard let network = try? RNN(.elman, hiddenSize: 6, inputSize: 1, seed: 3).with(V: V) else {
      fatalError("the shapes fit")
    }
    let noise = SyntheticInput.noise.sequence(steps: 30)
    return Trajectory(
      network: network, inputs: InputSequence(name: "noise", values: noise.values, classes: (0..<30).map { $0 % 2 }),
      initialState: Array(repeating: 0.1, count: 6))
  }()

  private typealias Work = @Sendable (_ check: @escaping () throws -> Void) throws -> AnyHashable?

  private static func sum(
    _ observable: Observable, _ truncation: Truncation = .none, _ check: (() throws -> Void)? = nil
  ) rethrows -> Contributions {
    try Contributions(
      of: trajectory, target: 30, parameter: .recurrentWeights, observable: observable, truncation: truncation,
      check: check)
  }

  private static let work: [(name: String, work: Work)] = [
    ("terms of a unit", { try sum(.unit(2), .none, $0).total }),
    ("terms of a state", { try sum(.state, .none, $0).total }),
    ("terms of a windowed loss", { try sum(.totalLoss, Truncation(window: 4), $0).total }),
    (
      "bias of a state", { try TruncationBias(of: sum(.state, Truncation(window: 4)), against: sum(.state), check: $0) }
    ),
    (
      "bias of a loss",
      { try TruncationBias(of: sum(.totalLoss, Truncation(window: 4)), against: sum(.totalLoss), check: $0) }
    ),
    ("windows of a state", { try EnoughWindow(ofAny: sum(.state), tolerance: 0.3, check: $0) }),
    ("windows of a loss", { try EnoughWindow(ofAny: sum(.totalLoss), check: $0) }),
    (
      "check",
      {
        let experiment = Experiment(
          network: trajectory.network, initialState: Array(repeating: 0.1, count: 6), inputs: trajectory.inputs)
        let check = try GradientCheck(
          of: experiment, target: 30, parameter: .recurrentWeights, methods: [.forwardRecursion], check: $0)
        return [check.sumOfTerms] + check.comparisons.compactMap(\.value)
      }
    ),
    (
      "clipped",
      { try ClippedGradient(of: trajectory, target: 30, observable: .state, clipping: .adjoint(0.1), check: $0) }
    ),
    (
      "all of it",
      {
        let gradient = try RemediedGradient(
          of: sum(.totalLoss), Truncation(window: 4), .adjoint(0.5), check: $0)
        return gradient.map { [$0.whole.total, $0.contributions.total] }
      }
    ),
  ]

  @Test("Whenever they are told, they end", arguments: work.indices)
  func ends(place: Int) throws {
    let (name, work) = Self.work[place]
    var calls = 0
    let result = try work { calls += 1 }
    #expect(calls > 0, "\(name)")
    // It has no part in what comes out.
    #expect(try work {} == result, "\(name)")
    for last in Set([1, 2, calls / 2, calls]) where last > 0 {
      var left = last
      #expect(throws: Abandoned.self, "\(name), after \(last) of \(calls)") {
        _ = try work {
          left -= 1
          if left == 0 { throw Abandoned() }
        }
      }
      #expect(left == 0, "\(name)")
    }
  }
}
