import RNNCore

/// What is kept as B, to be seen beside what is shown: all that an analysis follows from, and nothing of how it is looked at.
///
/// It need not have the network, the input, the steps or the gradient of what is shown.
package struct Counterpart: Hashable, Sendable {
  /// The network and s_0.
  let start: InitializedNetwork
  /// What W is made from where the network has several units.
  let matrix: ScaledNetwork?
  /// Which of the session's checkpoints it is, if any.
  package var checkpoint: CheckpointPlace?
  let input: InputChoice
  let target: Int
  let inspected: Int
  let parameter: Parameter
  let observable: Observable
  let cut: Cut
  let clipping: Clipping?
}
