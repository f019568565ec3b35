import Explorer
import RNNCore

/// What words and symbols mean where cells have gates.
enum GateWords {
  /// What is not said of gated cells: nothing stands in the place of σ_max(W)·γ, and W is no square matrix.
  static let absent: Set = ["|W|γ", "W: σ_max(W)·γ", "W: ρ(W), σ_max(W)"]

  static func all(_ state: State) -> [(String, String)] {
    let (whole, isCell) = (state.cellKind.wholeState, state.cellKind.parts == 2)
    let ofCell =
      isCell
      ? [
        ("c", "what an LSTM keeps behind its h: c_t = f·c_t₋₁ + i·g_t; of one unit the dots over the bars of h_t"),
        (
          "f, i, o",
          "gates, 0 … 1: how much of c is kept, how much of the candidate g is taken in, how much of c is said"
        ),
        ("g", "the candidate, tanh(U·x_t + W·h_t₋₁ + b)"),
      ]
      : [
        ("z, r", "gates, 0 … 1: how much of h is kept, and how much of W·h_t₋₁ the candidate n hears"),
        ("n", "the candidate, tanh(U·x_t + r·W·h_t₋₁ + b)"),
      ]
    return ofCell + [
      ("flow", "∂h_k/∂\(whole)_i: what h_k hears of all that the units keep at step i, and its norm"),
      ("immediate", "∂/∂W*, what W does in step i alone; of an LSTM a term is δ_i times what W is multiplied by"),
      ("λ, δ", "the derivatives of what is looked at by \(whole)_j and by the a_j of its gates, from k back"),
      (
        "step factor",
        state.isScalar && !isCell
          ? "∂h_j/∂h_j₋₁, what a gradient is multiplied by on its way back over step j; log scale"
          : "σ_max(∂\(whole)_j/∂\(whole)_j₋₁), the most that step j can do to a gradient on its way back; log scale"
      ),
      ("W*", "W in step i alone: h_i₋₁\(isCell ? " and c_i₋₁ are" : " is") held fixed, as if it did not depend on W"),
    ]
  }
}
