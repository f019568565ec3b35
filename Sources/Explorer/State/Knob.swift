import RNNCore

/// What ↑ and ↓ turn.
package enum Knob: String, CaseIterable, Sendable {
  /// W.
  case recurrentWeight = "W"
  /// U.
  case inputWeight = "U"
  /// b.
  case bias = "b"
  /// s₀.
  case initialState = "s₀"
  /// V of the scalar network's head.
  case outputWeight = "V"
  /// T, the number of steps.
  case steps = "T"
  /// d, the desired s_k of the error surface.
  case desired = "d"

  /// The distance of neighbouring values.
  package var step: Double { self == .steps ? 1 : 0.05 }

  /// The variable of the network, or nil for T.
  package var variable: ScalarVariable? {
    switch self {
    case .recurrentWeight: .recurrentWeight
    case .inputWeight: .inputWeight
    case .bias: .bias
    case .initialState: .initialState
    case .outputWeight: .outputWeight
    case .steps, .desired: nil
    }
  }

  /// `value` turned by a number of steps: the first lands on the next multiple of the step, ten at a time on the next
  /// multiple of ten steps. The multiple is the decimal number nearest to it: 0.15, not 0.15000000000000002.
  func turned(_ value: Double, by steps: Int) -> Double {
    let unit = step * Double(steps.magnitude)
    let position = value / unit
    let nearest = position.rounded()
    let isOnGrid = (position - nearest).magnitude < 1e-9 * Swift.max(nearest.magnitude, 1)
    let from = isOnGrid ? nearest : position.rounded(steps > 0 ? .down : .up)
    let multiple = from + (steps > 0 ? 1 : -1)
    return (multiple * unit * 100).rounded() / 100
  }
}
