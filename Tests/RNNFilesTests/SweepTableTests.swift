import Foundation
import RNNCore
import RNNFiles
import Testing

@Suite struct SweepTableTests {
  private func sweep(_ from: Double, _ end: Double, _ step: Double) throws -> SweepTable {
    let network = try RNN(activation: .identity, W: 0, U: 1)
    let inputs = InputSequence(name: "pulse", values: [1, 0, 0])
    let experiment = Experiment(network: network, initialState: [0], inputs: inputs)
    let range = try #require(SweepRange(from: from, through: end, by: step))
    return SweepTable(
      of: experiment, varying: .recurrentWeight, over: range, target: 3, parameter: .recurrentWeights)
  }

  /// s_3 = W² of the pulse, and of ∂s_3/∂W = W·1 + W what lag 0 adds: s_2 = W.
  @Test func withACut() throws {
    let network = try RNN(activation: .identity, W: 0, U: 1)
    let inputs = InputSequence(name: "pulse", values: [1, 0, 0])
    let experiment = Experiment(network: network, initialState: [0], inputs: inputs)
    let range = try #require(SweepRange(from: 0.5, through: 0.5, by: 1))
    let table = SweepTable(
      of: experiment, varying: .recurrentWeight, over: range, target: 3, parameter: .recurrentWeights,
      truncation: Truncation(window: 1))
    let lines = try text(table, .csv).split(separator: "\n")
    #expect(lines[0] == "value,s_k,total,cutTotal,lyapunov,peak,verdict")
    #expect(lines[1].hasPrefix("0.5,0.25,1.0000000000000000e+00,5.0000000000000000e-01,-0.69"))
    let json = try text(table, .json)
    #expect(json.contains("  \"vary\": \"W\",\n  \"cut\": {\"window\": 1, \"detach\": null},\n"))
    #expect(
      json.contains("\"total\": \"1.0000000000000000e+00\", \"cutTotal\": \"5.0000000000000000e-01\", \"lyapunov\""))
  }

  private func text(_ table: SweepTable, _ format: RowFormat) throws -> String {
    var text = ""
    try table.write(format, to: &text)
    return text
  }

  @Test("It is told what part of the rows is written", arguments: RowFormat.allCases)
  func reporting(format: RowFormat) throws {
    var (text, reports) = ("", [(part: Double, rows: Int)]())
    try sweep(0, 1, 0.01).write(format, to: &text, threads: 2) { output, part in
      reports.append((part, output.count { $0 == "\n" }))
    }
    #expect(reports.map(\.part) == [64.0 / 101, 1])
    #expect(reports[1].rows - reports[0].rows == 37)
  }

  /// s_3 = W² and ∂s_3/∂W = 2W.
  @Test func asCSV() throws {
    let expected = """
      value,s_k,total,lyapunov,peak,verdict
      0,0,0.0000000000000000e+00,,1.0000000000000000e+00,blocked
      0.5,0.25,1.0000000000000000e+00,-0.6931471805599453,1.0000000000000000e+00,vanishing
      1,1,2.0000000000000000e+00,0,1.0000000000000000e+00,steady
      1.5,2.25,3.0000000000000000e+00,0.4054651081081644,2.2500000000000000e+00,exploding

      """
    #expect(try text(sweep(0, 1.5, 0.5), .csv) == expected)
  }

  @Test func asJSON() throws {
    let expected = """
      {
        "schema": 1,
        "network": {"cell": "elman", "activation": "identity", "hidden": 1, "inputs": 1, "W": [[0]], "U": [[1]], "b": [0], "s0": [0]},
        "sequence": {"name": "pulse", "steps": 3},
        "target": 3,
        "wrt": "W",
        "of": "state",
        "vary": "W",
        "rows": [
          {"value": 0.5, "s_k": 0.25, "total": "1.0000000000000000e+00", "lyapunov": -0.6931471805599453, \
      "peak": "1.0000000000000000e+00", "verdict": "vanishing"}
        ]
      }

      """
    let json = try text(sweep(0.5, 0.5, 1), .json)
    #expect(json == expected)
    #expect((try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])?.count == 8)
  }

  @Test func anOverflowLeavesTheNumbersOut() throws {
    #expect(try text(sweep(1e300, 1e300, 1), .csv).hasSuffix("\n1e+300,,,,,overflow\n"))
    let row =
      "{\"value\": 1e+300, \"s_k\": null, \"total\": null, \"lyapunov\": null, "
      + "\"peak\": null, \"verdict\": \"overflow\"}"
    #expect(try text(sweep(1e300, 1e300, 1), .json).contains(row))
  }

  @Test func theEndIsIncluded() throws {
    let lines = try text(sweep(0, 3, 0.01), .csv).split(separator: "\n")
    #expect(lines.count == 302)
    #expect(lines[8].hasPrefix("0.07,"))
    #expect(lines[301].hasPrefix("3,"))
  }

  /// Several units, named settings, a target for each row, and more rows than are made at a time.
  @Test func ofAnything() throws {
    let names = ["a", "b, c", "say \"d\""] + (3..<70).map { "n\($0)" }
    let inputs = InputSequence(name: "pulse", values: [1, 0, 0])
    let base = Experiment(
      network: try RNN(activation: .identity, W: [[0.5, 0], [0, 0.5]], U: [[3], [4]]), initialState: [0, 0],
      inputs: inputs)
    let plan = SweepPlan("checkpoint", count: names.count) { place in
      SweepSetting(.name(names[place]), base, target: place % 3 + 1)
    }
    let table = SweepTable(plan, of: base, target: 3, parameter: .bias)
    let lines = try text(table, .csv).split(separator: "\n").map(String.init)
    #expect(lines.count == 71 && lines[1].hasPrefix("a,5,") && lines[1].hasSuffix(",undefined"))
    #expect(lines[2].hasPrefix("\"b, c\",2.5,") && lines[3].hasPrefix("\"say \"\"d\"\"\",1.25,"))
    let json = try text(table, .json)
    #expect(json.contains("{\"value\": \"b, c\", \"s_k\": 2.5, ") && json.contains("\"vary\": \"checkpoint\""))
    let own = SweepPlan("checkpoint", count: 1, hasTruncations: true) { _ in
      SweepSetting(.name("a"), base, target: 3, truncation: Truncation(window: 1))
    }
    let cut = SweepTable(own, of: base, target: 3, parameter: .bias)
    #expect(try text(cut, .csv).hasPrefix("value,s_k,total,cutTotal,"))
    #expect(try text(cut, .json).contains("\"cutTotal\": ") && !text(cut, .json).contains("\"cut\": "))
    var parallel = ""
    try table.write(.csv, to: &parallel, threads: 2)
    #expect(parallel.split(separator: "\n").map(String.init) == lines)
  }

  @Test func aValueThatIsNoWeight() throws {
    let base = Experiment(
      network: try RNN(activation: .identity, W: [[3, 0], [0, 0.5]], U: [[3], [4]]), initialState: [0, 0],
      inputs: InputSequence(name: "pulse", values: [1, 0, 0]))
    let range = try #require(SweepRange(from: 0, through: 1e308, by: 1e308))
    let table = SweepTable(
      SweepPlan("g", of: base, varying: .gain, over: range, target: 3), of: base, target: 3, parameter: .bias)
    for format in RowFormat.allCases {
      #expect(throws: NetworkError.notFinite(parameter: "W")) { try text(table, format) }
    }
  }
}
