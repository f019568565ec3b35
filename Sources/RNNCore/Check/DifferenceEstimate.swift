/// What difference quotients say of a derivative.
enum DifferenceEstimate {
  /// A number, how far its neighbours in the extrapolation table lie from it, and what the rounding of the values it is
  /// the difference of may have done to it.
  case value(Double, spread: Double, rounding: Double)
  /// Even the smallest step crosses a kink at that step of time.
  case kink(step: Int)
  /// Even the smallest step overflows.
  case overflow

  /// Central differences at steps h, h/1.4, h/1.4², … extrapolated to h → 0; the entry whose neighbours agree best
  /// (Ridders, Advances in Engineering Software 4, 1982).
  ///
  /// The first h is made smaller until the quotient exists, down to 2^−26 of what was asked for.
  static func ridders(initialStep: Double, _ quotient: (Double) -> DifferenceEstimate) -> DifferenceEstimate {
    var step = initialStep
    var first = quotient(step)
    for _ in 0..<13 {
      if case .value = first { break }
      step /= 4
      first = quotient(step)
    }
    guard case .value(let value, _, let rounding) = first else { return first }
    return extrapolate(value, rounding, step, quotient)
  }

  private static func extrapolate(
    _ first: Double, _ firstRounding: Double, _ initialStep: Double, _ quotient: (Double) -> DifferenceEstimate
  ) -> DifferenceEstimate {
    var (step, row) = (initialStep, [first])
    var (best, spread, bestRounding) = (first, Double.infinity, firstRounding)
    for _ in 1..<26 {
      step /= ratio
      guard case .value(let next, _, let rounding) = quotient(step) else { break }
      let extended = neville(row, next)
      for order in 1..<extended.count {
        let distance = Swift.max(
          (extended[order] - extended[order - 1]).magnitude, (extended[order] - row[order - 1]).magnitude)
        if distance <= spread { (best, spread, bestRounding) = (extended[order], distance, rounding) }
      }
      row = Array(extended.prefix(10))
    }
    return .value(best, spread: spread, rounding: bestRounding)
  }

  /// The next row of the table: each entry removes one more even power of h.
  private static func neville(_ row: [Double], _ next: Double) -> [Double] {
    var extended = [next]
    var factor = 1.0
    for previous in row {
      factor *= ratio * ratio
      extended.append((extended[extended.count - 1] * factor - previous) / (factor - 1))
    }
    return extended
  }

  private static let ratio = 1.4
}
