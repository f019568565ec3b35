import RNNCore
import Testing

@testable import RNNFiles

/// Tensors of an nn.RNN with n = 2, m = 1 under a prefix.
func layer(_ number: Int = 0, inputs: Int = 1, prefix: String = "rnn.", biases: Bool = true) -> [SampleTensor] {
  [
    SampleTensor(
      name: "\(prefix)weight_ih_l\(number)", shape: [2, inputs], values: (0..<2 * inputs).map { Double($0) / 8 }),
    SampleTensor(name: "\(prefix)weight_hh_l\(number)", shape: [2, 2], values: [0.5, 0.25, -0.5, 1]),
  ]
    + (biases
      ? [
        SampleTensor(name: "\(prefix)bias_ih_l\(number)", shape: [2], values: [1, 2]),
        SampleTensor(name: "\(prefix)bias_hh_l\(number)", shape: [2], values: [0.5, -2]),
      ] : [])
}

/// A linear layer of p rows for n = 2.
func linear(_ name: String = "fc.", rows: Int = 3, bias: Bool = true) -> [SampleTensor] {
  [SampleTensor(name: "\(name)weight", shape: [rows, 2], values: (0..<2 * rows).map { Double($0) })]
    + (bias ? [SampleTensor(name: "\(name)bias", shape: [rows], values: (0..<rows).map { Double($0) })] : [])
}

@Suite struct RNNModelTests {
  private func model(
    _ tensors: [SampleTensor], metadata: [String: String] = [:], layer: Int? = nil, outputLayer: String? = nil,
    activation: Activation? = nil
  ) throws -> RNNModel {
    try RNNModel(
      SafetensorsFile(safetensors(tensors, metadata: metadata)), layer: layer, outputLayer: outputLayer,
      activation: activation)
  }

  @Test("W, U, V and c are the tensors, b is the sum of two", arguments: ["", "rnn.", "module.model.encoder."])
  func weights(prefix: String) throws {
    let model = try model(layer(prefix: prefix) + linear())
    #expect(model.network.recurrentWeights == Matrix([[0.5, 0.25], [-0.5, 1]]))
    #expect(model.network.inputWeights == Matrix([[0], [0.125]]))
    #expect(model.network.bias == [1.5, 0])
    #expect(model.network.outputWeights == Matrix([[0, 1], [2, 3], [4, 5]]))
    #expect(model.network.outputBias == [0, 1, 2])
    #expect(model.network.activation == .tanh)
    #expect(model.layersBelow.isEmpty)
  }

  @Test func biasesMayBeAbsent() throws {
    let model = try model(layer(biases: false) + linear(bias: false))
    #expect(model.network.bias == [0, 0])
    #expect(model.network.outputBias == [0, 0, 0])
  }

  @Test("The metadata's nonlinearity is the activation, unless one is given")
  func activation() throws {
    #expect(try model(layer(), metadata: ["nonlinearity": "relu"]).network.activation == .relu)
    #expect(try model(layer(), metadata: ["nonlinearity": "relu"], activation: .tanh).network.activation == .tanh)
  }

  @Test("The last layer is looked at and has the output; the layers below are its inputs")
  func layers() throws {
    let tensors = layer() + layer(1, inputs: 2) + linear()
    let last = try model(tensors)
    #expect(last.layersBelow.count == 1)
    #expect(last.network.inputSize == 2)
    #expect(last.inputSize == 1)
    #expect(last.network.outputWeights != nil)
    let first = try model(tensors, layer: 0)
    #expect(first.layersBelow.isEmpty)
    #expect(first.network.layersAbove.map(\.network) == [last.network] && first.stack == last.stack)
    #expect(first.network.outputWeights == last.network.outputWeights)
  }

  @Test("What reaches the last layer are the states of the one below, from 0")
  func layerInputs() throws {
    let model = try model(layer() + layer(1, inputs: 2) + linear(), activation: .identity)
    let inputs = InputSequence(name: "x", values: [8, 0], classes: [2, nil])
    // U = (0, 1/8), b = (1.5, 0): s_1 = (1.5, 1), s_2 = W s_1 + b = (0.75 + 0.25 + 1.5, −0.75 + 1).
    let expected = InputSequence(name: "x", dimension: 2, values: [1.5, 1, 2.5, 0.25], classes: [2, nil])
    #expect(try model.layerInputs(inputs) == expected)
    let experiment = try model.experiment(inputs, initialState: [1, 2])
    #expect(experiment.inputs == expected && experiment.initialState == [1, 2])
    #expect(experiment.network == model.network)
    #expect(try model.experiment(inputs).initialState == [0, 0])
    #expect(throws: ExperimentError.inputDimension(2, expected: 1)) { try model.experiment(expected) }
    #expect(throws: ExperimentError.classOutOfRange(3, step: 1, classCount: 3)) {
      try model.experiment(InputSequence(name: "x", values: [8], classes: [3]))
    }
  }

  @Test("A model of one layer takes the inputs as they are")
  func noLayersBelow() throws {
    let inputs = InputSequence(name: "x", values: [8, 0])
    #expect(try model(layer()).layerInputs(inputs) == inputs)
  }

  @Test("Of several output layers one is named", arguments: ["b", "b.weight"])
  func outputLayer(name: String) throws {
    let tensors = layer() + linear("a.") + linear("b.", rows: 5)
    #expect(try model(tensors, outputLayer: name).network.outputWeights?.rows == 5)
  }

  @Test("A layer whose width or bias does not fit is none of them")
  func unfit() throws {
    let wide = SampleTensor(name: "wide.weight", shape: [2, 3], values: Array(repeating: 0, count: 6))
    let normalised = [
      SampleTensor(name: "norm.weight", shape: [2], values: [1, 1]),
      SampleTensor(name: "x.bias", shape: [1], values: [1]),
      SampleTensor(name: "x.weight", shape: [3, 2], values: Array(repeating: 0, count: 6)),
    ]
    #expect(try model(layer() + [wide] + normalised).network.outputWeights == nil)
  }

  @Test("Weights of the model alone are looked at")
  func otherTensors() throws {
    let broken = SampleTensor(name: "other", shape: [1], values: [.nan])
    #expect(try model(layer() + [broken]).network.hiddenSize == 2)
  }
}
