import RNNCore
import Testing

/// One point of `activations.txt`.
struct ActivationReference {
  let a: Double
  let value: ReferenceNumber
  let derivative: ReferenceNumber
  /// The magnitudes that f′(a) is the sum of: |f′(a)| itself but near a zero of gelu′ and silu′.
  let summands: ReferenceNumber

  static func points(of activation: Activation) throws -> [ActivationReference] {
    var file = try ReferenceFile("activations.txt")
    var points: [ActivationReference] = []
    var isWanted = false
    while !file.isAtEnd {
      let words = try file.next()
      if words[0] == "activation" {
        isWanted = words[1] == activation.rawValue[...]
      } else if isWanted {
        points.append(
          ActivationReference(
            a: try double(words[0]), value: try .init(words[1]), derivative: try .init(words[2]),
            summands: try .init(words[3])))
      }
    }
    return points
  }
}

@Suite("Activations against 80-digit references")
struct ActivationTests {
  /// glibc's tanh is within 2.2 ulp and its exp within 0.51; a formula adds a few roundings of its own.
  private let ulpTolerance = 4.0

  @Test("f(a) is within 4 ulp", arguments: Activation.allCases)
  func value(of activation: Activation) throws {
    var worst = (ulps: 0.0, a: 0.0)
    let points = try ActivationReference.points(of: activation)
    #expect(points.count > 150)
    for point in points {
      let value = activation.value(point.a)
      if point.value.isNormalDouble {
        let ulps = point.value.ulps(of: value)
        if ulps > worst.ulps { worst = (ulps, point.a) }
      } else {
        let distance = (value - point.value.nearestDouble).magnitude
        #expect(distance <= 4 * Double.leastNonzeroMagnitude, "\(activation)(\(point.a)) below the normal range")
      }
    }
    print("\(activation): f within \(worst.ulps) ulp, worst at \(worst.a)")
    #expect(worst.ulps <= ulpTolerance, "\(activation)(\(worst.a))")
  }

  @Test("f′(a) is within 4 ulp of the magnitudes it is made of", arguments: Activation.allCases)
  func derivative(of activation: Activation) throws {
    var (worst, worstRelative) = ((ulps: 0.0, a: 0.0), 0.0)
    for point in try ActivationReference.points(of: activation) where point.derivative.isNormalDouble {
      let derivative = activation.derivative(point.a)
      let ulps = point.derivative.ulps(of: derivative) * point.cancellation
      if ulps > worst.ulps { worst = (ulps, point.a) }
      worstRelative = max(worstRelative, point.derivative.relativeError(of: ScaledDouble(derivative)))
    }
    print("\(activation): f′ within \(worst.ulps) ulp, worst at \(worst.a); relative error up to \(worstRelative)")
    #expect(worst.ulps <= ulpTolerance, "\(activation)′(\(worst.a))")
  }

  @Test("f′(a) in extended range keeps its digits where a Double underflows", arguments: Activation.allCases)
  func scaledDerivative(of activation: Activation) throws {
    var worst = (error: 0.0, a: 0.0)
    for point in try ActivationReference.points(of: activation) {
      let error = point.derivative.relativeError(of: activation.scaledDerivative(point.a)) * point.cancellation
      if error > worst.error { worst = (error, point.a) }
    }
    print("\(activation): f′ in extended range within \(worst.error), worst at \(worst.a)")
    #expect(worst.error <= ulpTolerance * Double.ulpOfOne, "\(activation)′(\(worst.a))")
  }

  @Test("f′(a) as a Double underflows gradually and to nothing else", arguments: Activation.allCases)
  func subnormalDerivative(of activation: Activation) throws {
    for point in try ActivationReference.points(of: activation) where !point.derivative.isNormalDouble {
      let distance = (activation.derivative(point.a) - point.derivative.nearestDouble).magnitude
      #expect(distance <= 4 * Double.leastNonzeroMagnitude, "\(activation)′(\(point.a))")
    }
  }

  @Test("tanh′(25) and sigmoid′(−40) keep their digits")
  func saturation() throws {
    let tanh = try ReferenceNumber("7.714999391855671132066395e-22")
    let sigmoid = try ReferenceNumber("4.248354255291588959232207e-18")
    #expect(tanh.ulps(of: Activation.tanh.derivative(25)) <= 4)
    #expect(sigmoid.ulps(of: Activation.sigmoid.derivative(-40)) <= 4)
  }

