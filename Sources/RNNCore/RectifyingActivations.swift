import RealModule

/// a itself.
enum Identity: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a }
  @inline(__always) static func derivative(_ a: Double) -> Double { 1 }
}

/// max(a, 0). f′(0) = 0, as PyTorch has it.
enum ReLU: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a <= 0 ? 0 : a }
  @inline(__always) static func derivative(_ a: Double) -> Double { a > 0 ? 1 : 0 }
  @inline(__always) static func isZero(at a: Double) -> Bool { a <= 0 }
}

/// a, or 0.01·a below 0. f′(0) = 0.01, as PyTorch has it.
enum LeakyReLU: ActivationFunction {
  static let slope = 0.01
  @inline(__always) static func value(_ a: Double) -> Double { a > 0 ? a : slope * a }
  @inline(__always) static func derivative(_ a: Double) -> Double { a > 0 ? 1 : slope }
}

/// a, or e^a − 1 below 0. f′(0) = 1.
enum ELU: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a > 0 ? a : .expMinusOne(a) }
  @inline(__always) static func derivative(_ a: Double) -> Double { a > 0 ? 1 : .exp(a) }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { a > 0 ? .one : .exp(a) }
}

/// ln(1+e^a). f′ = σ(a).
enum Softplus: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double {
    Swift.max(a, 0) + .log(onePlus: .exp(-a.magnitude))
  }
  @inline(__always) static func derivative(_ a: Double) -> Double { LogisticSigmoid.value(a) }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { a > 0 ? .one : .exp(a) }
  @inline(__always) static func isZero(at a: Double) -> Bool { false }
}

/// a·σ(a). f′ = σ(a)·(1 + a·σ(−a)); it is 0 near a = −1.2785 and negative below.
enum SiLU: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a * LogisticSigmoid.value(a) }
  @inline(__always) static func derivative(_ a: Double) -> Double {
    LogisticSigmoid.value(a) * (1 + a * LogisticSigmoid.value(-a))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble {
    a < -100 ? .exp(a) * ScaledDouble(1 + a) : ScaledDouble(derivative(a))
  }
}

/// a·Φ(a), Φ the exact normal distribution function. f′ = Φ(a) + a·φ(a); it is 0 near a = −0.7518 and negative below.
enum GELU: ActivationFunction {
  @inline(__always) static func value(_ a: Double) -> Double { a * distribution(a) }
  @inline(__always) static func derivative(_ a: Double) -> Double { distribution(a) + a * density(a) }

  /// φ(a) = e^(−a²/2)/√(2π), with the rounding of a² given back.
  @inline(__always) static func density(_ a: Double) -> Double {
    let square = a * a
    let lost = (-square).addingProduct(a, a)
    return 0.39894228040143267794 * Double.exp(-0.5 * square) * (1 - 0.5 * lost)
  }

  /// Φ(a) = erfc(−a/√2)/2, with the rounding of a/√2 given back: Φ is steep in its argument far out on the left.
  @inline(__always) static func distribution(_ a: Double) -> Double {
    let x = -a * 0.70710678118654752440
    let lost = (-x).addingProduct(-a, 0.70710678118654752440) - a * -4.833646656726456726e-17
    let steepness = a < 0 ? 1.41421356237309504880 * density(a) * lost : 0
    return 0.5 * Double.erfc(x) - steepness
  }

  /// Far out on the left Φ/φ is the reciprocal of the Mills ratio, 1/|a|·(1 − 1/a² + 3/a⁴ − 15/a⁶ + 105/a⁸ − …).
  static func scaledDerivative(_ a: Double) -> ScaledDouble {
    guard a < -30 else { return ScaledDouble(derivative(a)) }
    let r = 1 / (a * a)
    let series = 1 - r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r)))
    let square = a * a
    guard square.isFinite else { return -.exp(-.greatestFiniteMagnitude) }
    let lost = (-square).addingProduct(a, a)
    let density = ScaledDouble.exp(-0.5 * square) * ScaledDouble(0.39894228040143267794 * (1 - 0.5 * lost))
    return density * ScaledDouble(a - series / a)
  }
}
