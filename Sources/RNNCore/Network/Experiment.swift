/// A network and the state it starts from.
public struct InitializedNetwork: Hashable, Sendable {
  /// The network.
  public var network: RNN
  /// s_0, n finite numbers (all that the units keep, of cells that keep more); a constant, not a parameter.
  public var initialState: [Double]

  /// A network with its start, of as many numbers as its state has; nil for 0 everywhere.
  public init(network: RNN, initialState: [Double]? = nil) {
    let initialState = initialState ?? network.zeroState
    precondition(initialState.count == network.stateSize, "s_0 has as many numbers as the state")
    self.network = network
    self.initialState = initialState
  }
}

/// A network, the state it starts from and the inputs it is fed: all that a trajectory follows from.
public struct Experiment: Hashable, Sendable {
  /// The network and s_0.
  public var start: InitializedNetwork
  /// x_1 … x_T of the network's input dimension.
  public var inputs: InputSequence

  /// An experiment from its parts.
  public init(start: InitializedNetwork, inputs: InputSequence) {
    self.start = start
    self.inputs = inputs
  }

  /// An experiment from its parts.
  public init(network: RNN, initialState: [Double], inputs: InputSequence) {
    self.init(start: InitializedNetwork(network: network, initialState: initialState), inputs: inputs)
  }

  /// An experiment from parts that a file or a user gives, each checked against the others. Its trajectory exists.
  ///
  ///     let experiment = try Experiment(validating: network, inputs: inputs)
  ///     let trajectory = experiment.trajectory()
  ///
  /// - Parameters:
  ///   - network: what is run.
  ///   - inputs: what it is fed.
  ///   - initialState: s_0; nil for 0 everywhere.
  /// - Throws: `ExperimentError` where the inputs have no step or another dimension than the network's m, where a class is
  ///   none of the p that the network tells apart, and where s_0 has more or fewer numbers than the state, or NaN or infinity.
  /// - Complexity: O(T).
  public init(
    validating network: RNN, inputs: InputSequence, initialState: [Double]? = nil
  ) throws(ExperimentError) {
    try Self.check(network, inputs)
    let state = initialState ?? network.zeroState
    guard state.count == network.stateSize else { throw .initialStateCount(state.count, expected: network.stateSize) }
    if let place = state.firstIndex(where: { !$0.isFinite }) { throw .initialStateNotFinite(place: place) }
    self.init(network: network, initialState: state, inputs: inputs)
  }

  /// Throws unless the network takes the inputs and tells their classes apart.
  static func check(_ network: RNN, _ inputs: InputSequence) throws(ExperimentError) {
    guard inputs.steps > 0 else { throw .noSteps }
    guard inputs.dimension == network.inputSize else {
      throw .inputDimension(inputs.dimension, expected: network.inputSize)
    }
    guard let V = network.outputWeights, network.hasClasses, let classes = inputs.classes else { return }
    for (index, value) in classes.enumerated() {
      if let value, value >= V.rows { throw .classOutOfRange(value, step: index + 1, classCount: V.rows) }
    }
  }

  /// The network.
  public var network: RNN { start.network }
  /// s_0.
  public var initialState: [Double] { start.initialState }

  /// The forward pass. The parts must fit each other, as those of `init(validating:inputs:initialState:)` do.
  ///
  /// Complexity: O(T) for n = m = 1, O(T·n·(n + m)) otherwise.
  public func trajectory() -> Trajectory {
    Trajectory(network: network, inputs: inputs, initialState: initialState)
  }
}

/// The numbers that make a scalar network.
public enum ScalarVariable: String, CaseIterable, Sendable {
  /// W.
  case recurrentWeight = "W"
  /// U.
  case inputWeight = "U"
  /// b.
  case bias = "b"
  /// s_0.
  case initialState = "s0"
  /// V of the head, softmax((V s_t, 0)ᵀ).
  case outputWeight = "V"
  /// b_f of an LSTM's forget gate.
  case forgetBias = "bf"
  /// b_i of an LSTM's input gate.
  case inputGateBias = "bi"
  /// b_o of an LSTM's output gate.
  case outputGateBias = "bo"
  /// b_z of a GRU's update gate.
  case updateBias = "bz"
  /// b_r of a GRU's reset gate.
  case resetBias = "br"

