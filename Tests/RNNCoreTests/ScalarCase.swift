import RNNCore
import Testing

/// A network to try, with what is special about it.
struct ScalarCase: Sendable, CustomTestStringConvertible {
  let activation: Activation
  var W = 0.9
  var U = 0.8
  var b = 0.0
  var s0 = 0.1
  var input = SyntheticInput.noise
  var steps = 41

  var testDescription: String { "\(activation) W \(W) U \(U) b \(b) s0 \(s0) \(input) T \(steps)" }

  func run() throws -> Trajectory {
    let network = try RNN(activation: activation, W: W, U: U, b: b)
    return Trajectory(network: network, inputs: input.sequence(steps: steps), initialState: [s0])
  }
}
