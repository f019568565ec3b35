import CActivations
import RealModule

/// An activation f: ℝ → ℝ of one pre-activation, with its derivative side by side.
///
/// Each is a type of its own so that the loops over time are compiled once for each, with the function inlined.
protocol ActivationFunction {
  /// f(a) and, as a `Double`, f′(a): together, since they share their exponential. The derivative has full relative
  /// accuracy wherever it is a normal number, including deep saturation.
  static func evaluate(_ a: Double) -> (value: Double, derivative: Double)
  /// The same of four units side by side. What does not say how, takes them one by one.
  static func evaluate(_ a: UnitBlock) -> (value: UnitBlock, derivative: UnitBlock)
  /// The same of a row of units, all finite. What does not say how, takes them four by four.
  static func evaluate(
    row a: UnsafeBufferPointer<Double>, values: UnsafeMutableBufferPointer<Double>,
    derivatives: UnsafeMutableBufferPointer<Double>)
  /// f′(a) where `evaluate` finds no normal number: the careful path, for such a alone.
  static func scaledDerivative(_ a: Double) -> ScaledDouble
  /// Whether f(a) is 0 itself and not merely too small for a `Double`.
  static func isZero(at a: Double) -> Bool
}

extension ActivationFunction {
  @inline(__always) static func evaluate(_ a: UnitBlock) -> (value: UnitBlock, derivative: UnitBlock) {
    var (values, derivatives) = (a, a)
    for lane in a.indices { (values[lane], derivatives[lane]) = evaluate(a[lane]) }
    return (values, derivatives)
  }
  @inline(__always) static func evaluate(
    row a: UnsafeBufferPointer<Double>, values: UnsafeMutableBufferPointer<Double>,
    derivatives: UnsafeMutableBufferPointer<Double>
  ) {
    for place in stride(from: 0, to: a.count, by: UnitBlock.unitCount) {
      let count = Swift.min(UnitBlock.unitCount, a.count - place)
      let (value, derivative) = evaluate(UnitBlock.read(a, at: place, count: count))
      value.write(to: values, at: place, count: count)
      derivative.write(to: derivatives, at: place, count: count)
    }
  }
  @inline(__always) static func scaledDerivative(_ a: Double) -> ScaledDouble { ScaledDouble(evaluate(a).derivative) }
  @inline(__always) static func isZero(at a: Double) -> Bool { a == 0 }
}

/// tanh a, with f′ = sech² a = 4q/(1+q)² where q = e^(−2|a|): it keeps its digits where 1 − tanh² has none.
///
/// tanh itself is 1 − 2q/(1+q), from the same q where that loses nothing (q ≤ 1/3; in saturation it is all but correctly
/// rounded), and near 0 from q − 1 directly. (1+q)² is written 1 + q(2+q), which rounds once. Both are within about
/// 2 ulp, as the C library's tanh is. Four at once are the same quotients, of which each has its own without a branch;
/// 4q is made by itself, since q may be subnormal where it is not. A row has the same bits, by the widest registers that
/// there are (`gradflow_tanh`).
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
  @inline(__always) static func evaluate(_ a: UnitBlock) -> (value: UnitBlock, derivative: UnitBlock) {
    let exponential = DecayingExponential(-2 * a.absoluteValues)
    let (q, qMinusOne) = (exponential.valueBesideOne, exponential.valueMinusOne)
    let isLarge = a.absoluteValues .> 0.54930614433405484570
    let numerators = (0 - qMinusOne).replacing(with: 2 * q, where: isLarge)
    let quotients = numerators / (2 + qMinusOne).replacing(with: 1 + q, where: isLarge)
    let magnitudes = quotients.replacing(with: 1 - quotients, where: isLarge)
    return (magnitudes.withSigns(of: a), exponential.value(times: 4) / (1 + q * (2 + q)))
  }
  static func evaluate(
    row a: UnsafeBufferPointer<Double>, values: UnsafeMutableBufferPointer<Double>,
    derivatives: UnsafeMutableBufferPointer<Double>
  ) {
    gradflow_tanh(a.baseAddress, a.count, values.baseAddress, derivatives.baseAddress)
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { ScaledDouble(4) * .exp(-2 * a.magnitude) }
}

/// σ(a) = 1/(1+e^(−a)), with f′ = q/(1+q)² where q = e^(−|a|).
enum LogisticSigmoid: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    let q = Double.exp(-a.magnitude)
    return ((a < 0 ? q : 1) / (1 + q), q / (1 + q * (2 + q)))
  }
  @inline(__always) static func evaluate(_ a: UnitBlock) -> (value: UnitBlock, derivative: UnitBlock) {
    let q = DecayingExponential(0 - a.absoluteValues).value()
    return (q.replacing(with: 1, where: .!(a .< 0)) / (1 + q), q / (1 + q * (2 + q)))
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

/// a itself.
enum Identity: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) { (a, 1) }
}

