import RNNCore
import RNNFiles
import Testing

@Suite struct ContributionTableTextTests {
  private func text(_ observable: Observable) throws -> String {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(1), recurrentWeights: Matrix(2), outputWeights: Matrix([[1], [0]]))
    let inputs = InputSequence(name: "x", values: [1, 0, 0], classes: [0, 0, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    var text = ""
    ContributionTable(of: trajectory, target: 3, parameter: .bias, observable: observable).write(.text, to: &text)
    return text
  }

  @Test("A state below a Double's range is told: what it carries is 0 from there on")
  func underflow() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .sigmoid, W: 0.5, U: 1, b: -800),
      inputs: SyntheticInput.zero.sequence(steps: 3), initialState: [0.1])
    var text = ""
    ContributionTable(of: trajectory, target: 3, parameter: .recurrentWeights).write(.text, to: &text)
    #expect(text.contains("\nvanishing: ") && text.contains(" · states underflow from step 1\n"))
  }

  /// s = 1, 2, 4, and L_3 = log(e⁴ + 1) with ∂L_3/∂s_3 = σ(4); P(3,i) = 4, 2, 1.
  @Test("A loss is called by its name, and doubling has a time")
  func losses() throws {
    let loss = try text(.loss)
    #expect(loss.contains("∂L_3/∂b = 6.874096530"), "7·σ(4)")
    #expect(loss.contains("exploding: ×2.000 per step, doubling time 1.000 steps"))
    #expect(try text(.totalLoss).contains("∂L/∂b = "))
  }
}
