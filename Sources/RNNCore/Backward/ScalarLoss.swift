import RealModule

/// The gradient of a loss of a scalar network with two classes, summed up as a forward pass goes along:
///
///     ∂L_t/∂s_t = (o_t[0] − [y_t = 0])·(V_0 − V_1)        o_t[0] = 1/(1 + e^{−d_t}),   d_t = (V_0 − V_1) s_t + c_0 − c_1
struct ScalarLoss {
  private let slope: Double
  private let offset: Double
  private let classes: [Int?]
  private let isTotal: Bool
  private let target: Int
  private var sum = ScaledSum()
  private var isReached = false
  private var isFinite = true

  /// The loss of the target step, or of all steps up to it; without classes it has no value.
  init(_ network: RNN, _ classes: [Int?]?, _ observable: Observable, target: Int) {
    let V = [network.outputWeights].compactMap { $0?.elements }.flatMap { $0 }
    let c = [network.outputBias].compactMap { $0 }.flatMap { $0 }
    precondition(V.count == 2, "the loss of a scalar network is of two classes")
    (slope, offset) = (V[0] - V[1], c[0] - c[1])
    self.classes = classes ?? Array(repeating: nil, count: target)
    isTotal = observable == .totalLoss
    self.target = target
  }

  /// Adds what a step, from 0, has in the gradient, where ∂s_t/∂θ is `derivative`.
  @inline(__always)
  mutating func add(_ derivative: ScaledDouble, state: Double, at t: Int) {
    guard isTotal || t == target - 1, let y = classes[t] else { return }
    let difference = slope * state + offset
    isReached = true
    isFinite = isFinite && difference.isFinite
    guard isFinite else { return }
    // −(1 − o[0]) for class 0, o[0] for class 1: what the other class is given, without cancellation.
    let others = Self.logistic(y == 0 ? -difference : difference)
    sum.add((y == 0 ? -others : others) * ScaledDouble(slope) * derivative)
  }

  /// The gradient; nil without a target class, or where a logit overflows.
  var gradient: ScaledDouble? { isReached && isFinite ? sum.value : nil }

  /// 1/(1 + e^{−x}); far below 0 that is e^x.
  private static func logistic(_ x: Double) -> ScaledDouble {
    x < -40 ? .exp(x) : ScaledDouble(1 / (1 + .exp(-x)))
  }
}
