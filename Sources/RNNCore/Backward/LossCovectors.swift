extension Trajectory {
  /// ∂g/∂s_k of a scalar observable, a number for each of the state's: e_r of unit r, Vᵀ(o_k − onehot(y_k)) of a loss. The observable must exist
  /// there. Of the total loss it is 0: every step adds its own share.
  func covector(of observable: Observable, at target: Int) -> ScaledVector {
    precondition(observable != .state, "the whole state is seen by every unit, not by one covector")
    switch observable {
    case .unit(let unit):
      precondition((0..<hiddenSize).contains(unit), "the unit is one of the network's")
      return ScaledVector((0..<stateSize).map { $0 == unit ? 1 : 0 })
    case .loss: return lossCovector(at: target) ?? .zero(stateSize)
    case .totalLoss, .state: return .zero(stateSize)
    }
  }

  /// ∂L_t/∂s_t = Vᵀ(o_t − onehot(y_t)), or nil for a step without a target class.
  func lossCovector(at step: Int) -> ScaledVector? {
    output(at: step)?.scaledLogitGradient.flatMap { network.outputWeights?.transposedProduct($0) }?.padded(
      to: stateSize)
  }
}

extension ScaledVector {
  /// The same numbers and as many zeros behind them as make so many.
  func padded(to count: Int) -> ScaledVector {
    elements.count == count
      ? self : ScaledVector(elements + Array(repeating: 0, count: count - elements.count), exponent: exponent)
  }
}

extension Matrix {
  /// Aᵀ x. Elements so large that a product could overflow are scaled first.
  func transposedProduct(_ x: ScaledVector) -> ScaledVector {
    let weights = ScaledWeights(guarding: self)
    var product = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { product[column] += x.elements[row] * weights.elements[row * columns + column] }
    }
    return ScaledVector(product, exponent: x.exponent + weights.exponent)
  }
}
