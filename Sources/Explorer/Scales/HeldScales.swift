extension Scales {
  /// These scales, as wide as others are where those are wider: what is measured by both in turn is measured alike.
  ///
  /// What was asked for, the depth, stays. Nothing that these hold is lost, so marks are clipped no more than by these.
  func holding(_ other: Scales?) -> Scales {
    guard let other else { return self }
    var held = self
    held.state = state.spanning(other.state)
    held.factor.low = Swift.min(factor.low, other.factor.low)
    held.factor.high = Swift.max(factor.high, other.factor.high)
    held.termTop = Swift.max(termTop, other.termTop)
    if !isDepthChosen {
      let floor = Swift.min(termTop - termDepth, other.termTop - other.termDepth)
      let needed = held.termTop - floor
      held.termDepth =
        [termDepth, other.termDepth].filter { $0 >= needed }.min() ?? Self.depths.first { $0 >= needed }
        ?? Self.depths[Self.depths.count - 1]
    }
    held.sum = sum.spanning(other.sum)
    held.plane = [plane, other.plane].compactMap { $0 }.max()
    return held
  }
}

extension LinearReach {
  /// As far as either reaches, on both sides.
  func spanning(_ other: LinearReach) -> LinearReach {
    LinearReach(
      below: [below, other.below].compactMap { $0 }.max(), above: [above, other.above].compactMap { $0 }.max())
  }
}
