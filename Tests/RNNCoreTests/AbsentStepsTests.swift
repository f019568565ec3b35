import RNNCore
import Testing

@Suite("Steps that a trajectory does not have are neither finite nor observed")
struct AbsentStepsTests {
  private func trajectory() throws -> Trajectory {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5), outputWeights: Matrix([[1], [-1]]))
    return Trajectory(
      network: network, inputs: InputSequence(name: "two", values: [1, 2], classes: [0, 1]), initialState: [0])
  }

  @Test("Only 0…T are finite, only 1…T say something", arguments: [-1, 0, 3, 1000])
  func outside(step: Int) throws {
    let trajectory = try trajectory()
    #expect(trajectory.isFinite(through: step) == (step == 0))
    #expect(trajectory.output(at: step) == nil)
    for observable in [Observable.state, .unit(0), .loss, .totalLoss] {
      #expect(!trajectory.canObserve(observable, at: step))
      #expect(trajectory.value(of: observable, target: step) == nil)
    }
  }

  @Test("The steps there are do both")
  func inside() throws {
    let trajectory = try trajectory()
    for step in 1...2 {
      #expect(trajectory.isFinite(through: step) && trajectory.output(at: step) != nil)
      #expect(trajectory.canObserve(.loss, at: step))
    }
  }

  @Test("A network whose output is one number has no class to be wrong about, whatever the inputs say")
  func oneRow() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5), outputWeights: Matrix(1))
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "one", values: [1], classes: [7]), initialState: [0])
    let output = try #require(trajectory.output(at: 1))
    #expect(output.targetClass == nil && output.loss == nil && output.probabilities == [1])
  }
}
