/// The gradient of a loss of a scalar network, summed up as a forward pass goes along:
///
///     classes      ∂L_t/∂s_t = w·(o_t[0] − [y_t = 0])·(V_0 − V_1)     o_t[0] = 1/(1 + e^{−d_t}),  d_t = (V_0 − V_1) s_t + c_0 − c_1
///     values       ∂L_t/∂s_t = 2w·(V s_t + c − y_t)·V
///     gradients    ∂L_t/∂s_t as recorded
struct ScalarLoss {
  private enum Kind {
    case classes(ClassTargets)
    case values(TargetValues)
    case gradients(RecordedGradients)
  }

  /// nil where the network says nothing that the targets could be held against.
  private let kind: Kind?
  private let slope: Double
  private let offset: Double
  private let weight: Double
  private let isTotal: Bool
  private let target: Int
  private var sum = ScaledSum()
  private var isReached = false
  private var isFinite = true

  /// The loss of the target step, or of all steps up to it; without targets it has no value.
  init(_ network: RNN, _ targets: Targets?, _ observable: Observable, target: Int) {
    let readout = targets.flatMap { network.readout(for: $0) }
    let (V, c) = (readout?.weights?.elements ?? [1], readout.map { $0.bias.isEmpty ? [0] : $0.bias } ?? [0])
    switch targets?.kind {
    case .classes(let classes) where V.count == 2:
      kind = .classes(classes)
      (slope, offset) = (V[0] - V[1], c[0] - c[1])
    case .values(let values) where readout != nil:
      kind = .values(values)
      (slope, offset) = (V[0], c[0])
    case .gradients(let recorded) where readout != nil:
      kind = .gradients(recorded)
      (slope, offset) = (1, 0)
    default: (kind, slope, offset) = (nil, 1, 0)
    }
    weight = targets?.weight ?? 1
    isTotal = observable == .totalLoss
    self.target = target
  }

  /// Adds what a step, from 0, has in the gradient, where ∂s_t/∂θ is `derivative`.
  @inline(__always)
  mutating func add(_ derivative: ScaledDouble, state: Double, at t: Int) {
    guard isTotal || t == target - 1, isFinite, let asked = asked(of: state, at: t) else { return }
    sum.add(asked * derivative)
  }

  /// ∂L_t/∂s_t; nil without a target, or where it has no value.
  @inline(__always)
  private mutating func asked(of state: Double, at t: Int) -> ScaledDouble? {
    switch kind {
    case .classes(let classes):
      guard let y = classes[t] else { return nil }
      return asked(of: state, class: y)
    case .values(let values):
      guard values.isKnown[t] else { return nil }
      let error = slope * state + offset - values.numbers[t]
      isReached = true
      isFinite = (error * error).isFinite
      return isFinite ? ScaledDouble(2 * error * weight) * ScaledDouble(slope) : nil
    case .gradients(let recorded):
      guard recorded.reaches(t + 1) else { return nil }
      isReached = true
      let final = t + 1 == recorded.steps ? recorded.finals.first?.first ?? 0 : 0
      return ScaledDouble(recorded.numbers[t] + final)
    case nil: return nil
    }
  }

  @inline(__always)
  private mutating func asked(of state: Double, class y: Int) -> ScaledDouble? {
    let difference = slope * state + offset
    isReached = true
    isFinite = difference.isFinite
    guard isFinite else { return nil }
    // −(1 − o[0]) for class 0, o[0] for class 1: what the other class is given, without cancellation.
    let others = Self.logistic(y == 0 ? -difference : difference)
    let asked = (y == 0 ? -others : others) * ScaledDouble(slope)
    return weight == 1 ? asked : asked * ScaledDouble(weight)
  }

  /// The gradient; nil without a target, or where an output overflows.
  var gradient: ScaledDouble? { isReached && isFinite ? sum.value : nil }

  /// 1/(1 + e^{−x}); far below 0 that is e^x.
  private static func logistic(_ x: Double) -> ScaledDouble {
    x < -40 ? .exp(x) : ScaledDouble(1 / (1 + .exp(-x)))
  }
}
