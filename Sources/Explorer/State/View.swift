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

  /// Whether it is of networks with several units alone. Such views come last.
  var needsSeveralUnits: Bool { self == .spectrum }

  /// Its place among all views, from 1: the key that shows it.
  var digit: Int { (View.allCases.firstIndex(of: self) ?? 0) + 1 }
}
