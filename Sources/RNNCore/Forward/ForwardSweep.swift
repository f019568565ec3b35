/// The forward pass of a network and of the layers that stand on it, some steps at a time, for whoever must not wait for all of
/// them at once.
///
///     var sweep = ForwardSweep(of: experiment)
///     while !sweep.isComplete { sweep.refine(budget: 1e9) }
///     sweep.trajectory           // as `experiment.trajectory()` is, to the last bit
///
/// Complexity: as for `Trajectory`. What the inputs add to every step of a layer is one part, and so are the other direction of a
/// bidirectional layer and a scalar network as a whole.
public struct ForwardSweep: Sendable {
  /// The runs of the layers below, the lowest first.
  private var below: [Trajectory] = []
  /// The layer that is run, and what it is fed.
  private var layer: InitializedNetwork
  private var inputs: InputSequence
  /// Its run; nil before it begins.
  private var run: (pass: CellForwardPass, record: ForwardRecord)?
  /// The forward pass; nil before it is complete.
  public private(set) var trajectory: Trajectory?

  /// Begins with an experiment whose parts fit each other, as those of `Experiment(validating:inputs:initialState:)` do.
  ///
  /// Complexity: O(T), for the checks.
  public init(of experiment: Experiment) {
    self.init(network: experiment.network, inputs: experiment.inputs, initialState: experiment.initialState)
  }

  init(network: RNN, inputs: InputSequence, initialState: [Double]) {
    precondition(inputs.steps > 0, "a trajectory has at least one step")
    precondition(inputs.dimension == network.inputSize, "an input has as many numbers as U has columns")
    precondition(initialState.count == network.stateSize, "s_0 has as many numbers as the state")
    precondition(initialState.allSatisfy(\.isFinite), "s_0 is finite")
    precondition(network.hasEvery(inputs.classes), "every class of the inputs is one that the network tells apart")
    layer = InitializedNetwork(network: network, initialState: initialState)
    self.inputs = inputs
  }

  /// Whether nothing is left to be run.
  public var isComplete: Bool { trajectory != nil }

  /// The part of the steps of all layers that were run, 0 … 1.
  public var progress: Double {
    guard trajectory == nil else { return 1 }
    let layers = Double(below.count + 1 + layer.network.layersAbove.count)
    return (Double(below.count) + Double(run?.record.steps ?? 0) / Double(inputs.steps)) / layers
  }

  /// Does more work, about so many multiplications, at least one step or one part unless nothing is left.
  ///
  /// Complexity: O(`budget`), or that of one part where it is more.
  public mutating func refine(budget: Double) {
    var spent = 0.0
    repeat {
      guard trajectory == nil else { return }
      spent += advance(budget - spent)
    } while spent < budget
  }

  /// Runs all that is left.
  mutating func finished() -> Trajectory {
    if let trajectory { return trajectory }
    refine(budget: .infinity)
    return finished()
  }

  /// One part; returns the multiplications that this took.
  private mutating func advance(_ budget: Double) -> Double {
    guard case (let pass, var record)? = run else { return begin() }
    // Nothing else holds the record, so that no step copies it.
    run = nil
    let cost = pass.costOfStep
    let steps = pass.run(&record, steps: Int(Swift.min(Swift.max(budget / cost, 1), Double(inputs.steps))))
    if pass.isComplete(record) { take(record) } else { run = (pass, record) }
    return Double(steps) * cost
  }

  /// Begins with a layer; a scalar network is run at once.
  private mutating func begin() -> Double {
    let network = layer.network
    guard network.isScalar, network.inputSize == 1 else {
      let pass = CellForwardPass(network.cell, inputs)
      run = (pass, pass.begin(from: layer.initialState))
      return pass.costOfInputs
    }
    take(network.activation.withFunction(ScalarForwardPass(network, inputs.values, layer.initialState[0])))
    return Double(inputs.steps)
  }

  /// Takes the run of a layer, and goes on to the one that stands on it.
  private mutating func take(_ record: ForwardRecord) {
    let run = Trajectory(layer.network, inputs, record)
    guard let next = layer.network.nextLayer else {
      return trajectory = below.reversed().reduce(run) { above, layer in layer.under(above) }
    }
    below.append(run)
    (layer, inputs) = (next, run.stateSequence(inputs.targets))
  }
}
