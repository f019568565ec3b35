import RealModule

/// tanh a. f′ = sech² a = 4q/(1+q)² with q = e^(−2|a|), which keeps its digits where 1 − tanh² has none.
enum HyperbolicTangent: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { .tanh(a) }
  @inline(__always) static func derivative(_ a: Double) -> Double {
    let q = Double.exp(-2 * a.magnitude)
    return 4 * q / ((1 + q) * (1 + q))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { ScaledDouble(4) * .exp(-2 * a.magnitude) }
}

/// σ(a) = 1/(1+e^(−a)). f′ = q/(1+q)² with q = e^(−|a|).
enum LogisticSigmoid: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double {
    let q = Double.exp(-a.magnitude)
    return (a < 0 ? q : 1) / (1 + q)
  }
  @inline(__always) static func derivative(_ a: Double) -> Double {
    let q = Double.exp(-a.magnitude)
    return q / ((1 + q) * (1 + q))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { .exp(-a.magnitude) }
  @inline(__always) static func isZero(at a: Double) -> Bool { false }
}

/// a/(1+|a|). f′ = 1/(1+|a|)².
enum Softsign: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a / (1 + a.magnitude) }
  @inline(__always) static func derivative(_ a: Double) -> Double {
    let reciprocal = 1 / (1 + a.magnitude)
    return reciprocal * reciprocal
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble {
    let reciprocal = ScaledDouble.one / ScaledDouble(1 + a.magnitude)
    return reciprocal * reciprocal
  }
}

/// a clamped to −1…1. f′(±1) = 0, as PyTorch has it.
enum HardTanh: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a > 1 ? 1 : a < -1 ? -1 : a }
  @inline(__always) static func derivative(_ a: Double) -> Double { a.magnitude < 1 ? 1 : 0 }
}

/// sin a: bounded, but its derivative cos a never settles.
enum Sine: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { .sin(a) }
  @inline(__always) static func derivative(_ a: Double) -> Double { .cos(a) }
}
