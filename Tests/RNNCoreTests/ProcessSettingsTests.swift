import RNNCore
import Testing

@Suite("Settings of the process leave numbers alone, and are left alone")
struct ProcessSettingsTests {
  @Test("A product after the workers were put to rest is the same")
  func rest() {
    let size = 300
    let a = Matrix(rows: size, columns: size, elements: (0..<size * size).map { Double($0 % 7) - 3 })
    let before = a * a
    BLASThreads.rest()
    WorkingMemory.keep()
    WorkingMemory.release()
    #expect(a * a == before)
  }

  /// In a process of its own: other tests need not notice.
  @Test("Whatever is computed, at whatever size, the number of threads stays as the program set it")
  func threads() async {
    await #expect(processExitsWith: .success) {
      BLASThreads.use(3)
      for n in [8, 150] {
        let network = RNN(activation: .tanh, hiddenSize: n, inputSize: 1, initialization: .orthogonal, seed: 1)
        let trajectory = Trajectory(
          network: network, inputs: SyntheticInput.noise.sequence(steps: 20),
          initialState: Array(repeating: 0, count: n))
        _ = (WeightSpectrum(of: network.recurrentWeights), trajectory.stepFactors(at: [1, 2]))
        _ = Contributions(of: trajectory, target: 20, parameter: .recurrentWeights)
        _ = FlowSpectrum(of: trajectory, target: 20, lags: [3, 19])
        precondition(BLASThreads.count == 3, "the library changed the number of threads to \(BLASThreads.count)")
      }
    }
  }

  /// Sums of 150 rounded terms in another order: well within 10^−12 of the largest.
  @Test("Another number of threads changes no number by more than its last digits")
  func threadsOfAProduct() async {
    await #expect(processExitsWith: .success) {
      let n = 150
      let network = RNN(activation: .tanh, hiddenSize: n, inputSize: 1, initialization: .gaussian, seed: 1)
      let inputs = SyntheticInput.noise.sequence(steps: 30)
      let totals = [1, 2, 4].map { count in
        BLASThreads.use(count)
        let trajectory = Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0, count: n))
        return Contributions(of: trajectory, target: 30, parameter: .recurrentWeights).total.doubleValue
      }
      precondition(totals.allSatisfy { ($0 / totals[0] - 1).magnitude < 1e-12 }, "\(totals)")
    }
  }
}
