/// What a target step does at one value of a swept variable.
public struct Response: Hashable, Sendable {
  /// The variable's value.
  public let value: Double
  /// The last states up to s_k, the oldest first: at most as many as were asked for, and none before s_1. Empty where the
  /// trajectory overflows before k.
  public let states: [Double]
  /// ∂s_k/∂θ, or that of what else is looked at; nil where the trajectory overflows, or a loss has no value.
  public let total: ScaledDouble?
  /// What a truncation leaves of `total`; nil likewise, and where nothing is left out.
  public let cutTotal: ScaledDouble?
  /// |P(k,1)|; nil where the trajectory overflows, 0 where the path is blocked.
  public let flow: ScaledDouble?
  /// λ(k,1) = ln|P(k,1)|/(k−1); nil for k = 1, blocked or overflowed.
  public let lyapunovExponent: Double?
  /// The largest |P(k,i)|; nil where none is above 1. Of several units σ_max(P(k,i)), where it tells what λ is silent
  /// about (`Regime.way`).
  public let peak: FlowExtreme?

  /// A response with the growth that follows from the flow; without a flow, that of a trajectory that overflows.
  init(
    value: Double, states: [Double] = [], total: ScaledDouble? = nil, cutTotal: ScaledDouble? = nil,
    flow: ScaledDouble? = nil, peak: FlowExtreme? = nil, target: Int
  ) {
    (self.value, self.states, self.total, self.flow, self.peak) = (value, states, total, flow, peak)
    self.cutTotal = cutTotal
    lyapunovExponent = flow.flatMap { Self.lyapunovExponent(of: $0, target: target) }
  }

  /// ln|P(k,1)|/(k−1).
  static func lyapunovExponent(of flow: ScaledDouble, target: Int) -> Double? {
    target > 1 && !flow.isZero ? flow.naturalLogarithm / Double(target - 1) : nil
  }
}

/// Where λ(k,1) crosses 0 between two values of a swept variable, closed in on by bisection.
public struct GrowthCrossing: Hashable, Sendable {
  /// It is at this value or above.
  public private(set) var low: Double
  /// It is at this value or below.
  public private(set) var high: Double
  private let isShrinkingAtLow: Bool
  /// How often the distance has been halved.
  public private(set) var halvings = 0

  /// nil unless λ exists at both values and has different signs there, 0 counting as growth.
  public init?(between low: Response, and high: Response) {
    guard let left = low.lyapunovExponent, let right = high.lyapunovExponent, (left < 0) != (right < 0) else {
      return nil
    }
    (self.low, self.high, isShrinkingAtLow) = (low.value, high.value, left < 0)
  }

  /// The value half-way, which is at most half of the distance from the crossing.
  public var middle: Double { low + (high - low) / 2 }

  /// Halves the distance by λ at the value half-way.
  public mutating func halve(_ rateAtMiddle: Double) {
    if (rateAtMiddle < 0) == isShrinkingAtLow { low = middle } else { high = middle }
    halvings += 1
  }
}

extension Experiment {
  /// The response of target step k of a network of several units to gains g, W being g times the recurrent weights here.
  ///
  /// `states` are the last ones of the unit that is observed; of another observable s_k alone, at most `count` of its
  /// units evenly spread. `total` is the norm of the gradient, ‖G‖_F, and `flow` σ_max(P(k,1)). All are empty or nil
  /// where g·W or the trajectory overflows before k; `total` is nil too where the observable has no value. `cutTotal` is the
  /// norm of what a truncation leaves of it.
  ///
  /// Complexity: O(k·n³) time for each gain; a truncation adds that of its own sum (`Contributions`).
  public func responses(
    toGains gains: [Double], target: Int, parameter: Parameter, observable: Observable,
    truncation: Truncation = .none, statesKept count: Int = 32
  ) -> [Response] {
    precondition((1...inputs.steps).contains(target) && count > 0, "the target is one of the steps")
    return gains.map { gain in
      guard let changed = scaled(byGain: gain) else { return Response(value: gain, target: target) }
      return changed.response(
        at: gain, target: target, parameter: parameter, observable: observable, truncation: truncation,
        statesKept: count)
    }
  }

  /// The response of this network, at the value that made it, by the general way.
  func response(
    at value: Double, target: Int, parameter: Parameter, observable: Observable, truncation: Truncation,
    statesKept count: Int
  ) -> Response {
    let trajectory = trajectory()
    guard trajectory.isFinite(through: target) else { return Response(value: value, target: target) }
    let contributions =
      trajectory.canObserve(observable, at: target)
      ? Contributions(of: trajectory, target: target, parameter: parameter, observable: observable) : nil
    let flow =
      contributions?.flowToFirst?.largestSingularValue(order: network.stateSize)
      ?? trajectory.flowNorm(from: 1, to: target)
    let regime =
      contributions.map { Regime(of: $0, extremes: .told) }
      ?? Regime(of: trajectory, target: target, extremes: .told)
    let rest = truncation == .none ? nil : contributions?.left(by: truncation)
    let peak: FlowExtreme? = if case .explodedFirst(let peak) = regime.way { peak } else { nil }
    return Response(
      value: value, states: trajectory.watchedStates(observable, target: target, count: count),
      total: contributions?.total, cutTotal: rest?.total, flow: flow, peak: peak, target: target)
  }

  /// λ(k,1) of the network with a gain g; nil where it does not exist.
  ///
  /// Complexity: O(k·n³) time.
  public func growth(ofGain gain: Double, target: Int) -> Double? {
    trajectory(gain: gain, through: target).flatMap {
      Response.lyapunovExponent(of: $0.flowNorm(from: 1, to: target), target: target)
    }
  }

  /// Nil where g·W or a state up to the target overflows.
  private func trajectory(gain: Double, through target: Int) -> Trajectory? {
    guard let trajectory = scaled(byGain: gain)?.trajectory() else { return nil }
    return trajectory.isFinite(through: target) ? trajectory : nil
  }

  /// The same with g·W; nil where that overflows.
  private func scaled(byGain gain: Double) -> Experiment? {
    guard let scaled = try? network.scaled(byGain: gain) else { return nil }
    var changed = self
    changed.start.network = scaled
    return changed
  }
}

extension Trajectory {
  /// The last states of an observed unit, the oldest first; else units of s_k, evenly spread.
  fileprivate func watchedStates(_ observable: Observable, target: Int, count: Int) -> [Double] {
    let watched: Int? = if case .unit(let unit) = observable { unit } else { hiddenSize == 1 ? 0 : nil }
    if let unit = watched {
      return (Swift.max(target - count + 1, 1)...target).map { states[$0 * stateSize + unit] }
    }
    let shown = Swift.min(count, hiddenSize)
    return (0..<shown).map { states[target * stateSize + $0 * hiddenSize / shown] }
  }
}

extension Contributions {
  /// The same sum with summands left out.
  fileprivate func left(by truncation: Truncation) -> Contributions {
    Contributions(
      of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation)
  }
}
