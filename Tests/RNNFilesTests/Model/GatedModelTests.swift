import RNNCore
import Testing

@testable import RNNFiles

/// Tensors of one direction of a layer of an nn.GRU or nn.LSTM, n = 2: weight_ih counts in eighths, weight_hh in sixteenths,
/// bias_ih in halves from 0, and bias_hh is −1 everywhere.
func gatedLayer(
  _ cell: CellKind, _ number: Int = 0, inputs: Int = 1, reverse: Bool = false, prefix: String = "rnn.",
  biases: Bool = true
) -> [SampleTensor] {
  let (rows, suffix) = (2 * cell.rowsPerUnit, "_l\(number)" + (reverse ? "_reverse" : ""))
  func tensor(_ name: String, _ shape: [Int], _ value: (Int) -> Double) -> SampleTensor {
    SampleTensor(name: prefix + name + suffix, shape: shape, values: (0..<shape.reduce(1, *)).map(value))
  }
  let weights = [
    tensor("weight_ih", [rows, inputs]) { Double($0 % 5) / 8 }, tensor("weight_hh", [rows, 2]) { Double($0) / 16 },
  ]
  let both = [tensor("bias_ih", [rows]) { Double($0) / 2 }, tensor("bias_hh", [rows]) { _ in -1 }]
  return weights + (biases ? both : [])
}

/// Models whose cells have gates. n = 2.
@Suite struct GatedModelTests {
  private func model(
    _ tensors: [SampleTensor], metadata: [String: String] = [:], layer: Int? = nil, direction: LayerDirection? = nil,
    activation: Activation? = nil
  ) throws -> RNNModel {
    try RNNModel(
      SafetensorsFile(safetensors(tensors, metadata: metadata)), layer: layer, direction: direction,
      activation: activation)
  }

  private func message(
    _ tensors: [SampleTensor], direction: LayerDirection? = nil, output: String? = nil, activation: Activation? = nil
  ) throws -> String {
    let file = try SafetensorsFile(safetensors(tensors))
    do {
      _ = try RNNModel(file, direction: direction, outputLayer: output, activation: activation)
      return "no error"
    } catch {
      return error.message(file: "m")
    }
  }

  @Test("Rows of weight_hh tell the cell; its biases are one where they are only added", arguments: ["", "net.rnn."])
  func cells(prefix: String) throws {
    let lstm = try model(gatedLayer(.lstm, prefix: prefix) + linear()).network
    #expect(lstm.cellKind == .lstm && lstm.hiddenSize == 2 && lstm.inputSize == 1)
    #expect(lstm.bias == (0..<8).map { Double($0) / 2 - 1 } && lstm.hiddenBias == nil)
    #expect(lstm.recurrentWeights == Matrix(rows: 8, columns: 2, elements: (0..<16).map { Double($0) / 16 }))
    #expect(lstm.outputWeights == Matrix([[0, 1], [2, 3], [4, 5]]) && lstm.outputBias == [0, 1, 2])
    let gru = try model(gatedLayer(.gru, prefix: prefix) + linear()).network
    #expect(gru.cellKind == .gru && gru.inputWeights.elements == [0, 0.125, 0.25, 0.375, 0.5, 0])
    #expect(gru.bias == (0..<6).map { Double($0) / 2 } && gru.hiddenBias == Array(repeating: -1, count: 6))
  }

  @Test("A unit alone has 1, 3 or 4 rows", arguments: CellKind.allCases)
  func singleUnit(cell: CellKind) throws {
    let rows = cell.rowsPerUnit
    let names = ["weight_ih_l0", "weight_hh_l0"]
    let tensors = names.map { SampleTensor(name: $0, shape: [rows, 1], values: Array(repeating: 0.5, count: rows)) }
    let network = try model(tensors).network
    #expect(network.cellKind == cell && network.hiddenSize == 1 && !network.hasConstantGates)
  }

  @Test("Without biases they are 0", arguments: [CellKind.gru, .lstm])
  func noBiases(cell: CellKind) throws {
    let network = try model(gatedLayer(cell, biases: false)).network
    #expect(network.bias == Array(repeating: 0, count: 2 * cell.rowsPerUnit))
    #expect(network.hiddenBias == (cell == .gru ? network.bias : nil))
  }

