extension Experiment {
  /// The response of target step k of a network of several units to gains g, W being g times the recurrent weights here.
  ///
  /// `states` are the last ones of the unit that is observed; of another observable s_k alone, at most `count` of its units
  /// evenly spread. `total` is the norm of the gradient, ‖G‖_F, and `flow` σ_max(P(k,1)). All are empty or nil where g·W or
  /// the trajectory overflows before k; `total` is nil too where the observable has no value.
  ///
  /// Complexity: O(k·n³) time for each gain.
  public func responses(
    toGains gains: [Double], target: Int, parameter: Parameter, observable: Observable, statesKept count: Int = 32
  ) -> [Response] {
    precondition((1...inputs.steps).contains(target) && count > 0, "the target is one of the steps")
    return gains.map { gain in
      guard let trajectory = trajectory(gain: gain, through: target) else {
        return Response(value: gain, target: target)
      }
      let contributions =
        trajectory.canObserve(observable, at: target)
        ? Contributions(of: trajectory, target: target, parameter: parameter, observable: observable) : nil
      let flow =
        contributions?.flowToFirst?.spectralNorm(order: network.stateSize) ?? trajectory.flowNorm(from: 1, to: target)
      let regime =
        contributions.map { Regime(of: $0, extremes: .told) }
        ?? Regime(of: trajectory, target: target, extremes: .told)
      let peak: FlowExtreme? = if case .explodedFirst(let peak) = regime.way { peak } else { nil }
      return Response(
        value: gain, states: trajectory.watchedStates(observable, target: target, count: count),
        total: contributions?.total, flow: flow, peak: peak, target: target)
    }
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
    var changed = self
    guard let scaled = try? network.scaled(byGain: gain) else { return nil }
    changed.start.network = scaled
    let trajectory = changed.trajectory()
    return trajectory.isFinite(through: target) ? trajectory : nil
  }
}

extension Trajectory {
  /// The last states of an observed unit, the oldest first; else units of s_k, evenly spread.
  fileprivate func watchedStates(_ observable: Observable, target: Int, count: Int) -> [Double] {
    if case .unit(let unit) = observable {
      return (Swift.max(target - count + 1, 1)...target).map { states[$0 * stateSize + unit] }
    }
    let shown = Swift.min(count, hiddenSize)
    return (0..<shown).map { states[target * stateSize + $0 * hiddenSize / shown] }
  }
}
