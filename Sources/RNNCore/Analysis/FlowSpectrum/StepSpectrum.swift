extension Trajectory {
  /// Eigenvalues and singular values of J_t = ∂s_t/∂s_{t−1}, of all that the units keep: of an LSTM 2n of each. The step
  /// must be finite.
  ///
  /// Complexity: O(n³).
  package func stepSpectrum(at step: Int) -> WeightSpectrum {
    let jacobian = jacobian(at: step)
    let spectrum = WeightSpectrum(of: Matrix(rows: stateSize, columns: stateSize, elements: jacobian.elements))
    // In two halves, since 2 to all of the exponent need be no Double.
    let half = jacobian.exponent / 2
    return spectrum.scaled(byPowerOfTwo: half).scaled(byPowerOfTwo: jacobian.exponent - half)
  }
}

extension WeightSpectrum {
  fileprivate func scaled(byPowerOfTwo power: Int) -> WeightSpectrum {
    scaled(by: Double(sign: .plus, exponent: power, significand: 1))
  }
}
