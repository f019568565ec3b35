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

  /// A session as `gradflow render --hidden N --init … --gain … --view spectrum` makes it.
  static func spectrum(
    _ initialization: Initialization = .gaussian, hidden: Int = 16, gain: Double = 1, _ activation: Activation = .tanh,
    input: String = "sunspots", steps: Int = 44, target: Int? = nil, term: Int? = nil,
    size: Size = Size(width: 100, height: 30)
  ) -> Session {
    var session = session(input: input, steps: steps, target: target, term: term, size: size)
    var state = session.state
    let network = ScaledNetwork.seeded(
      initialization, hidden: hidden, inputs: 1, activation: activation, gain: gain, seed: 1)
    if let start = try? network.start() { (state.start, state.matrix) = (start, network) }
    (state.view, state.scales) = (.spectrum, nil)
    session = Session(state: state, sources: Sample.sources, size: size)
    return session
  }

  /// A session of the upper one of two layers of a model.
  static func layered(size: Size = Size(width: 100, height: 30)) -> Session {
    guard let lower = try? RNN(activation: .tanh, W: [[0.5, 0.1], [0, 0.4]], U: [[1], [-1]]),
      let upper = try? RNN(
        activation: .tanh, W: [[0.3, 0], [0.2, 0.6]], U: [[1, 0], [0.5, 1]], V: [[1, 2], [0, 1]]),
      let place = Sample.sources.firstIndex(where: { $0.name == "sunspots" })
    else { preconditionFailure("a sample's weights are finite") }
    let network = ScaledNetwork(
      base: InitializedNetwork(network: upper, initialState: [0.2, 0.2]), gain: 1.5,
      origin: .model(name: "m", activation: .tanh, flags: ["--model", "m"]))
    let choice = InputChoice(source: place, offset: Sample.sources[place].defaultOffset, steps: 44)
    return session(
      network.among([lower, upper].map { InitializedNetwork(network: $0) }, layer: 1), choice, 20, size, Sample.sources)
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
