/// A layer that another one stands on: it makes that one's inputs, from s_0 = 0. One direction reads the sequence from its
/// first step on; a bidirectional layer has another one that reads it from the last step back, and says both beside each
/// other.
public struct LayerBelow: Hashable, Sendable {
  /// What reads from the first step on.
  public let forward: RNN
  /// What reads from the last step back, fed with the same inputs; nil where nothing does.
  public let reverse: RNN?

  /// A layer of one direction, or of two, which take inputs of the same size.
  public init(_ forward: RNN, reverse: RNN? = nil) {
    (self.forward, self.reverse) = (forward, reverse)
  }

  /// m, the numbers of a step that it takes.
  public var inputSize: Int { forward.inputSize }
  /// The numbers of a step that it makes: the units of every direction.
  public var outputSize: Int { forward.hiddenSize + (reverse?.hiddenSize ?? 0) }

  /// What it makes of inputs of its size, one step at least, and the first step at which a state overflows, if one does.
  func states(of inputs: InputSequence) -> (states: InputSequence, overflowAt: Int?) {
    let plain = inputs.withoutClasses
    let onwards = Trajectory(fromZero: forward, inputs: plain)
    guard let reverse else { return (onwards.stateSequence(classes: inputs.classes), onwards.overflowAt) }
    let back = Trajectory(fromZero: reverse, inputs: plain.reversed())
    let values = (1...inputs.steps).flatMap { onwards.state(at: $0) + back.state(at: inputs.steps + 1 - $0) }
    let overflows = [onwards.overflowAt, back.overflowAt.map { inputs.steps + 1 - $0 }].compactMap { $0 }
    let states = InputSequence(
      name: inputs.name, dimension: outputSize, values: values, classes: inputs.classes)
    return (states, overflows.min())
  }

  /// The same with another f, where it is of Elman's cell.
  func with(_ activation: Activation) -> LayerBelow {
    func changed(_ layer: RNN) -> RNN {
      var layer = layer
      layer.adopt(activation)
      return layer
    }
    return LayerBelow(changed(forward), reverse: reverse.map(changed))
  }
}

extension InputSequence {
  /// The inputs of the network that stands on some layers, the first one first: what the last of them makes of what the
  /// one before makes. Names and classes stay; without layers so do the inputs.
  ///
  /// - Throws: `ExperimentError` where a layer takes another dimension than it is fed, where there is no step, or where a
  ///   layer overflows.
  /// - Complexity: O(T·n·(n + m)) for each direction of each layer; memory for one layer's trajectories at a time.
  public func through(_ layers: [LayerBelow]) throws(ExperimentError) -> InputSequence {
    var inputs = self
    for (number, layer) in layers.enumerated() {
      try Experiment.check(layer.forward, inputs.withoutClasses)
      let made = layer.states(of: inputs)
      if let step = made.overflowAt { throw .layerOverflow(layer: number, step: step) }
      inputs = made.states
    }
    return inputs
  }

  /// The same steps with the last one first, as the reverse direction of a bidirectional layer reads them: step t is step
  /// T + 1 − t of these, with its class. The name says so.
  public func reversed() -> InputSequence {
    let backwards = stride(from: steps, to: 0, by: -1).flatMap { values[($0 - 1) * dimension..<$0 * dimension] }
    return InputSequence(
      name: name + " backwards", dimension: dimension, values: backwards, classes: classes.map { $0.reversed() })
  }
}
