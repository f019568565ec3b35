import Testing

@testable import RNNCore

/// Every setting forgets its roundings, or adds up none: `Reference/gated.py` measured that with each operation disturbed.
@Suite("Scalar gated cells against 60 digits, to 2000 steps and with gates that are shut")
struct GatedReferenceTests {
  /// 2000 factors that are each off by a rounding or two in the same direction.
  private let tolerance = 1e-12

  @Test("Every contribution by its sign and its digits, flows, totals and states")
  func everything() throws {
    let references = try GatedReference.all()
    #expect(references.count == 28 && references.contains { $0.experiment.inputs.steps == 2000 })
    for reference in references {
      let trajectory = reference.experiment.trajectory()
      let state = trajectory.states.suffix(trajectory.stateSize)
      for (value, expected) in zip(state, reference.state) {
        #expect(expected.relativeError(of: ScaledDouble(value)) <= tolerance, "\(reference.name): state")
      }
      for view in reference.views {
        for (place, parameter) in reference.parameters.enumerated() {
          check(view, place, parameter, trajectory, reference.name)
        }
      }
    }
  }

  private func check(
    _ view: GatedReference.View, _ place: Int, _ parameter: Parameter, _ trajectory: Trajectory, _ name: String
  ) {
    let terms = Contributions(
      of: trajectory, target: trajectory.steps, parameter: parameter, observable: view.observable)
    #expect(!terms.areNorms)
    let label = "\(name), \(view.observable), ∂/∂\(parameter)"
    var worst = (flow: 0.0, value: 0.0, step: 0)
    for row in view.rows {
      let error = row.values[place].relativeError(of: terms.value(at: row.step))
      if !(error <= worst.value) { (worst.value, worst.step) = (error, row.step) }
      worst.flow = Swift.max(worst.flow, row.flow.relativeError(of: terms.flow(at: row.step)))
    }
    #expect(worst.value <= tolerance, "\(label): contribution \(worst.step)")
    #expect(worst.flow <= tolerance, "\(label): flow")
    let total = view.totals[place].relativeError(of: terms.total)
    guard total > tolerance else { return }
    // A sum that cancels is as good as what it is the sum of.
    let size = view.sizes[place].relativeError(of: terms.sumOfNorms)
    #expect(size < 1e-5, "\(label): Σ|C|")
    let share = terms.sumOfNorms.isZero ? 1 : (terms.total.magnitude / terms.sumOfNorms).doubleValue
    #expect(total * share <= tolerance, "\(label): total")
  }

  @Test("The references reach what they are meant to reach")
  func reach() throws {
    let values = try GatedReference.all().flatMap { $0.views.flatMap { $0.rows.flatMap(\.values) } }.filter {
      $0.digits != 0
    }
    #expect(values.contains { $0.power < -6000 } && values.contains { $0.power > -2 })
    #expect(values.contains(where: \.isNegative) && !values.allSatisfy(\.isNegative))
  }

  @Test("A target's row of the map has the same numbers")
  func sameEverywhere() throws {
    for reference in try GatedReference.all() where reference.experiment.inputs.steps <= 700 {
      let trajectory = reference.experiment.trajectory()
      for parameter in reference.parameters {
        for view in reference.views {
          let terms = Contributions(
            of: trajectory, target: trajectory.steps, parameter: parameter, observable: view.observable)
          let norms = ContributionNorms(
            of: trajectory, targets: [trajectory.steps], parameter: parameter, observable: view.observable
          ).norms(ofTargetAt: 0)
          for (norm, term) in zip(norms, terms.values()) {
            #expect(
              (norm - term.magnitude).magnitude <= term.magnitude * ScaledDouble(1e-14),
              "\(reference.name) \(parameter)")
          }
        }
      }
    }
  }
}
