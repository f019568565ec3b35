import RNNCore
import Screen

/// The scales in force on the bands. They follow from what the bands show, in steps and with hysteresis: a scale that still
/// holds its numbers, and does not dwarf them, stays.
package struct Scales: Hashable, Sendable {
  /// Which side of 0 an axis shows.
  package enum Side: String, Sendable {
    /// From 0 up, from 0 down, or both.
    case above, below, both
  }

  /// How far the states' band reaches.
  package var state: LinearReach
  /// How far the step factors' band reaches.
  package var factor: FactorReach
  /// The power of ten at the top of the term band.
  package var termTop: Int
  /// The decades below it that are wanted at least.
  package var termDepth: Int
  /// Whether those decades were asked for, so that they stay whatever the terms reach.
  package var isDepthChosen = false
  /// How far the linear term band reaches.
  package var sum: LinearReach
  /// How far the plane of eigenvalues reaches; nil for the scalar network.
  package var plane: PlaneReach?

  /// Scales from their parts.
  package init(
    state: LinearReach, factor: FactorReach, termTop: Int, termDepth: Int, isDepthChosen: Bool = false,
    sum: LinearReach, plane: PlaneReach? = nil
  ) {
    self.isDepthChosen = isDepthChosen
    self.state = state
    self.factor = factor
    self.termTop = termTop
    self.termDepth = termDepth
    self.sum = sum
    self.plane = plane
  }

  /// The depths that `{` and `}` walk through, in decades: up to that of T = 10⁷.
  package static let depths: [Int] = {
    let decade = [10, 12, 15, 18, 20, 24, 30, 36, 40, 50, 60, 80]
    return [2, 3, 4, 5, 6, 8]
      + (0..<7).flatMap { power in
        decade.map { mantissa in mantissa * Int(ScaledDouble.powerOfTen(power).doubleValue) }
      }
  }()

  /// The decades that are shown where there are no terms to be held, nor were before.
  static let depthWithoutTerms = 9
}

extension Scales {
  /// The scales for an analysis and the terms as their columns show them, and for what is kept as B beside it, given those in
  /// force before. Without columns, as in other views, the terms are taken one by one.
  package static func adapted(
    to analysis: Analysis, _ terms: PooledTerms?, beside other: Analysis? = nil, from previous: Scales?, depth: Int?
  ) -> Scales {
    let remedied = terms.flatMap { _ in analysis.pooled?.remedied }
    let reach = TermReach(analysis.contributions, terms, remedied, beside: other, previous?.sum)
    return Scales(
      state: stateReach(analysis, beside: other, previous?.state),
      factor: .settled(factors(analysis, beside: other), previous?.factor),
      termTop: termTop(reach, previous?.termTop), termDepth: depth ?? termDepth(reach, previous),
      isDepthChosen: depth != nil,
      sum: reach.isEmpty ? previous?.sum ?? LinearReach() : .settled(reach.low, reach.high, previous?.sum),
      plane: analysis.weightSpectrum.map { spectrum in
        let radius = Swift.max(spectrum.spectralRadius, other?.spectralRadius ?? .zero)
        return PlaneReach.settled(radius, previous?.plane)
      })
  }

  /// The step factors' extent, with those of B.
  private static func factors(_ analysis: Analysis, beside other: Analysis?) -> ClosedRange<ScaledDouble>? {
    analysis.extent.factors?.spanning(other?.extent.factors) ?? other?.extent.factors
  }

