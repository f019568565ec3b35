@testable import RNNCore

/// A call that breaks what its documentation asks for.
struct Misuse: Sendable {
  /// A part of what the program says as it stops.
  let message: String
  let commit: @Sendable () throws -> Void

  static let all = networks + numbers + contributions + analyses

  private static let scalar = { @Sendable in
    Trajectory(
      network: try RNN(activation: .tanh, W: 0.9, U: 0.8), inputs: SyntheticInput.sine.sequence(steps: 5),
      initialState: [0])
  }

  private static let pair = { @Sendable in
    try Trajectory(
      network: RNN(activation: .tanh, inputWeights: Matrix([[1, 2], [3, 4]]), recurrentWeights: .identity(2)),
      inputs: InputSequence(name: "pairs", dimension: 2, values: [1, 2, 3, 4]), initialState: [0, 0])
  }

  /// Overflows at step 1.
  private static let overflowing = { @Sendable in
    Trajectory(
      network: try RNN(activation: .identity, W: 1, U: 1e308), inputs: InputSequence(name: "large", values: [10, 10]),
      initialState: [0])
  }

  private static let networks: [Misuse] = [
    Misuse(message: "at least one row and one column") { _ = Matrix(rows: 0, columns: 1, elements: []) },
    Misuse(message: "a 2×2 matrix has 4 elements") { _ = Matrix(rows: 2, columns: 2, elements: [1, 2, 3]) },
    Misuse(message: "rows of a matrix have equal lengths") { _ = Matrix([[1, 2], [3]]) },
    Misuse(message: "a 1×2 matrix times a 1×2 one") { _ = Matrix([[1, 2]]) * Matrix([[1, 2]]) },
    Misuse(message: "each step has 2 numbers") { _ = InputSequence(name: "x", dimension: 2, values: [1, 2, 3]) },
    Misuse(message: "a class or nil") { _ = InputSequence(name: "x", values: [1, 2], classes: [0]) },
    Misuse(message: "a sequence has at least one step") { _ = SyntheticInput.sine.sequence(steps: 0) },
    Misuse(message: "s_0 has as many numbers as W has rows") {
      _ = InitializedNetwork(network: try RNN(activation: .tanh, W: 1, U: 1), initialState: [])
    },
    Misuse(message: "s_0 has as many numbers as W has rows") {
      _ = Trajectory(network: try scalar().network, inputs: try scalar().inputs, initialState: [0, 0])
    },
    Misuse(message: "a trajectory has at least one step") {
      _ = Trajectory(
        network: try scalar().network, inputs: InputSequence(name: "none", values: []), initialState: [0])
    },
    Misuse(message: "as many numbers as U has columns") {
      _ = Trajectory(network: try scalar().network, inputs: try pair().inputs, initialState: [0])
    },
    Misuse(message: "s_0 is finite") {
      _ = Trajectory(network: try scalar().network, inputs: try scalar().inputs, initialState: [.nan])
    },
  ]

  private static let numbers: [Misuse] = [
    Misuse(message: "a ScaledDouble has no NaN and no infinity") { _ = ScaledDouble(.infinity) },
    Misuse(message: "division of a ScaledDouble by zero") { _ = ScaledDouble.one / .zero },
    Misuse(message: "square root of a negative ScaledDouble") { _ = (-ScaledDouble.one).squareRoot() },
    Misuse(message: "between 1 and 36 decimal digits") { _ = ScaledDouble.one.decimal(significantDigits: 0) },
    Misuse(message: "more than 127 integer bits") { _ = WideFloat(integer: 1, exponent: 130).roundedInteger() },
    Misuse(message: "a scaled block has no NaN") { _ = ScaledVector([1, .infinity]) },
    Misuse(message: "scaled rows have no NaN") { _ = ScaledRows([1, .infinity], columns: 2) },
    Misuse(message: "whole rows") { _ = ScaledRows([1, 2, 3], columns: 2) },
    Misuse(message: "a 2×1 matrix has 2 elements") {
      _ = ScaledMatrix(rows: 2, columns: 1, elements: [1], exponent: 0)
    },
    Misuse(message: "LAPACK dgesvd failed on a finite matrix (status -6)") {
      _ = Matrix([[1, .nan], [2, 3]]).singularValues
    },
    Misuse(message: "LAPACK's QR factorisation takes every finite matrix") {
      _ = LinearAlgebra.orthogonalFactor([.nan], order: 1)
    },
    Misuse(message: "2 left rows for each right one") {
      _ = OuterProductSums(ScaledRows([1, 2, 3], columns: 1), count: 2, ScaledRows([1], columns: 1))
    },
  ]

