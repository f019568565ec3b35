/// q = e^y of four numbers y ≤ 0 at once, within about 0.6 ulp, and q − 1, within about 1.2; NaN of NaN, and 0 of −∞.
///
/// y = k·ln 2 + r with |r| ≤ ln 2/2 and ln 2 in two parts, of which the first has so few bits that k times it is exact
/// (Cody and Waite 1980, ch. 6). p = e^r − 1 is its Taylor series up to r¹³/13!, short by 1.3·10⁻¹⁷ of r at most. Then
///
///     q = 2^k·(1 + r + (p − r))        q − 1 = 2^k·p + (2^k − 1)
///
/// where 2^k − 1 is rounded only where it is all but −1. Below 2^−1022 q is rounded once, as a `Double` is.
struct DecayingExponential {
  /// e^r − 1.
  private let p: UnitBlock
  /// e^r, rounded once: 1 + r and what that rounds off, before the rest of the series is added.
  private let power: UnitBlock
  /// 2^k, or 2^−900 for k below that.
  private let scale: UnitBlock
  /// What is left of 2^k, so that q is rounded once where it is subnormal.
  private let remainingScale: UnitBlock

  @inline(__always)
  init(_ y: UnitBlock) {
    // e^−800 is 0.
    let y = y.replacing(with: -800, where: y .< -800)
    let k = (y * 1.44269504088896340736).roundedToWhole
    let r = (y - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
    let (rest, onePlusR) = (Self.seriesBehindFirst(r), 1 + r)
    p = r + rest
    power = onePlusR + (((1 - onePlusR) + r) + rest)
    let high = k.replacing(with: -900, where: k .< -900)
    scale = .powersOfTwo(high)
    remainingScale = .powersOfTwo(k - high)
  }

  /// e^r − 1 − r for |r| ≤ ln 2/2: summands of like size are added first.
  @inline(__always)
  private static func seriesBehindFirst(_ r: UnitBlock) -> UnitBlock {
    let square = r * r
    let fourth = square * square
    let low = cubic(r, square, 1 / 2, 1 / 6, 1 / 24, 1 / 120)
    let middle = cubic(r, square, 1 / 720, 1 / 5040, 1 / 40320, 1 / 362_880)
    let high = cubic(r, square, 1 / 3_628_800, 1 / 39_916_800, 1 / 479_001_600, 1 / 6_227_020_800)
    return square * (low + fourth * (middle + fourth * high))
  }

  /// a + b r + c r² + d r³.
  @inline(__always)
  private static func cubic(
    _ r: UnitBlock, _ square: UnitBlock, _ a: Double, _ b: Double, _ c: Double, _ d: Double
  ) -> UnitBlock {
    let (low, high) = (a + r * b, c + r * d)
    return low + square * high
  }

  /// q − 1.
  @inline(__always) var valueMinusOne: UnitBlock { scale * p + (scale - 1) }

  /// q times a power of two from 1 to 2^100: rounded once, whether it is subnormal or not.
  @inline(__always)
  func value(times factor: Double = 1) -> UnitBlock { power * (scale * factor) * remainingScale }

  /// q where it is above 2^−900, and a number as small where it is not: for sums with what is near 1.
  @inline(__always) var valueBesideOne: UnitBlock { power * scale }
}
