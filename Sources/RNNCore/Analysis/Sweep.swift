/// One row of a sweep: how a target step fares at one value of the swept variable.
public struct SweepPoint: Hashable, Sendable {
  /// The variable's value.
  public let value: Double
  /// s_k, or nil where the trajectory overflows before it.
  public let state: Double?
  /// ∂s_k/∂θ, or that of what else is looked at; nil likewise, and where a loss has no value.
  public let total: ScaledDouble?
  /// What a truncation leaves of it: the total itself where nothing is left out; nil likewise.
  public let cutTotal: ScaledDouble?
  /// λ(k,1), the verdict and the extremes on the way.
  public let regime: Regime
}

extension Experiment {
  /// The row of a sweep at one value of a variable of the scalar network.
  ///
  /// - Throws: `NetworkError.notFinite` for NaN or infinity.
  /// - Complexity: O(k).
  public func sweepPoint(
    _ variable: ScalarVariable, _ value: Double, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none
  ) throws(NetworkError) -> SweepPoint {
    let trajectory = try Experiment(start: start.setting(variable, to: value), inputs: inputs).trajectory()
    let canObserve = trajectory.isFinite(through: target) && trajectory.canObserve(observable, at: target)
    func contributions(_ truncation: Truncation) -> Contributions? {
      guard canObserve else { return nil }
      return Contributions(
        of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation)
    }
    let whole = contributions(.none)
    let cut = truncation == .none ? whole : contributions(truncation)
    return SweepPoint(
      value: value, state: trajectory.isFinite(through: target) ? trajectory.state(at: target).first : nil,
      total: whole?.total, cutTotal: cut?.total,
      regime: whole.map { Regime(of: $0) } ?? Regime(of: trajectory, target: target))
  }
}

/// The values a sweep visits: from, from + step, … up to and including the end.
public struct SweepRange: Hashable, Sendable {
  /// The variable that is swept.
  public let variable: ScalarVariable
  /// The first value.
  public let from: Double
  /// The distance of neighbouring values; negative to walk down.
  public let step: Double
  /// The number of values, at least 1.
  public let count: Int

  /// A range of at most 10⁷ values; the end is included when a whole number of steps reaches it to within 10⁻⁹ of one.
  ///
  /// Returns nil unless all three are finite and the step, not 0, leads from the start to the end in that many.
  public init?(variable: ScalarVariable, from: Double, through end: Double, by step: Double) {
    let steps = (end - from) / step
    guard from.isFinite, end.isFinite, step.isFinite, step != 0, steps >= 0, steps < 10_000_000 else { return nil }
    self.variable = variable
    self.from = from
    self.step = step
    count = Int((steps + 1e-9).rounded(.down)) + 1
  }

  /// Value number `index`, from 0: the decimal grid point nearest to from + index·step, so that 0:3:0.01 visits 0.07
  /// and not 0.07000000000000001.
  public func value(at index: Int) -> Double {
    precondition((0..<count).contains(index), "one of the range's values")
    let raw = from + Double(index) * step
    guard let digits = Self.decimals(of: from, step) else { return raw }
    return (raw * digits).rounded() / digits
  }

  /// The power of ten that makes both numbers whole, up to 10⁹.
  private static func decimals(of a: Double, _ b: Double) -> Double? {
    var scale = 1.0
    for _ in 0...9 {
      let scaled = [a * scale, b * scale]
      if scaled.allSatisfy({ ($0 - $0.rounded()).magnitude < 1e-9 * Swift.max($0.magnitude, 1) && $0.magnitude < 1e15 })
      {
        return scale
      }
      scale *= 10
    }
    return nil
  }
}

/// In which order evenly spread samples are taken, so that at every moment those there are spread evenly.
public enum SamplingOrder {
  /// 0 ..< `count`: the first, the middle, the quarters, the eighths … – strides that halve, and within a stride the
  /// places in the same order again (the bits of a place are those of its rank, reversed). Complexity: O(count·log
  /// count).
  public static func places(_ count: Int) -> [Int] {
    let bits = Int.bitWidth - Swift.max(count - 1, 0).leadingZeroBitCount
    return (0..<1 << bits).map { reversed($0, bits: bits) }.filter { $0 < count }
  }

  private static func reversed(_ place: Int, bits: Int) -> Int {
    (0..<bits).reduce(0) { $0 << 1 | (place >> $1) & 1 }
  }
}
