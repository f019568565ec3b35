import RNNCore
import Testing

@Suite("Truncation and clipping against PyTorch")
struct RemedyReferenceTests {
  /// PyTorch's own rounding is in these numbers too.
  private let tolerance = 1e-11

  private func forEach(_ body: (RemedyReference, Trajectory) throws -> Void) throws {
    let networks = Dictionary(uniqueKeysWithValues: try TorchReference.all().map { ($0.name, $0) })
    let references = try RemedyReference.all()
    #expect(references.count == networks.count && references.count == 44)
    for reference in references {
      let network = try #require(networks[reference.name])
      try body(reference, network.experiment.trajectory())
    }
  }

  /// Element by element; a sum that cancels is known to a rounding of its terms, which the total of no cut bounds.
  private func compare(_ gradients: LossGradients?, _ totals: RemedyReference.Totals, _ label: String) throws {
    let gradients = try #require(gradients)
    for (name, matrix) in [
      ("W", gradients.recurrentWeights), ("U", gradients.inputWeights), ("b", gradients.bias),
      ("V", try #require(gradients.outputWeights)), ("c", try #require(gradients.outputBias)),
    ] {
      let total = try #require(totals[name])
      #expect((matrix.norm.doubleValue - total.norm).magnitude <= tolerance * total.norm, "\(label), ‖∂L/∂\(name)‖")
      for (place, expected) in total.elements.enumerated() {
        let index = place * total.stride
        let value = matrix[index / matrix.columns, index % matrix.columns].doubleValue
        #expect((value - expected).magnitude <= tolerance * total.norm, "\(label), ∂L/∂\(name)[\(index)]")
      }
    }
  }

  /// Those of Elman's cell, which has one bias.
  private let parts = ClippedGradient.Part.allCases.filter { $0 != .hiddenBias }

  @Test("detach() between chunks of d steps is `detachEvery`; each step's own window is `window`")
  func truncation() throws {
    try forEach { reference, trajectory in
      for (steps, totals) in reference.detached {
        let gradients = LossGradients(of: trajectory, truncation: Truncation(detachEvery: steps))
        try compare(gradients, totals, "\(reference.name), detach \(steps)")
        try compareTotals(trajectory, Truncation(detachEvery: steps), totals, reference.name)
      }
      for (steps, totals) in reference.windows {
        let gradients = LossGradients(of: trajectory, truncation: Truncation(window: steps))
        try compare(gradients, totals, "\(reference.name), window \(steps)")
        try compareTotals(trajectory, Truncation(window: steps), totals, reference.name)
      }
    }
  }

  private func compareTotals(
    _ trajectory: Trajectory, _ cut: Truncation, _ totals: RemedyReference.Totals, _ name: String
  ) throws {
    for parameter in Parameter.allCases {
      let terms = Contributions(
        of: trajectory, target: trajectory.steps, parameter: parameter, observable: .totalLoss, truncation: cut)
      let total = try #require(totals[parameter.rawValue])
      let difference = (terms.total.magnitude.doubleValue - total.norm).magnitude
      #expect(difference <= tolerance * terms.sumOfNorms.doubleValue, "\(name), \(cut), \(parameter)")
      if !terms.areNorms { #expect(terms.total.signum == (total.elements[0] < 0 ? -1 : 1), "\(name), \(cut)") }
    }
  }

  @Test("A hook that clamps the gradient of every state is the adjoint's limit")
  func adjoint() throws {
    try forEach { reference, trajectory in
      for (limit, totals) in reference.adjoints {
        let label = "\(reference.name), adjoint \(limit)"
        try compare(LossGradients(of: trajectory, adjointLimit: limit), totals, label)
        let clipped = ClippedGradient(
          of: trajectory, target: trajectory.steps, observable: .totalLoss, clipping: .adjoint(limit))
        for part in parts {
          let (change, total) = (try #require(clipped.parts[part]), try #require(totals[part.rawValue]))
          #expect((change.after.doubleValue - total.norm).magnitude <= tolerance * total.norm, "\(label), \(part)")
        }
      }
    }
  }

  @Test("clip_grad_norm_ and clip_grad_value_")
  func clipping() throws {
    try forEach { reference, trajectory in
      for (limit, numbers) in reference.norms {
        let clipped = ClippedGradient(
          of: trajectory, target: trajectory.steps, observable: .totalLoss, clipping: .norm(limit))
        #expect((clipped.all.before.doubleValue / numbers[0] - 1).magnitude <= tolerance, "\(reference.name)")
        try compare(clipped, Array(numbers.dropFirst()), "\(reference.name), norm \(limit)")
        let cosine = try #require(clipped.all.cosine)
        #expect((cosine - 1).magnitude <= 1e-15, "the direction stays")
      }
      for (limit, numbers) in reference.values {
        let clipped = ClippedGradient(
          of: trajectory, target: trajectory.steps, observable: .totalLoss, clipping: .value(limit))
        try compare(clipped, numbers, "\(reference.name), value \(limit)")
      }
    }
  }

  private func compare(_ clipped: ClippedGradient, _ norms: [Double], _ label: String) throws {
    for (part, norm) in zip(parts, norms) {
      let change = try #require(clipped.parts[part])
      #expect((change.after.doubleValue - norm).magnitude <= tolerance * norm, "\(label), \(part)")
    }
    let after = norms.map { $0 * $0 }.reduce(0, +).squareRoot()
    #expect((clipped.all.after.doubleValue - after).magnitude <= tolerance * after, "\(label)")
  }
}