  /// What the states reach, on either side of 0 by itself; the whole range of an activation that has one where they use most
  /// of it.
  private static func stateReach(
    _ analysis: Analysis, beside other: Analysis?, _ previous: LinearReach?
  ) -> LinearReach {
    let beside = other.flatMap { analysis.hasStateBars && $0.hasStateBars ? $0.extent.states : nil }
    let own = analysis.drawnStates
    let low = Swift.min(own.lowerBound, beside?.lowerBound ?? own.lowerBound)
    let high = Swift.max(own.upperBound, beside?.upperBound ?? own.upperBound)
    let used = LinearReach.settled(ScaledDouble(Swift.min(low, 0)), ScaledDouble(Swift.max(high, 0)), previous)
    guard let range = analysis.experiment.network.stateRange else { return used }
    // As far as what stands beside it has room there.
    func isMostUsed(_ state: Double, _ both: Double, of end: Double) -> Bool {
      end != 0 && state / end > 0.6 && both / end <= 1
    }
    return LinearReach(
      below: isMostUsed(own.lowerBound, low, of: range.lowerBound)
        ? AxisBound(holding: ScaledDouble(-range.lowerBound)) : used.below,
      above: isMostUsed(own.upperBound, high, of: range.upperBound)
        ? AxisBound(holding: ScaledDouble(range.upperBound)) : used.above)
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

extension Analysis {
  /// ρ(W); |W| of the scalar network.
  fileprivate var spectralRadius: ScaledDouble {
    weightSpectrum?.spectralRadius ?? ScaledDouble(experiment.network.recurrentWeights.elements[0].magnitude)
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
    _ contributions: Contributions?, _ terms: PooledTerms?, _ remedied: RemediedTerms?, beside other: Analysis?,
    _ previous: LinearReach?
  ) {
    // Of B there are bars, and no flow.
    let others = terms == nil ? nil : other?.pooledTerms
    let logarithms =
      ((terms?.logarithms ?? []) + (remedied?.kept.logarithms ?? []) + (others?.termLogarithms ?? [])).sorted()
    let extents = [contributions?.extent, other?.keptContributions?.extent].compactMap { $0 }
    highest = logarithms.last ?? extents.map(\.largest).filter { !$0.isZero }.map(\.log10).max()
    lowest =
      logarithms.isEmpty
      ? extents.map(\.smallest).filter { !$0.isZero }.map(\.log10).min() : Self.floor(logarithms)
    let below = extents.filter(\.hasNegative).map(\.largest).max() ?? .zero
    let above = extents.filter(\.hasPositive).map(\.largest).max() ?? .zero
    (low, high) = terms.map { Self.linear($0, remedied, others, previous) } ?? (-below, above)
  }

  /// What bars that add up and their running sum need; of a sum that is so many times as large that the bars could not be
  /// told apart only as much as the bars.
  private static func linear(
    _ terms: PooledTerms, _ remedied: RemediedTerms?, _ others: PooledTerms?, _ previous: LinearReach?
  ) -> (ScaledDouble, ScaledDouble) {
    let bars = terms.barReach.spanning(remedied?.barReach).spanning(others?.barReach)
    let sums = terms.sumReach.spanning(remedied?.sumReach).spanning(others?.totalReach)
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

extension Scales: LosslessStringConvertible {
  /// The scales as `--axes` takes them: `state=1e0:1e0,factor=2e-2:1e0,terms=0:24,sum=-:2.5e-1`. Linear axes as their reach
  /// below 0 and above it, `-` for a side without one; the factors' as its lower and its upper end; the
  /// terms' as the power of ten at the top and the decades below it, and `:chosen`
  /// where those were asked for. Of a network of several units also `plane=0`, the place
  /// in the list of its reaches.
  package var description: String {
    "state=\(state.text),factor=\(factor.low.text):\(factor.high.text),terms=\(termTop):\(termDepth)\(isDepthChosen ? ":chosen" : ""),sum=\(sum.text)"
      + (plane.map { ",plane=\($0.index)" } ?? "")
  }

  /// Reads what `description` writes; nil for anything else.
  package init?(_ description: String) {
    var fields: [Substring: [Substring]] = [:]
    for part in description.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", omittingEmptySubsequences: false)
      guard halves.count == 2, fields[halves[0]] == nil else { return nil }
      fields[halves[0]] = halves[1].split(separator: ":", omittingEmptySubsequences: false)
    }
    guard fields.count == (fields["plane"] == nil ? 4 : 5), let state = LinearReach(fields["state"]),
      let factor = FactorReach(fields["factor"]), let terms = fields["terms"],
      terms.count == 2 || terms.count == 3 && terms[2] == "chosen",
      let top = Int(terms[0]), top.magnitude < 1 << 60, let depth = Int(terms[1]),
      depth == Self.depthWithoutTerms || Self.depths.contains(depth),
      let sum = LinearReach(fields["sum"])
    else { return nil }
    let plane = fields["plane"].map { $0.count == 1 ? PlaneReach($0[0]) : nil }
    if case .some(.none) = plane { return nil }
    self.init(
      state: state, factor: factor, termTop: top, termDepth: depth, isDepthChosen: terms.count == 3,
      sum: sum, plane: plane ?? nil)
  }
}

extension LinearReach {
  /// `1e0:2.5e-1`.
  fileprivate var text: String { (below?.text ?? "-") + ":" + (above?.text ?? "-") }

  fileprivate init?(_ parts: [Substring]?) {
    guard let parts, parts.count == 2 else { return nil }
    let (below, above) = (AxisBound(parts[0]), AxisBound(parts[1]))
    guard below != nil || parts[0] == "-", above != nil || parts[1] == "-" else { return nil }
    self.init(below: below, above: above)
  }
}

extension FactorReach {
  fileprivate init?(_ parts: [Substring]?) {
    guard let parts, parts.count == 2, let low = FactorBound(parts[0]), let high = FactorBound(parts[1]),
      low <= .one, high >= .one, low < high
    else { return nil }
    self.init(low: low, high: high)
  }
}

extension AxisBound {
  /// All powers of ten that a `ScaledDouble` has lie within these, 6.95·10^17, and ten bounds to each are an `Int`.
  private static let lastPower = 700_000_000_000_000_000

  /// `2.5e-3`.
  package var text: String { Self.text(mantissa) + "e\(power)" }

  package static func text(_ mantissa: Double) -> String {
    mantissa == mantissa.rounded() ? "\(Int(mantissa))" : "\(mantissa)"
  }

  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count == 2, let place = Self.mantissas.firstIndex(where: { Self.text($0) == parts[0] }),
      let power = Int(parts[1]), power.magnitude <= Self.lastPower
    else { return nil }
    self.init(index: 10 * power + place)
  }
}
