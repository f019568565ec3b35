import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

extension Activation: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}
extension CellKind: ExpressibleByArgument {}
extension LayerDirection: ExpressibleByArgument {}

/// The flags that make the network.
struct NetworkOptions: ParsableArguments {
  @Option(help: "elman, gru or lstm, in PyTorch's convention (default: elman).")
  var cell: CellKind?

  @Option(help: "The activation f of an Elman network (default: tanh).")
  var activation: Activation?

  @Option(
    name: .customLong("w"), parsing: .unconditional,
    help: "W, the recurrent weight, of a gated cell the candidate's (default: 0.9).")
  var recurrentWeight: Double?

  @Option(name: .customLong("u"), parsing: .unconditional, help: "U, the input weight, likewise (default: 0.8).")
  var inputWeight: Double?

  @Option(parsing: .unconditional, help: "b, the bias, likewise (default: 0).")
  var bias: Double?

  @Option(
    name: .customLong("s0"), parsing: .unconditional,
    help: "The state before the first step, of an LSTM h_0 and c_0 both (default: 0.1).")
  var initialState: Double?

  @Option(
    name: .customLong("v"), parsing: .unconditional,
    help: "V of the scalar network's output softmax((V s_t, 0)), which --of loss looks at (default: 2).")
  var outputWeight: Double?

  @OptionGroup var gates: GateOptions

  @Option(help: "n, the number of hidden units of a network that is drawn at random.")
  var hidden: Int?

  @Option(
    name: .customLong("init"),
    help:
      "W₀ of W = g·W₀, of a gated cell n rows after the other: gaussian, orthogonal, identity, shift or uniform, as PyTorch draws (default: gaussian, of a gated cell uniform)."
  )
  var initialization: Initialization?

  @Option(parsing: .unconditional, help: "g of W = g·W₀ (default: 1).")
  var gain: Double?

  @Option(
    parsing: .unconditional,
    help: "What is added to the bias of the gate that keeps the state, f of an LSTM and z of a GRU (default: 0).")
  var forgetBias: Double?

  @Option(
    name: .customLong("model"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A trained nn.RNN, nn.GRU or nn.LSTM in a safetensors file or in PyTorch's .pt, .pth or .ckpt, builtin:sunspots or builtin:chaos; several files, or a pattern in quotes, are checkpoints in natural order of their names.",
      valueName: "file"), completion: .model)
  var models: [ModelArgument] = []

  @Option(
    parsing: .unconditional,
    help: "Which of several checkpoints is shown, from 1 in natural order of their names (default: the last).")
  var checkpoint: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The model's network, by what stands before its tensors' names, where a file has several.", valueName: "name"))
  var prefix: String?

  @Option(parsing: .unconditional, help: "The model's layer that is looked at, from 0 (default: the last).")
  var layer: Int?

  @Option(
    help:
      "The direction of a bidirectional model's layer that is looked at: forward or reverse, whose step 1 is the last of the sequence (default: forward)."
  )
  var direction: LayerDirection?

  @Option(
    help: ArgumentHelp(
      "The model's layer that is V and c, where several fit or others may lie before it.", valueName: "name"))
  var outputLayer: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The model's layer whose rows are fed at symbols, where several could be it; none feeds one-hot vectors.",
      valueName: "name"), completion: .list(["none"]))
  var embedding: String?

  func validate() throws {
    try checkModelFlags()
  }

  /// The cell, but for a model's, which its file says.
  func cell(from setup: Setup) -> CellKind { cell ?? setup.cell }

  /// The flags that set a number of the scalar network, as far as they are given.
  private var scalarFlags: [(flag: String, value: Double)] {
    let flags = [
      ("--w", recurrentWeight), ("--u", inputWeight), ("--bias", bias), ("--s0", initialState), ("--v", outputWeight),
    ]
    return flags.compactMap { flag, value in value.map { (flag, $0) } } + gates.given.map { ($0.flag, $0.value) }
  }

  /// The scalar network that the flags make of a setup.
  func start(from setup: Setup) throws -> InitializedNetwork {
    for (flag, value) in scalarFlags where !value.isFinite {
      throw InputError("\(flag) \(value): expected a finite number")
    }
    let kind = cell(from: setup)
    // Adding 0 makes a negative zero positive.
    let network = try RNN(
      scalar: kind, activation: activation ?? setup.activation, W: (recurrentWeight ?? setup.recurrentWeight) + 0,
      U: (inputWeight ?? setup.inputWeight) + 0, b: (bias ?? setup.bias) + 0,
      gateBiases: setup.allGateBiases.merging(gates.biases) { $1 }, V: (outputWeight ?? setup.outputWeight) + 0)
    let state = (initialState ?? setup.initialState) + 0
    return InitializedNetwork(network: network, initialState: Array(repeating: state, count: kind.parts))
  }
}

