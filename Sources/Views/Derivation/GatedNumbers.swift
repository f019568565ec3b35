import Explorer
import RNNCore

extension Analysis {
  /// Whether it is of a scalar gated cell, every quantity of which is one number with its sign.
  var isScalarGated: Bool {
    let network = trajectory.network
    return network.hasConstantGates && network.hiddenSize == 1 && network.inputSize == 1
  }

  /// The gradient by the ways that cost no more than a key press should.
  fileprivate func check(
    withDifferences: Bool, check: (() throws -> Void)? = nil
  ) rethrows -> DerivationCheck {
    DerivationCheck(
      try GradientCheck(
        of: experiment, target: target, parameter: parameter, observable: observable,
        methods: withDifferences ? Set(GradientCheck.Method.allCases) : [.forwardRecursion], check: check))
  }
}

/// What the derivation of a scalar gated cell needs beyond the terms: its chain, the way back number by number, and the check.
struct GatedNumbers: Sendable {
  /// ∂c_1/∂θ … ∂c_k/∂θ of the chain, index 0 being step 1.
  let totals: [ScaledDouble]
  /// ∂c_k/∂c_1, and what the gate alone would make of it.
  let flow: ScaledDouble
  let kept: ScaledDouble
  let record: AdjointRecord
  let check: DerivationCheck

  /// Up to this k central differences are taken: they cost some sixty forward passes of the general kind.
  static let differenceLimit = 2000

  /// The numbers of an analysis; nil where it has no contributions.
  init?(_ analysis: Analysis) {
    guard let contributions = analysis.contributions else { return nil }
    let chain = GatedChain(analysis.trajectory, analysis.parameter)
    totals = chain.totals(through: analysis.target)
    flow = chain.flow(through: analysis.target)
    kept = chain.kept(over: analysis.target - 1)
    record = AdjointRecord(of: contributions)
    guard analysis.target > Self.differenceLimit else {
      check = analysis.check(withDifferences: true)
      return
    }
    check = DerivationCheck(
      sumOfTerms: contributions.total,
      forwardRecursion: chain.gradient(totals, analysis.observable, at: analysis.target),
      limit: Self.differenceLimit)
  }
}

/// What the derivation of a gated cell of several units needs: norms on the way back, and the check.
struct GatedMatrixNumbers: Sendable {
  /// nil where it costs too much.
  let record: AdjointRecord?
  let check: DerivationCheck

  /// Up to this k·n³ the way back is taken apart for the whole state.
  static let recordLimit = 1 << 27

  /// The numbers of an analysis; nil where it has no contributions. What `check` throws ends it.
  init?(_ analysis: Analysis, check: (() throws -> Void)? = nil) rethrows {
    guard let contributions = analysis.contributions else { return nil }
    let n = analysis.trajectory.hiddenSize
    let square = Double(analysis.target) * Double(n) * Double(n)
    record =
      square * Double(analysis.observable.covectorCount(units: n)) <= Double(Self.recordLimit)
      ? AdjointRecord(of: contributions) : nil
    self.check = try analysis.check(
      withDifferences: square <= Double(MatrixDerivationNumbers.differenceLimit), check: check)
  }
}
