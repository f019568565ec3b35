import RealModule

/// tanh a, with f′ = sech² a = 4q/(1+q)² where q = e^(−2|a|): it keeps its digits where 1 − tanh² has none.
///
/// tanh itself is 1 − 2q/(1+q), from the same q where that loses nothing (q ≤ 1/3; in saturation it is all but correctly
/// rounded), and near 0 from q − 1 directly. (1+q)² is written 1 + q(2+q), which rounds once. Both are within about
/// 2 ulp, as the C library's tanh is.
enum HyperbolicTangent: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    let magnitude = a.magnitude
    if magnitude > 0.54930614433405484570 {
      let q = Double.exp(-2 * magnitude)
      return (Double(signOf: a, magnitudeOf: 1 - 2 * q / (1 + q)), 4 * q / (1 + q * (2 + q)))
    }
    let qMinusOne = Double.expMinusOne(-2 * magnitude)
    let square = 4 + qMinusOne * (4 + qMinusOne)
    return (Double(signOf: a, magnitudeOf: qMinusOne / (2 + qMinusOne)), 4 * (1 + qMinusOne) / square)
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { ScaledDouble(4) * .exp(-2 * a.magnitude) }
}

/// σ(a) = 1/(1+e^(−a)), with f′ = q/(1+q)² where q = e^(−|a|).
enum LogisticSigmoid: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    let q = Double.exp(-a.magnitude)
    return ((a < 0 ? q : 1) / (1 + q), q / (1 + q * (2 + q)))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { .exp(-a.magnitude) }
  @inline(__always) static func isZero(at a: Double) -> Bool { false }
}

/// a/(1+|a|), with f′ = 1/(1+|a|)².
enum Softsign: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    let denominator = 1 + a.magnitude
    return (a / denominator, 1 / denominator / denominator)
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble {
    let reciprocal = ScaledDouble.one / ScaledDouble(1 + a.magnitude)
    return reciprocal * reciprocal
  }
}

/// a clamped to −1…1. f′(±1) = 0, as PyTorch has it.
enum HardTanh: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    (a > 1 ? 1 : a < -1 ? -1 : a, a.magnitude < 1 ? 1 : 0)
  }
}

/// sin a: bounded, but its derivative cos a never settles.
enum Sine: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) { (.sin(a), .cos(a)) }
}