extension NetworkOptions {
  /// The most hidden units that are drawn: W takes 8n² bytes.
  static let mostHiddenUnits = 2048

  /// n of a network that is drawn, of a scenario too; nil for a model and for the scalar network.
  func hidden(from setup: Setup) -> Int? { model == nil ? hidden ?? setup.hiddenUnits : nil }

  /// The network of several units that the flags make of a setup, for inputs of m numbers; nil where they make a scalar
  /// one.
  func matrix(from setup: Setup, inputs: Int, seed: UInt64) throws -> ScaledNetwork? {
    if usesModel(of: setup), var network = setup.model {
      network.gain = try checkedGain(setup.gain)
      return network
    }
    guard let hidden = hidden(from: setup) else { return nil }
    guard inputs <= MemoryLimit.weightNumbers / hidden else {
      throw InputError(
        "--hidden \(hidden): U for \(inputs) inputs would have more than \(MemoryLimit.weightNumbers) numbers: "
          + "use at most --hidden \(MemoryLimit.weightNumbers / inputs), or fewer columns or characters")
    }
    let kind = cell(from: setup)
    let added = (forgetBias ?? setup.forgetBias) + 0
    guard added.isFinite else { throw InputError("--forget-bias \(added): expected a finite number") }
    return .seeded(
      initialization ?? setup.initialization ?? .usual(of: kind), cell: kind, hidden: hidden, inputs: inputs,
      activation: activation ?? setup.activation, gain: try checkedGain(setup.gain), seed: seed, forgetBias: added)
  }

  /// The network that a scenario has of its own, of weights that are given, where it is the one; nil where it is not.
  func given(by setup: Setup) -> RNN? { usesModel(of: setup) ? setup.model?.base.network : nil }

  /// Whether the network is the one that a scenario has of its own, of weights that are given.
  private func usesModel(of setup: Setup) -> Bool {
    setup.model != nil && model == nil && hidden == nil && cell == nil
  }

  /// n is in its range.
  func checkHidden() throws {
    guard let hidden, !(1...Self.mostHiddenUnits).contains(hidden) else { return }
    throw InputError("--hidden \(hidden): expected a number of units from 1 to \(Self.mostHiddenUnits)")
  }

  private func checkedGain(_ standard: Double = 1) throws -> Double {
    let gain = gain ?? standard
    guard gain.isFinite else { throw InputError("--gain \(gain): expected a finite number") }
    // Adding 0 makes a negative zero positive.
    return gain + 0
  }

  /// A scalar network's numbers mean nothing to a matrix, and the other way round; a scenario's network is one of the two.
  func checkMatrixFlags(_ setup: Setup) throws {
    guard model == nil else { return }
    try checkCellFlags(cell(from: setup))
    guard hidden(from: setup) == nil, !usesModel(of: setup) else {
      guard let flag = scalarFlags.first?.flag else { return }
      let way =
        usesModel(of: setup)
        ? "are its own: --gain scales W"
        : "are drawn: --gain scales W, --seed draws others"
      throw ValidationError(
        "\(flag) sets a number of the scalar network; with \(hidden == nil ? "this scenario" : "--hidden") the weights \(way)"
      )
    }
    if gain != nil {
      throw ValidationError(
        "--gain scales the W of a network of several units: give --hidden N, or --w for the scalar one")
    }
    if initialization != nil {
      throw ValidationError("--init says how W begins in a network of several units: give --hidden N too")
    }
    if forgetBias != nil {
      throw ValidationError(
        "--forget-bias is added to a bias that is drawn: give --hidden N, or --bf (LSTM) or --bz (GRU) for the scalar one"
      )
    }
  }

