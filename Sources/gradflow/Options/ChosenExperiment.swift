import Explorer
import RNNCore

/// What the flags of an experiment make.
struct ChosenExperiment {
  /// Every source that the explorer's `i` walks through.
  let sources: [InputSource]
  /// The one that is fed to the network, and how much of it.
  let choice: InputChoice
  /// k.
  let target: Int
  /// W₀ and its gain; nil for the scalar network.
  let matrix: ScaledNetwork?
  /// The network, s_0 and the inputs.
  let experiment: Experiment
  /// What of s_k is looked at.
  let observable: Observable
  /// What was taken of a model's file; nil without one.
  let note: ModelNote?

  /// The state that the explorer starts with.
  func state(inspected: Int) -> State {
    var state = State(start: experiment.start, input: choice, target: target, inspected: inspected)
    (state.matrix, state.observable) = (matrix, observable)
    return state
  }
}
