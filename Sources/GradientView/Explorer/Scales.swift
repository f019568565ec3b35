import RNNCore

/// A round number 1, 2 or 5 × 10^n: n = ⌊index/3⌋. Any index is one, so scales never run out.
public struct RoundNumber: Hashable, Comparable, Sendable {
  /// Three to a decade: 0 is 1, 1 is 2, 2 is 5, 3 is 10, −1 is 0.5.
  public let index: Int

  /// The round number at an index.
  public init(index: Int) { self.index = index }

  /// The smallest round number that is not below a positive number.
  init(holding value: ScaledDouble) {
    let decade = Int(value.log10.rounded(.down))
    var index = 3 * decade - 1
    while RoundNumber(index: index).value < value { index += 1 }
    self.index = index
  }

  /// 1, 2 or 5.
  var mantissa: Int { [1, 2, 5][((index % 3) + 3) % 3] }
  /// n.
  var power: Int { index >= 0 ? index / 3 : (index - 2) / 3 }
  /// The number; exact for n up to 22, and within an ulp elsewhere in a Double's range.
  var value: ScaledDouble { ScaledDouble(Double(mantissa)) * .powerOfTen(power) }

  /// The order of the numbers.
  public static func < (a: RoundNumber, b: RoundNumber) -> Bool { a.index < b.index }
}

extension ScaledDouble {
  /// 10^x for any finite x within ±10^17, to nearly the digits of a Double: its whole part does not lose those of the rest.
  static func powerOfTen(_ x: Double) -> ScaledDouble {
    let whole = x.rounded(.down)
    return .exp((x - whole) * 2.302585092994046) * .powerOfTen(Int(whole))
  }

  /// 10^n by repeated multiplication: exact up to n = 22.
  static func powerOfTen(_ n: Int) -> ScaledDouble {
    var (result, base, remaining) = (ScaledDouble.one, ScaledDouble(10), n.magnitude)
    while remaining > 0 {
      if remaining & 1 == 1 { result *= base }
      base *= base
      remaining >>= 1
    }
    return n < 0 ? .one / result : result
  }
}

/// The scales in force on the three bands. They change in steps and with hysteresis: a scale that still holds its
/// numbers, and does not dwarf them, stays.
public struct Scales: Hashable, Sendable {
  /// Which side of 0 an axis shows.
  public enum Side: String, Sendable {
    /// From 0 up, from 0 down, or both.
    case above, below, both
  }

  /// The bound of the state band, where the activation has no range of its own.
  public var state: RoundNumber
  /// The side it shows.
  public var stateSide: Side
  /// What the factor band reaches up to, and down to the reciprocal of.
  public var factorBound: Int
  /// The power of ten at the top of the term band.
  public var termTop: Int
  /// The decades below it that are wanted at least.
  public var termDepth: Int
  /// The bound of the linear term band.
  public var linear: RoundNumber
  /// The side it shows.
  public var linearSide: Side

  /// How far the plane of eigenvalues reaches; nil for the scalar network.
  public var plane: PlaneReach?

  /// Scales from their parts.
  public init(
    state: RoundNumber, stateSide: Side, factorBound: Int, termTop: Int, termDepth: Int, linear: RoundNumber,
    linearSide: Side, plane: PlaneReach? = nil
  ) {
    self.state = state
    self.stateSide = stateSide
    self.factorBound = factorBound
    self.termTop = termTop
    self.termDepth = termDepth
    self.linear = linear
    self.linearSide = linearSide
    self.plane = plane
  }

  /// The depths that `{` and `}` walk through, in decades.
  static let depths = [3, 6, 9, 12, 18, 24, 36, 60, 90, 150, 300, 600, 1500, 3000, 6000, 15000, 60000]

  /// The scales for an analysis, given those in force before.
  static func adapted(to analysis: Analysis, from previous: Scales?, depth: Int?) -> Scales {
    let (extent, terms) = (analysis.extent, TermReach(analysis.contributions))
    return Scales(
      state: settled(extent.largestState, previous?.state, slack: 3), stateSide: extent.stateSide,
      factorBound: factorBound(extent, previous?.factorBound), termTop: termTop(terms, previous?.termTop),
      termDepth: depth ?? termDepth(terms, previous?.termDepth),
      linear: settled(terms.largestBar, previous?.linear, slack: 2), linearSide: terms.side,
      plane: analysis.weightSpectrum.map { PlaneReach.settled($0.spectralRadius, previous?.plane) })
  }

  /// Keeps the bound in force unless it is too small, or more than `slack` round numbers too large.
  private static func settled(_ largest: ScaledDouble, _ previous: RoundNumber?, slack: Int) -> RoundNumber {
    let needed = largest.isZero ? previous ?? RoundNumber(index: 0) : RoundNumber(holding: largest)
    guard let previous, needed <= previous, previous.index - needed.index <= slack else { return needed }
    return previous
  }

  /// Three quarters of the factors are to fit, so that a few extremes do not flatten the rest; to come closer again,
  /// nearly all and with room to spare.
  private static func factorBound(_ extent: Extent, _ previous: Int?) -> Int {
    guard extent.hasFactors else { return previous ?? Extent.factorBounds[1] }
    let needed = extent.factorBound(holding: 0.75)
    guard let previous, needed < previous else { return needed }
    return Swift.min(previous, extent.factorBound(holding: 0.9, well: true))
  }

  private static func termTop(_ terms: TermReach, _ previous: Int?) -> Int {
    guard !terms.largest.isZero else { return previous ?? 0 }
    let needed = Int(terms.largest.log10.rounded(.up))
    guard let previous, needed <= previous, needed >= previous - 2 else { return needed }
    return previous
  }

  private static func termDepth(_ terms: TermReach, _ previous: Int?) -> Int {
    guard !terms.largest.isZero else { return previous ?? 9 }
    let span = terms.largest.log10.rounded(.up) - terms.smallest.log10
    let needed = span <= 3 ? 3 : span <= 6 ? 6 : 9
    guard let previous, needed < previous, previous <= 9 else { return needed }
    return span > Double(previous) - 4 ? previous : needed
  }
}

/// How far the terms reach; nowhere where there are none.
private struct TermReach {
  let largest: ScaledDouble
  let smallest: ScaledDouble
  /// The largest of all |term|, of tensors of their signed bars, and |total|.
  let largestBar: ScaledDouble
  let side: Scales.Side

  init(_ contributions: Contributions?) {
    largest = contributions?.extent.largest ?? .zero
    smallest = contributions?.extent.smallest ?? .zero
    largestBar = Swift.max(contributions?.largestSigned ?? .zero, contributions?.total.magnitude ?? .zero)
    let (above, below) = (contributions?.extent.hasPositive ?? false, contributions?.extent.hasNegative ?? false)
    side = below ? (above ? .both : .below) : .above
  }
}

extension Contributions {
  /// The largest magnitude of a signed bar.
  fileprivate var largestSigned: ScaledDouble {
    areNorms ? indices.lazy.map { signed(at: $0).magnitude }.max() ?? .zero : extent.largest
  }
}
