import Foundation
import RNNCore
import RNNFiles
import Testing

@Suite struct ContributionTableTests {
  /// s_t = s_{t−1}/2 + x_t: states 0, 1, 1/2, 1/4, and every number below can be worked out by hand.
  private func halving(target: Int = 3) throws -> ContributionTable {
    let network = try RNN(activation: .identity, W: 0.5, U: 1)
    return ContributionTable(of: trajectory(network, [1, 0, 0]), target: target, parameter: .recurrentWeights)
  }

  private func trajectory(_ network: RNN, _ inputs: [Double], name: String = "pulse") -> Trajectory {
    let sequence = InputSequence(name: name, values: inputs)
    return Trajectory(
      network: network, inputs: sequence, initialState: Array(repeating: 0, count: network.hiddenSize))
  }

  private func text(_ table: ContributionTable, _ format: TableFormat) -> String {
    var text = ""
    table.write(format, to: &text)
    return text
  }

  @Test func asText() throws {
    let expected = """
      identity  W 0.5  U 1  b 0  s0 0 · pulse, 3 steps
      ∂s_3/∂W = 1.000000000e+00
      vanishing: ×0.5000 per step, half-life 1.000 steps

      step  lag  stepFactor       flow  immediate  contribution      share
         1    2   5.000e-01  2.500e-01          0             0          0
         2    1   5.000e-01  5.000e-01  1.000e+00     5.000e-01  5.000e-01
         3    0   5.000e-01  1.000e+00  5.000e-01     5.000e-01  5.000e-01

      """
    #expect(text(try halving(), .text) == expected)
  }

  @Test func asCSV() throws {
    let zero = "0.0000000000000000e+00"
    let half = "5.0000000000000000e-01"
    let expected = """
      step,lag,stepFactor,flow,immediate,contribution,signed,share
      1,2,\(half),2.5000000000000000e-01,\(zero),\(zero),\(zero),0
      2,1,\(half),\(half),1.0000000000000000e+00,\(half),\(half),0.5
      3,0,\(half),1.0000000000000000e+00,\(half),\(half),\(half),0.5

      """
    #expect(text(try halving(), .csv) == expected)
  }

  @Test func asJSON() throws {
    let half = "\"5.0000000000000000e-01\""
    let expected = """
      {
        "schema": 1,
        "network": {"cell": "elman", "activation": "identity", "hidden": 1, "inputs": 1, "W": [[0.5]], "U": [[1]], "b": [0], "s0": [0]},
        "sequence": {"name": "pulse", "steps": 3},
        "target": 2,
        "wrt": "W",
        "of": "state",
        "states": [
          [0],
          [1],
          [0.5],
          [0.25]
        ],
        "total": "1.0000000000000000e+00",
        "terms": [
          {"step": 1, "lag": 1, "stepFactor": \(half), "flow": \(half), "immediate": "0.0000000000000000e+00", \
      "contribution": "0.0000000000000000e+00", "signed": "0.0000000000000000e+00", "share": 0},
          {"step": 2, "lag": 0, "stepFactor": \(half), "flow": "1.0000000000000000e+00", \
      "immediate": "1.0000000000000000e+00", "contribution": "1.0000000000000000e+00", \
      "signed": "1.0000000000000000e+00", "share": 1}
        ],
        "lyapunov": -0.6931471805599453,
        "verdict": "vanishing",
        "peak": {"lag": 0, "flow": "1.0000000000000000e+00"},
        "trough": {"lag": 1, "flow": \(half)},
        "roundingDecidesAt": null,
        "blockedAt": null,
        "overflowAt": null,
        "underflowAt": null
      }

      """
    #expect(text(try halving(target: 2), .json) == expected)
  }

  @Test func theFirstStepHasNoFlow() throws {
    let table = try halving(target: 1)
    #expect(text(table, .text).contains("∂s_1/∂W = 0\nundefined: no flow to step 1 from itself\n"))
    #expect(text(table, .json).contains("\"lyapunov\": null,\n  \"verdict\": \"undefined\""))
    #expect(text(table, .json).contains("\"share\": null}"))
    #expect(text(table, .csv).hasSuffix(",0.0000000000000000e+00,\n"))
  }

  @Test func anUnreachableTarget() throws {
    let network = try RNN(activation: .identity, W: 1e300, U: 1)
    let table = ContributionTable(of: trajectory(network, [1, 1, 1]), target: 3, parameter: .recurrentWeights)
    #expect(
      text(table, .text)
        == "identity  W 1e+300  U 1  b 0  s0 0 · pulse, 3 steps\n∂s_3/∂W: not reached\noverflow at step 3\n")
    #expect(text(table, .csv) == "step,lag,stepFactor,flow,immediate,contribution,signed,share\n")
    #expect(
      text(table, .json).hasSuffix(
        """
            [0],
            [1],
            [1e+300],
            null
          ],
          "total": null,
          "terms": null,
          "lyapunov": null,
          "verdict": "overflow",
          "peak": null,
          "trough": null,
          "roundingDecidesAt": null,
          "blockedAt": null,
          "overflowAt": 3,
          "underflowAt": null
        }

        """))
  }

  @Test func aTargetBeforeTheOverflowHasItsTerms() throws {
    let network = try RNN(activation: .identity, W: 1e300, U: 1)
    let table = ContributionTable(of: trajectory(network, [1, 1, 1]), target: 2, parameter: .recurrentWeights)
    #expect(text(table, .json).contains("\"overflowAt\": 3"))
    #expect(text(table, .json).contains("\"contribution\": \"1.0000000000000000e+00\""))
  }

  @Test func aBlockedTarget() throws {
    let network = try RNN(activation: .relu, W: 1, U: 1)
    let table = ContributionTable(of: trajectory(network, [1, -9, 1, 1]), target: 4, parameter: .recurrentWeights)
    #expect(text(table, .text).contains("\nblocked at step 2\n"))
    #expect(text(table, .json).contains("\"roundingDecidesAt\": null,\n  \"blockedAt\": 2,"))
  }

  @Test func numbersBeyondADoubleKeepTheirDigits() throws {
    let network = try RNN(activation: .identity, W: 0x1p-100, U: 1)
    let pulses = Array(repeating: 1.0, count: 101)
    let table = ContributionTable(of: trajectory(network, pulses), target: 101, parameter: .bias)
    // 2^−100 and 2^−10000.
    #expect(text(table, .csv).contains("\n1,100,7.8886090522101181e-31,5.0123727492064520e-3011,1.0"))
    #expect(text(table, .text).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("The table of a target that a user names says why there is none")
  func validated() throws {
    let run = trajectory(try RNN(activation: .identity, W: 1e300, U: 1), [1, 1, 1])
    let table = try ContributionTable(validating: run, target: 2, parameter: .bias)
    let same = ContributionTable(of: run, target: 2, parameter: .bias)
    for format in TableFormat.allCases { #expect(table.string(format) == text(same, format)) }
    #expect(throws: ExperimentError.targetOutOfRange(4, steps: 3)) {
      try ContributionTable(validating: run, target: 4, parameter: .bias)
    }
    #expect(throws: ExperimentError.overflow(step: 3, target: 3)) {
      try ContributionTable(validating: run, target: 3, parameter: .bias)
    }
  }
}
