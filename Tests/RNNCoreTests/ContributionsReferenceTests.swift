import RNNCore
import Testing

@Suite("Every summand against 80-digit references")
struct ContributionsReferenceTests {
  @Test("State, flows, contributions and totals of each case", arguments: TrajectoryReference.files)
  func references(file: String) throws {
    let cases = try TrajectoryReference.cases(in: file)
    #expect(cases.count >= 7)
    for reference in cases {
      let worst = WorstErrors(of: reference)
      print("\(reference.name), T \(reference.target): \(worst) (\(reference.kind.rawValue))")
      #expect(worst.flow.error <= reference.tolerance, "\(reference.name): flow \(worst.flow.step)")
      #expect(worst.contribution.error <= reference.tolerance, "\(reference.name): term \(worst.contribution.step)")
      #expect(worst.total <= reference.tolerance, "\(reference.name): total")
      #expect(worst.state <= reference.tolerance, "\(reference.name): state")
    }
  }

  @Test("A wrong sign, a lost zero and a wrong last digit are errors")
  func referenceNumbers() throws {
    let number = try ReferenceNumber("-1.5000000000000000000e-400")
    let value = ScaledDouble(-1.5) / ScaledDouble(1e200) / ScaledDouble(1e200)
    #expect(number.relativeError(of: value) < 4e-16)
    #expect(number.relativeError(of: -value) == .infinity)
    #expect(number.relativeError(of: .zero) == .infinity)
    #expect(try ReferenceNumber("0").relativeError(of: value) == .infinity)
    #expect(try ReferenceNumber("0").relativeError(of: .zero) == 0)
    #expect(number.relativeError(of: value * ScaledDouble(10)) > 1)
    #expect(((try ReferenceNumber("9.99e-1").relativeError(of: .one)) * 999 - 1).magnitude < 1e-12)
    #expect(((try ReferenceNumber("1.001e0").relativeError(of: ScaledDouble(0.999))) * 1001 - 2).magnitude < 1e-12)
  }

  @Test("The references reach what they are meant to reach")
  func coverage() throws {
    let cases = try TrajectoryReference.files.flatMap(TrajectoryReference.cases)
    let powers = cases.flatMap { $0.rows.map(\.flow.power) }
    #expect(powers.contains { $0 < -6000 } && powers.contains { $0 > 4000 })
    #expect(cases.contains { $0.target == 5000 })
    for activation in Activation.allCases {
      let weights = cases.filter { $0.experiment.network.activation == activation }
        .map { $0.experiment.network.recurrentWeights[0, 0] }
      #expect(weights.contains { $0 > 0 } && weights.contains { $0 < 0 } && weights.contains(0.05))
      #expect(weights.contains(8))
    }
    let strict = cases.count { $0.kind == .wellConditioned }
    #expect(strict * 10 >= cases.count * 8, "\(strict) of \(cases.count) cases are well-conditioned")
  }
}

/// The largest relative errors of one case.
private struct WorstErrors: CustomStringConvertible {
  var flow = (error: 0.0, step: 0)
  var contribution = (error: 0.0, step: 0)
  /// Relative to Σ|terms|: the sum itself may cancel.
  var total = 0.0
  var state: Double

  init(of reference: TrajectoryReference) {
    let trajectory = reference.experiment.trajectory()
    state = reference.state.relativeError(of: ScaledDouble(trajectory.state(at: reference.target)[reference.target]))
    for (parameter, total) in reference.totals {
      let terms = Contributions(of: trajectory, target: reference.target, parameter: parameter)
      self.total = max(self.total, Self.error(of: terms, total))
      for row in reference.rows { compare(terms, row, parameter) }
    }
  }

  var description: String {
    func short(_ error: Double) -> String { ScaledDouble(error).decimal(significantDigits: 2) }
    return "flow \(short(flow.error)), contribution \(short(contribution.error)), total \(short(total)),"
      + " state \(short(state))"
  }

  private mutating func compare(_ terms: Contributions, _ row: TrajectoryReference.Row, _ parameter: Parameter) {
    let flowError = row.flow.relativeError(of: terms.flow(at: row.step))
    if !(flowError <= flow.error) { flow = (flowError, row.step) }
    for (_, value) in row.contributions.filter({ $0.parameter == parameter }) {
      let error = value.relativeError(of: terms.value(at: row.step))
      if !(error <= contribution.error) { contribution = (error, row.step) }
    }
  }

  private static func error(of terms: Contributions, _ total: ReferenceNumber) -> Double {
    let relative = total.relativeError(of: terms.total)
    guard relative > 0, relative.isFinite else { return relative }
    var magnitudes = ScaledSum()
    for step in terms.indices { magnitudes.add(terms.value(at: step).magnitude) }
    return relative * (terms.total.magnitude / magnitudes.value).doubleValue
  }
}
