/// What rounding may have changed of singular values that were computed twice, each time rounded differently: a multiple
/// of how far the two lie apart.
///
/// Two values may lie closer than either does to the truth, by chance. So the largest difference counts of a value, its
/// neighbours, and all that were compared before: what a running product has lost it does not get back.
struct RoundingEstimate {
  /// For each r the largest relative difference so far; infinite where only one of the two has a value.
  private var differences: [Double]

  /// How far the truth may lie from two values, in multiples of their distance: such that products of Jordan blocks, of
  /// triangular and of dense matrices in some hundred digits lie within it.
  private static let margin = 10.0

  /// Of n singular values, none of them compared.
  init(order n: Int) { differences = Array(repeating: 0, count: n) }

  /// Compares two lists of values other than 0, the largest first; what a list does not have any more is lost.
  mutating func compare(_ a: [ScaledDouble], _ b: [ScaledDouble]) {
    let common = Swift.min(a.count, b.count)
    let found = (0..<common).map { Self.difference(a[$0], b[$0]) }
    for rank in differences.indices {
      let near = found.dropFirst(Swift.max(rank - 1, 0)).prefix(rank == 0 ? 2 : 3)
      let present = rank < common ? near.reduce(0, Swift.max) : .infinity
      differences[rank] = Swift.max(differences[rank], present)
    }
  }

  private static func difference(_ a: ScaledDouble, _ b: ScaledDouble) -> Double {
    let smaller = Swift.min(a, b)
    return smaller.isZero ? .infinity : ((a - b) / smaller).magnitude.doubleValue
  }

  /// The estimate for σ_{rank+1} after a number of steps, in each of which f′ and the product are rounded.
  func relativeError(_ rank: Int, lag: Int) -> Double {
    Self.margin * differences[rank] + Double(4 * differences.count + 8 * lag) * .ulpOfOne
  }
}
