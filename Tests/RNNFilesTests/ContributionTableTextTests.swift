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

  private func text(_ trajectory: Trajectory, _ format: TableFormat = .text) -> String {
    var text = ""
    ContributionTable(of: trajectory, target: trajectory.steps, parameter: .bias).write(format, to: &text)
    return text
  }

  /// Slopes of 1 and 0.01 make factors of 2 and 0.02, whatever the state before adds to inputs that grow so fast.
  private func slopes(_ leaky: [Bool]) throws -> Trajectory {
    var size = 1.0
    let values =
      [1]
      + leaky.map { isLeaky -> Double in
        size *= 8
        return isLeaky ? -size : size
      }
    return Trajectory(
      network: try RNN(activation: .leakyrelu, W: 2, U: 1), inputs: InputSequence(name: "slopes", values: values),
      initialState: [0])
  }

  @Test("What the flow did on its way is told beside what it came to")
  func way() throws {
    let exploded = text(try slopes([true, true, true, false, false, false, false]))
    // 2⁴ and then 0.02³: half-life ln 2/ln 50, and (2⁴·0.02³)^(1/7) over all.
    #expect(
      exploded.contains(
        "\nexploding ×16.00 within 4 steps, then vanishing: ×0.02000 per step, half-life 0.1772 steps"
          + " · over all steps ×0.2779 per step\n"))
    let vanished = text(try slopes(Array(repeating: false, count: 20) + [true]))
    #expect(
      vanished.contains(
        "\nvanishing ×0.02000 within 1 step, then exploding: ×2.000 per step, doubling time 1.000 steps"
          + " · over all steps ×1.606 per step\n"))
    let steady = text(try slopes(Array(repeating: false, count: 11) + [true, true]))
    #expect(steady.contains("\nvanishing ×4.000e-04 within 2 steps, then back: steady: ×0.984"), "(2¹¹·0.02²)^(1/13)")
    #expect(!steady.contains("over all steps"), "it is said already")
  }

  @Test("A way that grows and is blocked in the end has no rate over all steps")
  func blockedWay() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .relu, W: 4, U: 1), inputs: InputSequence(name: "x", values: [1, -99, 1, 1, 1]),
      initialState: [0])
    #expect(text(trajectory).contains("\nexploding ×64.00 within 3 steps, then blocked at step 2\n"))
  }

  @Test("It is told where rounding decides the state, in JSON too")
  func rounding() throws {
    let chaotic = Trajectory(
      network: try RNN(activation: .sine, W: 4, U: 0), inputs: SyntheticInput.zero.sequence(steps: 100),
      initialState: [0.1])
    let step = try #require(chaotic.roundingDecidesAt)
    #expect(text(chaotic).contains(" · rounding decides the state from step \(step) on\n"))
    #expect(text(chaotic, .json).contains("\n  \"roundingDecidesAt\": \(step),\n"))
  }

  @Test("A factor near 1 has the digits that its time needs")
  func digits() throws {
    let slow = Trajectory(
      network: try RNN(activation: .identity, W: 1.0122, U: 0), inputs: SyntheticInput.zero.sequence(steps: 44),
      initialState: [0.1])
    #expect(text(slow).contains("steady: ×1.0122 per step, doubling time 57.16 steps\n"))
    let still = Trajectory(
      network: try RNN(activation: .identity, W: 1, U: 0), inputs: SyntheticInput.zero.sequence(steps: 44),
      initialState: [0.1])
    #expect(text(still).contains("steady: ×1.000 per step\n"))
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
