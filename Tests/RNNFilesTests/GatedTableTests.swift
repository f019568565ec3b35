import Foundation
import RNNCore
import RNNFiles
import Testing

/// Tables of networks whose cells have gates: what they say of the network, and of what an LSTM keeps beside h.
@Suite struct GatedTableTests {
  private let pulse = InputSequence(name: "pulse", values: [1, 0])

  private func scalar(_ cell: CellKind, _ biases: [Gate: Double]) throws -> Experiment {
    let network = try RNN(scalar: cell, W: 0.5, U: 0.25, b: -0.125, gateBiases: biases)
    return Experiment(network: network, initialState: Array(repeating: 0.5, count: cell.parts), inputs: pulse)
  }

  private func table(_ experiment: Experiment, _ parameter: Parameter = .recurrentWeights) -> ContributionTable {
    ContributionTable(of: experiment.trajectory(), target: 2, parameter: parameter)
  }

  private func network(_ json: String) throws -> String {
    let line = json.split(separator: "\n").first { $0.hasPrefix("  \"network\": ") }
    return String(try #require(line).dropFirst("  \"network\": ".count).dropLast())
  }

  @Test("The scalar LSTM has the biases of its gates beside b, and c_0 beside s_0")
  func scalarLSTM() throws {
    let experiment = try scalar(.lstm, [.forgetGate: 1, .outputGate: 2])
    let table = table(experiment)
    #expect(
      try network(table.string(.json))
        == "{\"cell\": \"lstm\", \"hidden\": 1, \"inputs\": 1, \"W\": [[0.5]], \"U\": [[0.25]], \"b\": [-0.125], "
        + "\"gates\": {\"i\": 0, \"f\": 1, \"o\": 2}, \"s0\": [0.5], \"c0\": [0.5]}")
    #expect(
      table.string(.text).hasPrefix("lstm  W 0.5  U 0.25  b -0.125  bi 0  bf 1  bo 2  s0 0.5 · pulse, 2 steps\n"))
  }

  @Test("The scalar GRU has the biases of its gates, and no second b")
  func scalarGRU() throws {
    let table = table(try scalar(.gru, [.updateGate: 1]))
    #expect(
      try network(table.string(.json))
        == "{\"cell\": \"gru\", \"hidden\": 1, \"inputs\": 1, \"W\": [[0.5]], \"U\": [[0.25]], \"b\": [-0.125], "
        + "\"gates\": {\"r\": 0, \"z\": 1}, \"s0\": [0.5]}")
    #expect(table.string(.text).hasPrefix("gru  W 0.5  U 0.25  b -0.125  br 0  bz 1  s0 0.5 · pulse, 2 steps\n"))
  }

  @Test("A unit whose gates have weights is told by its size, and has every row; a GRU both biases")
  func weightedGates() throws {
    let network = RNN(.gru, hiddenSize: 1, inputSize: 1, seed: 1)
    let table = table(Experiment(network: network, initialState: [0], inputs: pulse), .hiddenBias)
    #expect(table.string(.text).hasPrefix("gru  n 1  m 1 · pulse, 2 steps\n‖∂s_2/∂bh‖ = "))
    let json = try JSONDecoder().decode(Document.self, from: Data(table.string(.json).utf8))
    #expect(json.network.W == network.recurrentWeights.elements.map { [$0] } && json.wrt == "bh")
    #expect(json.network.b == network.bias && json.network.bh == network.hiddenBias)
    #expect(try !self.network(table.string(.json)).contains("gates") && json.network.c0 == nil)
  }

  private struct Document: Decodable {
    struct Network: Decodable {
      let W: [[Double]]
      let b: [Double]
      let bh: [Double]?
      let c0: [Double]?
    }
    let network: Network
    let wrt: String
  }

  @Test("States are h, and of an LSTM there are cells: c = f·c_0 + i·tanh(a), h = o·tanh(c)")
  func cells() throws {
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(table(try scalar(.lstm, [.forgetGate: 1])).string(.json).utf8))
        as? [String: Any])
    let (states, cells) = (
      try #require(json["states"] as? [[Double]]), try #require(json["cells"] as? [[Double]])
    )
    let c = 0.5 / (1 + exp(-1.0)) + 0.5 * tanh(0.5 * 0.5 + 0.25 - 0.125)
    #expect(states.map(\.count) == [1, 1, 1] && cells[0] == [0.5])
    #expect(abs(cells[1][0] - c) < 1e-15 && abs(states[1][0] - 0.5 * tanh(c)) < 1e-15)
  }

  @Test("A sweep turns a gate's bias, and its network has all that the unit keeps")
  func sweep() throws {
    let range = try #require(SweepRange(from: 0, through: 3, by: 1))
    let table = SweepTable(
      of: try scalar(.lstm, [:]), varying: .forgetBias, over: range, target: 2,
      parameter: Parameter(.bias, gate: .forgetGate))
    var (csv, json) = ("", "")
    try table.write(.csv, to: &csv)
    try table.write(.json, to: &json)
    #expect(csv.split(separator: "\n").map { $0.prefix(2) } == ["va", "0,", "1,", "2,", "3,"])
    #expect(json.contains("\"s0\": [0.5], \"c0\": [0.5]}") && json.contains("\"vary\": \"bf\""))
    #expect(json.contains("\"wrt\": \"b.f\""))
  }

  @Test("c_k and one unit of it are named as such")
  func cellNames() throws {
    let trajectory = try scalar(.lstm, [:]).trajectory()
    for (observable, name) in [(Observable.cell, "∂c_2/∂W = "), (.cellUnit(0), "∂c_2[0]/∂W = ")] {
      let table = ContributionTable(
        of: trajectory, target: 2, parameter: .recurrentWeights, observable: observable)
      #expect(table.string(.text).contains(name))
    }
  }
}
