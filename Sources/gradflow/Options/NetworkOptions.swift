import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

extension Activation: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}

/// The flags that make the network.
struct NetworkOptions: ParsableArguments {
  @Option(help: "The activation f (default: tanh).")
  var activation: Activation?

  @Option(name: .customLong("w"), parsing: .unconditional, help: "W, the recurrent weight (default: 0.9).")
  var recurrentWeight: Double?

  @Option(name: .customLong("u"), parsing: .unconditional, help: "U, the input weight (default: 0.8).")
  var inputWeight: Double?

  @Option(parsing: .unconditional, help: "b, the bias (default: 0).")
  var bias: Double?

  @Option(name: .customLong("s0"), parsing: .unconditional, help: "The state before the first step (default: 0.1).")
  var initialState: Double?

  @Option(
    name: .customLong("v"), parsing: .unconditional,
    help: "V of the scalar network's output softmax((V s_t, 0)), which --of loss looks at (default: 2).")
  var outputWeight: Double?

  @Option(help: "n, the number of hidden units of a network that is drawn at random.")
  var hidden: Int?

  @Option(
    name: .customLong("init"), help: "W₀ of W = g·W₀: gaussian, orthogonal, identity or shift (default: gaussian).")
  var initialization: Initialization?

  @Option(parsing: .unconditional, help: "g of W = g·W₀ (default: 1).")
  var gain: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A trained nn.RNN in a safetensors file, or builtin:sunspots.", valueName: "file"))
  var model: String?

  @Option(parsing: .unconditional, help: "The model's layer that is looked at, from 0 (default: the last).")
  var layer: Int?

  @Option(
    help: ArgumentHelp(
      "The model's layer that is V and c, where several fit or others may lie before it.", valueName: "name"))
  var outputLayer: String?

  func validate() throws {
    try checkModelFlags()
  }

  /// The scalar network that the flags make of a setup.
  func start(from setup: Setup) throws -> InitializedNetwork {
    let numbers = [
      ("--w", recurrentWeight), ("--u", inputWeight), ("--bias", bias), ("--s0", initialState), ("--v", outputWeight),
    ]
    for (flag, value) in numbers {
      if let value, !value.isFinite { throw InputError("\(flag) \(value): expected a finite number") }
    }
    // Adding 0 makes a negative zero positive.
    let network = try RNN(
      activation: activation ?? setup.activation, W: (recurrentWeight ?? setup.recurrentWeight) + 0,
      U: (inputWeight ?? setup.inputWeight) + 0, b: (bias ?? setup.bias) + 0,
      V: (outputWeight ?? setup.outputWeight) + 0)
    return InitializedNetwork(network: network, initialState: [(initialState ?? setup.initialState) + 0])
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
    guard let hidden = hidden(from: setup) else { return nil }
    guard inputs <= MemoryLimit.weightNumbers / hidden else {
      throw InputError(
        "--hidden \(hidden): U for \(inputs) inputs would have more than \(MemoryLimit.weightNumbers) numbers: "
          + "use at most --hidden \(MemoryLimit.weightNumbers / inputs), or fewer columns or characters")
    }
    return .seeded(
      initialization ?? setup.initialization ?? .usual(of: setup.cell), hidden: hidden, inputs: inputs,
      activation: activation ?? setup.activation, gain: try checkedGain(setup.gain), seed: seed)
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
    let scalar = [
      ("--w", recurrentWeight), ("--u", inputWeight), ("--bias", bias), ("--s0", initialState),
      ("--v", outputWeight),
    ].first { $0.1 != nil }
    let drawn = hidden(from: setup)
    if drawn != nil, let scalar {
      throw ValidationError(
        "\(scalar.0) sets a number of the scalar network; with \(hidden == nil ? "this scenario" : "--hidden") the weights are drawn: --gain scales W, --seed draws others"
      )
    }
    guard drawn == nil, model == nil else { return }
    if gain != nil {
      throw ValidationError(
        "--gain scales the W of a network of several units: give --hidden N, or --w for the scalar one")
    }
    if initialization != nil {
      throw ValidationError("--init says how W begins in a network of several units: give --hidden N too")
    }
  }
}

extension NetworkOptions {
  /// The model that the flags name, if they do.
  func trainedModel() throws -> RNNModel? {
    guard let model else { return nil }
    return try ModelFile(path: model).model(layer: layer, outputLayer: outputLayer, activation: activation)
  }

  /// The network of a model, with its gain and s_0 as the flags say.
  func scaled(_ trained: RNNModel) throws -> ScaledNetwork {
    let path = model ?? ""
    if let initialState, !initialState.isFinite { throw InputError("--s0 \(initialState): expected a finite number") }
    let start = Array(repeating: (initialState ?? 0) + 0, count: trained.network.hiddenSize)
    let flags =
      ["--model", path] + (layer.map { ["--layer", "\($0)"] } ?? [])
      + (outputLayer.map { ["--output-layer", $0] } ?? []) + (initialState.map { ["--s0", "\($0)"] } ?? [])
    let known = trained.assumesActivation ? trained.network.activation : trained.savedActivation
    var network = ScaledNetwork(
      base: InitializedNetwork(network: trained.network, initialState: start), gain: try checkedGain(),
      origin: .model(name: FileBytes.shortName(path), activation: known, flags: flags))
    network.assumesActivation = trained.assumesActivation
    return network
  }

  /// Flags that only a model takes, and those that would draw or set what is in its file.
  func checkModelFlags() throws {
    guard model != nil else {
      if layer != nil { throw ValidationError("--layer picks a layer of a model: give --model FILE too") }
      if outputLayer != nil { throw ValidationError("--output-layer names a layer of a model: give --model FILE too") }
      return
    }
    let others: [(String, Bool)] = [
      ("--hidden", hidden != nil), ("--init", initialization != nil), ("--w", recurrentWeight != nil),
      ("--u", inputWeight != nil), ("--bias", bias != nil), ("--v", outputWeight != nil),
    ]
    if let (flag, _) = others.first(where: \.1) {
      throw ValidationError("\(flag) and --model exclude each other: the weights are the model's; --gain scales W")
    }
  }
}
