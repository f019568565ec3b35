/// A layer that another one stands on: it makes that one's inputs, from its s_0, 0 where nothing else is said. One direction reads the sequence from its
/// first step on; a bidirectional layer has another one that reads it from the last step back, and says both beside each
/// other.
public struct LayerBelow: Hashable, Sendable {
  /// What reads from the first step on.
  public let forward: RNN
  /// What reads from the last step back, fed with the same inputs; nil where nothing does.
  public let reverse: RNN?
  /// s_0 of each, all that its units keep.
  private let starts: Starts

  private struct Starts: Hashable {
    let forward: [Double]
    let reverse: [Double]
  }

  /// A layer of one direction, or of two, which take inputs of the same size, from s_0 = 0.
  public init(_ forward: RNN, reverse: RNN? = nil) {
    (self.forward, self.reverse) = (forward, reverse)
    starts = Starts(forward: forward.zeroState, reverse: reverse?.zeroState ?? [])
  }

  /// The same from states of their own.
  public init(_ forward: InitializedNetwork, reverse: InitializedNetwork? = nil) {
    (self.forward, self.reverse) = (forward.network, reverse?.network)
    starts = Starts(forward: forward.initialState, reverse: reverse?.initialState ?? [])
  }

  /// m, the numbers of a step that it takes.
  public var inputSize: Int { forward.inputSize }
  /// The numbers of a step that it makes: the units of every direction.
  public var outputSize: Int { forward.hiddenSize + (reverse?.hiddenSize ?? 0) }

  /// What it makes of inputs of its size, one step at least, and the first step at which a state overflows, if one does.
  func states(of inputs: InputSequence) -> (states: InputSequence, overflowAt: Int?) {
    let plain = inputs.withoutTargets
    let onwards = Trajectory(network: forward, inputs: plain, initialState: starts.forward)
    guard let reverse else { return (onwards.stateSequence(inputs.targets), onwards.overflowAt) }
    let back = Trajectory(network: reverse, inputs: plain.reversed(), initialState: starts.reverse)
    let values = (1...inputs.steps).flatMap { onwards.state(at: $0) + back.state(at: inputs.steps + 1 - $0) }
    let overflows = [onwards.overflowAt, back.overflowAt.map { inputs.steps + 1 - $0 }].compactMap { $0 }
    let states = InputSequence(
      name: inputs.name, dimension: outputSize, values: values, targets: inputs.targets?.ofLayerAbove)
    return (states, overflows.min())
  }

  /// The same with another f, where it is of Elman's cell.
  func with(_ activation: Activation) -> LayerBelow {
    func changed(_ layer: RNN, _ start: [Double]) -> InitializedNetwork {
      var layer = layer
      layer.adopt(activation)
      return InitializedNetwork(network: layer, initialState: start)
    }
    return LayerBelow(changed(forward, starts.forward), reverse: reverse.map { changed($0, starts.reverse) })
  }
}

extension InputSequence {
  /// The inputs of the network that stands on some layers, the first one first: what the last of them makes of what the
  /// one before makes. Names and targets stay; without layers so do the inputs.
  ///
  /// - Throws: `ExperimentError` where a layer takes another dimension than it is fed, where there is no step, or where a
  ///   layer overflows.
  /// - Complexity: O(T·n·(n + m)) for each direction of each layer; memory for one layer's trajectories at a time.
  public func through(_ layers: [LayerBelow]) throws(ExperimentError) -> InputSequence {
    var inputs = self
    for (number, layer) in layers.enumerated() {
      try Experiment.check(layer.forward, inputs.withoutTargets)
      let made = layer.states(of: inputs)
      if let step = made.overflowAt { throw .layerOverflow(layer: number, step: step) }
      inputs = made.states
    }
    return inputs
  }

  /// The same steps with the last one first, as the reverse direction of a bidirectional layer reads them: step t is step
  /// T + 1 − t of these, with its target. The name says so.
  public func reversed() -> InputSequence {
    let backwards = stride(from: steps, to: 0, by: -1).flatMap { values[($0 - 1) * dimension..<$0 * dimension] }
    return InputSequence(
      name: name + " backwards", dimension: dimension, values: backwards, targets: targets?.reversed())
  }
}