  @Test("No activation is asked of metadata, nor assumed; one that is asked for is refused")
  func activation() throws {
    let model = try model(gatedLayer(.lstm), metadata: ["nonlinearity": "swish"])
    #expect(model.network.elmanActivation == nil && !model.assumesActivation && model.savedActivation == nil)
    #expect(
      try message(gatedLayer(.lstm), activation: .tanh)
        == "m: an LSTM's functions are its own: leave --activation out")
    #expect(
      try message(gatedLayer(.gru), activation: .relu) == "m: a GRU's functions are its own: leave --activation out")
  }

  @Test("What was taken says the cell, and whose its functions are")
  func words() throws {
    let lstm = try model(gatedLayer(.lstm) + gatedLayer(.lstm, 1, inputs: 2) + linear())
    #expect(
      lstm.taken == "takes layer 1 of an LSTM (\"rnn.weight_hh_l1\", n = 2, m = 2) behind layer 0; "
        + "an LSTM's functions, which are its own; output layer \"fc\" of 3 classes; no embedding")
    #expect(lstm.takenBriefly == nil && lstm.direction == nil)
    #expect(lstm.layersBelow.map(\.forward.cellKind) == [.lstm])
    let gru = try model(gatedLayer(.gru))
    #expect(
      gru.taken.hasPrefix(
        "takes layer 0 of a GRU (\"rnn.weight_hh_l0\", n = 2, m = 1); a GRU's functions, which are its own; "))
  }

  @Test("inspect names both biases of a GRU, and the sum of an LSTM's")
  func listing() throws {
    func lines(_ cell: CellKind) throws -> [String] {
      ModelListing(try SafetensorsFile(safetensors(gatedLayer(cell))), name: "m").lines
    }
    #expect(
      try lines(.gru) == [
        "m: 4 tensors, 30 numbers",
        "  rnn.weight_ih_l0  F64  [6, 1]  U of layer 0",
        "  rnn.weight_hh_l0  F64  [6, 2]  W of layer 0",
        "  rnn.bias_ih_l0    F64  [6]     b of layer 0",
        "  rnn.bias_hh_l0    F64  [6]     bh of layer 0",
        "taken as",
        "  recurrent: layer 0 of a GRU (\"rnn.weight_hh_l0\", n = 2, m = 1)",
        "  activation: a GRU's functions, which are its own",
        "  output: no output layer, since none takes 2 numbers",
        "  inputs: no embedding",
        "  not used: nothing",
      ])
    #expect(try lines(.lstm)[4] == "  rnn.bias_hh_l0    F64  [8]     b of layer 0, one of two that are added")
  }

  @Test("s_0 of an LSTM is h_0 and c_0")
  func start() throws {
    let model = try model(gatedLayer(.lstm))
    let inputs = InputSequence(name: "x", values: [1, 2])
    #expect(try model.experiment(inputs).initialState == [0, 0, 0, 0])
    #expect(try model.experiment(inputs, initialState: [1, 2, 3, 4]).initialState == [1, 2, 3, 4])
  }

  @Test("Cells of one network are the same, and its rows fit")
  func misfits() throws {
    let wide = SampleTensor(name: "rnn.weight_ih_l0", shape: [6, 1], values: Array(repeating: 0, count: 6))
    #expect(
      try message(gatedLayer(.lstm) + gatedLayer(.gru, 1, inputs: 2))
        == "m: \"rnn.weight_hh_l1\" of shape [6, 2] is of a GRU, and what comes before it of an LSTM: "
        + "save a file with one of them alone")
    #expect(
      try message(gatedLayer(.gru) + layer(1, inputs: 2)).contains("is of an RNN, and what comes before it of a GRU"))
    #expect(
      try message(gatedLayer(.lstm).filter { $0.name != wide.name } + [wide])
        == "m: \"rnn.weight_ih_l0\" of shape [6, 1]: expected 8 rows, 4 for each hidden unit")
    let short = SampleTensor(name: "rnn.bias_hh_l0", shape: [2], values: [0, 0])
    #expect(
      try message(gatedLayer(.gru).filter { $0.name != short.name } + [short])
        == "m: \"rnn.bias_hh_l0\" of shape [2]: expected 6 rows, 3 for each hidden unit")
  }
}

/// Bidirectional models, of which one direction is looked at.
@Suite struct BidirectionalModelTests {
  /// nn.RNN(1, 1, 2, bidirectional=True) with W = 1: sums from either end, for identity as activation.
  private static let sums: [SampleTensor] = [0, 1].flatMap { number in
    ["", "_reverse"].flatMap { suffix in
      [
        SampleTensor(
          name: "weight_ih_l\(number)\(suffix)", shape: [1, number + 1], values: [1, 10].dropLast(1 - number)),
        SampleTensor(name: "weight_hh_l\(number)\(suffix)", shape: [1, 1], values: [number == 0 ? 1 : 0]),
      ]
    }
  }

  private func model(
    _ tensors: [SampleTensor], layer: Int? = nil, direction: LayerDirection? = nil, activation: Activation? = nil
  ) throws -> RNNModel {
    try RNNModel(SafetensorsFile(safetensors(tensors)), layer: layer, direction: direction, activation: activation)
  }

  private func message(
    _ tensors: [SampleTensor], direction: LayerDirection? = nil, output: String? = nil
  ) throws -> String {
    let file = try SafetensorsFile(safetensors(tensors))
    do {
      _ = try RNNModel(file, direction: direction, outputLayer: output)
      return "no error"
    } catch {
      return error.message(file: "m")
    }
  }

  /// A layer's tensors in both directions.
  private func both(_ cell: CellKind, _ number: Int = 0, inputs: Int = 1) -> [SampleTensor] {
    gatedLayer(cell, number, inputs: inputs) + gatedLayer(cell, number, inputs: inputs, reverse: true)
  }

