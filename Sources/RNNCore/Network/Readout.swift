/// What targets are held against: V s_t + c, or s_t itself.
struct Readout {
  /// V; nil for s_t itself.
  let weights: Matrix?
  /// c; empty without V.
  let bias: [Double]

  /// A head.
  init(_ weights: Matrix, _ bias: [Double]) { (self.weights, self.bias) = (weights, bias) }

  /// s_t itself.
  private init() { (weights, bias) = (nil, []) }

  /// s_t itself.
  static let state = Readout()
}

extension RNN {
  /// What targets are held against; nil where the network says nothing that they could be held against.
  ///
  /// Classes need V of two rows at least, values V of p rows or, without V, p units of the last layer. The scalar network's
  /// head, whose second row is 0, says one value with its first. Recorded gradients are of the last layer's states.
  func readout(for targets: Targets) -> Readout? {
    switch targets.kind {
    case .classes: return hasClasses ? head : nil
    case .values(let values):
      guard let head, let V = head.weights else { return values.width == units ? .state : nil }
      if V.rows == values.width { return head }
      return values.width == 1 && isScalarHead(V) ? Readout(Matrix(V.elements[0]), [head.bias[0]]) : nil
    case .gradients(let recorded): return recorded.width == units ? .state : nil
    }
  }

  /// Says why nothing that the network says can be held against some targets, where nothing can.
  package func validate(_ targets: Targets) throws(ExperimentError) {
    guard readout(for: targets) == nil else { return }
    switch targets.kind {
    case .classes: throw .noClasses
    case .values(let values): throw .targetWidth(values.width, expected: valueCount)
    case .gradients(let recorded): throw .targetWidth(recorded.width, expected: units)
    }
  }

  /// n of the last layer.
  private var units: Int { (layersAbove.last?.network ?? self).hiddenSize }

  /// p of target values: how many numbers the network says a step. The head's rows, 1 of the scalar network's, or without a head
  /// the last layer's units.
  package var valueCount: Int {
    guard let V = outputWeights else { return units }
    return isScalarHead(V) ? 1 : V.rows
  }

  private var head: Readout? {
    guard let outputWeights, let outputBias else { return nil }
    return Readout(outputWeights, outputBias)
  }

  private func isScalarHead(_ V: Matrix) -> Bool { V.rows == 2 && V.columns == 1 && V.elements[1] == 0 }
}

extension Trajectory {
  /// What the targets of the inputs are held against; nil where there are none, or none that fit the network.
  var readout: Readout? { inputs.targets.flatMap { network.readout(for: $0) } }

  /// Whether a step has a target that the network can be held against.
  package func hasTarget(at step: Int) -> Bool { readout != nil && inputs.targets?.isKnown(at: step) == true }
}

extension Trajectory {
  /// Whether the loss is a recording's, which says how it changes and not what it is.
  package var isRecorded: Bool { if case .gradients = inputs.targets?.kind { true } else { false } }
}

extension Experiment {
  /// Whether the network says something that can be wrong, and some step has a target.
  package var hasLosses: Bool {
    guard let targets = inputs.targets, network.readout(for: targets) != nil else { return false }
    return !targets.knownSteps.isEmpty
  }
}
