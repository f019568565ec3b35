/// An activation f: ℝ → ℝ of one pre-activation, with its derivative side by side.
///
/// Each is a type of its own so that the loops over time are compiled once for each, with the function inlined.
protocol ActivationFunction {
  /// f(a) and, as a `Double`, f′(a): together, since they share their exponential. The derivative has full relative
  /// accuracy wherever it is a normal number, including deep saturation.
  static func evaluate(_ a: Double) -> (value: Double, derivative: Double)
  /// f′(a) where `evaluate` finds no normal number: the careful path, for such a alone.
  static func scaledDerivative(_ a: Double) -> ScaledDouble
  /// Whether f(a) is 0 itself and not merely too small for a `Double`.
  static func isZero(at a: Double) -> Bool
}

extension ActivationFunction {
  @inline(__always) static func scaledDerivative(_ a: Double) -> ScaledDouble { ScaledDouble(evaluate(a).derivative) }
  @inline(__always) static func isZero(at a: Double) -> Bool { a == 0 }
}
