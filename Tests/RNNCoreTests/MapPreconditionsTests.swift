import RNNCore
import Testing

#if compiler(>=6.2)
  /// A scalar network and one of two units, over four steps.
  private func trajectory(hiddenSize n: Int) throws -> Trajectory {
    let network = RNN(activation: .tanh, hiddenSize: n, inputSize: 1, initialization: .identity, seed: 1)
    return Trajectory(
      network: network, inputs: SyntheticInput.constant.sequence(steps: 4), initialState: Array(repeating: 0, count: n))
  }

  private func norms(ofTargets targets: [Int]) throws {
    _ = ContributionNorms(of: try trajectory(hiddenSize: 2), targets: targets, parameter: .bias, observable: .state)
  }

  private func blocks(rows: [ClosedRange<Int>], columns: [ClosedRange<Int>]) throws {
    _ = ContributionBlocks(of: try trajectory(hiddenSize: 1), parameter: .bias, rows: rows, columns: columns)
  }

  @Suite("What a map must not be asked for")
  struct MapPreconditionsTests {
    @Test("Targets ascend and are reached")
    func targets() async throws {
      try norms(ofTargets: [1, 2, 4])
      await #expect(processExitsWith: .failure) { try norms(ofTargets: [0, 2]) }
      await #expect(processExitsWith: .failure) { try norms(ofTargets: [2, 2]) }
      await #expect(processExitsWith: .failure) { try norms(ofTargets: [3, 5]) }
    }

    @Test("Ranges cover all steps in order")
    func ranges() async throws {
      try blocks(rows: [1...4], columns: [1...1, 2...4])
      await #expect(processExitsWith: .failure) { try blocks(rows: [1...4], columns: [2...4]) }
      await #expect(processExitsWith: .failure) { try blocks(rows: [1...3], columns: [1...4]) }
      await #expect(processExitsWith: .failure) { try blocks(rows: [1...4], columns: [1...2, 4...4]) }
    }
  }
#endif
