import Foundation
import RNNCore
import RNNFiles
import Testing

/// What holds for every table, whatever the network: read back by Foundation's JSON reader.
@Suite struct ContributionTableShapeTests {
  private static let keys = [
    "schema", "network", "sequence", "target", "wrt", "of", "states", "total", "terms", "lyapunov", "verdict",
    "peak", "trough", "roundingDecidesAt", "blockedAt", "overflowAt", "underflowAt",
  ]

  private func text(_ table: ContributionTable, _ format: TableFormat) -> String {
    var text = ""
    table.write(format, to: &text)
    return text
  }

  private func parsed(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func rotation(_ size: Int, gain: Double) throws -> RNN {
    var W = Matrix.identity(size)
    for row in 0..<size { (W[row, row], W[row, (row + 1) % size]) = (0, gain) }
    let U = Matrix(rows: size, columns: 2, elements: (0..<2 * size).map { 0.1 * Double($0 % 5) - 0.2 })
    return try RNN(activation: .tanh, inputWeights: U, recurrentWeights: W)
  }

  private func table(_ network: RNN, steps: Int = 6, parameter: Parameter, of observable: Observable)
    -> ContributionTable
  {
    let numbers = (0..<steps * network.inputSize).map { Double($0 % 3) - 0.9 }
    let inputs = InputSequence(name: "a \"name\"\n", dimension: network.inputSize, values: numbers)
    let start = Array(repeating: 0.3, count: network.hiddenSize)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: start)
    return ContributionTable(of: trajectory, target: steps, parameter: parameter, observable: observable)
  }

  @Test("On several threads it is the same text, and what is done is reported up to the end", arguments: [1, 20, 40])
  func threads(n: Int) throws {
    let network = RNN(.elman, hiddenSize: n, inputSize: 1, seed: 7)
    let inputs = InputSequence(name: "x", values: (0..<50).map { Double($0 % 3) - 0.9 })
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0.3, count: n))
    let whole = ContributionTable(of: trajectory, target: 50, parameter: .recurrentWeights)
    var (terms, rows) = ([Double](), [Double]())
    let shared = ContributionTable(of: trajectory, target: 50, parameter: .recurrentWeights, threads: 3) {
      terms.append($0)
    }
    for (format, threads) in [(TableFormat.csv, 3), (.json, 0), (.text, 3)] {
      var text = ""
      shared.write(format, to: &text, threads: threads) { rows.append($0) }
      #expect(text == self.text(whole, format))
    }
    #expect(rows.last == 1 && rows.count >= 2 && (terms.last ?? 1) == 1 && terms == terms.sorted())
  }

  @Test(arguments: Parameter.allCases, [Observable.state, .unit(0), .unit(2)])
  func matricesHaveEveryMember(_ parameter: Parameter, _ observable: Observable) throws {
    let object = try parsed(text(table(try rotation(3, gain: 0.9), parameter: parameter, of: observable), .json))
    #expect(object.keys.sorted() == Self.keys.sorted())
    #expect(object["of"] as? String == (observable == .state ? "state" : observable == .unit(0) ? "unit:0" : "unit:2"))
    #expect((object["sequence"] as? [String: Any])?["name"] as? String == "a \"name\"\n")
    #expect((object["states"] as? [[Double]])?.map(\.count) == Array(repeating: 3, count: 7))
    let terms = try #require(object["terms"] as? [[String: Any]])
    #expect(terms.map { $0["step"] as? Int } == Array(1...6))
    let signed = terms.compactMap { ($0["signed"] as? String).flatMap(Double.init) }
    let total = try #require((object["total"] as? String).flatMap(Double.init))
    #expect(abs(signed.reduce(0, +) - total) < 1e-12 * total)
    let shares = terms.compactMap { $0["share"] as? Double }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test func weightsOfManyUnitsAreNotListed() throws {
    for (size, isListed) in [(32, true), (33, false)] {
      let json = text(table(try rotation(size, gain: 0.9), steps: 2, parameter: .bias, of: .unit(0)), .json)
      let network = try #require(try parsed(json)["network"] as? [String: Any])
      #expect((network["W"] as? [[Double]])?.count == (isListed ? size : nil))
      #expect((network["U"] as? [[Double]])?.count == (isListed ? size : nil))
      #expect((network["b"] as? [Double])?.count == size)
    }
  }

  @Test func theTextOfAMatrixTable() throws {
    let lines = text(table(try rotation(3, gain: 0.9), parameter: .recurrentWeights, of: .unit(1)), .text)
      .split(separator: "\n")
    #expect(lines[0] == "tanh  n 3  m 2 · a \"name\"\\n, 6 steps")
    #expect(lines[1].hasPrefix("‖∂s_6[1]/∂W‖ = "))
    #expect(lines[3].split(separator: " ").contains("signed"))
    #expect(lines.dropFirst(3).allSatisfy { $0.count == lines[3].count && $0.count <= 80 })
  }

  @Test(arguments: Activation.allCases)
  func nothingIsEverNaNOrInfinite(_ activation: Activation) throws {
    for W in [0, -3, 1e-308, 1e308, -1e160] as [Double] {
      for U in [1, -1e308] as [Double] {
        let network = try RNN(activation: activation, W: W, U: U)
        let table = table(network, steps: 4, parameter: .recurrentWeights, of: .state)
        for format in TableFormat.allCases { checkNumbers(text(table, format), "\(activation) \(W) \(U)") }
        #expect(try parsed(text(table, .json)).keys.sorted() == Self.keys.sorted())
      }
    }
  }

  private func checkNumbers(_ text: String, _ context: String) {
    let words = text.lowercased().split { !$0.isLetter }
    if words.contains(where: { ["nan", "inf", "infinity"].contains($0) }) { Issue.record("\(context): \(text)") }
  }

  /// Rows are handed over one by one, however many there are.
  @Test func nothingIsCollected() throws {
    struct Longest: TextOutputStream {
      var length = 0
      mutating func write(_ string: String) { length = max(length, string.utf8.count) }
    }
    let long = table(try RNN(activation: .tanh, W: 0.9, U: 1), steps: 500, parameter: .inputWeights, of: .state)
    for format in TableFormat.allCases {
      var output = Longest()
      long.write(format, to: &output)
      #expect(output.length < 300)
    }
  }
}