  @Test("GELU keeps its digits where a² is rounded (mpmath, 40 digits)")
  func roundedSquare() throws {
    for (a, value, derivative) in [
      (-12.3, "-5.57030955607530544305685e-34", "-6.850900949792136312896308e-33"),
      (-30.1, "-7.29222832613713422908693e-198", "-2.194955407450478173004354e-196"),
      (-35.7, "-7.056394484014174269478785e-278", "-2.519129741131505218446121e-276"),
    ] {
      #expect(try ReferenceNumber(value).ulps(of: Activation.gelu.value(a)) <= ulpTolerance, "gelu(\(a))")
      #expect(try ReferenceNumber(derivative).ulps(of: Activation.gelu.derivative(a)) <= ulpTolerance, "\(a)")
    }
  }

  @Test("Far out f and f′ take their limits and never become NaN", arguments: Activation.allCases)
  func limits(of activation: Activation) {
    guard activation != .sine else { return }
    for a in [1e165, 1e200, 1e300, Double.greatestFiniteMagnitude] {
      let (left, right) = Self.limitingDerivatives(of: activation)
      #expect(activation.derivative(a) == right, "\(activation)′(\(a))")
      #expect(activation.derivative(-a) == left, "\(activation)′(\(-a))")
      #expect(activation.scaledDerivative(a).doubleValue == right)
      #expect(activation.scaledDerivative(-a).doubleValue == left)
      #expect(activation.value(a) == (right == 1 ? a : 1), "\(activation)(\(a))")
      #expect(activation.value(-a) == (left == 0 ? activation.leftLimit : left * -a), "\(activation)(\(-a))")
    }
  }

  @Test(
    "Far out on the left GELU and SiLU, and their derivatives, come to 0 from below",
    arguments: [-1000.0, -1e9, -1e200])
  func signOfZero(a: Double) {
    for activation in [Activation.gelu, .silu] {
      #expect(activation.value(a) == 0 && activation.value(a).sign == .minus, "\(activation)(\(a))")
      #expect(activation.derivative(a) == 0 && activation.derivative(a).sign == .minus, "\(activation)′(\(a))")
      #expect(activation.scaledDerivative(a) < .zero, "\(activation)′(\(a)) in extended range")
    }
  }

  /// f′ far out to the left and to the right, as Doubles.
  private static func limitingDerivatives(of activation: Activation) -> (Double, Double) {
    switch activation {
    case .tanh, .sigmoid, .softsign, .hardtanh: (0, 0)
    case .relu, .softplus, .elu, .gelu, .silu: (0, 1)
    case .leakyrelu: (0.01, 1)
    case .identity, .sine: (1, 1)
    }
  }

  @Test("Conventions at the kinks")
  func kinks() {
    #expect(Activation.relu.derivative(0) == 0)
    #expect(Activation.relu.derivative(-0.0) == 0)
    #expect(Activation.relu.derivative(.leastNonzeroMagnitude) == 1)
    #expect(Activation.leakyrelu.derivative(0) == 0.01)
    #expect(Activation.elu.derivative(0) == 1)
    #expect(Activation.hardtanh.derivative(1) == 0)
    #expect(Activation.hardtanh.derivative(-1) == 0)
    #expect(Activation.hardtanh.derivative(1.0.nextDown) == 1)
  }

  @Test("γ bounds |f′| on a fine grid and is reached to within 1e-4", arguments: Activation.allCases)
  func supremum(of activation: Activation) {
    let grid = stride(from: -40.0, through: 40, by: 1.0 / 512)
    let largest = grid.map { activation.derivative($0).magnitude }.max() ?? 0
    #expect(largest <= activation.derivativeSupremum * (1 + Double.ulpOfOne))
    #expect(largest >= activation.derivativeSupremum - 1e-4)
  }

  @Test("Values stay in the stated range", arguments: Activation.allCases)
  func range(of activation: Activation) throws {
    guard let range = activation.range else { return }
    for point in try ActivationReference.points(of: activation) { #expect(range.contains(activation.value(point.a))) }
  }

  @Test("f′ jumps at each kink and nowhere else", arguments: Activation.allCases)
  func jumps(of activation: Activation) {
    for a in stride(from: -4.0, through: 4, by: 0.0625) {
      let jump = (activation.derivative(a.nextUp) - activation.derivative(a.nextDown)).magnitude
      #expect((jump > 0.5) == activation.kinks.contains(a), "\(activation)′ at \(a)")
    }
  }
}

extension Activation {
  /// f far out on the left, where that is a number.
  fileprivate var leftLimit: Double {
    switch self {
    case .tanh, .softsign, .hardtanh, .elu: -1
    default: 0
    }
  }
}

extension ActivationReference {
  /// |f′| relative to its summands: 1 but where they cancel. An error of one ulp of a summand is natural there.
  fileprivate var cancellation: Double {
    guard derivative.isNormalDouble, summands.isNormalDouble else { return 1 }
    return (derivative.nearestDouble / summands.nearestDouble).magnitude
  }
}
