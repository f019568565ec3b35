/// The other direction of a bidirectional layer, as a part of what the head reads: V′ h′_t, which no parameter of the direction
/// that is looked at has a part in.
struct OtherDirection: Hashable, Sendable {
  /// It, alone in an array, so that a network can hold one.
  private var layer: [InitializedNetwork]
  /// V′, p×n′.
  private let outputWeights: Matrix
  /// V′ h′_t of every step, where it is known already: of a part of a sequence.
  private var known: [Double] = []

  fileprivate init(_ layer: InitializedNetwork, outputWeights: Matrix) {
    (self.layer, self.outputWeights) = ([layer], outputWeights)
  }

  /// The same with V′ h′_t as it is, p numbers a step.
  func fixed(_ offsets: [Double]) -> OtherDirection {
    var other = self
    (other.layer, other.known) = ([], offsets)
    return other
  }

  /// Sets f, where it is of Elman's cell.
  mutating func adopt(_ activation: Activation) {
    for place in layer.indices { layer[place].network.adopt(activation) }
  }

  /// V′ h′_t at every step of some inputs, which it reads from the last one on: p numbers each.
  func logitOffsets(_ inputs: InputSequence) -> [Double] {
    guard let start = layer.first else { return known }
    let run = Trajectory(
      network: start.network, inputs: inputs.withoutTargets.reversed(), initialState: start.initialState)
    return (1...inputs.steps).flatMap { step in
      var offsets = [Double](repeating: 0, count: outputWeights.rows)
      LinearAlgebra.multiply(outputWeights, Array(run.state(at: inputs.steps + 1 - step)), into: &offsets)
      return offsets
    }
  }
}

extension RNN {
  /// One direction of a bidirectional layer with the other one beside it, whose states the head reads too:
  ///
  ///     z_t = V h_t + V′ h′_t + c        h′ of the direction that reads the inputs from their last step on
  ///
  /// - Parameters:
  ///   - other: the other direction, from its s_0.
  ///   - outputWeights: V′, p×n′.
  /// - Throws: `NetworkError.shape` where the other direction takes inputs of another size, or V′ does not fit it and V.
  public func beside(_ other: InitializedNetwork, outputWeights: Matrix) throws(NetworkError) -> RNN {
    try Self.check("U", other.network.inputSize, inputSize, "both directions take the same \(inputSize) numbers")
    let units = other.network.hiddenSize
    try Self.check("V", outputWeights.columns, units, "V′ has a column for each of the \(units) units that it reads")
    try Self.check("V", outputWeights.rows, self.outputWeights?.rows ?? 0, "V and V′ have the same rows")
    return with(OtherDirection(other, outputWeights: outputWeights))
  }
}
