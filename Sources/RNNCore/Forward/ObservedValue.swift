extension Trajectory {
  /// The number g that an observable stands for at a target step: s_k[r], L_k or L_1 + … + L_k over the steps that have
  /// a class. nil for the whole state and where `canObserve` is false or an output overflows.
  public func value(of observable: Observable, target: Int) -> Double? {
    guard isFinite(through: target), canObserve(observable, at: target) else { return nil }
    switch observable {
    case .state: return nil
    case .unit(let unit): return state(at: target)[target * hiddenSize + unit]
    case .loss: return output(at: target)?.loss
    case .totalLoss:
      let losses = (1...target).filter { inputs.classes?[$0 - 1] != nil }.map { output(at: $0)?.loss }
      return losses.contains(nil) ? nil : losses.reduce(0) { $0 + ($1 ?? 0) }
    }
  }

  /// ∂g/∂s_t of an observable g with every other state held fixed: e_r of a unit at t = k, Vᵀ(o_t − onehot(y_t)) of the
  /// loss at t = k, of the total loss at every step t ≤ k that has a class. nil where s_t has no such part in g, for the
  /// whole state, and where the product leaves a `Double`'s range.
  public func covector(of observable: Observable, target: Int, at step: Int) -> [Double]? {
    switch observable {
    case .state: return nil
    case .unit(let unit): return step == target ? (0..<hiddenSize).map { $0 == unit ? 1 : 0 } : nil
    case .loss: return step == target ? lossCovector(at: step) : nil
    case .totalLoss: return step <= target ? lossCovector(at: step) : nil
    }
  }

  private func lossCovector(at step: Int) -> [Double]? {
    guard let V = network.outputWeights, let gradient = output(at: step)?.logitGradient else { return nil }
    var covector = [Double](repeating: 0, count: hiddenSize)
    LinearAlgebra.multiply(V, transposed: true, gradient, into: &covector)
    return covector.allSatisfy(\.isFinite) ? covector : nil
  }
}
