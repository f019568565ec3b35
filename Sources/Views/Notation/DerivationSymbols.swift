import RNNCore
import Screen

/// The symbols of the derivation and their values, each in its style.
struct DerivationSymbols {
  let parameter: Parameter

  /// ∂s_t/∂θ, the total derivative.
  func total(_ step: Int) -> Span { Span("∂s\(sub(step))/∂\(parameter.rawValue)", .strong) }

  /// ∂s_t/∂θ*, the immediate derivative.
  func immediate(_ step: Int) -> Span { Span("∂s\(sub(step))/∂\(parameter.rawValue)*", .immediate) }

  /// ∂s_t/∂s_{t−1}, over its value, in the colour of its bar.
  func factor(_ step: Int, _ value: ScaledDouble, digits: Int = Self.digits) -> Factor {
    let style = Self.style(ofFactor: value)
    return Factor(
      symbol: Span("∂s\(sub(step))/∂s\(sub(step - 1))", style), value: Span(Self.operand(value, digits), style))
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