  private static let contributions: [Misuse] = [
    Misuse(message: "the target step is one of the trajectory's") {
      _ = Contributions(of: try scalar(), target: 6, parameter: .bias)
    },
    Misuse(message: "the trajectory overflows before the target step") {
      _ = Contributions(of: try overflowing(), target: 1, parameter: .bias)
    },
    Misuse(message: "the trajectory has what is looked at") {
      _ = Contributions(of: try scalar(), target: 1, parameter: .bias, observable: .unit(1))
    },
    Misuse(message: "targets ascend") {
      _ = ContributionNorms(of: try pair(), targets: [2, 1], parameter: .bias, observable: .unit(0))
    },
    Misuse(message: "targets are reached") {
      _ = ContributionNorms(of: try overflowing(), targets: [1], parameter: .bias, observable: .unit(0))
    },
    Misuse(message: "blocks are those of a scalar network") {
      _ = ContributionBlocks(of: try pair(), parameter: .bias, rows: [1...2], columns: [1...2])
    },
    Misuse(message: "the ranges cover all steps in order") {
      _ = ContributionBlocks(of: try scalar(), parameter: .bias, rows: [1...5], columns: [2...5])
    },
    Misuse(message: "totals are those of a scalar network") {
      _ = ContributionTotals(of: try pair(), parameter: .bias, rows: [1...2], columns: [1...2])
    },
    Misuse(message: "the input is a number") {
      _ = ContributionBlocks(of: try wide(), parameter: .inputWeights, rows: [1...2], columns: [1...2])
    },
    Misuse(message: "the input is a number") {
      _ = ContributionTotals(of: try wide(), parameter: .inputWeights, rows: [1...2], columns: [1...2])
    },
    Misuse(message: "seen by every unit, not by one covector") { _ = try pair().covector(of: .state, at: 1) },
    Misuse(message: "the unit is one of the network's") { _ = try pair().covector(of: .unit(2), at: 1) },
    Misuse(message: "a scalar network has one number for each step") {
      _ = try pair().totalDerivatives(through: 1, .bias)
    },
    Misuse(message: "the last step is one that is reached") {
      _ = try overflowing().totalDerivatives(through: 1, .bias)
    },
  ]

  /// One unit that sees two numbers.
  private static let wide = { @Sendable in
    try Trajectory(
      network: RNN(activation: .tanh, inputWeights: Matrix([[1, 2]]), recurrentWeights: Matrix(1)),
      inputs: pair().inputs, initialState: [0])
  }

  private static let analyses: [Misuse] = [
    Misuse(message: "the target step is one of the trajectory's") { _ = Regime(of: try scalar(), target: 0) },
    Misuse(message: "finite steps 0 ≤ i ≤ k") { _ = try scalar().flowNorm(from: 3, to: 2) },
    Misuse(message: "eigenvalues are of a square matrix") { _ = WeightSpectrum(of: Matrix([[1, 2]])) },
    Misuse(message: "k is a finite step") { _ = FlowSpectrum(of: try overflowing(), target: 1, lags: [0]) },
    Misuse(message: "lags from 0 to k") { _ = FlowSpectrum(of: try scalar(), target: 2, lags: [3]) },
    Misuse(message: "the target is one of the steps") {
      _ = try experiment().responses(to: .bias, at: [1], target: 6, parameter: .bias)
    },
    Misuse(message: "the target is one of the steps") {
      _ = try experiment().responses(toGains: [1], target: 6, parameter: .bias, observable: .state)
    },
    Misuse(message: "the trajectory overflows before the target step") {
      let trajectory = try overflowing()
      let experiment = Experiment(network: trajectory.network, initialState: [0], inputs: trajectory.inputs)
      _ = GradientCheck(of: experiment, target: 1, parameter: .bias)
    },
    Misuse(message: "the observable exists at the target step") {
      _ = GradientCheck(of: try experiment(), target: 1, parameter: .bias, observable: .loss)
    },
  ]

  private static let experiment = { @Sendable in
    Experiment(network: try scalar().network, initialState: [0], inputs: try scalar().inputs)
  }
}
