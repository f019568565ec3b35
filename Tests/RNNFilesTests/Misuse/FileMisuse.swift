import RNNCore

@testable import RNNFiles

/// A call that breaks what its documentation asks for.
struct FileMisuse: Sendable {
  /// A part of what the program says as it stops.
  let message: String
  let commit: @Sendable () throws -> Void

  static let all: [FileMisuse] = [
    FileMisuse(message: "JSON has neither NaN nor infinity") {
      var text = ""
      Double.nan.appendJSON(to: &text)
    },
    FileMisuse(message: "a series needs at least one column") { _ = Series(columnNames: [], values: []) },
    FileMisuse(message: "the values of a series are not whole rows") {
      _ = Series(columnNames: ["a", "b"], values: [1])
    },
    FileMisuse(message: "each row of a series has a target or none") {
      _ = Series(columnNames: ["a"], values: [1, 2], classes: [0])
    },
    FileMisuse(message: "a column of a series counts from 0") {
      _ = Series(columnNames: ["a"], values: [1, 2]).column(1)
    },
    FileMisuse(message: "levels are those of a series of one column") {
      _ = Series(columnNames: ["a", "b"], values: [1, 2]).nextLevels(edges: [0])
    },
    FileMisuse(message: "the embedded sunspots.csv cannot be read") { _ = Sunspots.standardised([]) },
    FileMisuse(message: "W, U, b, s0 and V are numbers of a scalar network") {
      let experiment = Experiment(
        network: try RNN(activation: .tanh, inputWeights: Matrix([[1], [1]]), recurrentWeights: .identity(2)),
        initialState: [0, 0], inputs: SyntheticInput.step.sequence(steps: 2))
      guard let range = SweepRange(from: 0, through: 1, by: 1) else { return }
      _ = SweepTable(of: experiment, varying: .recurrentWeight, over: range, target: 1, parameter: .bias)
    },
    FileMisuse(message: "a profile is of one sequence at least") { _ = ProfileTable(of: [], parameter: .bias) },
  ]
}