  /// The gate whose constant it is; nil of every other variable.
  public var gate: Gate? {
    switch self {
    case .forgetBias: .forgetGate
    case .inputGateBias: .inputGate
    case .outputGateBias: .outputGate
    case .updateBias: .updateGate
    case .resetBias: .resetGate
    case .recurrentWeight, .inputWeight, .bias, .initialState, .outputWeight: nil
    }
  }

  /// The variables of the scalar network of a cell.
  public static func variables(of kind: CellKind) -> [ScalarVariable] {
    allCases.filter { $0.isOf(kind) }
  }

  /// Whether the scalar network of a cell has it.
  package func isOf(_ kind: CellKind) -> Bool { gate.map { kind.gates.contains($0) } ?? true }

  /// The parameter that it is a number of; nil for s_0 and V.
  public var parameter: Parameter? {
    switch self {
    case .recurrentWeight: .recurrentWeights
    case .inputWeight: .inputWeights
    case .bias: .bias
    case .initialState, .outputWeight: nil
    case .forgetBias, .inputGateBias, .outputGateBias, .updateBias, .resetBias: Parameter(.bias, gate: gate)
    }
  }
}

extension InitializedNetwork {
  /// Whether it is a scalar network, n = m = 1, whose numbers are `ScalarVariable`s: of a gated cell one of constant gates.
  public var isScalar: Bool { (network.isScalar || network.hasConstantGates) && hasScalarSizes }

  /// Whether the scalar kernels are made for it: Elman's cell.
  var hasScalarKernel: Bool { network.isScalar && network.inputSize == 1 }

  private var hasScalarSizes: Bool { network.hiddenSize == 1 && network.inputSize == 1 }

  /// A variable's value; V is 0 without a head. The network must be scalar, and of a cell that has the variable.
  public func value(of variable: ScalarVariable) -> Double {
    precondition(isScalar, "\(variable.rawValue) is one number of a scalar network only")
    if let parameter = variable.parameter { return network.block(parameter).weights.elements[0] }
    return variable == .initialState ? initialState[0] : network.outputWeights?.elements[0] ?? 0
  }

  /// The same with one variable of its scalar network set; s_0 is all that the unit keeps, h_0 and c_0 of an LSTM.
  ///
  /// - Throws: `NetworkError.notFinite` for NaN or infinity, `NetworkError.shape` where the network is not scalar,
  ///   `NetworkError.noVariable` where its cell is one without the variable.
  public func setting(_ variable: ScalarVariable, to value: Double) throws(NetworkError) -> InitializedNetwork {
    guard value.isFinite else { throw .notFinite(parameter: variable.rawValue) }
    guard isScalar else {
      let condition = hasScalarSizes ? "W has 1 row, the candidate's" : "there are 1 unit and 1 input"
      throw .shape(
        parameter: variable.rawValue, rule: "\(variable.rawValue) is one number where \(condition)",
        found: hasScalarSizes ? network.recurrentWeights.rows : Swift.max(network.hiddenSize, network.inputSize))
    }
    var changed = self
    switch variable {
    case .initialState: changed.initialState = initialState.map { _ in value }
    case .outputWeight: changed.network = try network.with(V: RNN.scalarHead(value))
    default:
      guard let parameter = variable.parameter, network.has(parameter) else {
        throw .noVariable(variable, of: network.cellKind)
      }
      changed.network = try network.replacing(parameter, with: Matrix(value))
    }
    return changed
  }
}

extension InputSequence {
  /// The inputs of the network that stands on some layers, the first one first: h_1 … h_T of the last of them, each fed
  /// with the states of the one before, s_0 = 0 in each. Names and classes stay; without layers so do the inputs.
  ///
  /// - Throws: `ExperimentError` where a layer takes another dimension than it is fed, where there is no step, or where a
  ///   layer overflows.
  /// - Complexity: O(T·n·(n + m)) for each layer; memory for one layer's trajectory at a time.
  public func throughLayers(_ layers: [RNN]) throws(ExperimentError) -> InputSequence {
    try through(layers.map { LayerBelow($0) })
  }

  /// Layers below have no targets; those are the network's at the top.
  var withoutTargets: InputSequence { with(nil) }
}
