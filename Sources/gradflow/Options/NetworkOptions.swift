import ArgumentParser
import Explorer
import RNNCore

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
    try checkMatrixFlags()
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
