/// The ways of looking at one and the same analysis. Cursor, knobs and undo are shared by all of them.
package enum View: String, CaseIterable, Sendable {
  /// State, step factors and terms over time.
  case flow
  /// The derivation of ∂s_k/∂θ, written out with its numbers.
  case derivation
  /// Every |term(k,i)| at once.
  case map
  /// What other values of the knob would do.
  case landscape
  /// Eigenvalues of W and singular values of the flow, of a network with several units.
  case spectrum
}
