/// What truncation and clipping make of the gradient that is looked at.
package struct RemediedGradient: Sendable {
  /// The sum that nothing is left out of; with its adjoints clamped, if that is how it is clipped.
  package let whole: Contributions
  /// What is left of it: of each step its contribution, 0 where it is cut.
  package let contributions: Contributions
  /// How far off the rest is; nil where nothing is cut, and where finding it takes too long.
  package let bias: TruncationBias?
  /// The windows that would be enough; nil where nothing is cut, where a total loss does not tell, and where finding them
  /// takes too long.
  package let enough: EnoughWindow?
  /// Before and after; nil where nothing is clipped, and where finding it takes too long.
  package let clipped: ClippedGradient?
  /// The first step whose contribution takes part: where the way back ends.
  package let firstStep: Int

  /// Sums that have been gathered part by part.
  package struct Sums: Sendable {
    package let whole: Contributions?
    package let kept: Contributions?

    package init(whole: Contributions? = nil, kept: Contributions? = nil) { (self.whole, self.kept) = (whole, kept) }
  }

  /// Nil where there is neither, and where what is left would cost more multiplications than are affordable. Of what costs
  /// more by itself there is nothing.
  ///
  /// - Throws: what `check` throws, which is called again and again: for every step of what takes long.
  package init?(
    of plain: Contributions, _ truncation: Truncation, _ clipping: Clipping?, _ sums: Sums = Sums(),
    affordable: Double = .infinity, check: (() throws -> Void)? = nil
  ) rethrows {
    guard truncation != .none || clipping != nil else { return nil }
    let cost = RemedyCost(plain, truncation, clipping)
    guard cost.kept <= affordable else { return nil }
    func sum(_ truncation: Truncation, _ check: (() throws -> Void)?) rethrows -> Contributions {
      try Contributions(
        of: plain.trajectory, target: plain.target, parameter: plain.parameter, observable: plain.observable,
        truncation: truncation, adjointLimit: clipping?.adjointLimit, check: check)
    }
    let whole = clipping?.adjointLimit == nil ? plain : try sums.whole ?? sum(.none, check)
    self.whole = whole
    contributions = truncation == .none ? whole : try sums.kept ?? sum(truncation, check)
    firstStep = contributions.firstKept
    let isCut = truncation != .none
    bias = isCut && cost.bias <= affordable ? try TruncationBias(of: contributions, against: whole, check: check) : nil
    enough = isCut && cost.enough <= affordable ? try EnoughWindow(ofAny: whole, check: check) : nil
    clipped =
      cost.clipped <= affordable
      ? try clipping.map {
        try ClippedGradient(
          of: plain.trajectory, target: plain.target, observable: plain.observable, truncation: truncation,
          clipping: $0, check: check)
      } : nil
  }

  /// Whether something is missing where only so many multiplications are affordable that more of them would find.
  package static func isMissing(
    of plain: Contributions, _ truncation: Truncation, _ clipping: Clipping?, affordable: Double, upTo more: Double
  ) -> Bool {
    guard truncation != .none || clipping != nil else { return false }
    let cost = RemedyCost(plain, truncation, clipping)
    guard cost.kept <= more else { return false }
    let ofCut = truncation == .none ? [] : [cost.bias, cost.enough]
    return ([cost.kept] + ofCut + (clipping == nil ? [] : [cost.clipped])).contains { $0 > affordable && $0 <= more }
  }

  /// Whether a step's contribution takes part.
  package func keeps(_ step: Int) -> Bool { contributions.keeps(step) }

  /// Whether terms are others than without: some are cut, or adjoints are clamped.
  package var changesTerms: Bool { contributions.truncation != .none || contributions.adjointLimit != nil }
}

extension Contributions {
  /// The first step that takes part.
  fileprivate var firstKept: Int {
    guard observable == .totalLoss else { return truncation.firstStep(reaching: target) }
    // The last step with a class hears itself at least.
    return (1..<target).first { keeps($0) } ?? target
  }
}

/// What each part of a remedied gradient costs, in multiplications, as far as it is found in one go; beside its
/// multiplications a step counts as a thousand of them.
private struct RemedyCost {
  /// The sum of what is left; of the whole state it is gathered part by part, and costs nothing here.
  let kept: Double
  let bias: Double
  let enough: Double
  let clipped: Double

  init(_ plain: Contributions, _ truncation: Truncation, _ clipping: Clipping?) {
    let (n, k) = (Double(plain.trajectory.hiddenSize), Double(plain.target))
    let (step, isTotal) = (n * n + 1000, plain.observable == .totalLoss)
    let pass = k * Double(plain.observable.covectorCount(units: plain.trajectory.hiddenSize)) * step
    // With a window the loss of every step has a way of its own.
    let windows = isTotal ? truncation.window.map { k * Swift.min(Double($0), k) * step } : nil
    let cut = windows ?? pass
    let isPlain = truncation == .none && clipping?.adjointLimit == nil
    kept = isPlain || plain.observable.isVector ? 0 : cut
    bias = plain.areNorms ? isTotal ? pass + cut : pass : 0
    enough =
      isTotal
      ? EnoughWindow.cost(ofTotalLoss: plain.trajectory, through: plain.target, parameter: plain.parameter)
      : plain.areNorms ? pass : 0
    clipped = 3 * cut * (clipping?.adjointLimit == nil ? 1 : 2)
  }
}
