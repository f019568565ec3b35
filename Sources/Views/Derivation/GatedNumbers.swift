import Explorer
import RNNCore

extension Analysis {
  /// Whether it is of a scalar gated cell, every quantity of which is one number with its sign.
  var isScalarGated: Bool {
    let network = trajectory.network
    return network.hasConstantGates && network.hiddenSize == 1 && network.inputSize == 1
  }

  /// The gradient by the ways that cost no more than a key press should.
  fileprivate func check(withDifferences: Bool) -> DerivationCheck {
    DerivationCheck(
      GradientCheck(
        of: experiment, target: target, parameter: parameter, observable: observable,
        methods: withDifferences ? Set(GradientCheck.Method.allCases) : [.forwardRecursion]))
  }
}

/// What the derivation of a scalar gated cell needs beyond the terms: the way back, number by number, and the check.
struct GatedNumbers: Sendable {
  let record: AdjointRecord
  let check: DerivationCheck

  /// The numbers of an analysis; nil where it has no contributions.
  init?(_ analysis: Analysis) {
    guard let contributions = analysis.contributions else { return nil }
    record = AdjointRecord(of: contributions)
    check = analysis.check(withDifferences: analysis.target <= DerivationNumbers.differenceLimit)
  }
}

/// What the derivation of a gated cell of several units needs: norms on the way back, and the check.
struct GatedMatrixNumbers: Sendable {
  /// nil where it costs too much.
  let record: AdjointRecord?
  let check: DerivationCheck

  /// Up to this k·n³ the way back is taken apart for the whole state.
  static let recordLimit = 1 << 27

  /// The numbers of an analysis; nil where it has no contributions.
  init?(_ analysis: Analysis) {
    guard let contributions = analysis.contributions else { return nil }
    let n = Double(analysis.trajectory.hiddenSize)
    let square = Double(analysis.target) * n * n
    record =
      square * (analysis.observable.isVector ? n : 1) <= Double(Self.recordLimit)
      ? AdjointRecord(of: contributions) : nil
    check = analysis.check(withDifferences: square <= Double(MatrixDerivationNumbers.differenceLimit))
  }
}
