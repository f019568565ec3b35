import RNNCore
import Testing

@Suite("Numbers in extended range")
struct ScaledDoubleTests {
  /// Doubles of every kind: random bit patterns and the corners.
  private static let doubles: [Double] = {
    var generator = SplitMix64(seed: 42)
    let random = (0..<2000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    let corners: [Double] = [
      0, 1, 0.1, 3, 1.0.nextDown, 1.0.nextUp, 2.0.nextDown, .leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude,
      .leastNormalMagnitude, .leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, .ulpOfOne, .pi,
    ]
    return random + corners + corners.map { -$0 }
  }()

  @Test("Zero is exactly zero, whatever its sign and exponent")
  func zero() {
    for zero in [ScaledDouble(0), ScaledDouble(-0.0), ScaledDouble(significand: 0, exponent: 99), -ScaledDouble.zero] {
      #expect(zero == .zero)
      #expect(zero.isZero)
      #expect(zero.signum == 0)
      #expect(zero.exponent == 0)
      #expect(zero.significand.sign == .plus)
    }
    #expect(!ScaledDouble(significand: 1, exponent: -1_000_000).isZero)
    #expect((ScaledDouble.one - .one).isZero)
    #expect((ScaledDouble.zero * ScaledDouble(significand: 1, exponent: 1 << 40)).isZero)
  }

  @Test("A Double becomes a significand in [1, 2) and comes back bit for bit")
  func conversion() {
    for value in Self.doubles {
      let scaled = ScaledDouble(value)
      #expect(scaled.doubleValue == value)
      #expect(scaled.isZero || (1..<2).contains(scaled.significand.magnitude), "\(value)")
      #expect(scaled.signum == (value > 0 ? 1 : value < 0 ? -1 : 0))
    }
  }

  @Test("Beyond a Double's range conversion overflows to infinity and underflows gradually, ties to even")
  func conversionAtTheLimits() {
    let least = Double.leastNonzeroMagnitude
    let cases: [(Double, Int, Double)] = [
      (2.0.nextDown, 1023, .greatestFiniteMagnitude), (1, 1024, .infinity), (-1, 1024, -.infinity),
      (1, -1022, .leastNormalMagnitude), (1, -1074, least), (1, -1075, 0), (1.0.nextUp, -1075, least),
      (1.25, -1074, least), (1.5, -1074, 2 * least), (1.75, -1074, 2 * least), (1.25, -1073, 2 * least),
      (1.75, -1073, 4 * least), (2.0.nextDown, -1076, 0), (1, -1_000_000, 0), (-1, -1_000_000, 0),
      (2.0.nextDown, -1023, .leastNormalMagnitude),
    ]
    for (significand, exponent, expected) in cases {
      #expect(ScaledDouble(significand: significand, exponent: exponent).doubleValue == expected)
    }
  }

  @Test("Products, quotients, sums and differences are a Double's wherever that is normal")
  func arithmetic() {
    for (x, y) in zip(Self.doubles, Self.doubles.reversed()) {
      let (a, b) = (ScaledDouble(x), ScaledDouble(y))
      check(a * b, x * y)
      check(a + b, x + y)
      check(a - b, x - y)
      if y != 0 { check(a / b, x / y) }
    }
  }

  private func check(_ scaled: ScaledDouble, _ double: Double) {
    guard double.isNormal else { return }
    #expect(scaled.doubleValue == double)
  }

  @Test("Products across 10⁴ binary orders are exact in the exponent")
  func products() {
    let huge = ScaledDouble(significand: 1.5, exponent: 10_000)
    let tiny = ScaledDouble(significand: 1.25, exponent: -10_000)
    #expect(huge * tiny == ScaledDouble(1.875))
    #expect(huge * huge == ScaledDouble(significand: 1.125, exponent: 20_001))
    #expect(tiny / huge == ScaledDouble(significand: 1.25 / 1.5, exponent: -20_000))
    var product = ScaledDouble.one
    for _ in 0..<5000 { product *= ScaledDouble(0.03) }
    #expect(product.decimal(significantDigits: 9) == "4.03899763e-7615")
    for _ in 0..<5000 { product = product / ScaledDouble(0.03) }
    #expect((product - .one).magnitude < ScaledDouble(1e-12))
  }

  @Test("Sums across 10⁴ binary orders leave the larger number")
  func sums() {
    let huge = ScaledDouble(significand: 1.5, exponent: 10_000)
    let tiny = ScaledDouble(significand: -1.5, exponent: -10_000)
    #expect(huge + tiny == huge)
    #expect(tiny + huge == huge)
    #expect(huge + .zero == huge)
    #expect((huge - huge).isZero)
    #expect(huge - huge + tiny == tiny)
    let lastBit = ScaledDouble(significand: 1, exponent: 10_000 - 52)
    #expect((huge + lastBit).significand == 1.5.nextUp)
  }

  @Test("Comparison is the order of the real numbers")
  func comparison() {
    let ordered = [
      ScaledDouble(significand: -1, exponent: 5000), ScaledDouble(significand: -1.5, exponent: 3), ScaledDouble(-8),
      ScaledDouble(significand: -1, exponent: -5000), .zero, ScaledDouble(significand: 1, exponent: -5000),
      ScaledDouble(significand: 1.5, exponent: -5000), .one, ScaledDouble(significand: 1, exponent: 5000),
    ]
    for i in ordered.indices {
      for j in ordered.indices {
        #expect((ordered[i] < ordered[j]) == (i < j))
        #expect((ordered[i] == ordered[j]) == (i == j))
      }
    }
    #expect(ScaledDouble(-0.0) == ScaledDouble(0))
    #expect(ScaledDouble(-3).magnitude == ScaledDouble(3))
  }

  @Test("Square roots, of odd exponents too")
  func squareRoots() {
    for value in Self.doubles where value.isNormal && value > 0 {
      #expect(ScaledDouble(value).squareRoot().doubleValue == value.squareRoot())
    }
    let big = ScaledDouble(significand: 1.21, exponent: -20_002).squareRoot()
    #expect(big == ScaledDouble(significand: 1.21.squareRoot(), exponent: -10_001))
    #expect(ScaledDouble(significand: 1, exponent: -9_999).squareRoot().exponent == -5_000)
    #expect(ScaledDouble.zero.squareRoot().isZero)
  }

  @Test(
    "The root of a square that saturated is out of range, and stays so when it is multiplied on", arguments: [-1, 1])
  func saturatedRoots(sign: Int) {
    let number = ScaledDouble(significand: 1.5, exponent: sign * (1 << 60 + 1 << 58))
    let root = (number * number).squareRoot()
    #expect(number.isOutOfRange && root.isOutOfRange && root.exponent.signum() == sign)
    let factor = sign > 0 ? ScaledDouble(5e-324) : ScaledDouble(.greatestFiniteMagnitude)
    #expect((root * factor).isOutOfRange && (number * number * factor).squareRoot().isOutOfRange)
    let known = ScaledDouble(significand: 1.5, exponent: sign * (1 << 59 + 1 << 58))
    #expect((known * known).squareRoot() == known, "2^±2^59.6 has a square in range")
  }

  #if compiler(>=6.2)
    @Test("NaN, infinity and division by zero are programmer errors")
    func preconditions() async {
      await #expect(processExitsWith: .failure) { _ = ScaledDouble(.nan) }
      await #expect(processExitsWith: .failure) { _ = ScaledDouble(.infinity) }
      await #expect(processExitsWith: .failure) { _ = ScaledDouble(significand: -.infinity, exponent: 0) }
      await #expect(processExitsWith: .failure) { _ = ScaledDouble.one / .zero }
      await #expect(processExitsWith: .failure) { _ = ScaledDouble(-1).squareRoot() }
    }
  #endif
}
