import RNNCore
import Testing

@testable import RNNFiles

/// What the digits of a table promise.
@Suite struct ContributionTableDigitsTests {
  private func text(_ table: ContributionTable, _ format: TableFormat) -> String {
    var text = ""
    table.write(format, to: &text)
    return text
  }

  private func network(units n: Int, steps: Int) -> Trajectory {
    Trajectory(
      network: RNN(activation: .tanh, hiddenSize: n, inputSize: 1, initialization: .gaussian, seed: 4),
      inputs: SyntheticInput.noise.sequence(steps: steps), initialState: Array(repeating: 0.2, count: n))
  }

  @Test(
    "Step factors of several units: every digit in files, 0.1 % and what is rounded away in text", arguments: [3, 24])
  func stepFactors(units: Int) throws {
    let trajectory = network(units: units, steps: 12)
    let table = ContributionTable(of: trajectory, target: 12, parameter: .recurrentWeights)
    let rows = text(table, .csv).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let lines = text(table, .text).split(separator: "\n").suffix(12).map { $0.split(separator: " ") }
    try #require(rows.count == 12 && lines.count == 12)
    for step in 1...12 {
      let exact = trajectory.stepFactor(at: step)
      #expect(rows[step - 1][2] == exact.decimal(significantDigits: 17))
      let shown = try #require(Double(lines[step - 1][2]))
      // Half a unit of the third digit is at most 0.5 %.
      #expect((shown / exact.doubleValue - 1).magnitude < 0.006)
    }
  }

  /// tanh′(10^19) = 4e^(−2·10^19) = 10^(−8.7·10^18), beyond every exponent.
  @Test("A number that is too small to have digits is said to be small, and gives no rate and no share")
  func beyondExponents() throws {
    let network = try RNN(activation: .tanh, W: -1, U: 1e19)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.constant.sequence(steps: 3), initialState: [0.5])
    let table = ContributionTable(of: trajectory, target: 3, parameter: .recurrentWeights)
    let (tiny, negative) = ("<1e-347063955532709820", ">-1e-347063955532709820")
    let csv = text(table, .csv).split(separator: "\n")
    #expect(csv[3] == "3,0,\(negative),1.0000000000000000e+00,\(tiny),\(tiny),\(tiny),")
    #expect(csv[1].hasPrefix("1,2,\(negative),\(tiny),\(tiny),\(tiny)"))
    let json = text(table, .json)
    #expect(json.contains("\"total\": \"\(tiny)\"") && json.contains("\"lyapunov\": null"))
    #expect(json.contains("\"verdict\": \"vanishing\""))
    let lines = text(table, .text).split(separator: "\n")
    #expect(lines[1] == "∂s_3/∂W = \(tiny)")
    #expect(lines[2] == "vanishing: by more than can be told")
    #expect(lines.dropFirst(3).allSatisfy { $0.count == lines[3].count })
  }

  @Test(
    "A number without digits is said to lie on its side of 0, and beyond what can be told",
    arguments: [
      (1.5, -(1 << 60), "<1e-347063955532709820"), (-1, -(1 << 60), ">-1e-347063955532709820"),
      (1, 1 << 60, ">1e+347063955532709820"), (-1, 1 << 61, "<-1e+347063955532709820"),
      // mpmath: 2^(2^60 − 1) and its inverse.
      (1, (1 << 60) - 1, "2.9274639300856309e+347063955532709820"),
      (1, 1 - (1 << 60), "3.4159259477904109e-347063955532709821"),
    ])
  func sides(significand: Double, exponent: Int, text: String) {
    let number = ScaledDouble(significand: significand, exponent: exponent)
    #expect(number.fileDecimal == text)
    #expect(number.plainDecimal(significantDigits: 17) == text)
  }

  /// Two units of a saturated tanh: tanh′(10^19), twice.
  @Test("Nor has a norm of such numbers digits or a share, though its square's exponent saturates")
  func beyondExponentsOfUnits() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix([[1e19], [-1e19]]), recurrentWeights: Matrix([[1, 0.5], [-0.5, 1]]))
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.constant.sequence(steps: 3), initialState: [0.5, 3])
    for parameter in [Parameter.recurrentWeights, .inputWeights, .bias] {
      let table = ContributionTable(of: trajectory, target: 3, parameter: parameter)
      let lines = text(table, .text).split(separator: "\n")
      #expect(lines[1].hasSuffix("‖ = <1e-347063955532709820") && lines[2] == "vanishing: by more than can be told")
      #expect(!text(table, .csv).contains(/\.\d+e-\d{15}/))
      for line in lines.dropFirst(4) {
        let cells = line.split(separator: " ")
        #expect(cells[7] == "-" && (cells[6] == "0" || cells[6].contains { "<>".contains($0) }), "\(line)")
      }
    }
  }

  @Test("A sweep over weights beyond all exponents has no rate there, and has one elsewhere")
  func sweep() throws {
    let start = InitializedNetwork(network: try RNN(activation: .tanh, W: 1, U: 1), initialState: [0.5])
    let experiment = Experiment(start: start, inputs: SyntheticInput.constant.sequence(steps: 3))
    let range = try #require(SweepRange(from: 1, through: 1e19, by: 0.9999999999999999e19))
    for format in RowFormat.allCases {
      var text = ""
      try SweepTable(of: experiment, varying: .inputWeight, over: range, target: 3, parameter: .bias)
        .write(format, to: &text)
      let rows = text.split(separator: "\n").filter { $0.contains("e+00") || $0.contains("<1e-") }
      #expect(text.contains("<1e-347063955532709820"), "\(rows)")
      #expect(text.contains(format == .json ? "\"lyapunov\": null" : "<1e-347063955532709820,,"), "\(text)")
    }
  }
}
