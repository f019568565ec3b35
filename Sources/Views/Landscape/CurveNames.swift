import Explorer
import RNNCore
import Screen

/// What the curves of the landscape are called, for the scalar network and for what is looked at of a larger one.
struct CurveNames {
  /// The band of states.
  let states: String
  /// The same where it is one of magnitudes.
  let sizes: String
  /// The state that is drawn brighter, where it is one.
  let latest: String?
  /// What is looked at: `s₄₄`, `s₄₄[2]`, `L₄₄`.
  let observed: String
  /// The size of the gradient.
  let gradient: String
  /// The gradient at the present value: with its sign, or its norm.
  let total: String
  /// The growth per step, with its formula and without; for k = 1 there is no flow to speak of.
  let growth: [String]
  /// Its worst stretch, for a legend, the fullest first.
  let stretch: [String]

  init(_ state: State) {
    let (k, first) = (
      NumberText.subscripted(state.target),
      NumberText.subscripted(Swift.max(state.target - Landscape.statesKept + 1, 1))
    )
    let (s, whole) = (state.cellKind.stateLetter, state.cellKind.wholeState)
    let symbol = state.cellKind.isGated ? state.observedSymbol : state.observable.symbol(at: state.target, of: .elman)
    observed = state.observable.isVector && !state.isScalar ? "‖\(symbol)‖" : symbol
    let derivative = "∂\(symbol)/∂\(state.parameter.rawValue)"
    gradient = state.isScalar ? "|\(derivative)|" : "‖\(derivative)‖"
    total = state.isScalar ? derivative : gradient
    let isNumber = state.isScalar && state.cellKind.parts == 1
    let size = isNumber ? ("|", "|") : ("σ_max(", ")")
    let flow = "\(size.0)∂\(whole)\(k)/∂\(whole)₁\(size.1)"
    let growth = "growth per step λ"
    self.growth =
      state.target == 1
      ? [growth + "   k = 1: no step to flow through", growth]
      : ["\(growth) = ln\(isNumber ? "" : " ")\(flow)/\(state.target - 1)", growth]
    stretch = ["worst stretch: back to the largest \(size.0)∂\(whole)\(k)/∂\(whole)_i\(size.1)", "worst stretch"]
    let unit: String? = if case .unit(let unit) = state.observable, !state.isScalar { "[\(unit)]" } else { nil }
    if state.isScalar || unit != nil {
      let index = unit ?? ""
      let (one, all) = ("\(s)\(k)\(index)", "\(s)\(first)\(index) … \(s)\(k)\(index)")
      states = state.target == 1 ? "state " + one : "states " + all
      sizes = (state.target == 1 ? "|\(one)|" : "|\(s)| of " + all) + "   log scale"
      latest = one
    } else {
      let (n, shown) = (state.start.network.hiddenSize, Swift.min(state.start.network.hiddenSize, Landscape.statesKept))
      let units = "\(s)\(k): " + (shown < n ? "\(shown) of \(n) units" : n == 1 ? "1 unit" : "\(n) units")
      (states, sizes, latest) = ("state " + units, "|\(s)| of \(units)   log scale", nil)
    }
  }
}

extension Analysis {
  /// The number that is looked at: ‖s_k‖₂ of the whole state. nil where there is none.
  var watchedValue: ScaledDouble? {
    switch observable {
    case .state: return DerivationText.norm(trajectory.state(at: target))
    case .cell: return DerivationText.norm(trajectory.cellState(at: target))
    default: return trajectory.value(of: observable, target: target).map { ScaledDouble($0) }
    }
  }
}

extension Analysis {
  /// What a truncation leaves of the gradient; nil where nothing is cut, and where the adjoints are clamped besides.
  var plainCutTotal: ScaledDouble? {
    remedied.flatMap { $0.bias == nil || $0.whole.adjointLimit != nil ? nil : $0.contributions.total }
  }
}
