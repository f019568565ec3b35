import Explorer
import RNNCore
import Screen

extension Observable {
  /// What is differentiated at a target step: `s₄₄`, `s₄₄[3]`, `L₄₄`, and `L` for the losses up to there; of gated cells
  /// `h₄₄`, and `c₄₄` of an LSTM.
  func symbol(at target: Int, of cell: CellKind) -> String {
    let (k, s) = (NumberText.subscripted(target), cell.stateLetter)
    return switch self {
    case .state: "\(s)\(k)"
    case .unit(let unit): "\(s)\(k)[\(unit)]"
    case .cell: "c\(k)"
    case .cellUnit(let unit): "c\(k)[\(unit)]"
    case .loss: "L\(k)"
    case .totalLoss: "L"
    }
  }
}

extension State {
  /// What is differentiated; of the scalar network its only unit has no index.
  var observedSymbol: String {
    let alone: [Observable: Observable] = isScalar ? [.unit(0): .state, .cellUnit(0): .cell] : [:]
    return (alone[observable] ?? observable).symbol(at: target, of: cellKind)
  }

  /// The gradient that the terms add up to: `∂s₄₄/∂W`.
  var gradientSymbol: String { "∂\(observedSymbol)/∂\(parameter.rawValue)" }
}

/// The symbols of the derivation and their values, each in its style.
struct DerivationSymbols {
  let parameter: Parameter
  /// What the state is called that runs from step to step.
  var letter = "s"

  /// ∂s_t/∂θ, the total derivative.
  func total(_ step: Int) -> Span { Span("∂\(letter)\(sub(step))/∂\(parameter.rawValue)", .strong) }

  /// ∂s_t/∂θ*, the immediate derivative.
  func immediate(_ step: Int) -> Span { Span("∂\(letter)\(sub(step))/∂\(parameter.rawValue)*", .immediate) }

  /// ∂s_t/∂s_{t−1}, over its value, in the colour of its bar.
  func factor(_ step: Int, _ value: ScaledDouble, digits: Int = Self.digits) -> Factor {
    let style = Self.style(ofFactor: value)
    return Factor(
      symbol: Span("∂\(letter)\(sub(step))/∂\(letter)\(sub(step - 1))", style),
      value: Span(Self.operand(value, digits), style))
  }

  /// P(k,i), the product of the factors from k down to i + 1, over its value; 1 for i = k.
  func flow(_ target: Int, _ step: Int, _ value: ScaledDouble, digits: Int = Self.digits) -> Factor {
    let style = Self.style(ofFactor: value)
    let text = step == target ? "1" : Self.operand(value, digits)
    return Factor(symbol: Span("P(\(target),\(step))", style), value: Span(text, style))
  }

  /// The digits that a number has where nothing else is said.
  static let digits = 4

  static func style(ofFactor value: ScaledDouble) -> Style {
    guard !value.isZero else { return .blocked }
    return value.magnitude > .one ? .amplifies : value.magnitude < .one ? .attenuates : .text
  }

  static func style(ofTerm value: ScaledDouble) -> Style {
    value.isZero ? .blocked : value.signum > 0 ? .positive : .negative
  }

  /// A number inside a sum or a product: in parentheses where it is negative.
  static func operand(_ value: ScaledDouble, _ digits: Int = Self.digits) -> String {
    let text = NumberText.number(value, digits: digits)
    return value.signum < 0 ? "(\(text))" : text
  }

  /// A weight as its knob shows it, without a plus.
  static func weight(_ value: Double) -> String {
    let text = NumberText.knob(value)
    return value < 0 ? "(\(text))" : String(text.drop { $0 == "+" })
  }

  /// What something comes to, with its sign.
  static func outcome(_ value: ScaledDouble, _ style: Style = .strong, digits: Int = Self.digits) -> Span {
    Span(value.isZero ? "0" : NumberText.signedNumber(value, digits: digits), style)
  }

  /// What operands come to, by a formula that is shown with them.
  struct Claim {
    let result: ScaledDouble
    let formula: ([ScaledDouble]) -> ScaledDouble

    /// Whether operands as they are shown come to the digits of the result.
    func holds(for operands: [ScaledDouble]) -> Bool {
      let shown = formula(operands)
      return shown.signum == result.signum && shown.decimalDigits(digits) == result.decimalDigits(digits)
    }
  }

  /// The digits that operands need so that what they come to can be retraced to its four: more where they cancel. Where no
  /// number of digits does that for every claim, it does so for the first.
  static func digits(showing operands: [ScaledDouble], _ claims: [Claim]) -> Int {
    func least(_ claims: ArraySlice<Claim>) -> Int? {
      (digits...digits + 8).first { count in
        let shown = operands.map { $0.rounded(toDigits: count) }
        return claims.allSatisfy { $0.holds(for: shown) }
      }
    }
    return least(claims[...]) ?? least(claims.prefix(1)) ?? digits
  }

  /// The digits that summands need so that their sum can be retraced.
  static func digits(showing summands: [ScaledDouble], sum: ScaledDouble) -> Int {
    digits(showing: summands, [Claim(result: sum) { $0.reduce(.zero, +) }])
  }

  /// A weight as `weight` shows it.
  static func shownWeight(_ value: Double) -> ScaledDouble {
    let isHundredths = value.magnitude < 1000 && (value * 100).rounded() / 100 == value
    return ScaledDouble(value).rounded(toDigits: isHundredths ? 15 : 5)
  }

  func sub(_ step: Int) -> String { NumberText.subscripted(step) }
}

extension ScaledDouble {
  /// The number that is shown with so many significant decimal digits, at most 15.
  func rounded(toDigits count: Int) -> ScaledDouble {
    let (text, power) = decimalDigits(count)
    let magnitude = ScaledDouble(Double(text) ?? 0) * .powerOfTen(power - count + 1)
    return signum < 0 ? -magnitude : magnitude
  }
}

/// The symbols of the derivation of a network with several units, each over its shape and its norm.
struct MatrixSymbols {
  let parameter: Parameter
  let observable: Observable
  private let cell: CellKind
  private let symbols: DerivationSymbols

  init(_ parameter: Parameter, _ observable: Observable, of cell: CellKind = .elman) {
    self.parameter = parameter
    self.observable = observable
    self.cell = cell
    symbols = DerivationSymbols(parameter: parameter)
  }

  /// The shape of ∂s_t/∂θ.
  var tensorShape: String {
    let rows = parameter.gate == nil && cell.isGated ? "\(cell.rowsPerUnit)n" : "n"
    return switch parameter.kind {
    case .recurrentWeights: "n×\(rows)×n"
    case .inputWeights: "n×\(rows)×m"
    case .bias, .hiddenBias: "n×\(rows)"
    }
  }

  /// The shape of what is derived for.
  var gradientShape: String { observable.isVector ? tensorShape : parameterShape }

  /// The shape of θ: of a gated cell n rows for each gate, unless it is of one.
  var parameterShape: String {
    let rows = parameter.gate == nil && cell.isGated ? "\(cell.rowsPerUnit)n" : "n"
    switch parameter.kind {
    case .recurrentWeights: return rows + "×n"
    case .inputWeights: return rows + "×m"
    case .bias, .hiddenBias: return rows + "×1"
    }
  }

  /// ∂g/∂θ of what is looked at.
  func gradient(_ target: Int) -> Span {
    Span("∂\(observable.symbol(at: target, of: cell))/∂\(parameter.rawValue)", .strong)
  }

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
