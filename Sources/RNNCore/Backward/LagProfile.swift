/// The mean magnitude of the contributions of a lag ℓ = k − i, against the lag: the curve that papers print.
///
///     mean of |term(k, k−ℓ)| over the targets k > ℓ        of numbers with a sign
///     root of the mean of ‖C_{k−ℓ}‖² over the targets      of norms
///
/// A column that stands for several lags has the mean over all its pairs. A pair that a truncation leaves out counts as 0, and
/// lags of which it leaves none have no column.
public struct LagProfile: Hashable, Sendable {
  /// The lags of each column: 0 … `lags.last`, in order and without gaps.
  public let lags: [ClosedRange<Int>]
  /// The mean of each column, not negative.
  public let means: [ScaledDouble]
  /// How many pairs of a column were looked at, at most; nil where all were.
  public let pairsPerColumn: Int?

  /// The last lag that a column has.
  public var lastLag: Int { lags[lags.count - 1].upperBound }
}

extension LagProfile {
  /// Of ranges of lags from 0 on, what there is of them up to a last lag.
  static func ranges(_ lags: [ClosedRange<Int>], through last: Int) -> [ClosedRange<Int>] {
    precondition(lags.first?.lowerBound == 0, "ranges of lags begin with lag 0")
    return lags.prefix { $0.lowerBound <= last }.map { $0.clamped(to: 0...last) }
  }

  /// 0 … last cut evenly into at most `count` ranges, at least one.
  static func ranges(through last: Int, atMost count: Int) -> [ClosedRange<Int>] {
    let ranges = Swift.min(Swift.max(count, 1), last + 1)
    return (0..<ranges).map { $0 * (last + 1) / ranges...($0 + 1) * (last + 1) / ranges - 1 }
  }

  /// The last lag from 0 to `last` that is not below a floor, as far as doubling lags and then halving tells; 0 for none.
  static func reach(through last: Int, _ isAbove: (Int) -> Bool) -> Int {
    var (above, below) = (0, last + 1)
    var lag = 1
    while lag <= last {
      if isAbove(lag) { (above, below) = (lag, last + 1) } else if below > last { below = lag }
      lag = lag == last ? last + 1 : Swift.min(2 * lag, last)
    }
    while below - above > 1 {
      let middle = above + (below - above) / 2
      if isAbove(middle) { above = middle } else { below = middle }
    }
    return above
  }
}

extension ContributionBlocks {
  /// The mean of |term(k, k−ℓ)| over all finite targets, from lag 0 to about the last one whose mean reaches `floor`.
  ///
  /// At most about `budget` pairs are looked at. Where there are more, each column has a sample of them: up to four of
  /// its lags, and of each as many targets as there is room for, spread over all. Nil for blocks of norms, and where no
  /// step is finite.
  ///
  /// Complexity: O(`budget`), or O(`budget` + T) where a step factor is exactly 0.
  public func lagProfile(columns: Int, above floor: ScaledDouble, budget: Int) -> LagProfile? {
    guard let terms, terms.count > 0 else { return nil }
    return terms.profile(columns: columns, above: floor, budget: budget)
  }

  /// The same for given lags, in order and without gaps from 0, as far as there are such lags: that of another map can be
  /// laid beside it.
  ///
  /// Complexity: O(`budget`), or O(`budget` + T) where a step factor is exactly 0.
  public func lagProfile(lags: [ClosedRange<Int>], budget: Int) -> LagProfile? {
    guard let terms, terms.count > 0 else { return nil }
    return terms.profile(lags: lags, budget: budget)
  }
}

/// Every term(k,i) = A_k·B_i, any one of them at once.
struct SeparatedTerms: Sendable {
  private let trajectory: Trajectory
  private let parameter: Parameter
  /// A_k at index k − 1.
  private let products: [ScaledDouble]
  /// Where A and B start anew.
  private let firstSteps: [Int]
  private let truncation: Truncation

  init(
    _ trajectory: Trajectory, _ parameter: Parameter, products: [ScaledDouble], firstSteps: [Int],
    truncation: Truncation
  ) {
    (self.trajectory, self.parameter, self.products, self.firstSteps) = (trajectory, parameter, products, firstSteps)
    self.truncation = truncation
  }

  /// The last finite step.
  var count: Int { products.count }

