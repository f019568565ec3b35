import RNNCore
import Testing

@Suite("Contributions of networks with several units")
struct MatrixContributionsTests {
  /// A few steps of small matrices: some hundred roundings, none of them amplified.
  private let tolerance = 1e-12

  @Test("Every view equals what is read off full tensors")
  func references() throws {
    let references = try MatrixReference.all()
    #expect(references.count == 12)
    for reference in references {
      let trajectory = reference.experiment.trajectory()
      for (parameter, views) in reference.views {
        #expect(views.count == trajectory.hiddenSize + 2)
        for (name, view) in views {
          let observable: Observable =
            name == "whole" ? .state : name == "loss" ? .loss : .unit(Int(name.dropFirst(5)) ?? -1)
          let terms = Contributions(
            of: trajectory, target: reference.target, parameter: parameter, observable: observable)
          check(terms, view, "\(reference.name), ∂/∂\(parameter.rawValue), \(name)")
        }
      }
    }
  }

  private func check(_ terms: Contributions, _ view: MatrixReference.View, _ name: String) {
    #expect(terms.count == view.norms.count)
    for term in terms {
      let (norm, signed) = (view.norms[term.step - 1], view.signed[term.step - 1])
      #expect(norm.relativeError(of: term.value.magnitude) <= tolerance, "\(name), step \(term.step)")
      let difference = (term.signed.doubleValue - signed.nearestDouble).magnitude
      #expect(difference <= tolerance * norm.nearestDouble, "\(name), signed bar \(term.step)")
    }
    let total = view.total.reduce(0) { $0 + $1.nearestDouble * $1.nearestDouble }.squareRoot()
    let scale = view.norms.reduce(0) { $0 + $1.nearestDouble }
    #expect((terms.total.magnitude.doubleValue - total).magnitude <= tolerance * scale, "\(name), total")
  }

  @Test("States, flows and their largest singular values equal the references")
  func flows() throws {
    for reference in try MatrixReference.all() {
      let (trajectory, k) = (reference.experiment.trajectory(), reference.target)
      for (value, expected) in zip(trajectory.state(at: k), reference.state) {
        #expect(expected.relativeError(of: ScaledDouble(value)) <= tolerance, "\(reference.name): state")
      }
      for (index, norm) in reference.flowNorms.enumerated() {
        let flow = trajectory.flowNorm(from: index + 1, to: k)
        #expect(norm.relativeError(of: flow) <= tolerance, "\(reference.name): ‖P(\(k),\(index + 1))‖₂")
      }
      let frobenius = reference.flow.reduce(0) { $0 + $1.nearestDouble * $1.nearestDouble }.squareRoot()
      let terms = Contributions(of: trajectory, target: k, parameter: .bias)
      #expect(
        (terms.flow(at: 1).magnitude.doubleValue / frobenius - 1).magnitude <= tolerance, "\(reference.name): ‖P‖_F")
    }
  }

  @Test("value = norm of the tensor, share, lag and step factor fit together", arguments: Parameter.allCases)
  func relations(parameter: Parameter) throws {
    for reference in try MatrixReference.all() {
      let trajectory = reference.experiment.trajectory()
      let terms = Contributions(of: trajectory, target: reference.target, parameter: parameter)
      var sum = ScaledSum()
      for term in terms {
        sum.add(term.signed)
        #expect(term.lag == reference.target - term.step)
        #expect(terms.stepFactor(at: term.step) == trajectory.stepFactor(at: term.step))
        let share = (term.signed / terms.total.magnitude).doubleValue
        #expect(((term.share ?? .nan) - share).magnitude <= 1e-15 * Swift.max(1, share.magnitude), "\(reference.name)")
      }
      let scale = terms.reduce(ScaledDouble.zero) { $0 + $1.value.magnitude }
      #expect((sum.value - terms.total.magnitude).magnitude <= scale * ScaledDouble(1e-14), "bars sum to ‖G‖_F")
    }
  }

  @Test("Later Jacobians stand on the left")
  func productOrder() throws {
    // J_1 = diag(1, 0.01)·W and J_2 = diag(0.01, 1)·W, by way of leaky ReLUs on either side of their kink.
    let network = try RNN(
      activation: .leakyrelu, inputWeights: .identity(2), recurrentWeights: Matrix([[1, 1], [0, 1]]))
    let inputs = InputSequence(name: "kinks", dimension: 2, values: [50, -50, -500, 500])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0])
    // J_2 J_1 = [[0.01, 0.0101], [0, 0.01]]; J_1 J_2 would be [[0.01, 1.01], [0, 0.01]] with norm 1.0101.
    let expected = (Matrix([[0.01, 0.0101], [0, 0.01]])).spectralNorm
    #expect((trajectory.flowNorm(from: 0, to: 2).doubleValue / expected - 1).magnitude < 1e-14)
    #expect((trajectory.flowNorm(from: 1, to: 2).doubleValue / trajectory.stepFactor(at: 2).doubleValue - 1) == 0)
    #expect(trajectory.flowNorm(from: 2, to: 2) == .one)
  }

  @Test(
    "A non-normal network grows before it decays",
    arguments: [
      (1, 5.157_066_051_117_285),
      (9, 19.378_769_762_893_11), (50, 1.431_622_777_605_888), (100, 0.014_756_380_525_689_538),
    ])
  func nonNormal(lag: Int, expected: Double) throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[0], [0]]), recurrentWeights: Matrix([[0.9, 5], [0, 0.9]]))
    let inputs = SyntheticInput.zero.sequence(steps: 100)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [1, 1])
    #expect((trajectory.flowNorm(from: 100 - lag, to: 100).doubleValue / expected - 1).magnitude < 1e-13)
    #expect((trajectory.flowNorm(from: 0, to: lag).doubleValue / expected - 1).magnitude < 1e-13)
  }

  @Test("Flows of rotations keep their digits far below a Double's range")
  func farBelow() throws {
    let W = Matrix([[0.06, -0.08], [0.08, 0.06]])
    let network = try RNN(activation: .identity, inputWeights: Matrix([[1], [2]]), recurrentWeights: W)
    let inputs = SyntheticInput.constant.sequence(steps: 2000)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0])
    let terms = Contributions(of: trajectory, target: 2000, parameter: .bias)
    for step in [1, 2, 777, 1998, 1999, 2000] {
      let digits = "1.414213562373095048801689e\(step - 2000)"
      #expect(try ReferenceNumber(digits).relativeError(of: terms.value(at: step)) < 1e-12, "√2·10^\(step - 2000)")
    }
    #expect(try ReferenceNumber("1e-2000").relativeError(of: trajectory.flowNorm(from: 0, to: 2000)) < 1e-12)
  }
}
