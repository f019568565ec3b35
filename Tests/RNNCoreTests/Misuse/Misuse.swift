@testable import RNNCore

/// A call that breaks what its documentation asks for.
struct Misuse: Sendable {
  /// A part of what the program says as it stops.
  let message: String
  let commit: @Sendable () throws -> Void

  static let all = networks + numbers + factorisations + contributions + remedies + analyses + outOfBounds

  /// A network of another cell than Elman's.
  private static let gated = { @Sendable in try RNN(cell: MinimalGatedUnit(units: 1, inputs: 1, seed: 1)) }
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

  private static let sum = { @Sendable (truncation: Truncation, observable: Observable) in
    Contributions(
      of: try scalar(), target: 4, parameter: .bias, observable: observable, truncation: truncation)
  }

  private static let classified = { @Sendable in
    Trajectory(
      network: try RNN(
        activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(1), outputWeights: Matrix([[1], [0]])),
      inputs: InputSequence(name: "classes", values: [1, 2], classes: [0, 1]), initialState: [0])
  }

  private static let remedies: [Misuse] = [
    Misuse(message: "boundaries ascend from step 1 on") { _ = Truncation(detachAfter: [3, 3]) },
    Misuse(message: "each step has 2 numbers") { _ = TargetValues(width: 2, numbers: [1], isKnown: [true]) },
    Misuse(message: "targets are finite") { _ = TargetValues(width: 1, numbers: [.nan]) },
    Misuse(message: "each step has 2 numbers") { _ = RecordedGradients(width: 2, numbers: [1]) },
    Misuse(message: "gradients are finite") { _ = RecordedGradients(width: 1, numbers: [1], finals: [[.infinity]]) },
    Misuse(message: "a limit is above 0") {
      _ = Contributions(of: try scalar(), target: 4, parameter: .bias, adjointLimit: 0)
    },
    Misuse(message: "the gradient to compare with is whole") {
      let cut = try sum(Truncation(window: 2), .state)
      _ = TruncationBias(of: cut, against: cut)
    },
    Misuse(message: "both are gradients of the same") {
      _ = TruncationBias(of: try sum(Truncation(window: 2), .unit(0)), against: try sum(.none, .state))
    },
    Misuse(message: "the gradient is whole") { _ = EnoughWindow(of: try sum(Truncation(window: 2), .state)) },
    Misuse(message: "each step of a total loss has a window of its own") {
      _ = EnoughWindow(
        of: Contributions(of: try classified(), target: 2, parameter: .bias, observable: .totalLoss))
    },
    Misuse(message: "a threshold is above 0") {
      _ = ClippedGradient(of: try scalar(), target: 4, observable: .state, clipping: .norm(0))
    },
    Misuse(message: "the trajectory overflows before the target step") {
      _ = ClippedGradient(of: try overflowing(), target: 2, observable: .state, clipping: .norm(1))
    },
    Misuse(message: "the trajectory has what is looked at") {
      _ = ClippedGradient(of: try scalar(), target: 4, observable: .loss, clipping: .norm(1))
    },
    Misuse(message: "the trajectory overflows before the target step") {
      _ = GradientSweep(
        contributionsOf: try overflowing(), target: 2, parameter: .bias, observable: .state, truncation: .none)
    },
    Misuse(message: "the trajectory has what is looked at") {
      _ = GradientSweep(
        contributionsOf: try scalar(), target: 4, parameter: .bias, observable: .loss, truncation: .none)
    },
  ]

