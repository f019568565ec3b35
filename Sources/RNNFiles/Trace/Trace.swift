import RNNCore

/// What PyTorch really did in one forward and one backward pass of a recurrent module, as `python/gradflow_trace.py` records it:
/// the module's parameters, what entered it, and the gradient of the loss that reached its output from the rest of the model.
///
///     weight_ih_l0 …     the module's parameters, as a state dict has them
///     x                  T×m or B×T×m          what entered it
///     y                  T×(D·n), B×T×(D·n)    what the last layer said; the forward direction's n columns first
///     dy                 as y                  ∂L/∂y_t without the way through time; 0 where it is missing
///     h0, c0             (L·D)×n, B×(L·D)×n    where each layer and direction started; 0 where it is missing
///     dhn, dcn           as h0                 what reached h and c behind the last step themselves; 0 where it is missing
///
/// L is the loss, whatever head, mask, embedding and reduction it came through: the full gradient from these equals PyTorch's
/// own, cut where a state was passed on as a constant (`boundaries`).
public struct Trace: Sendable {
  /// The module: the layer and direction that are looked at.
  public let model: RNNModel
  /// The layer that is looked at under those above it, each from the state that it started from.
  public let start: InitializedNetwork
  /// Every layer, the first one first; empty of a bidirectional module.
  public let stack: [InitializedNetwork]
  /// The layers below, each from the state that it started from.
  public let layersBelow: [LayerBelow]
  /// x_1 … x_T, m numbers each, with the gradients that reached the layers; none where both directions of the layer above have
  /// a part in them.
  public let inputs: InputSequence
  /// B; nil where the tensors have no such dimension.
  public let batchSize: Int?
  /// Which one of the batch, from 0.
  public let sequence: Int
  /// The steps, ascending, after which the state of every layer was passed on as a constant.
  public let boundaries: [Int]
  /// How far what the module says here is from what it said there, relative to the largest number of that; nil without `y`.
  public let outputDifference: Double?
  /// What that may be for the type of `y`.
  public let outputTolerance: Double

  /// Whether a file is a trace: its metadata has `gradflow_trace`.
  public static func isTrace(_ file: some WeightsFile) -> Bool { file.metadata[TraceMark.name] != nil }

  /// Reads a trace.
  ///
  /// - Parameters:
  ///   - file: a file that is one (`isTrace`).
  ///   - layer: the layer that is looked at, from 0; nil for the last.
  ///   - direction: of a bidirectional module; nil for forward.
  ///   - sequence: which one of a batch, from 0.
  ///   - activation: f in the place of the recorded one, of an `nn.RNN`.
  /// - Throws: ``TraceError`` where the file is no trace that can be looked at; never traps, whatever the file.
  /// - Complexity: O(numbers of the file), and that of a forward pass.
  public init<File: WeightsFile>(
    _ file: File, layer: Int? = nil, direction: LayerDirection? = nil, sequence: Int = 0, activation: Activation? = nil
  ) throws(TraceError) {
    let tensors = try TraceTensors(file)
    do {
      model = try RNNModel(recorded: file, ModelSelection(layer: layer, direction: direction), activation: activation)
    } catch { throw .model(error) }
    let shape = ModuleShape(model)
    try tensors.check(shape)
    let batch = try tensors.batch(sequence, shape)
    let starts = try batch.states("h0", "c0")
    stack = zip(model.stack, starts).map { InitializedNetwork(network: $0, initialState: $1.isEmpty ? nil : $1) }
    layersBelow = model.layersBelow.enumerated().map { Self.below($0, $1, starts, shape.directions) }
    start = Self.shown(model, stack, starts, shape)
    inputs = InputSequence(
      name: file.metadata["name"] ?? "trace", dimension: model.inputSize, values: try batch.inputs(),
      targets: try batch.targets())
    (batchSize, self.sequence) = (tensors.batchSize, sequence)
    boundaries = try tensors.boundaries(steps: batch.steps)
    (outputDifference, outputTolerance) = try batch.difference(from: start, inputs, layersBelow)
  }

  /// A layer below with the rows of its directions.
  private static func below(_ layer: Int, _ plain: LayerBelow, _ starts: [[Double]], _ directions: Int) -> LayerBelow {
    func start(_ network: RNN, _ direction: Int) -> InitializedNetwork {
      let state = starts[layer * directions + direction]
      return InitializedNetwork(network: network, initialState: state.isEmpty ? nil : state)
    }
    return LayerBelow(start(plain.forward, 0), reverse: plain.reverse.map { start($0, 1) })
  }

  private static func shown(
    _ model: RNNModel, _ stack: [InitializedNetwork], _ starts: [[Double]], _ shape: ModuleShape
  ) -> InitializedNetwork {
    let row = starts[shape.row]
    guard !stack.isEmpty else {
      return InitializedNetwork(network: model.network, initialState: row.isEmpty ? nil : row)
    }
    let network = stack[shape.layer].network.standing(under: Array(stack[(shape.layer + 1)...]))
    return InitializedNetwork(network: network, initialState: stack[shape.layer].initialState)
  }
}

/// How large a module is, and which of its layers and directions is looked at.
struct ModuleShape {
  let layer: Int
  let layers: Int
  let directions: Int
  let isReverse: Bool
  let units: Int
  let inputs: Int
  let cell: CellKind

  init(_ model: RNNModel) {
    layer = model.layersBelow.count
    layers = model.plan.layerCount
    directions = model.direction == nil ? 1 : 2
    isReverse = model.direction == .reverse
    (units, inputs, cell) = (model.network.hiddenSize, model.inputSize, model.network.cellKind)
  }

  /// Its place among the rows of h0 and dhn.
  var row: Int { layer * directions + (isReverse ? 1 : 0) }
  var rows: Int { layers * directions }
  var isLast: Bool { layer == layers - 1 }
}
