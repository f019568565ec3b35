import RNNCore

/// What truncation and clipping make of the gradient that is looked at.
package struct RemediedGradient: Sendable {
  /// The sum that nothing is left out of; with its adjoints clamped, if that is how it is clipped.
  package let whole: Contributions
  /// What is left of it: of each step its contribution, 0 where it is cut.
  package let contributions: Contributions
  /// How far off the rest is; nil where nothing is cut.
  package let bias: TruncationBias?
  /// The windows that would be enough; nil where nothing is cut, and where a total loss does not tell.
  package let enough: EnoughWindow?
  /// Before and after; nil where nothing is clipped.
  package let clipped: ClippedGradient?

  /// Nil where there is neither.
  init?(of plain: Contributions, _ truncation: Truncation, _ clipping: Clipping?) {
    guard truncation != .none || clipping != nil else { return nil }
    func sum(_ truncation: Truncation) -> Contributions {
      Contributions(
        of: plain.trajectory, target: plain.target, parameter: plain.parameter, observable: plain.observable,
        truncation: truncation, adjointLimit: clipping?.adjointLimit)
    }
    let whole = clipping?.adjointLimit == nil ? plain : sum(.none)
    self.whole = whole
    contributions = truncation == .none ? whole : sum(truncation)
    bias = truncation == .none ? nil : TruncationBias(of: contributions, against: whole)
    enough = truncation == .none ? nil : EnoughWindow(ofAny: whole)
    clipped = clipping.map {
      ClippedGradient(
        of: plain.trajectory, target: plain.target, observable: plain.observable, truncation: truncation, clipping: $0)
    }
  }

  /// Whether a step's contribution takes part.
  package func keeps(_ step: Int) -> Bool { contributions.keeps(step) }
}
