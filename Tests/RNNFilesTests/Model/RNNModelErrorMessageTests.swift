import RNNCore
import Testing

@testable import RNNFiles

/// Well-formed files that are no model to look at, each with the line that a person reads.
@Suite struct RNNModelErrorMessageTests {
  private func message(
    _ tensors: [SampleTensor], metadata: [String: String] = [:], layer: Int? = nil, output: String? = nil
  )
    throws -> String
  {
    let file = try SafetensorsFile(safetensors(tensors, metadata: metadata))
    do {
      _ = try RNNModel(file, layer: layer, outputLayer: output)
      return "no error"
    } catch {
      return error.message(file: "m")
    }
  }

  private static func tensor(_ name: String, _ shape: [Int], _ value: Double = 0) -> SampleTensor {
    SampleTensor(name: name, shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)))
  }

  /// The tensors with one of them replaced.
  private static func with(_ name: String, _ shape: [Int], _ value: Double = 0) -> [SampleTensor] {
    layer().filter { $0.name != name } + [tensor(name, shape, value)]
  }

  private static func without(_ name: String) -> [SampleTensor] { layer().filter { $0.name != name } }

  @Test(
    "Tensors that are no recurrent network",
    arguments: [
      ([], "m: no tensors: expected the state dict of an nn.RNN, nn.GRU or nn.LSTM"),
      (
        linear(),
        "m: no nn.RNN, nn.GRU or nn.LSTM, expected tensors such as weight_hh_l0 under any prefix: there are \"fc.weight\", \"fc.bias\""
      ),
      (
        layer(prefix: "a.") + layer(prefix: "b."),
        "m: 2 recurrent networks, under the prefixes \"a\", \"b\": choose one with --prefix"
      ),
      (
        layer() + [tensor("rnn.weight_hh_l0_reverse", [2, 2])],
        "m: no \"rnn.weight_ih_l0_reverse\": save the whole state dict"
      ),
      (
        [tensor("weight_hh_l0", [8, 3]), tensor("weight_hr_l0", [3, 2])],
        "m: \"weight_hr_l0\" of shape [3, 2] projects an LSTM's h on fewer numbers than its c has: "
          + "save one without proj_size"
      ),
      (layer() + layer(2, inputs: 2), "m: no layer 1, and there is layer 2: save all layers"),
      (layer(1), "m: no layer 0, and there is layer 1: save all layers"),
      (without("rnn.weight_ih_l0"), "m: no \"rnn.weight_ih_l0\": save the whole state dict"),
      (without("rnn.weight_hh_l0"), "m: no \"rnn.weight_hh_l0\": save the whole state dict"),
      (
        without("rnn.bias_hh_l0"),
        "m: \"rnn.bias_ih_l0\" without \"rnn.bias_hh_l0\": save both, or neither for bias=False"
      ),
      (
        with("rnn.weight_hh_l0", [5, 2]),
        "m: \"rnn.weight_hh_l0\" of shape [5, 2]: expected W with as many rows as columns, or three (GRU) or four "
          + "times as many (LSTM)"
      ),
      (with("rnn.weight_hh_l0", [4]), "m: \"rnn.weight_hh_l0\" of shape [4] has 1 dimension: expected 2"),
      (
        with("rnn.weight_hh_l0", [0, 0]),
        "m: \"rnn.weight_hh_l0\" of shape [0, 0] is empty: expected at least one unit and one input"
      ),
      (
        with("rnn.weight_ih_l0", [2, 0]),
        "m: \"rnn.weight_ih_l0\" of shape [2, 0] is empty: expected at least one unit and one input"
      ),
      (
        with("rnn.weight_ih_l0", [3, 1]),
        "m: \"rnn.weight_ih_l0\" of shape [3, 1]: expected 2 rows, one for each hidden unit"
      ),
      (with("rnn.bias_ih_l0", [3]), "m: \"rnn.bias_ih_l0\" of shape [3]: expected 2 rows, one for each hidden unit"),
      (with("rnn.bias_ih_l0", [2, 1]), "m: \"rnn.bias_ih_l0\" of shape [2, 1] has 2 dimensions: expected 1"),
      (
        layer() + layer(1, inputs: 3),
        "m: \"rnn.weight_ih_l1\" of shape [2, 3]: expected 2 columns, one for each unit of the layer below"
      ),
      (
        with("rnn.bias_ih_l0", [2], .nan),
        "m: \"rnn.bias_ih_l0\"[0] is NaN: the training diverged, use weights from before"
      ),
      (
        without("rnn.weight_hh_l0")
          + [SampleTensor(name: "rnn.weight_hh_l0", shape: [2, 2], values: [0, 0, -.infinity, 0])],
        "m: \"rnn.weight_hh_l0\"[1, 0] is infinite: the training diverged, use weights from before"
      ),
      (
        layer(biases: false) + [
          tensor("rnn.bias_ih_l0", [2], .greatestFiniteMagnitude),
          tensor("rnn.bias_hh_l0", [2], .greatestFiniteMagnitude),
        ],
        "m: \"rnn.bias_ih_l0\" + \"rnn.bias_hh_l0\" is infinite at [0]: the training diverged, use weights from before"
      ),
      (
        without("rnn.weight_hh_l0") + [
          SampleTensor(name: "rnn.weight_hh_l0", shape: [2, 2], values: [0, 0, 0, 0], type: "I64")
        ],
        "m: \"rnn.weight_hh_l0\" is I64, weights are F64, F32, F16 or BF16: save the model with float()"
      ),
    ] as [([SampleTensor], String)])
  func tensors(tensors: [SampleTensor], words: String) throws {
    #expect(try message(tensors) == words)
  }

  @Test("Choices that the file does not have")
  func choices() throws {
    let deep = layer() + layer(1, inputs: 2)
    #expect(try message(deep, layer: 2) == "m: no layer 2: --layer is from 0 to 1")
    #expect(try message(layer(), layer: -1) == "m: no layer -1: --layer is 0, the only one")
    #expect(try message(layer() + linear(), output: "x") == "m: no layer \"x\": --output-layer is \"fc\"")
    #expect(
      try message(layer() + linear("a.") + linear("b."), output: "x")
        == "m: no layer \"x\": --output-layer is one of \"a\", \"b\"")
    #expect(
      try message(layer(), output: "x") == "m: no layer \"x\", and none whose width fits: leave --output-layer out")
    #expect(
      try message(layer() + [Self.tensor("x.weight", [2, 3])], output: "x")
        == "m: \"x.weight\" of shape [2, 3] is no output layer: expected numbers, 2 columns, "
        + "and a bias with one for each row or none")
    let both = [false, true].flatMap {
      gatedLayer(.lstm, reverse: $0) + gatedLayer(.lstm, 1, inputs: 4, reverse: $0)
    }
    #expect(
      try message(both + linear(), layer: 0, output: "fc")
        == "m: \"fc\" stands behind layer 1, not 0: leave out --output-layer or --layer")
    #expect(
      try message(layer(), metadata: ["nonlinearity": "swish"])
        == "m: the metadata's nonlinearity \"swish\" is unknown: choose with --activation")
  }
}