/// max(a, 0). f′(0) = 0, as PyTorch has it.
enum ReLU: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    (a <= 0 ? 0 : a, a > 0 ? 1 : 0)
  }
  @inline(__always) static func isZero(at a: Double) -> Bool { a <= 0 }
}

/// a, or 0.01·a below 0. f′(0) = 0.01, as PyTorch has it.
enum LeakyReLU: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    a > 0 ? (a, 1) : (0.01 * a, 0.01)
  }
}

/// a, or e^a − 1 below 0. f′(0) = 1.
enum ELU: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    a > 0 ? (a, 1) : (.expMinusOne(a), .exp(a))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { .exp(a) }
}

/// ln(1+e^a), with f′ = σ(a).
enum Softplus: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    let q = Double.exp(-a.magnitude)
    return (Swift.max(a, 0) + .log(onePlus: q), (a < 0 ? q : 1) / (1 + q))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble { .exp(a) }
  @inline(__always) static func isZero(at a: Double) -> Bool { false }
}

/// a·σ(a), with f′ = σ(a)·(1 + a·σ(−a)); it is 0 near a = −1.2785 and negative below.
enum SiLU: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    if a < -700 { return tail(a) }
    let q = Double.exp(-a.magnitude)
    let (here, mirrored) = a < 0 ? (q / (1 + q), 1 / (1 + q)) : (1 / (1 + q), q / (1 + q))
    return (a * here, here * (1 + a * mirrored))
  }
  static func scaledDerivative(_ a: Double) -> ScaledDouble {
    a < -100 ? .exp(a) * ScaledDouble(1 + a) : ScaledDouble(evaluate(a).derivative)
  }

  /// Far out on the left, where σ(a) = e^a would be subnormal before the products with it are.
  private static func tail(_ a: Double) -> (value: Double, derivative: Double) {
    let root = Double.exp(0.5 * a)
    return root == 0 ? (-0.0, -0.0) : (a * root * root, (1 + a) * root * root)
  }
}

/// a·Φ(a), Φ the exact normal distribution function, with f′ = Φ(a) + a·φ(a); it is 0 near a = −0.7518 and negative
/// below.
enum GELU: ActivationFunction {
  @inline(__always) static func evaluate(_ a: Double) -> (value: Double, derivative: Double) {
    if a > 40 { return (a, 1) }
    if a < -36 { return tail(a) }
    let density = density(a)
    let distribution = distribution(a, density)
    return (a * distribution, distribution + a * density)
  }

  private static let densityAtZero = 0.39894228040143267794

  /// φ(a) = e^(−a²/2)/√(2π), with the rounding of a² given back.
  @inline(__always) private static func density(_ a: Double) -> Double {
    let square = a * a
    return densityAtZero * Double.exp(-0.5 * square) * (1 - 0.5 * lost(square, a))
  }

  /// Φ(a) = erfc(−a/√2)/2, with the rounding of a/√2 given back: Φ is steep in its argument far out on the left.
  @inline(__always) private static func distribution(_ a: Double, _ density: Double) -> Double {
    let x = -a * 0.70710678118654752440
    let lost = (-x).addingProduct(-a, 0.70710678118654752440) - a * -4.833646656726456726e-17
    let correction = a < 0 ? 1.41421356237309504880 * density * lost : 0
    return 0.5 * Double.erfc(x) - correction
  }

  /// What rounding a² to `square` took away.
  @inline(__always) private static func lost(_ square: Double, _ a: Double) -> Double {
    (-square).addingProduct(a, a)
  }

  static func scaledDerivative(_ a: Double) -> ScaledDouble {
    guard a < -36 else { return ScaledDouble(evaluate(a).derivative) }
    let square = a * a
    // Beyond that no exponent says how small it is.
    guard square < 0x1p62 else { return -.exp(-.greatestFiniteMagnitude) }
    // What rounding took of a² may be far above 1.
    return .exp(-0.5 * square) * .exp(-0.5 * lost(square, a)) * ScaledDouble(densityAtZero * (a - millsSeries(a) / a))
  }

  /// Far out on the left Φ/φ is the Mills ratio, 1/|a| times this: 1 − 1/a² + 3/a⁴ − 15/a⁶ + 105/a⁸ − …
  private static func millsSeries(_ a: Double) -> Double {
    let r = 1 / (a * a)
    return 1 - r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r * (1 - 9 * r * (1 - 11 * r)))))
  }

  /// Far out on the left, where φ(a) would be subnormal before the products with it are.
  private static func tail(_ a: Double) -> (value: Double, derivative: Double) {
    let square = a * a
    let root = Double.exp(-0.25 * square)
    guard root > 0 else { return (-0.0, -0.0) }
    let (series, scale) = (millsSeries(a), densityAtZero * (1 - 0.5 * lost(square, a)))
    return (-series * scale * root * root, (a - series / a) * scale * root * root)
  }
}
