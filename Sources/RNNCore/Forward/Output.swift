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
    self.targetClass = targetClass
    var numbers = z
    let softmax = numbers.withUnsafeMutableBufferPointer { Softmax(overwriting: $0) }
    probabilities = numbers
    loss = targetClass.map { y in numbers.withUnsafeBufferPointer { softmax.loss(of: y, logit: z[y], $0) } }
    logitGradient = targetClass.map { y in
      var gradient = numbers
      gradient[y] = -numbers.withUnsafeBufferPointer { Softmax.others($0, than: y) }
      return gradient
    }
  }
}

/// o = softmax(z) = e^(z − max z)/Σ e^(z − max z).
struct Softmax {
  private let largest: Double
  private let sum: Double

  /// Puts the probabilities in the place of the logits.
  init(overwriting z: UnsafeMutableBufferPointer<Double>) {
    var largest = -Double.infinity
    for number in z where number > largest { largest = number }
    var sum = 0.0
    for index in z.indices {
      z[index] = .exp(z[index] - largest)
      sum += z[index]
    }
    for index in z.indices { z[index] /= sum }
    (self.largest, self.sum) = (largest, sum)
  }

  /// Σ_{j≠y} o_j = 1 − o_y without cancellation.
  static func others(_ probabilities: UnsafeBufferPointer<Double>, than y: Int) -> Double {
    var sum = 0.0
    for index in probabilities.indices where index != y { sum += probabilities[index] }
    return sum
  }

  /// −log o_y. Where y is the largest, log(1 + Σ of the others) keeps what −log o_y would round away.
  func loss(of y: Int, logit: Double, _ probabilities: UnsafeBufferPointer<Double>) -> Double {
    if logit == largest { return .log(onePlus: Self.others(probabilities, than: y) * sum) }
    return largest - logit + .log(sum)
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
  /// What the network says at a step in 1…T that is reached without overflow; nil at others and for a network without V.
  ///
  /// Complexity: O(p·n).
  public func output(at step: Int) -> Output? {
    guard let V = network.outputWeights, let c = network.outputBias, step > 0, top.isFinite(through: step)
    else { return nil }
    let z = said(at: step, Readout(V, c))
    guard z.allSatisfy(\.isFinite) else { return nil }
    return Output(logits: z, targetClass: network.hasClasses ? inputs.classes?[step - 1] : nil)
  }
}
