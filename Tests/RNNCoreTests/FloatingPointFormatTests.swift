import Testing

@testable import RNNCore

@Suite("Floating-point formats, and where they lose the flow")
struct FloatingPointFormatTests {
  @Test("The ends are those of the types that the language has")
  func ends() {
    #expect(FloatingPointFormat.binary32.smallestSubnormal.doubleValue == Double(Float.leastNonzeroMagnitude))
    #expect(FloatingPointFormat.binary32.smallestNormal.doubleValue == Double(Float.leastNormalMagnitude))
    #expect(FloatingPointFormat.binary32.largest.doubleValue == Double(Float.greatestFiniteMagnitude))
    #expect(FloatingPointFormat.binary64.smallestSubnormal.doubleValue == .leastNonzeroMagnitude)
    #expect(FloatingPointFormat.binary64.smallestNormal.doubleValue == .leastNormalMagnitude)
    #expect(FloatingPointFormat.binary64.largest.doubleValue == .greatestFiniteMagnitude)
    #expect(FloatingPointFormat.binary16.largest.doubleValue == 65504)
    // torch.finfo: 65504.0 and 6.103515625e-05; 3.3895313892515355e+38, 1.1754943508222875e-38, 9.183549615799121e-41.
    #expect(FloatingPointFormat.binary16.smallestNormal.doubleValue == 6.103515625e-05)
    #expect(FloatingPointFormat.binary16.smallestSubnormal.doubleValue == 5.960464477539063e-08)
    #expect(FloatingPointFormat.bfloat16.largest.doubleValue == 3.3895313892515355e+38)
    #expect(FloatingPointFormat.bfloat16.smallestNormal.doubleValue == 1.1754943508222875e-38)
    #expect(FloatingPointFormat.bfloat16.smallestSubnormal.doubleValue == 9.183549615799121e-41)
  }

  private func losses(W: Double, steps: Int, activation: Activation = .identity, b: Double = 0) throws -> [RangeExit] {
    let network = try RNN(activation: activation, W: W, U: 0, b: b)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: steps), initialState: [0])
    return Contributions(of: trajectory, target: steps, parameter: .bias).rangeExits()
  }

  private func loss(_ format: FloatingPointFormat, _ lag: Int, _ isOverflow: Bool = false) -> RangeExit {
    RangeExit(format: format, lag: lag, isOverflow: isOverflow)
  }

  @Test("Halving: the first power of two below the smallest number, which itself is not lost")
  func halving() throws {
    let all = [loss(.binary16, 25), loss(.bfloat16, 134), loss(.binary32, 150), loss(.binary64, 1075)]
    #expect(try losses(W: -0.5, steps: 2000) == all)
    #expect(try losses(W: 0.5, steps: 1076) == all)
    #expect(try losses(W: 0.5, steps: 1075) == Array(all.prefix(3)))
    #expect(try losses(W: 0.5, steps: 26) == [loss(.binary16, 25)])
    #expect(try losses(W: 0.5, steps: 25).isEmpty)
  }

  @Test("Doubling: the first power of two above the largest")
  func doubling() throws {
    let all = [loss(.binary16, 16, true), loss(.bfloat16, 128, true), loss(.binary32, 128, true)]
    #expect(try losses(W: 2, steps: 900) == all)
    #expect(try losses(W: -2, steps: 1100) == all + [loss(.binary64, 1024, true)])
  }

  @Test("The adjoint of a loss may be lost at the target itself")
  func lossAtTarget() throws {
    // ∂L/∂s = −800·e^−800 = −2.9e−345.
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5),
      outputWeights: Matrix([[800], [0]]))
    let inputs = InputSequence(name: "x", values: [1], classes: [0])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let found = Contributions(of: trajectory, target: 1, parameter: .bias, observable: .loss).rangeExits()
    #expect(found == FloatingPointFormat.allCases.map { loss($0, 0) })
  }

  @Test("Between bfloat16's and binary32's largest number")
  func betweenFormats() throws {
    // 3.39…e38 < 3.395e38 < 3.40…e38
    let network = try RNN(activation: .identity, W: 3.395e38, U: 0, b: 0)
    let trajectory = Trajectory(network: network, inputs: SyntheticInput.zero.sequence(steps: 2), initialState: [0])
    let found = Contributions(of: trajectory, target: 2, parameter: .bias).rangeExits()
    #expect(found == [loss(.binary16, 1, true), loss(.bfloat16, 1, true)])
  }

  @Test("A steady flow is never lost, and a blocked one is no format's fault")
  func none() throws {
    #expect(try losses(W: 1, steps: 5000).isEmpty)
    #expect(try losses(W: 0.5, steps: 200, activation: .relu, b: -1).isEmpty)
  }
}
