import RNNCore
import Testing

@testable import RNNFiles

/// An nn.RNNCell of n = 2, or a GRUCell or LSTMCell, under a prefix.
func cell(_ kind: CellKind = .elman, inputs: Int = 1, prefix: String = "cell.") -> [SampleTensor] {
  let rows = 2 * kind.rowsPerUnit
  func tensor(_ name: String, _ shape: [Int]) -> SampleTensor {
    SampleTensor(name: prefix + name, shape: shape, values: (0..<shape.reduce(1, *)).map { Double($0) / 8 })
  }
  return [
    tensor("weight_ih", [rows, inputs]), tensor("weight_hh", [rows, 2]), tensor("bias_ih", [rows]),
    tensor("bias_hh", [rows]),
  ]
}

/// Cells, whose tensors have no number, and one network of several.
@Suite struct NetworkChoiceTests {
  private func model(_ tensors: [SampleTensor], prefix: String? = nil, output: String? = nil) throws -> RNNModel {
    try RNNModel(SafetensorsFile(safetensors(tensors)), ModelSelection(prefix: prefix, outputLayer: output))
  }

  private func message(_ tensors: [SampleTensor], prefix: String? = nil) -> String {
    do {
      return "\(try model(tensors, prefix: prefix).plan)"
    } catch {
      return (error as? RNNModelError)?.message(file: "m") ?? "\(error)"
    }
  }

  @Test("Names are taken apart and put together again")
  func names() {
    let names = [
      "weight_hh_l0", "a.weight_ih_l12_reverse", "a.b.bias_hh_l3", "weight_hr_l0", "weight_hh", "a.bias_ih",
      "cells.1.weight_ih",
    ]
    for name in names { #expect(RecurrentName(name)?.text == name) }
    let others = [
      "weight", "a_weight_hh", "weight_hh_", "weight_hr", "a.weight_hr", "weight_hh_reverse", "weight_hh_l01",
      "weight_hh_l",
      "xweight_ih", "weight_hh.", "",
    ]
    for name in others { #expect(RecurrentName(name) == nil, "\(name)") }
    #expect(RecurrentName("a.b.weight_hh")?.network.name == "a.b")
    #expect(RecurrentName("a_weight_hh_l0")?.network.name == "a_")
    #expect(RecurrentName("weight_hh")?.network.name == "")
  }

  @Test("A cell is a network of one layer", arguments: CellKind.allCases, ["", "cell.", "net.cells.0."])
  func cells(kind: CellKind, prefix: String) throws {
    let model = try model(cell(kind, inputs: 3, prefix: prefix) + linear())
    let network = model.network
    #expect(network.cellKind == kind && network.hiddenSize == 2 && network.inputSize == 3)
    #expect(model.stack.count == 1 && model.layersBelow.isEmpty && model.direction == nil)
    #expect(network.outputWeights?.rows == 3)
    // bias_ih + bias_hh, of a GRU bias_ih alone: 0, 1/8, … twice.
    #expect(network.bias.prefix(2) == (kind == .gru ? [0, 0.125] : [0, 0.25]))
  }

  @Test("It has the layer 0 alone, and no reverse direction")
  func onlyLayer() throws {
    let file = try SafetensorsFile(safetensors(cell()))
    #expect(throws: RNNModelError.noSuchLayer(1, count: 1)) { try RNNModel(file, ModelSelection(layer: 1)) }
    #expect(throws: RNNModelError.self) { try RNNModel(file, ModelSelection(direction: .reverse)) }
    #expect(try RNNModel(file, ModelSelection(layer: 0)).network.hiddenSize == 2)
    #expect(message(cell().filter { $0.name != "cell.bias_ih" }).contains("\"cell.bias_hh\" without \"cell.bias_ih\""))
    #expect(message(cell().filter { $0.name != "cell.weight_ih" }).contains("no \"cell.weight_ih\""))
  }

  @Test("One of several is picked by its prefix, with the point or without")
  func prefixes() throws {
    let tensors = layer(prefix: "encoder.") + cell(.gru, inputs: 4, prefix: "decoder.") + cell(.lstm, prefix: "")
    #expect(try model(tensors, prefix: "encoder").network.cellKind == .elman)
    #expect(try model(tensors, prefix: "decoder.").network.cellKind == .gru)
    #expect(try model(tensors, prefix: "").network.cellKind == .lstm)
    #expect(try model(layer(), prefix: "rnn").plan == (try model(layer()).plan))
  }

  @Test("None is picked silently, and a prefix that is none lists those there are")
  func refusals() {
    let tensors = layer(prefix: "encoder.") + cell(.gru, prefix: "decoder.")
    #expect(
      message(tensors)
        == "m: 2 recurrent networks, under the prefixes \"decoder\", \"encoder\": choose one with --prefix")
    #expect(
      message(tensors, prefix: "coder")
        == "m: no recurrent network under the prefix \"coder\": --prefix is one of \"decoder\", \"encoder\"")
    #expect(
      message(layer(), prefix: "")
        == "m: no recurrent network under the prefix \"\": --prefix is \"rnn\", the only one")
    #expect(
      message(layer() + cell(prefix: "rnn."))
        == "m: \"rnn\" has tensors with the names of a cell, weight_hh, and of a network, weight_hh_l0: "
        + "save a file with one of them alone")
  }

  @Test("Another network may lie between the one that is looked at and the head, where it takes n numbers")
  func between() throws {
    let other = cell(.elman, inputs: 2, prefix: "b.")
    let stacked = try model(layer(prefix: "a.") + other + linear(), prefix: "a")
    #expect(stacked.plan.choice == .behindOthers("fc", others: other.map(\.name)))
    #expect(stacked.plan.unused.count == 6)
    #expect(try model(layer(prefix: "a.") + other + linear(), prefix: "a", output: "fc").network.outputWeights != nil)
    let wide = [
      SampleTensor(name: "b.weight_hh", shape: [3, 3], values: Array(repeating: 0, count: 9)),
      SampleTensor(name: "b.weight_ih", shape: [3, 1], values: [0, 0, 0]),
    ]
    #expect(try model(layer(prefix: "a.") + wide + linear(rows: 4), prefix: "a").plan.output?.name == "fc")
  }

  @Test("inspect takes the one that is picked, and says of several that one must be")
  func listing() throws {
    let file = try SafetensorsFile(safetensors(cell(.gru, prefix: "decoder.") + layer(prefix: "encoder.")))
    let lines = ModelListing(file, name: "m", ModelSelection(prefix: "decoder")).lines
    #expect(lines[1] == "  decoder.weight_ih     F64  [6, 1]  U of layer 0")
    #expect(lines[5] == "  encoder.weight_ih_l0  F64  [2, 1]  not used")
    #expect(lines.contains("  recurrent: layer 0 of a GRU (\"decoder.weight_hh\", n = 2, m = 1)"))
    #expect(ModelListing(file, name: "m").lines.last?.contains("--prefix") == true)
  }
}
