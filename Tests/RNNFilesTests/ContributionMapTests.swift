import Foundation
import RNNCore
import RNNFiles
import Testing

@Suite struct ContributionMapTests {
  private func map(W: Double, _ inputs: [Double]) throws -> ContributionMap {
    let network = try RNN(activation: .identity, W: W, U: 1)
    let sequence = InputSequence(name: "pulse", values: inputs)
    return ContributionMap(
      of: Trajectory(network: network, inputs: sequence, initialState: [0]), parameter: .recurrentWeights)
  }

  private func text(_ map: ContributionMap, _ format: RowFormat) -> String {
    var text = ""
    map.write(format, to: &text)
    return text
  }

  /// States 0, 1, 1/2, 1/4: contribution (k, i) is s_{i−1}/2^(k−i).
  @Test func asCSV() throws {
    let expected = """
      k,i,lag,contribution
      1,1,0,0.0000000000000000e+00
      2,1,1,0.0000000000000000e+00
      2,2,0,1.0000000000000000e+00
      3,1,2,0.0000000000000000e+00
      3,2,1,5.0000000000000000e-01
      3,3,0,5.0000000000000000e-01

      """
    #expect(text(try map(W: 0.5, [1, 0, 0]), .csv) == expected)
  }

  @Test("Several units have a row for every pair, the same whatever the number of threads")
  func threads() throws {
    let network = try RNN(activation: .tanh, hiddenSize: 18, inputSize: 1, initialization: .gaussian, seed: 3)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: 90),
      initialState: Array(repeating: 0, count: 18))
    for observable in [Observable.state, .unit(4)] {
      let map = ContributionMap(of: trajectory, parameter: .bias, observable: observable)
      let one = text(map, .csv)
      let pairs = one.split(separator: "\n").dropFirst().map { $0.split(separator: ",").prefix(2).map(String.init) }
      #expect(pairs == (1...90).flatMap { k in (1...k).map { ["\(k)", "\($0)"] } })
      for threads in [2, 3, 9] {
        var several = ""
        map.write(.csv, to: &several, threads: threads)
        #expect(several == one)
      }
    }
  }

  @Test("With a truncation every pair says whether it is kept, and its contribution is that of the whole sum")
  func kept() throws {
    let network = try RNN(activation: .identity, W: 0.5, U: 1)
    let sequence = InputSequence(name: "pulse", values: [1, 0, 0])
    let trajectory = Trajectory(network: network, inputs: sequence, initialState: [0])
    let map = ContributionMap(
      of: trajectory, parameter: .recurrentWeights, truncation: Truncation(window: 2, detachEvery: 2))
    let expected = """
      k,i,lag,contribution,kept
      1,1,0,0.0000000000000000e+00,true
      2,1,1,0.0000000000000000e+00,true
      2,2,0,1.0000000000000000e+00,true
      3,1,2,0.0000000000000000e+00,false
      3,2,1,5.0000000000000000e-01,false
      3,3,0,5.0000000000000000e-01,true

      """
    #expect(text(map, .csv) == expected)
    let json = text(map, .json)
    #expect(json.contains("  \"of\": \"state\",\n  \"cut\": {\"window\": 2, \"detach\": 2},\n"))
    #expect(
      json.contains("{\"k\": 3, \"i\": 2, \"lag\": 1, \"contribution\": \"5.0000000000000000e-01\", \"kept\": false}"))
  }

  @Test(
    "Of a total loss a pair is kept where any step's loss hears it, as the sums of each target say",
    arguments: [
      Truncation(window: 1), Truncation(window: 3), Truncation(detachEvery: 4), Truncation(window: 2, detachEvery: 3),
    ])
  func keptOfTotalLoss(truncation: Truncation) throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix([[0.5], [-1]]), recurrentWeights: Matrix([[1, 0.5], [0, 1]]),
      outputWeights: Matrix([[1, 0], [0, 1]]))
    let inputs = InputSequence(
      name: "numbers", dimension: 1, values: SyntheticInput.noise.sequence(steps: 12).values,
      classes: [nil, 0, nil, nil, nil, 1, 1, nil, 0, nil, nil, nil])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.1, 0])
    let map = ContributionMap(
      of: trajectory, parameter: .recurrentWeights, observable: .totalLoss, truncation: truncation)
    let rows = text(map, .csv).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 78)
    for target in 2...12 {
      let sum = Contributions(
        of: trajectory, target: target, parameter: .recurrentWeights, observable: .totalLoss, truncation: truncation)
      let found = rows.filter { $0[0] == "\(target)" }.map { $0[4] == "true" }
      #expect(found == (1...target).map { sum.keeps($0) }, "\(target)")
    }
  }

  @Test("Behind each target it is told what part of the rows is written, and they are", arguments: RowFormat.allCases)
  func reporting(format: RowFormat) throws {
    var (text, reports) = ("", [(part: Double, length: Int)]())
    try map(W: 0.5, [1, 0, 0, 2]).write(format, to: &text) { reports.append(($1, $0.utf8.count)) }
    #expect(reports.map(\.part) == [0.1, 0.3, 0.6, 1])
    #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.length + 30 < $1.length })
    #expect(text.utf8.count - (reports.last?.length ?? 0) < 10, "but for the brackets")
  }

  @Test("A number out of range, and a target of many rows", arguments: RowFormat.allCases)
  func longRows(format: RowFormat) throws {
    let network = try RNN(activation: .tanh, W: 0.5, U: 1e17)
    let inputs = InputSequence(name: "steps", values: [Double](repeating: 1, count: 1100))
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let rows = text(ContributionMap(of: trajectory, parameter: .bias), format).split(separator: "\n")
      .filter { $0.contains("1100, \"i\"") || $0.hasPrefix("1100,") }
    let terms = Contributions(of: trajectory, target: 1100, parameter: .bias)
    #expect(rows.count == 1100 && rows[0].contains("<1e-347063955532709820") == terms[1].value.isOutOfRange)
    #expect(terms[1].value.isOutOfRange)
  }

  @Test func asJSON() throws {
    let expected = """
      {
        "schema": 1,
        "network": {"cell": "elman", "activation": "identity", "hidden": 1, "inputs": 1, "W": [[0.5]], "U": [[1]], "b": [0], "s0": [0]},
        "sequence": {"name": "pulse", "steps": 2},
        "wrt": "W",
        "of": "state",
        "rows": [
          {"k": 1, "i": 1, "lag": 0, "contribution": "0.0000000000000000e+00"},
          {"k": 2, "i": 1, "lag": 1, "contribution": "0.0000000000000000e+00"},
          {"k": 2, "i": 2, "lag": 0, "contribution": "1.0000000000000000e+00"}
        ]
      }

      """
    let json = text(try map(W: 0.5, [1, 0]), .json)
    #expect(json == expected)
    #expect((try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])?.count == 6)
  }

  @Test func targetsPastAnOverflowHaveNoContributions() throws {
    let overflowing = try map(W: 1e300, [1, 1, 1])
    #expect(text(overflowing, .csv).hasSuffix("\n2,2,0,1.0000000000000000e+00\n3,1,2,\n3,2,1,\n3,3,0,\n"))
    #expect(text(overflowing, .json).contains("{\"k\": 3, \"i\": 3, \"lag\": 0, \"contribution\": null}"))
  }

  @Test("Of several units, or of two inputs, the norms; target by target they are the table's")
  func norms() throws {
    for observable in [Observable.state, .unit(1), .totalLoss] {
      let network = try RNN(
        activation: .tanh, inputWeights: Matrix([[0.5, 1], [-1, 0.25]]),
        recurrentWeights: Matrix([[1, 0.5], [0, 1]]),
        outputWeights: Matrix([[1, 0], [0, 1]]))
      let inputs = InputSequence(
        name: "pairs", dimension: 2, values: SyntheticInput.noise.sequence(steps: 14).values,
        classes: [nil, 0, 1, 0, nil, 1, 1])
      let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.1, 0])
      let rows = text(ContributionMap(of: trajectory, parameter: .inputWeights, observable: observable), .csv)
        .split(separator: "\n").dropFirst()
      #expect(rows.count == 28)
      for target in (observable == .totalLoss ? 2 : 1)...7 {
        let expected = Contributions(of: trajectory, target: target, parameter: .inputWeights, observable: observable)
          .values()
        let found = rows.filter { $0.hasPrefix("\(target),") }.compactMap {
          $0.split(separator: ",").last.flatMap { Double($0) }
        }
        #expect(found.count == target)
        for (a, b) in zip(found, expected) { #expect((a - b.doubleValue).magnitude <= 1e-12 * b.doubleValue) }
      }
      #expect(rows.first == (observable == .totalLoss ? "1,1,0," : rows.first), "step 1 has no class")
    }
  }

  @Test("Of one unit with two inputs the U-terms are norms, and past an overflow there are none")
  func twoInputs() throws {
    let network = try RNN(activation: .identity, inputWeights: Matrix([[3, 4]]), recurrentWeights: Matrix(1e300))
    let inputs = InputSequence(name: "pairs", dimension: 2, values: [3, 4, 1, 0, 1, 0])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let rows = text(ContributionMap(of: trajectory, parameter: .inputWeights), .csv).split(separator: "\n")
    #expect(rows[1] == "1,1,0,5.0000000000000000e+00")
    #expect(rows[3] == "2,2,0,1.0000000000000000e+00")
    #expect(rows.suffix(3) == ["3,1,2,", "3,2,1,", "3,3,0,"])
  }

  @Test func aTargetsRowsAreItsTable() throws {
    let network = try RNN(activation: .tanh, W: 1.4, U: 0.7)
    let inputs = SyntheticInput.noise.sequence(steps: 20)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.1])
    var rows = ""
    ContributionMap(of: trajectory, parameter: .bias).write(.csv, to: &rows)
    var table = ""
    ContributionTable(of: trajectory, target: 20, parameter: .bias).write(.csv, to: &table)
    let last = rows.split(separator: "\n").suffix(20).map { $0.split(separator: ",").last }
    #expect(last == table.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[5] })
  }
}