  /// A cell has its own gates, and functions that can be chosen or not.
  private func checkCellFlags(_ cell: CellKind) throws {
    if cell != .elman, activation != nil {
      throw ValidationError(
        "--activation is f of an Elman network; the functions of \(cell.withArticle) are its own: leave it out, or give --cell elman"
      )
    }
    if cell == .elman, forgetBias != nil {
      throw ValidationError("--forget-bias is of a cell with gates: give --cell lstm or --cell gru")
    }
    if let other = gates.given.first(where: { !cell.gates.contains($0.gate) }) {
      let owner: CellKind = CellKind.lstm.gates.contains(other.gate) ? .lstm : .gru
      throw ValidationError(
        "\(other.flag) is the bias of a gate of \(owner.withArticle), not of \(cell.withArticle): give --cell \(owner.rawValue) too, or leave it out"
      )
    }
  }
}

extension NetworkOptions {
  /// The model that the flags name, if they do.
  ///
  /// - Parameters:
  ///   - feedsSymbols: whether its inputs may be symbols, for which its embedding is read.
  ///   - sequence: which one of a trace's batch, from 0.
  func opened(feedsSymbols: Bool = false, sequence: Int?) throws -> OpenedModel? {
    guard let model else { return nil }
    var selection = selection
    selection.readsEmbedding = feedsSymbols
    return try ModelFile(path: model).opened(selection, activation: activation, sequence: sequence)
  }

  /// What of the model's file is to be taken.
  private var selection: ModelSelection {
    ModelSelection(
      prefix: prefix, layer: layer, direction: direction, outputLayer: outputLayer,
      embedding: embedding.map { $0 == "none" ? .refused : .named($0) } ?? .told)
  }

  /// The flags of it, as they were given.
  private var selectionFlags: [String] {
    let given = [
      ("--prefix", prefix), ("--layer", layer.map { "\($0)" }), ("--direction", direction?.rawValue),
      ("--output-layer", outputLayer), ("--embedding", embedding),
    ]
    return given.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
  }

  /// The network of a model, with its gain and s_0 as the flags say.
  func scaled(_ opened: OpenedModel) throws -> ScaledNetwork {
    let (path, trained) = (model ?? "", opened.model)
    if let initialState, !initialState.isFinite { throw InputError("--s0 \(initialState): expected a finite number") }
    let network = trained.network
    let start = Array(repeating: (initialState ?? 0) + 0, count: network.cellKind.parts * network.hiddenSize)
    let base = initialState == nil ? opened.trace?.start : nil
    let flags =
      modelFlags + selectionFlags + (initialState.map { ["--s0", "\($0)"] } ?? [])
    let known = trained.assumesActivation ? network.elmanActivation : trained.savedActivation
    var scaled = ScaledNetwork(
      base: base ?? InitializedNetwork(network: opened.trace?.start.network ?? network, initialState: start),
      gain: try checkedGain(),
      origin: .model(name: FileBytes.shortName(path), activation: known, flags: flags))
    scaled.assumesActivation = trained.assumesActivation
    scaled.part = trained.part
    if let trace = opened.trace {
      scaled.recording = ScaledNetwork.Recording(
        initialStates: trace.stack.isEmpty ? [trace.start.initialState] : trace.stack.map(\.initialState),
        boundaries: trace.boundaries, inputs: trace.inputs)
    }
    let stack = opened.trace?.stack ?? trained.stack.map { InitializedNetwork(network: $0) }
    return stack.isEmpty ? scaled : scaled.among(stack, layer: trained.layersBelow.count)
  }

  /// Flags that only a model takes, and those that would draw or set what is in its file.
  func checkModelFlags() throws {
    guard model != nil else {
      if checkpoint != nil { throw ValidationError("--checkpoint picks one of several --model files: give them too") }
      if prefix != nil { throw ValidationError("--prefix picks a network of a model: give --model FILE too") }
      if embedding != nil { throw ValidationError("--embedding names a layer of a model: give --model FILE too") }
      if layer != nil { throw ValidationError("--layer picks a layer of a model: give --model FILE too") }
      if direction != nil {
        throw ValidationError("--direction picks one of a bidirectional model: give --model FILE too")
      }
      if outputLayer != nil { throw ValidationError("--output-layer names a layer of a model: give --model FILE too") }
      return
    }
    if cell != nil { throw ValidationError("--cell and --model exclude each other: the file says which cell it has") }
    let scalar = scalarFlags.map(\.flag).first { $0 != "--s0" }
    let drawn: [(String, Bool)] = [
      ("--hidden", hidden != nil), ("--init", initialization != nil), ("--forget-bias", forgetBias != nil),
    ]
    if let flag = drawn.first(where: \.1)?.0 ?? scalar {
      throw ValidationError("\(flag) and --model exclude each other: the weights are the model's; --gain scales W")
    }
  }
}
