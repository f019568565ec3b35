extension Trajectory {
  /// Whether an observable exists at a target step in 1…T: a unit must be one of the network's; a loss needs V with at
  /// least two classes and a target class (`totalLoss`: at one step up to there) and outputs that do not
  /// overflow. `validate` says why it does not.
  ///
  /// Complexity: O(1) for a state or a unit, O(p·n) for a loss, O(T·(p + n)) for the total loss or, near a `Double`'s
  /// end, O(T·p·n).
  public func canObserve(_ observable: Observable, at target: Int) -> Bool {
    guard (1...steps).contains(target) else { return false }
    let classes = network.hasClasses ? inputs.classes : nil
    switch observable {
    case .state: return true
    case .unit(let unit): return (0..<hiddenSize).contains(unit)
    case .cell: return layout.parts == 2
    case .cellUnit(let unit): return layout.parts == 2 && (0..<hiddenSize).contains(unit)
    case .loss: return classes?[target - 1] != nil && output(at: target) != nil
    case .totalLoss:
      guard let V = network.outputWeights, let c = network.outputBias, let classes,
        classes[..<target].contains(where: { $0 != nil })
      else { return false }
      return top.isFinite(through: target) && top.hasFiniteOutputs(V, c, through: target)
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
      guard network.hasClasses else { throw .noClasses }
      guard inputs.classes?[target - 1] != nil else { throw .noTargetClass(step: target) }
    case .totalLoss:
      guard network.hasClasses else { throw .noClasses }
      guard inputs.classes?[..<target].contains(where: { $0 != nil }) ?? false else {
        throw .noTargetClasses(through: target)
      }
    }
    guard canObserve(observable, at: target) else { throw .outputOverflow(target: target) }
  }

  /// The number g that an observable stands for at a target step: s_k[r], c_k[r], L_k or L_1 + … + L_k over the steps that have
  /// a class. nil for the whole state and where `canObserve` is false.
  ///
  /// Complexity: O(1) for a unit, O(p·n) for a loss, O(k·p·n) for the total loss.
  public func value(of observable: Observable, target: Int) -> Double? {
    guard isFinite(through: target), canObserve(observable, at: target) else { return nil }
    switch observable {
    case .state, .cell: return nil
    case .unit(let unit): return states[target * stateSize + unit]
    case .cellUnit(let unit): return states[target * stateSize + hiddenSize + unit]
    case .loss: return output(at: target)?.loss
    case .totalLoss:
      return (1...target).lazy.filter { inputs.classes?[$0 - 1] != nil }.compactMap { output(at: $0)?.loss }.reduce(
        0, +)
    }
  }

  /// Those of some ascending targets at which an observable exists, without going through all steps for each of them.
  func targets(_ targets: [Int], observing observable: Observable) -> [Int] {
    guard observable == .totalLoss, let last = targets.last, canObserve(observable, at: last),
      let first = inputs.classes?.firstIndex(where: { $0 != nil })
    else { return targets.filter { canObserve(observable, at: $0) } }
    // What is finite through the last target is so through every other; only a class may be missing yet.
    return targets.filter { $0 > first }
  }

  /// Whether the logits of every step with a target class are finite.
  private func hasFiniteOutputs(_ V: Matrix, _ c: [Double], through last: Int) -> Bool {
    let largest = [V.elements, c, states].map(\.largestMagnitude)
    let sum = Double(hiddenSize) * largest[0] * largest[2] + largest[1]
    if sum.isFinite, logitOffsets.isEmpty { return true }
    return (1...last).allSatisfy { inputs.classes?[$0 - 1] == nil || output(at: $0) != nil }
  }
}

extension Trajectory {
  /// ∂g/∂s_k of a scalar observable, a number for each of the state's: e_r of unit r, Vᵀ(o_k − onehot(y_k)) of a loss.
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

  /// ∂L_t/∂s_t = Vᵀ(o_t − onehot(y_t)) at the state of the last layer, or nil for a step without a target class.
  func lossCovector(at step: Int) -> ScaledVector? {
    output(at: step)?.scaledLogitGradient.flatMap { network.outputWeights?.transposedProduct($0) }?.padded(
      to: top.stateSize)
  }
}
