/// The activation functions f of s_t = f(U x_t + W s_{t−1} + b), with the conventions of PyTorch at their kinks.
public enum Activation: String, CaseIterable, Sendable {
  /// tanh a.
  case tanh
  /// 1/(1+e^(−a)).
  case sigmoid
  /// max(a, 0); f′(0) = 0.
  case relu
  /// a, or 0.01·a below 0; f′(0) = 0.01.
  case leakyrelu
  /// a.
  case identity
  /// ln(1+e^a).
  case softplus
  /// a, or e^a − 1 below 0; f′(0) = 1.
  case elu
  /// a·Φ(a) with Φ the exact normal distribution function.
  case gelu
  /// a·σ(a).
  case silu
  /// a/(1+|a|).
  case softsign
  /// a clamped to −1…1; f′(±1) = 0.
  case hardtanh
  /// sin a.
  case sine

  /// f(a). NaN and infinity pass through as the function has them.
  public func value(_ a: Double) -> Double { withFunction(ValueAt(a: a)) }

  /// f′(a) as a `Double`: 0 or subnormal where it underflows, for which see `scaledDerivative(_:)`.
  public func derivative(_ a: Double) -> Double { withFunction(DerivativeAt(a: a)) }

  /// f′(a) at any finite a, in extended range: exactly 0 only where the derivative *is* 0, as below a dead ReLU's kink,
  /// and never because it is small. tanh′(400) is 1.4671e−347.
  public func scaledDerivative(_ a: Double) -> ScaledDouble {
    precondition(a.isFinite, "the derivative at a finite number")
    return withFunction(ScaledDerivativeAt(a: a))
  }
}

extension Activation {
  /// γ = sup|f′|. With σ_max(W)·γ < 1 gradients must vanish (Pascanu, Mikolov, Bengio 2013).
  public var derivativeSupremum: Double {
    switch self {
    case .sigmoid: 0.25
    case .gelu: 1.128904145185154786
    case .silu: 1.099839320128866917
    case .tanh, .relu, .leakyrelu, .identity, .softplus, .elu, .softsign, .hardtanh, .sine: 1
    }
  }

  /// The closed interval that holds every value of f, or nil where f is unbounded.
  public var range: ClosedRange<Double>? {
    switch self {
    case .tanh, .softsign, .hardtanh, .sine: -1...1
    case .sigmoid: 0...1
    case .relu, .leakyrelu, .identity, .softplus, .elu, .gelu, .silu: nil
    }
  }

  /// The pre-activations at which f′ jumps. A finite difference across one of them is meaningless.
  public var kinks: [Double] {
    switch self {
    case .relu, .leakyrelu: [0]
    case .hardtanh: [-1, 1]
    case .tanh, .sigmoid, .identity, .softplus, .elu, .gelu, .silu, .softsign, .sine: []
    }
  }
}

/// Work that is compiled once for each activation function, so that a loop inside it calls none through a pointer.
protocol ActivationWork {
  associatedtype Result
  func run<Function: ActivationFunction>(_: Function.Type) -> Result
}

extension Activation {
  /// Runs `work` with this activation's function: the one place where a name meets its formula.
  @inline(__always)
  func withFunction<Work: ActivationWork>(_ work: Work) -> Work.Result {
    switch self {
    case .tanh: work.run(HyperbolicTangent.self)
    case .sigmoid: work.run(LogisticSigmoid.self)
    case .relu: work.run(ReLU.self)
    case .leakyrelu: work.run(LeakyReLU.self)
    case .identity: work.run(Identity.self)
    case .softplus: work.run(Softplus.self)
    case .elu: work.run(ELU.self)
    case .gelu: work.run(GELU.self)
    case .silu: work.run(SiLU.self)
    case .softsign: work.run(Softsign.self)
    case .hardtanh: work.run(HardTanh.self)
    case .sine: work.run(Sine.self)
    }
  }
}

private struct ValueAt: ActivationWork {
  let a: Double
  func run<Function: ActivationFunction>(_: Function.Type) -> Double { Function.evaluate(a).value }
}

private struct DerivativeAt: ActivationWork {
  let a: Double
  func run<Function: ActivationFunction>(_: Function.Type) -> Double { Function.evaluate(a).derivative }
}

private struct ScaledDerivativeAt: ActivationWork {
  let a: Double
  func run<Function: ActivationFunction>(_: Function.Type) -> ScaledDouble {
    let derivative = Function.evaluate(a).derivative
    return derivative.isNormal ? ScaledDouble(derivative) : Function.scaledDerivative(a)
  }
}
