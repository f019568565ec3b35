/// The inputs that are made, not measured; all scalar, for t = 1 … T.
public enum SyntheticInput: String, CaseIterable, Sendable {
  /// 1 at t = 1, then 0.
  case impulse
  /// 0 up to ⌊T/2⌋, then 1.
  case step
  /// 0.
  case zero
  /// 1.
  case constant
  /// sin(2πt/12).
  case sine
  /// +1, −1, +1, …
  case alternating
  /// Independent standard normal numbers.
  case noise

  /// Whether the seed matters.
  public var isRandom: Bool { self == .noise }

  /// The sequence over `steps` steps, each number multiplied by `amplitude`. Complexity: O(T).
  public func sequence(steps: Int, amplitude: Double = 1, seed: UInt64 = 1) -> InputSequence {
    precondition(steps > 0, "a sequence has at least one step")
    var generator = SplitMix64(seed: seed)
    let values = (1...steps).map { amplitude * value(at: $0, of: steps, &generator) }
    return InputSequence(name: rawValue, values: values)
  }

  private func value(at t: Int, of steps: Int, _ generator: inout SplitMix64) -> Double {
    switch self {
    case .impulse: t == 1 ? 1 : 0
    case .step: t <= steps / 2 ? 0 : 1
    case .zero: 0
    case .constant: 1
    case .sine: Self.sine(ofTwelfths: t % 12)
    case .alternating: t % 2 == 1 ? 1 : -1
    case .noise: generator.nextNormal()
    }
  }

  /// sin(2πt/12) exactly where it is exact, so that a period ends where it began.
  private static func sine(ofTwelfths t: Int) -> Double {
    let quarter = [0, 0.5, 0.86602540378443864676, 1]
    let magnitude = quarter[t % 6 <= 3 ? t % 6 : 6 - t % 6]
    return t < 6 ? magnitude : 0 - magnitude
  }
}
