import RNNCore
import Views

@testable import Explorer
@testable import Screen

/// Networks of several units to draw, of weights that a formula gives and no generator.
enum MatrixSample {
  /// Three units, two of them turned against the third; no symmetry that would hide an index out of place.
  static func network(units n: Int = 3, inputs m: Int = 1, classes p: Int? = nil, activation: Activation = .tanh) -> RNN
  {
    func matrix(_ rows: Int, _ columns: Int, _ scale: Double, _ phase: Double) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map {
          scale * Self.wave(Double($0) * 1.7 + phase) / Double(columns).squareRoot()
        })
    }
    let V = p.map { matrix($0, n, 1.5, 0.3) }
    guard
      let network = try? RNN(
        activation: activation, inputWeights: matrix(n, m, 1, 0.9), recurrentWeights: matrix(n, n, 1.6, 0.1),
        outputWeights: V)
    else { preconditionFailure("a sample's weights are finite and fit") }
    return network
  }

  /// A triangle wave of period 4 between −1 and 1: the same on every machine.
  private static func wave(_ x: Double) -> Double {
    let part = (x - 1).truncatingRemainder(dividingBy: 4)
    let place = part < 0 ? part + 4 : part
    return place < 2 ? 1 - place : place - 3
  }

  /// A state of such a network over the sunspots, or over columns and classes of its own.
  static func session(
    units n: Int = 3, inputs m: Int = 1, classes p: Int? = nil, activation: Activation = .tanh, gain: Double = 1,
    steps: Int = 44, target: Int? = nil, term: Int? = nil, of observable: Observable = .state,
    size: Size = Size(width: 100, height: 40), keys: String = ""
  ) -> Session {
    let network = network(units: n, inputs: m, classes: p, activation: activation)
    let base = InitializedNetwork(
      network: network, initialState: (0..<n).map { 0.1 * Double($0 + 1) })
    let scaled = ScaledNetwork(base: base, gain: gain, origin: .model(name: "sample", activation: .tanh, flags: []))
    guard let start = try? scaled.start() else { preconditionFailure("a sample's weights are finite") }
    let source = InputSource(
      name: "columns", values: (0..<steps * m).map { wave(Double($0) * 0.37) }, dimension: m, flags: [])
    var state = State(
      start: start, input: InputChoice(source: 0, offset: 0, steps: steps), target: target, inspected: term)
    state.matrix = scaled
    state.observable = observable
    return Session(state: state, sources: [source], size: size).pressing(keys)
  }
}