  func profile(columns: Int, above floor: ScaledDouble, budget: Int) -> LagProfile {
    sample { sampler in
      let last = LagProfile.reach(through: longestLag) { sampler.mean($0...$0, pairs: Self.probe) >= floor }
      return profile(LagProfile.ranges(through: last, atMost: columns), sampler, budget: budget)
    }
  }

  func profile(lags: [ClosedRange<Int>], budget: Int) -> LagProfile {
    sample { profile(LagProfile.ranges(lags, through: longestLag), $0, budget: budget) }
  }

  private func profile(_ lags: [ClosedRange<Int>], _ sampler: LagSampler, budget: Int) -> LagProfile {
    let last = lags[lags.count - 1].upperBound
    // Σ_{ℓ ≤ last} (count − ℓ)
    let isWhole = (last + 1) * (2 * count - last) / 2 <= budget
    let pairs = isWhole ? Int.max : Swift.max(budget / lags.count, 1)
    return LagProfile(
      lags: lags, means: lags.map { sampler.mean($0, pairs: pairs) }, pairsPerColumn: isWhole ? nil : pairs)
  }

  private func sample(_ body: (LagSampler) -> LagProfile) -> LagProfile {
    let starts = startsOfSteps
    return products.withUnsafeBufferPointer { products in
      ScalarSteps.with(trajectory, parameter) { steps in
        body(
          LagSampler(
            steps: steps, products: products, starts: starts, truncation: truncation == .none ? nil : truncation))
      }
    }
  }

  /// The longest lag of which a pair is left.
  private var longestLag: Int { Swift.min(count - 1, truncation.longestLag ?? count - 1) }

  /// The pairs that tell whether a lag is worth a column.
  private static let probe = 64

  /// By step, the first step of its stretch; nil where there is one stretch.
  private var startsOfSteps: [Int]? {
    guard firstSteps.count > 1 else { return nil }
    var starts: [Int] = []
    starts.reserveCapacity(count)
    for (first, next) in zip(firstSteps, firstSteps.dropFirst() + [count + 1]) {
      starts.append(contentsOf: repeatElement(first, count: next - first))
    }
    return starts
  }
}

/// Means over the pairs of some lags.
private struct LagSampler {
  let steps: ScalarSteps
  let products: UnsafeBufferPointer<ScaledDouble>
  /// By step, the first one whose terms reach it; nil where all do.
  let starts: [Int]?
  /// Nil where every step reaches every target.
  let truncation: Truncation?

  /// The mean over the pairs of a range of lags, or over about so many of them, spread evenly.
  func mean(_ lags: ClosedRange<Int>, pairs limit: Int) -> ScaledDouble {
    let all = lags.reduce(0) { $0 + products.count - $1 }
    var (sum, count) = (ScaledSum(), 0)
    if all <= limit {
      for lag in lags { count += add(lag, targets: products.count - lag, to: &sum) }
    } else {
      let chosen = Swift.min(lags.count, 4)
      for place in 0..<chosen {
        let lag = lags.lowerBound + (2 * place + 1) * lags.count / (2 * chosen)
        count += add(lag, targets: Swift.min(Swift.max(limit / chosen, 1), products.count - lag), to: &sum)
      }
    }
    return sum.value / ScaledDouble(Double(count))
  }

  /// Adds the |terms| of a lag for as many targets, one in each of as many equal parts of the sequence. Where in its part
  /// follows the golden ratio, so that no period of the input meets always the same phase.
  private func add(_ lag: Int, targets wanted: Int, to sum: inout ScaledSum) -> Int {
    let available = products.count - lag
    if wanted == available {
      for target in lag + 1...products.count { add(target, lag, to: &sum) }
      return wanted
    }
    let part = Double(available) / Double(wanted)
    var phase = 0.5
    for place in 0..<wanted {
      add(lag + 1 + Swift.min(Int((Double(place) + phase) * part), available - 1), lag, to: &sum)
      phase += 0.6180339887498949
      if phase >= 1 { phase -= 1 }
    }
    return wanted
  }

  @inline(__always)
  private func add(_ target: Int, _ lag: Int, to sum: inout ScaledSum) {
    let step = target - lag
    if let starts, starts[target - 1] > step { return }
    if let truncation, truncation.firstStep(reaching: target) > step { return }
    sum.add(steps.term(products[target - 1] / products[step - 1], at: step).magnitude)
  }
}
