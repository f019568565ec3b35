extension Trajectory {
  /// Whether an observable exists at a target step in 1…T: a unit must be one of the network's; a loss needs a target
  /// (`totalLoss`: at one step up to there) of a kind that the network can be held against (`Targets`), classes V with two rows
  /// at least, and outputs that do not overflow. `validate` says why it does not.
  ///
  /// Complexity: O(1) for a state or a unit, O(p·n) for a loss, O(T·(p + n)) for the total loss or, near a `Double`'s
  /// end, O(T·p·n).
  public func canObserve(_ observable: Observable, at target: Int) -> Bool {
    guard (1...steps).contains(target) else { return false }
    switch observable {
    case .state: return true
    case .unit(let unit): return (0..<hiddenSize).contains(unit)
    case .cell: return layout.parts == 2
    case .cellUnit(let unit): return layout.parts == 2 && (0..<hiddenSize).contains(unit)
    case .loss: return stepLoss(at: target) != nil
    case .totalLoss:
      guard let readout, let targets = inputs.targets, let first = targets.knownSteps.first, first <= target else {
        return false
      }
      return top.isFinite(through: target) && hasFiniteOutputs(readout, targets, through: target)
    }
  }

  /// Says why a gradient at a target step does not exist, where it does not: of what is looked at, or of the step itself.
  ///
  /// - Throws: `ExperimentError` where the target is none of 1…T, a state overflows before it, the unit is none of the
  ///   network's, or a loss has no value (`canObserve`).
  /// - Complexity: as `canObserve`.
  public func validate(_ observable: Observable = .state, at target: Int) throws(ExperimentError) {
    guard (1...steps).contains(target) else { throw .targetOutOfRange(target, steps: steps) }
    if let overflowAt, overflowAt <= target { throw .overflow(step: overflowAt, target: target) }
    switch observable {
    case .state: return
    case .unit(let unit):
      guard (0..<hiddenSize).contains(unit) else { throw .unitOutOfRange(unit, units: hiddenSize) }
    case .cell: guard layout.parts == 2 else { throw .noCellState }
    case .cellUnit(let unit):
      guard layout.parts == 2 else { throw .noCellState }
      guard (0..<hiddenSize).contains(unit) else { throw .unitOutOfRange(unit, units: hiddenSize) }
    case .loss:
      try validateReadout()
      guard hasTarget(at: target) else { throw .noTarget(step: target) }
    case .totalLoss:
      try validateReadout()
      guard let first = inputs.targets?.knownSteps.first, first <= target else { throw .noTargets(through: target) }
    }
    guard canObserve(observable, at: target) else { throw .outputOverflow(target: target) }
  }

  private func validateReadout() throws(ExperimentError) {
    if let targets = inputs.targets { return try network.validate(targets) }
    guard network.hasClasses else { throw .noClasses }
  }

  /// The number g that an observable stands for at a target step: s_k[r], c_k[r], L_k or L_1 + … + L_k over the steps that have
  /// a target. nil for the whole state, for the loss of a recording, which has no number, and where `canObserve` is false.
  ///
  /// Complexity: O(1) for a unit, O(p·n) for a loss, O(k·p·n) for the total loss.
  public func value(of observable: Observable, target: Int) -> Double? {
    guard isFinite(through: target), canObserve(observable, at: target) else { return nil }
    switch observable {
    case .state, .cell: return nil
    case .unit(let unit): return states[target * stateSize + unit]
    case .cellUnit(let unit): return states[target * stateSize + hiddenSize + unit]
    case .loss: return stepLoss(at: target)?.value
    case .totalLoss:
      if case .gradients = inputs.targets?.kind { return nil }
      return (1...target).lazy.compactMap { stepLoss(at: $0)?.value }.reduce(0, +)
    }
  }

  /// Those of some ascending targets at which an observable exists, without going through all steps for each of them.
  func targets(_ targets: [Int], observing observable: Observable) -> [Int] {
    guard observable == .totalLoss, let last = targets.last, canObserve(observable, at: last),
      let first = inputs.targets?.knownSteps.first
    else { return targets.filter { canObserve(observable, at: $0) } }
    // What is finite through the last target is so through every other; only a target may be missing yet.
    return targets.filter { $0 >= first }
  }

  /// Whether the outputs of every step with a target are finite, and what they lose.
  private func hasFiniteOutputs(_ readout: Readout, _ targets: Targets, through last: Int) -> Bool {
    if case .gradients = targets.kind { return true }
    let largest = [readout.weights?.elements ?? [1], readout.bias, top.states].map(\.largestMagnitude)
    let sum = Double(top.hiddenSize) * largest[0] * largest[2] + largest[1]
    // Squares of less than 10^150 have a sum.
    let limit =
      if case .values(let values) = targets.kind { 1e150 - values.numbers.largestMagnitude } else { Double.infinity }
    if sum < limit, top.logitOffsets.isEmpty { return true }
    return (1...last).allSatisfy { !targets.isKnown(at: $0) || stepLoss(at: $0) != nil }
  }
}

extension Trajectory {
  /// ∂g/∂s_k of a scalar observable, a number for each of the state's: e_r of unit r, Vᵀ ∂L_k/∂z_k of a loss.
  /// A loss is of the last layer's state. The observable must exist there. Of the total loss it is 0: every step adds its own share.
  func covector(of observable: Observable, at target: Int) -> ScaledVector {
    precondition(!observable.isVector, "the whole state is seen by every unit, not by one covector")
    switch observable {
    case .unit(let unit):
      precondition((0..<hiddenSize).contains(unit), "the unit is one of the network's")
      return ScaledVector((0..<stateSize).map { $0 == unit ? 1 : 0 })
    case .cellUnit(let unit):
      precondition(layout.parts == 2 && (0..<hiddenSize).contains(unit), "the unit is one of the network's, with a c")
      return ScaledVector((0..<stateSize).map { $0 == hiddenSize + unit ? 1 : 0 })
    case .loss: return lossCovector(at: target) ?? .zero(top.stateSize)
    case .totalLoss, .state, .cell: return .zero(top.stateSize)
    }
  }

  /// ∂L_t/∂s_t at the state of the last layer, of classes Vᵀ(o_t − onehot(y_t)); nil for a step without a target.
  func lossCovector(at step: Int) -> ScaledVector? { stepLoss(at: step)?.covector }
}
