import ArgumentParser
import RNNCore

extension Activation: ExpressibleByArgument {}

/// The flags that make the network.
struct NetworkOptions: ParsableArguments {
  @Option(help: "The activation f.")
  var activation: Activation = .tanh

  @Option(name: .customLong("w"), parsing: .unconditional, help: "W, the recurrent weight.")
  var recurrentWeight: Double = 0.9

  @Option(name: .customLong("u"), parsing: .unconditional, help: "U, the input weight.")
  var inputWeight: Double = 0.8

  @Option(parsing: .unconditional, help: "b, the bias.")
  var bias: Double = 0

  @Option(name: .customLong("s0"), parsing: .unconditional, help: "The state before the first step.")
  var initialState: Double = 0.1

  func start() throws -> InitializedNetwork {
    let numbers = [("--w", recurrentWeight), ("--u", inputWeight), ("--bias", bias), ("--s0", initialState)]
    for (flag, value) in numbers where !value.isFinite {
      throw InputError("\(flag) \(value): expected a finite number")
    }
    let network = try RNN(activation: activation, W: recurrentWeight + 0, U: inputWeight + 0, b: bias + 0)
    return InitializedNetwork(network: network, initialState: [initialState + 0])
  }
}
