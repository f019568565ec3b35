import RNNCore
import RNNFiles
import Views

@testable import Explorer
@testable import Screen

/// Sessions of networks of several units.
extension Sample {
  /// A session as `--hidden N --init I --gain G` makes it.
  static func drawn(
    _ initialization: Initialization = .gaussian, hidden: Int = 16, activation: Activation = .tanh, gain: Double = 1,
    input: String = "sunspots", steps: Int = 44, term: Int? = nil, size: Size = Size(width: 100, height: 30),
    sources: [InputSource] = Sample.sources
  ) -> Session {
    guard let place = sources.firstIndex(where: { $0.name == input }) else {
      preconditionFailure("no source is called \(input)")
    }
    let source = sources[place]
    let network = ScaledNetwork.seeded(
      initialization, hidden: hidden, inputs: source.dimension, activation: activation, gain: gain, seed: 1)
    return session(network, InputChoice(source: place, offset: source.defaultOffset, steps: steps), term, size, sources)
  }

  /// A session of a network that tells `classes` levels of the next year's sunspots apart, badly: its weights are drawn.
  static func classifier(
    hidden: Int = 8, classes: Int = 5, steps: Int = 44, term: Int? = nil, size: Size = Size(width: 100, height: 30)
  ) -> Session {
    var network = ScaledNetwork.seeded(.orthogonal, hidden: hidden, inputs: 1, activation: .tanh, seed: 3)
    let V = Initialization.gaussian.recurrentWeights(order: Swift.max(hidden, classes), seed: 4)
    let rows = (0..<classes).map { row in (0..<hidden).map { 3 * V[row, $0] } }
    let base = network.base.network
    guard
      let told = try? RNN(
        activation: .tanh, inputWeights: base.inputWeights, recurrentWeights: base.recurrentWeights,
        outputWeights: Matrix(rows))
    else { preconditionFailure("a sample's weights are finite") }
    network.base.network = told
    network.origin = .model(name: "levels.safetensors", activation: .tanh, flags: ["--model", "levels.safetensors"])
    return session(
      network, InputChoice(source: 0, offset: 0, steps: steps), term, size, [levels(classes)] + Sample.sources)
  }

  /// The sunspots from 1800 on with the level of the next year, which a few steps do not have.
  private static func levels(_ classes: Int) -> InputSource {
    let values = Array(Sunspots.series.values[100..<180])
    let levels = values.indices.map { index -> Int? in
      let next = Swift.min(Swift.max((values[(index + 1) % values.count] + 1.5) / 4, 0), 0.999)
      return index % 11 == 5 ? nil : Int(next * Double(classes))
    }
    return InputSource(name: "levels.csv", values: values, classes: levels, flags: ["--input", "levels.csv"])
  }

  private static func session(
    _ network: ScaledNetwork, _ choice: InputChoice, _ term: Int?, _ size: Size, _ sources: [InputSource]
  ) -> Session {
    guard let state = try? State(matrix: network, input: choice, inspected: term) else {
      preconditionFailure("a sample's weights are finite")
    }
    return Session(state: state, sources: sources, size: size)
  }
}
