import RealModule

/// What the network says at a step: z_t = V s_t + c, o_t = softmax(z_t), and how wrong it is about the class y_t.
public struct Output: Hashable, Sendable {
  /// o_t, p probabilities; computed with the largest z subtracted.
  public let probabilities: [Double]
  /// y_t, or nil for a step without a target.
  public let targetClass: Int?
  /// L_t = −log o_t[y_t] by log-sum-exp, in nats: exact where o_t[y_t] rounds to 0 or 1. nil without a target.
  public let loss: Double?
  /// ∂L_t/∂z_t = o_t − onehot(y_t), at y_t as −Σ of the others so that nothing cancels. nil without a target.
  public let logitGradient: [Double]?

  private let logits: [Double]

  init(logits z: [Double], targetClass: Int?) {
    logits = z
    let largest = z.max() ?? 0
    let exponentials = z.map { Double.exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    probabilities = exponentials.map { $0 / sum }
    self.targetClass = targetClass
    guard let y = targetClass else {
      (loss, logitGradient) = (nil, nil)
      return
    }
    let others = exponentials.indices.reduce(0) { $1 == y ? $0 : $0 + exponentials[$1] }
    // Where y is the largest, log(1 + others) keeps what −log(o_y) would round away.
    loss = z[y] == largest ? Double.log(onePlus: others) : largest - z[y] + Double.log(sum)
    var gradient = probabilities
    gradient[y] = -others / sum
    logitGradient = gradient
  }
}

extension Output {
  /// ∂L_t/∂z_t in extended range: e^−800 is no 0 where the network is that sure. nil without a target.
  var scaledLogitGradient: ScaledVector? {
    guard let y = targetClass, let logitGradient else { return nil }
    let isNormal = logitGradient[y].magnitude > 0x1p-900
    return isNormal ? ScaledVector(logitGradient) : carefulLogitGradient(y)
  }

  /// Where o_y is 1 in a Double: o_j = e^(z_j − z_y), since the sum is 1.
  private func carefulLogitGradient(_ y: Int) -> ScaledVector {
    var others = logits.map { ScaledDouble.exp($0 - logits[y]) }
    others[y] = .zero
    others[y] = -others.reduce(.zero, +)
    return ScaledVector(others)
  }
}

extension Trajectory {
  /// What the network says at a step in 1…T that is reached without overflow; nil for a network without V.
  public func output(at step: Int) -> Output? {
    guard let V = network.outputWeights, let c = network.outputBias, isFinite(through: step) else { return nil }
    var z = [Double](repeating: 0, count: V.rows)
    LinearAlgebra.multiply(V, Array(state(at: step)), into: &z)
    for index in z.indices { z[index] += c[index] }
    guard z.allSatisfy(\.isFinite) else { return nil }
    return Output(logits: z, targetClass: inputs.classes?[step - 1])
  }

  /// Whether an observable exists at a target step: a unit must be one of the network's; a loss needs V with at least two
  /// classes and a target class (`totalLoss`: at one step up to there).
  public func canObserve(_ observable: Observable, at target: Int) -> Bool {
    let classes = (network.outputWeights?.rows ?? 0) >= 2 ? inputs.classes : nil
    switch observable {
    case .state: return true
    case .unit(let unit): return (0..<hiddenSize).contains(unit)
    case .loss: return classes?[target - 1] != nil && output(at: target) != nil
    case .totalLoss:
      guard let classes, classes[..<target].contains(where: { $0 != nil }) else { return false }
      return (1...target).allSatisfy { classes[$0 - 1] == nil || output(at: $0) != nil }
    }
  }
}
