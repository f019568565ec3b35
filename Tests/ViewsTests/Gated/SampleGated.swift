import RNNCore
import Views

@testable import Explorer
@testable import Screen

/// Sessions of gated cells: of one unit whose gates are constant numbers, and of several.
extension Sample {
  /// The defaults of the scalar gated cells, but for the forget or update gate's bias.
  static func gated(
    _ cell: CellKind, W: Double = 0.9, U: Double = 0.8, b: Double = 0, keeping: Double = 1, s0: Double = 0.1,
    V: Double? = nil, input: String = "sunspots", steps: Int = 44, target: Int? = nil, term: Int? = nil,
    theta: Parameter = .recurrentWeights, of observable: Observable = .state,
    size: Size = Size(width: 100, height: 30), keys: String = "", sources: [InputSource] = Sample.sources
  ) -> Session {
    let biases: [Gate: Double] = [cell == .lstm ? .forgetGate : .updateGate: keeping]
    guard let place = sources.firstIndex(where: { $0.name == input }),
      let network = try? RNN(scalar: cell, W: W, U: U, b: b, gateBiases: biases, V: V)
    else { preconditionFailure("a sample's weights are finite") }
    let start = InitializedNetwork(network: network, initialState: Array(repeating: s0, count: cell.parts))
    let choice = InputChoice(source: place, offset: sources[place].defaultOffset, steps: steps)
    var state = State(start: start, input: choice, target: target, inspected: term)
    (state.parameter, state.observable) = (theta, observable)
    return Session(state: state, sources: sources, size: size).pressing(keys)
  }

  /// Networks as `--cell lstm --hidden 16` draws them.
  static func gatedUnits(
    _ cell: CellKind, hidden: Int = 16, forgetBias: Double = 0, gain: Double = 1, steps: Int = 44, target: Int? = nil,
    term: Int? = nil, theta: Parameter = .recurrentWeights, of observable: Observable = .state,
    size: Size = Size(width: 100, height: 30), keys: String = ""
  ) -> Session {
    let network = ScaledNetwork.seeded(
      .uniform, cell: cell, hidden: hidden, inputs: 1, activation: .tanh, gain: gain, seed: 1, forgetBias: forgetBias)
    let choice = InputChoice(source: 0, offset: Sample.sources[0].defaultOffset, steps: steps)
    guard var state = try? State(matrix: network, input: choice, target: target, inspected: term) else {
      preconditionFailure("a sample's weights are finite")
    }
    (state.parameter, state.observable) = (theta, observable)
    return Session(state: state, sources: Sample.sources, size: size).pressing(keys)
  }

  /// A scalar gated cell with classes to tell.
  static func gatedClassifier(
    _ cell: CellKind, of observable: Observable, theta: Parameter = .recurrentWeights, target: Int? = nil,
    size: Size = Size(width: 100, height: 30), keys: String = ""
  ) -> Session {
    let source = InputSource(
      name: "levels", values: (0..<44).map { Double($0 % 5) / 2 - 1 },
      classes: (0..<44).map { $0 % 11 == 5 ? nil : $0 % 5 > 2 ? 0 : 1 }, flags: [])
    return gated(
      cell, V: 2, input: "levels", target: target, theta: theta, of: observable, size: size, keys: keys,
      sources: [source])
  }
}
