/// θ: what a gradient is taken with respect to.
public enum Parameter: String, CaseIterable, Sendable {
  /// W, the recurrent weights. ∂s_i/∂W_* carries s_{i−1}.
  case recurrentWeights = "W"
  /// U, the input weights. ∂s_i/∂U_* carries x_i.
  case inputWeights = "U"
  /// b, the bias. ∂s_i/∂b_* carries 1.
  case bias = "b"
}
