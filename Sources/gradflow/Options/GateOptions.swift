import ArgumentParser
import Explorer
import RNNCore

/// The flags of a scalar gated network's gates, each of which is a constant number: the sigmoid of its bias.
struct GateOptions: ParsableArguments {
  @Option(name: .customLong("bf"), parsing: .unconditional, help: "b_f of an LSTM's forget gate (default: 1).")
  var forgetGate: Double?

  @Option(name: .customLong("bi"), parsing: .unconditional, help: "b_i of an LSTM's input gate (default: 0).")
  var inputGate: Double?

  @Option(name: .customLong("bo"), parsing: .unconditional, help: "b_o of an LSTM's output gate (default: 0).")
  var outputGate: Double?

  @Option(name: .customLong("bz"), parsing: .unconditional, help: "b_z of a GRU's update gate (default: 1).")
  var updateGate: Double?

  @Option(name: .customLong("br"), parsing: .unconditional, help: "b_r of a GRU's reset gate (default: 0).")
  var resetGate: Double?

  /// Those that are given.
  var given: [(gate: Gate, flag: String, value: Double)] {
    let flags: [(Gate, Double?)] = [
      (.forgetGate, forgetGate), (.inputGate, inputGate), (.outputGate, outputGate), (.updateGate, updateGate),
      (.resetGate, resetGate),
    ]
    return flags.compactMap { gate, value in value.map { (gate, "--b\(gate.rawValue)", $0) } }
  }

  /// The biases that are given. Adding 0 makes a negative zero positive.
  var biases: [Gate: Double] { Dictionary(uniqueKeysWithValues: given.map { ($0.gate, $0.value + 0) }) }
}