  private static let networks: [Misuse] = [
    Misuse(message: "at least one row and one column") { _ = Matrix(rows: 0, columns: 1, elements: []) },
    Misuse(message: "a 2×2 matrix has 4 elements") { _ = Matrix(rows: 2, columns: 2, elements: [1, 2, 3]) },
    Misuse(message: "rows of a matrix have equal lengths") { _ = Matrix([[1, 2], [3]]) },
    Misuse(message: "a 1×2 matrix times a 1×2 one") { _ = Matrix([[1, 2]]) * Matrix([[1, 2]]) },
    Misuse(message: "each step has 2 numbers") { _ = InputSequence(name: "x", dimension: 2, values: [1, 2, 3]) },
    Misuse(message: "a target or none") { _ = InputSequence(name: "x", values: [1, 2], classes: [0]) },
    Misuse(message: "a sequence has at least one step") { _ = SyntheticInput.sine.sequence(steps: 0) },
    Misuse(message: "s_0 has as many numbers as the state") {
      _ = InitializedNetwork(network: try RNN(activation: .tanh, W: 1, U: 1), initialState: [])
    },
    Misuse(message: "s_0 has as many numbers as the state") {
      _ = Trajectory(network: try scalar().network, inputs: try scalar().inputs, initialState: [0, 0])
    },
    Misuse(message: "f is the activation of an Elman network") { _ = try gated().activation },
    Misuse(message: "f is the activation of an Elman network") {
      var network = try gated()
      network.activation = .relu
    },
    Misuse(message: "the cell is one of the library's") { _ = try gated().cellKind },
    Misuse(message: "θ is one of the network's parameters") {
      let inputs = SyntheticInput.zero.sequence(steps: 2)
      _ = Contributions(
        of: Trajectory(network: try gated(), inputs: inputs, initialState: [0]), target: 2, parameter: .hiddenBias)
    },
    Misuse(message: "the unit is one of the network's, with a c") {
      _ = try scalar().covector(of: .cellUnit(0), at: 4)
    },
    Misuse(message: "f′ is of an Elman network") {
      let inputs = SyntheticInput.zero.sequence(steps: 2)
      _ = Trajectory(network: try gated(), inputs: inputs, initialState: [0]).scaledDerivative(at: 1)
    },
    Misuse(message: "a window and a chunk have one step at least") { _ = Truncation(window: 0) },
    Misuse(message: "a window and a chunk have one step at least") { _ = Truncation(detachEvery: -1) },
    Misuse(message: "a block has a row for each unit of its gates") {
      let short = Matrix(rows: 1, columns: 1, elements: [0])
      _ = try RNN(cell: MinimalGatedUnit(units: 2, inputs: 1, seed: 1).replacing(.bias, with: short))
    },
    Misuse(message: "the source has that many steps") {
      _ = InputSource(name: "three", values: [1, 2, 3], flags: []).sequence(
        InputChoice(source: 0, offset: 0, steps: 4), activation: .tanh)
    },
    Misuse(message: "the target step is one of the trajectory's") {
      _ = GradientSweep(of: try scalar(), target: 6, parameter: .bias, observable: .state)
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
    Misuse(message: "classes are counted from 0") { _ = InputSequence(name: "x", values: [1, 2], classes: [0, -1]) },
    Misuse(message: "one that the network tells apart") {
      let network = try RNN(
        activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(1), outputWeights: Matrix([[1], [2]]))
      _ = Trajectory(
        network: network, inputs: InputSequence(name: "x", values: [1, 2], classes: [nil, 2]), initialState: [0])
    },
    Misuse(message: "W is one number of a scalar network only") {
      _ = InitializedNetwork(network: try pair().network, initialState: [0, 0]).value(of: .recurrentWeight)
    },
  ]

  private static let numbers: [Misuse] = [
    Misuse(message: "a ScaledDouble has no NaN and no infinity") { _ = ScaledDouble(.infinity) },
    Misuse(message: "room for a number") {
      var (decimals, place) = (FileDecimals(), 0)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { decimals.write(.one, to: $0, at: &place) }
    },
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
    Misuse(message: "singular values are of a finite matrix") {
      _ = Matrix([[1, .infinity], [2, 3]]).singularValues
    },
    Misuse(message: "singular values are of a finite matrix") { _ = Matrix(.nan).spectralNorm },
    Misuse(message: "eigenvalues are of a finite matrix") { _ = WeightSpectrum(of: Matrix(.infinity)) },
    Misuse(message: "the derivative at a finite number") { _ = Activation.relu.scaledDerivative(.nan) },
    Misuse(message: "the exponential of a number") { _ = ScaledDouble.exp(.nan) },
    Misuse(message: "at least one thread") { BLASThreads.use(0) },
    Misuse(message: "2 left rows for each right one") {
      _ = OuterProductSums(ScaledRows([1, 2, 3], columns: 1), count: 2, ScaledRows([1], columns: 1))
    },
  ]

  /// A NaN is what LAPACK reports as an argument that it does not take.
  private static let factorisations: [Misuse] = [
    Misuse(message: "LAPACK dgesvd failed on a finite matrix (status -6)") {
      _ = LinearAlgebra.singularValues([1, .nan, 2, 3], rows: 2, columns: 2)
    },
    Misuse(message: "LAPACK dgeev failed on a finite matrix (status -5)") {
      _ = LinearAlgebra.eigenvalues([1, .nan, 2, 3], order: 2)
    },
    Misuse(message: "LAPACK dgeqrf failed") { _ = LinearAlgebra.orthogonalFactor([.nan], order: 1) },
    Misuse(message: "LAPACK dgeqp3 failed") {
      _ = PivotedQR(pivoting: [1, .nan, 2, 3], rows: 2, columns: 2, noise: 0, rankBound: 2)
    },
    Misuse(message: "LAPACK dgeqrf failed") {
      _ = PivotedQR([1, .nan, 2, 3], rows: 2, order: [0, 1], noise: 0, rankBound: 2)
    },
    Misuse(message: "LAPACK dgeqrf failed") {
      _ = LinearAlgebra.triangularFactor(ofTransposed: [1, .nan, 2, 3], rows: 2, columns: 2)
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
    Misuse(message: "blocks are those of a scalar network, for U of a number as input") {
      _ = ContributionBlocks(of: try wide(), parameter: .inputWeights, rows: [1...2], columns: [1...2])
    },
    Misuse(message: "totals are those of a scalar network, for U of a number as input") {
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
    Misuse(message: "an input is a number") {
      _ = InputSequence(name: "x", dimension: 2, values: [1, 2]).askingForNext(nil)
    },
  ]

  /// What is asked for does not exist; memory beside it, or the number of another place, would be taken for it.
  private static let outOfBounds: [Misuse] = [
    Misuse(message: "a column of a 2×2 matrix") { _ = Matrix.identity(2)[0, 2] },
    Misuse(message: "a column of a 2×2 matrix") {
      var matrix = Matrix.identity(2)
      matrix[1, -1] = 3
    },
    Misuse(message: "a column of a 2×1 matrix") {
      _ = ScaledMatrix(rows: 2, columns: 1, elements: [1, 2], exponent: 0)[0, 1]
    },
    Misuse(message: "the unit is one of the network's") { _ = try pair().scaledDerivative(at: 1, unit: 2) },
    Misuse(message: "states of the steps 0…T") { _ = try scalar().stateRange(over: 0...6) },
    Misuse(message: "the unit is one of the network's") { _ = try pair().stateRange(over: 0...1, unit: 2) },
    Misuse(message: "factors of finite steps") { _ = try scalar().stepFactorExtremes(over: 0...5) },
    Misuse(message: "factors of finite steps") { _ = try scalar().stepFactorExtremes(over: 1...6) },
    Misuse(message: "factors of finite steps") { _ = try scalar().stepFactorRange(through: 6) },
    Misuse(message: "factors of finite steps") { _ = try scalar().extremeSteps(over: 0...5, count: 1) },
    Misuse(message: "contributions are those of the steps 1…k") {
      _ = Contributions(of: try scalar(), target: 4, parameter: .bias).sumAndLargest(over: 1...5)
    },
    Misuse(message: "finite steps 0 ≤ i ≤ k") { _ = try scalar().flowNorm(from: 1, to: 6) },
    Misuse(message: "targets are reached") {
      _ = ContributionNorms(of: try pair(), targets: [3], parameter: .recurrentWeights, observable: .unit(0))
    },
    Misuse(message: "contributions are those of the steps 1…k") {
      _ = Contributions(of: try scalar(), target: 4, parameter: .bias).sum(over: 1...5)
    },
    Misuse(message: "a block is at a row and a column") {
      _ =
        ContributionBlocks(of: try scalar(), parameter: .bias, rows: [1...2, 3...5], columns: [1...5])[
          row: 0, column: 1]
    },
    Misuse(message: "the ranges cover all steps in order") {
      _ = ContributionTotals(of: try scalar(), parameter: .bias, rows: [2...5], columns: [1...5])
    },
    Misuse(message: "the ranges cover all steps in order") {
      _ = NormBlocks(
        of: try pair(), parameter: .bias, observable: .state, rows: [1...2], columns: [1...1])
    },
    Misuse(message: "the contributions are those of the blocks") {
      let trajectory = try pair()
      let all = [1...trajectory.steps]
      var blocks = NormBlocks(of: trajectory, parameter: .bias, observable: .state, rows: all, columns: all)
      blocks.add(Contributions(of: trajectory, target: 1, parameter: .inputWeights))
    },
    Misuse(message: "ranges of lags begin with lag 0") {
      let blocks = ContributionBlocks(of: try scalar(), parameter: .bias, rows: [1...5], columns: [1...5])
      _ = blocks.lagProfile(lags: [1...2], budget: 9)
    },
    Misuse(message: "the trajectory overflows before the target step") {
      _ = GradientCheck(of: try experiment(), target: 6, parameter: .bias)
    },
    Misuse(message: "one of the range's values") {
      _ = SweepRange(from: 0, through: 1, by: 0.5)?.value(at: 3)
    },
    Misuse(message: "responses to W, U, b and s0 are those of a scalar network") {
      _ = try pairExperiment().responses(to: .initialState, at: [1], target: 2, parameter: .bias)
    },
    Misuse(message: "s_k as one number is a scalar network's") { _ = try pairExperiment().state(at: 2) },
    Misuse(message: "s_k as one number is a scalar network's") { _ = try experiment().state(at: 6) },
    Misuse(message: "s_k of W and b is a scalar network's") {
      _ = try pairExperiment().states(at: 2, weights: [1], biases: [0])
    },
  ]

  private static let pairExperiment = { @Sendable in
    Experiment(network: try pair().network, initialState: [0, 0], inputs: try pair().inputs)
  }

  private static let experiment = { @Sendable in
    Experiment(network: try scalar().network, initialState: [0], inputs: try scalar().inputs)
  }
}
