extension Trajectory {
  /// The number g that an observable stands for at a target step: s_k[r], L_k or L_1 + … + L_k over the steps that have
  /// a class. nil for the whole state and where `canObserve` is false.
  public func value(of observable: Observable, target: Int) -> Double? {
    guard isFinite(through: target), canObserve(observable, at: target) else { return nil }
    switch observable {
    case .state: return nil
    case .unit(let unit): return states[target * stateSize + unit]
    case .loss: return output(at: target)?.loss
    case .totalLoss:
      return (1...target).lazy.filter { inputs.classes?[$0 - 1] != nil }.compactMap { output(at: $0)?.loss }.reduce(
        0, +)
    }
  }
}