  private let head = SampleTensor(name: "fc.weight", shape: [3, 4], values: Array(repeating: 1, count: 12))

  @Test("A layer is fed with both directions of the one below; reverse reads what it is fed from its end")
  func layerInputs() throws {
    let inputs = InputSequence(name: "x", values: [1, 2, 3], classes: [0, nil, 2])
    // Sums from the front 1, 3, 6; from the back 6, 5, 3.
    let forward = try model(Self.sums, activation: .identity)
    #expect(forward.direction == .forward && forward.layersBelow.count == 1 && forward.network.inputSize == 2)
    #expect(
      try forward.layerInputs(inputs)
        == InputSequence(name: "x", dimension: 2, values: [1, 6, 3, 5, 6, 3], classes: [0, nil, 2]))
    let reverse = try model(Self.sums, direction: .reverse, activation: .identity)
    #expect(
      try reverse.layerInputs(inputs)
        == InputSequence(name: "x backwards", dimension: 2, values: [6, 3, 3, 5, 1, 6], classes: [2, nil, 0]))
    // Its states are those inputs with U = (1, 10): step 1 is the last of the sequence.
    #expect(try reverse.experiment(inputs).trajectory().state(at: 1) == [36])
    let first = try model(Self.sums, layer: 0, direction: .reverse, activation: .identity)
    #expect(try first.layerInputs(inputs).values == [3, 2, 1] && first.layersBelow.isEmpty)
  }

  @Test("Weights of the chosen direction are taken; those of the other are not used")
  func weights() throws {
    var tensors = both(.lstm)
    tensors[5].values[0] = 7
    #expect(try model(tensors).network.recurrentWeights[0, 0] == 0)
    #expect(try model(tensors, direction: .reverse).network.recurrentWeights[0, 0] == 7)
    #expect(try model(tensors).plan.unused.map(\.name) == tensors[4...].map(\.name))
    #expect(try model(tensors, direction: .reverse).plan.unused.map(\.name) == tensors[..<4].map(\.name))
  }

  @Test("What was taken says the direction")
  func words() throws {
    let tensors = both(.lstm) + both(.lstm, 1, inputs: 4)
    let forward = try model(tensors)
    #expect(
      forward.taken.hasPrefix(
        "takes layer 1 of a bidirectional LSTM, forward (\"rnn.weight_hh_l1\", n = 2, m = 4) behind both directions of "
          + "layer 0; an LSTM's functions, which are its own; no output layer, since none takes 4 numbers; no embedding; "
          + "not used: "))
    #expect(
      forward.takenBriefly
        == "forward direction · no output layer · 4 tensors not used · gradflow inspect says more")
    let reverse = try model(tensors, direction: .reverse)
    #expect(
      reverse.taken.hasPrefix(
        "takes layer 1 of a bidirectional LSTM, in reverse from the last step to the first "
          + "(\"rnn.weight_hh_l1_reverse\", n = 2, m = 4) behind both directions of layer 0;"))
    #expect(try model(Self.sums, layer: 0).taken.hasPrefix("takes layer 0 of a bidirectional RNN, forward ("))
  }

  @Test("inspect tells the directions of the layers below, and of the one that is looked at")
  func listing() throws {
    let file = try SafetensorsFile(safetensors(both(.gru) + both(.gru, 1, inputs: 4)))
    let roles = ModelListing(file, name: "m").lines.dropFirst().prefix(16).compactMap { line in
      line.split(separator: "]").last.map { $0.drop { $0 == " " } }
    }
    #expect(
      roles == [
        "U of layer 0, forward", "W of layer 0, forward", "b of layer 0, forward", "bh of layer 0, forward",
        "U of layer 0, reverse", "W of layer 0, reverse", "b of layer 0, reverse", "bh of layer 0, reverse",
        "U of layer 1, forward", "W of layer 1, forward", "b of layer 1, forward", "bh of layer 1, forward",
        "not used", "not used", "not used", "not used",
      ])
  }

  @Test("Directions and output layers that there are not")
  func errors() throws {
    #expect(
      try message(gatedLayer(.gru), direction: .reverse)
        == "m: \"rnn.weight_hh_l0\" is of a layer that reads forward alone: --direction reverse is of bidirectional ones"
    )
    #expect(try message(gatedLayer(.gru), direction: .forward) == "no error")
    #expect(
      try message(both(.lstm) + both(.lstm, 1, inputs: 2))
        == "m: \"rnn.weight_ih_l1\" of shape [8, 2]: expected 4 columns, one for each unit of both directions of the layer "
        + "below")
    #expect(
      try message(gatedLayer(.lstm) + gatedLayer(.lstm, inputs: 3, reverse: true))
        == "m: \"rnn.weight_ih_l0_reverse\" of shape [8, 3]: expected 1 columns, one for each input of the forward direction"
    )
    #expect(
      try message(gatedLayer(.lstm) + gatedLayer(.gru, reverse: true)).contains("is of a GRU, and what comes before it")
    )
    #expect(
      try message(gatedLayer(.lstm, reverse: true)) == "m: no \"rnn.weight_hh_l0\": save the whole state dict")
  }
}
