import RNNCore
import Screen

/// The symbols of the derivation of a network with several units, each over its shape and its norm.
struct MatrixSymbols {
  let parameter: Parameter
  let observable: Observable
  private let symbols: DerivationSymbols

  init(_ parameter: Parameter, _ observable: Observable) {
    self.parameter = parameter
    self.observable = observable
    symbols = DerivationSymbols(parameter: parameter)
  }

  /// The shape of ∂s_t/∂θ.
  var tensorShape: String {
    switch parameter {
    case .recurrentWeights: "n×n×n"
    case .inputWeights: "n×n×m"
    case .bias: "n×n"
    }
  }

  /// The shape of what is derived for.
  var gradientShape: String {
    guard observable != .state else { return tensorShape }
    switch parameter {
    case .recurrentWeights: return "n×n"
    case .inputWeights: return "n×m"
    case .bias: return "n×1"
    }
  }

  /// What is looked at: `s₃`, `s₃[2]`, `L₃`, `L`.
  func observed(_ target: Int) -> String {
    switch observable {
    case .state: "s" + symbols.sub(target)
    case .unit(let unit): "s\(symbols.sub(target))[\(unit)]"
    case .loss: "L" + symbols.sub(target)
    case .totalLoss: "L"
    }
  }

  /// ∂g/∂θ of what is looked at.
  func gradient(_ target: Int) -> Span { Span("∂\(observed(target))/∂\(parameter.rawValue)", .strong) }

  /// A norm as it is shown; dots for one that costs too much.
  static func norm(_ value: ScaledDouble?, digits: Int = DerivationSymbols.digits) -> String {
    value.map { NumberText.number($0.magnitude, digits: digits) } ?? "…"
  }

  /// A symbol over its shape and its norm.
  static func factor(
    _ symbol: Span, _ shape: String, _ norm: ScaledDouble?, joint: String = " · ", valueJoint: String? = nil
  ) -> Factor {
    Factor(
      joint: joint, valueJoint: valueJoint, symbol: symbol, notes: [Span(shape, .muted)],
      value: Span(Self.norm(norm), symbol.style))
  }

  /// ∂s_j/∂s_{j−1}, in the colour of its bar.
  func jacobian(_ step: Int, _ norm: ScaledDouble?) -> Factor {
    let style = norm.map { DerivationSymbols.style(ofFactor: $0) } ?? .text
    return Self.factor(Span("∂s\(symbols.sub(step))/∂s\(symbols.sub(step - 1))", style), "n×n", norm)
  }

  /// ∂s_j/∂θ, the total derivative.
  func total(_ step: Int, _ norm: ScaledDouble?) -> Factor { Self.factor(symbols.total(step), tensorShape, norm) }

  /// ∂s_i/∂θ*, the immediate derivative.
  func immediate(_ step: Int, _ norm: ScaledDouble?) -> Factor {
    Self.factor(symbols.immediate(step), tensorShape, norm)
  }

  /// λ_iᵀ, what of s_i is seen.
  func covector(_ step: Int, _ norm: ScaledDouble?) -> Factor {
    Self.factor(Span("λ\(symbols.sub(step))ᵀ", .target), "1×n", norm)
  }
}
