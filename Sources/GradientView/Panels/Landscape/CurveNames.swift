import RNNCore

/// What the curves of the landscape are called, for the scalar network and for what is looked at of a larger one.
struct CurveNames {
  /// The band of states.
  let states: String
  /// The state that is drawn brighter, where it is one.
  let latest: String?
  /// What is looked at: `s₄₄`, `s₄₄[2]`, `L₄₄`.
  let observed: String
  /// The size of the gradient.
  let gradient: String
  /// The gradient at the present value: with its sign, or its norm.
  let total: String
  /// The logarithm of the flow's size.
  let flowLogarithm: String

  init(_ state: State) {
    let (k, first) = (NumberText.subscripted(state.target), NumberText.subscripted(Swift.max(state.target - 31, 1)))
    let symbol = MatrixSymbols(state.parameter, state.observable).observed(state.target)
    observed = state.observable == .state && !state.isScalar ? "‖\(symbol)‖" : symbol
    let derivative = "∂\(symbol)/∂\(state.parameter.rawValue)"
    gradient = state.isScalar ? "|\(derivative)|" : "‖\(derivative)‖"
    total = state.isScalar ? derivative : gradient
    flowLogarithm = state.isScalar ? "ln|∂s\(k)/∂s₁|" : "ln σ_max(∂s\(k)/∂s₁)"
    let unit: String? = if case .unit(let unit) = state.observable, !state.isScalar { "[\(unit)]" } else { nil }
    if state.isScalar || unit != nil {
      let index = unit ?? ""
      states = state.target == 1 ? "state s\(k)\(index)" : "states s\(first)\(index) … s\(k)\(index)"
      latest = "s\(k)\(index)"
    } else {
      let (n, shown) = (state.start.network.hiddenSize, Swift.min(state.start.network.hiddenSize, 32))
      states = "state s\(k): " + (shown < n ? "\(shown) of \(n) units" : n == 1 ? "1 unit" : "\(n) units")
      latest = nil
    }
  }
}

extension Analysis {
  /// The number that is looked at: ‖s_k‖₂ of the whole state. nil where there is none.
  var watchedValue: ScaledDouble? {
    guard observable == .state else {
      return trajectory.value(of: observable, target: target).map { ScaledDouble($0) }
    }
    return DerivationText.norm(trajectory.state(at: target))
  }
}
