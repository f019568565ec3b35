import RNNCore

extension Scales {
  /// The scales for an analysis and the terms as their columns show them, given those in force before. Without columns, as
  /// in other views, the terms are taken one by one.
  package static func adapted(
    to analysis: Analysis, _ terms: PooledTerms?, from previous: Scales?, depth: Int?
  ) -> Scales {
    let remedied = terms.flatMap { _ in analysis.pooled?.remedied }
    let reach = TermReach(analysis.contributions, terms, remedied, previous?.sum)
    return Scales(
      state: stateReach(analysis, previous?.state),
      factor: .settled(analysis.extent.factors, previous?.factor),
      termTop: termTop(reach, previous?.termTop), termDepth: depth ?? termDepth(reach, previous),
      isDepthChosen: depth != nil,
      sum: reach.isEmpty ? previous?.sum ?? LinearReach() : .settled(reach.low, reach.high, previous?.sum),
      plane: analysis.weightSpectrum.map { PlaneReach.settled($0.spectralRadius, previous?.plane) })
  }

  /// What the states reach, on either side of 0 by itself; the whole range of an activation that has one where they use most
  /// of it.
  private static func stateReach(_ analysis: Analysis, _ previous: LinearReach?) -> LinearReach {
    let (low, high) = (analysis.extent.states.lowerBound, analysis.extent.states.upperBound)
    let used = LinearReach.settled(ScaledDouble(Swift.min(low, 0)), ScaledDouble(Swift.max(high, 0)), previous)
    guard let range = analysis.experiment.network.activation.range else { return used }
    func isMostUsed(_ state: Double, of end: Double) -> Bool { end != 0 && state / end > 0.6 }
    return LinearReach(
      below: isMostUsed(low, of: range.lowerBound) ? AxisBound(holding: ScaledDouble(-range.lowerBound)) : used.below,
      above: isMostUsed(high, of: range.upperBound) ? AxisBound(holding: ScaledDouble(range.upperBound)) : used.above)
  }

  private static func termTop(_ terms: TermReach, _ previous: Int?) -> Int {
    guard let highest = terms.highest else { return previous ?? 0 }
    let needed = Int(highest.rounded(.up))
    guard let previous, needed <= previous, needed >= previous - 1 else { return needed }
    return previous
  }

  /// The least depth that holds all, or the one in force where that holds it and is at most half as large again.
  private static func termDepth(_ terms: TermReach, _ previous: Scales?) -> Int {
    guard let highest = terms.highest, let lowest = terms.lowest else {
      return previous?.termDepth ?? depthWithoutTerms
    }
    let span = highest.rounded(.up) - lowest
    let needed = depths.first { Double($0) >= span } ?? depths[depths.count - 1]
    guard let previous = previous?.termDepth, needed < previous, Double(previous) <= 1.5 * Double(needed) + 1 else {
      return needed
    }
    return previous
  }
}

/// How far the terms reach; nowhere where there are none.
private struct TermReach {
  /// The decimal logarithms between which the columns lie. Of the columns far below all others a twentieth may be left out.
  let lowest: Double?
  let highest: Double?
  /// What bars reach and, unless it is far more, their running sum.
  let low: ScaledDouble
  let high: ScaledDouble

  var isEmpty: Bool { low.isZero && high.isZero }

  init(
    _ contributions: Contributions?, _ terms: PooledTerms?, _ remedied: RemediedTerms?, _ previous: LinearReach?
  ) {
    let logarithms = ((terms?.logarithms ?? []) + (remedied?.kept.logarithms ?? [])).sorted()
    highest = logarithms.last ?? contributions.flatMap { $0.extent.largest.isZero ? nil : $0.extent.largest.log10 }
    lowest =
      logarithms.isEmpty
      ? contributions.flatMap { $0.extent.smallest.isZero ? nil : $0.extent.smallest.log10 }
      : Self.floor(logarithms)
    let extent = contributions?.extent
    (low, high) =
      terms.map { Self.linear($0, remedied, previous) }
      ?? (
        extent?.hasNegative == true ? -(extent?.largest ?? .zero) : .zero,
        extent?.hasPositive == true ? extent?.largest ?? .zero : .zero
      )
  }

  /// What bars that add up and their running sum need; of a sum that is so many times as large that the bars could not be
  /// told apart only as much as the bars.
  private static func linear(
    _ terms: PooledTerms, _ remedied: RemediedTerms?, _ previous: LinearReach?
  ) -> (ScaledDouble, ScaledDouble) {
    let bars = terms.barReach.spanning(remedied?.barReach)
    let sums = terms.sumReach.spanning(remedied?.sumReach)
    let (bar, sum) = (size(bars), size(sums))
    // The reach in force is of the bars alone where it is nearer to them.
    let isForBars = previous.map { $0.bound * $0.bound < bar * sum } ?? false
    let limit = !bar.isZero && sum > bar * ScaledDouble(isForBars ? 6 : 14) ? bar : sum
    return (
      Swift.min(bars.lowerBound, Swift.max(sums.lowerBound, -limit)),
      Swift.max(bars.upperBound, Swift.min(sums.upperBound, limit))
    )
  }

  private static func size(_ reach: ClosedRange<ScaledDouble>) -> ScaledDouble {
    Swift.max(reach.lowerBound.magnitude, reach.upperBound)
  }

  /// The least of sorted numbers, unless a few of them would take more than half of the axis.
  private static func floor(_ logarithms: [Double]) -> Double {
    let (least, most) = (logarithms[0], logarithms[logarithms.count - 1])
    let typical = logarithms[logarithms.count / 20]
    return most - least > 2 * (most - typical) + 1 ? typical : least
  }
}
