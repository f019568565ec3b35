/// What a truncation costs: how far the cut gradient lies from the whole one, and whether it still points the same way.
///
///     bias      ‖G_cut − G‖/‖G‖
///     cosine    ⟨G_cut, G⟩/(‖G_cut‖·‖G‖); of numbers the product of their signs
///
/// What is left out is summed up by itself, so that a bias of 10^−300 has all its digits. Of a total loss, where each step's
/// loss hears steps of its own, it is the difference of two sums, and is known to some 10^−15 of Σ‖C_i‖.
///
/// Complexity: O(k) time for numbers; O(k·n²) for a unit or a loss and O(k·n³) for the whole state otherwise.
public struct TruncationBias: Hashable, Sendable {
  /// What is left out.
  public let truncation: Truncation
  /// G, with its sign where it is a number, else ‖G‖_F.
  public let total: ScaledDouble
  /// G_cut, likewise.
  public let cutTotal: ScaledDouble
  /// ‖G_cut − G‖.
  public let difference: ScaledDouble
  /// ‖G_cut − G‖/‖G‖; nil where G is 0.
  public let bias: ScaledDouble?
  /// −1 … 1, of numbers −1 or 1; nil where one of the two is 0.
  public let cosine: Double?

  /// Compares two sums of the same trajectory, target, parameter and observable, the second of them whole.
  ///
  /// - Throws: what `check` throws, which is called at every step that has to be gone back over again.
  public init(of cut: Contributions, against whole: Contributions, check: (() throws -> Void)? = nil) rethrows {
    precondition(whole.truncation == .none, "the gradient to compare with is whole")
    precondition(
      cut.target == whole.target && cut.parameter == whole.parameter && cut.observable == whole.observable,
      "both are gradients of the same")
    truncation = cut.truncation
    (total, cutTotal) = (whole.total, cut.total)
    let (difference, inner) =
      !whole.areNorms
      ? Self.ofNumbers(cut, whole)
      : whole.observable == .totalLoss
        ? try Self.ofTotalLoss(cut, whole, check) : try Self.ofTerms(cut, whole, check)
    self.difference = difference
    bias = total.isZero ? nil : difference / total.magnitude
    cosine =
      total.isZero || cutTotal.isZero
      ? nil
      : whole.areNorms
        ? Swift.min(Swift.max((inner / (total * cutTotal)).doubleValue, -1), 1)
        : Double(total.signum * cutTotal.signum)
  }

  /// Whether the cut gradient points away from the whole one: the other sign, or more than a right angle.
  public var pointsTheWrongWay: Bool { cosine.map { $0 < 0 } ?? false }

  private typealias Comparison = (difference: ScaledDouble, inner: ScaledDouble)

  private static func ofNumbers(_ cut: Contributions, _ whole: Contributions) -> Comparison {
    var sum = ScaledSum()
    if whole.observable == .totalLoss {
      for (some, all) in zip(cut.values(), whole.values()) { sum.add(all - some) }
    } else {
      let first = cut.truncation.firstStep(reaching: whole.target)
      for step in 1..<first { sum.add(whole.value(at: step)) }
    }
    return (sum.value.magnitude, whole.total * cut.total)
  }

  /// C_i of the cut sum is that of the whole one, or 0.
  private static func ofTerms(
    _ cut: Contributions, _ whole: Contributions, _ check: (() throws -> Void)?
  ) rethrows -> Comparison {
    let first = cut.truncation.firstStep(reaching: whole.target)
    let inner = whole.sum(over: first...whole.target) * whole.total
    guard first > 1 else { return (.zero, inner) }
    return (try PartialSums(of: whole, through: first - 1...first - 1, check: check).norms[0], inner)
  }

  private static func ofTotalLoss(
    _ cut: Contributions, _ whole: Contributions, _ check: (() throws -> Void)?
  ) rethrows -> Comparison {
    let (all, some) = (try whole.lossMatrix(check), try cut.lossMatrix(check))
    return ((all + some.negated).norm, all.dot(some))
  }
}

extension Contributions {
  /// ∂L/∂θ of the total loss, row by row.
  fileprivate func lossMatrix(_ check: (() throws -> Void)?) rethrows -> ScaledVector {
    let sweep = ContributionSweep(
      trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
      adjointLimit: adjointLimit)
    let history = try sweep.history(0..<1) { _, _ in try check?() }
    let deltas = history.deltas(of: sweep.block, units: trajectory.hiddenSize)
    return OuterProductSums(deltas, count: 1, sweep.inputs.rows).vector(0)
  }
}
