import RealModule

extension Experiment {
  /// The response of target step k of the scalar network (n = m = 1) to the values of a variable, but for values that are
  /// not finite. Of a loss without a value there is no total.
  ///
  /// It is what `sweepPoint` computes, by a forward pass with ∂s_t/∂θ and P(t,1) beside the state instead of keeping the
  /// trajectory: D_t = J_t D_{t−1} + ∂s_t/∂θ_*. With a truncation the same recursion runs beside it over what it leaves.
  ///
  /// Complexity: O(k) time and O(`count`) memory for each value; a truncation adds time O(τ), of a total loss O(k) time and
  /// O(τ) memory.
  public func responses(
    to variable: ScalarVariable, at values: [Double], target: Int, parameter: Parameter,
    observable: Observable = .state, truncation: Truncation = .none, statesKept count: Int = 32
  ) -> [Response] {
    precondition((1...inputs.steps).contains(target) && count > 0, "the target is one of the steps")
    precondition(isScalar, "responses to W, U, b and s0 are those of a scalar network")
    return values.compactMap { value in
      guard let changed = try? start.setting(variable, to: value) else { return nil }
      guard start.hasScalarKernel else {
        return Experiment(start: changed, inputs: inputs).response(
          at: value, target: target, parameter: parameter, observable: observable, truncation: truncation,
          statesKept: count)
      }
      let loss = observable.isLoss ? ScalarLoss(changed.network, inputs.targets, observable, target: target) : nil
      let pass = ResponsePass(
        changed, inputs.values, target: target, parameter: parameter, kept: count, loss: loss,
        cut: truncation == .none ? nil : CutTangent(truncation, target: target, isTotal: observable == .totalLoss))
      return changed.network.activation.withFunction(pass).response(at: value, target: target)
    }
  }

  /// s_k of the scalar network (n = m = 1) for every pair of a bias and a recurrent weight, all finite: row by row, a
  /// row for each bias. nil where the trajectory overflows before it.
  ///
  /// Complexity: O(k) time and O(1) memory for each pair.
  public func states(at target: Int, weights: [Double], biases: [Double]) -> [Double?] {
    precondition((0...inputs.steps).contains(target) && isScalar, "s_k of W and b is a scalar network's, at 0…T")
    guard start.hasScalarKernel else {
      return biases.flatMap { b in
        weights.map { W in
          let changed = try? start.setting(.bias, to: b).setting(.recurrentWeight, to: W)
          return changed.flatMap { Experiment(start: $0, inputs: inputs).state(at: target) }
        }
      }
    }
    let pass = FinalState(start, inputs.values, target: target)
    return start.network.activation.withFunction(FinalStates(pass: pass, weights: weights, biases: biases))
  }

  /// s_k of the scalar network (n = m = 1), or nil where the trajectory overflows before it.
  ///
  /// Complexity: O(k) time, O(1) memory.
  public func state(at target: Int) -> Double? {
    precondition((0...inputs.steps).contains(target) && isScalar, "s_k as one number is a scalar network's, at 0…T")
    guard start.hasScalarKernel else {
      let trajectory = trajectory()
      return trajectory.isFinite(through: target) ? trajectory.state(at: target).first : nil
    }
    return start.network.activation.withFunction(FinalState(start, inputs.values, target: target))
  }

  /// Whether states and inputs are one number each.
  private var isScalar: Bool { start.isScalar && inputs.dimension == 1 }

  /// λ(k,1) of the scalar network (n = m = 1) at a value of a variable; nil where it does not exist.
  ///
  /// Complexity: O(k) time, O(1) memory.
  public func growth(of variable: ScalarVariable, at value: Double, target: Int) -> Double? {
    responses(to: variable, at: [value], target: target, parameter: .bias, statesKept: 1).first?.lyapunovExponent
  }
}

/// The forward pass that keeps its last states only, with the gradient beside them.
private struct ResponsePass: ActivationWork {
  private let (W, U, b, initialState): (Double, Double, Double, Double)
  private let inputs: [Double]
  private let target: Int
  private let kind: Parameter.Kind
  private let kept: Int
  private let loss: ScalarLoss?
  /// Nil where nothing is left out.
  private let cut: CutTangent?

  init(
    _ start: InitializedNetwork, _ inputs: [Double], target: Int, parameter: Parameter, kept: Int, loss: ScalarLoss?,
    cut: CutTangent?
  ) {
    (self.loss, self.cut) = (loss, cut)
    let network = start.network
    (W, U) = (network.recurrentWeights.elements[0], network.inputWeights.elements[0])
    (b, initialState) = (network.bias[0], start.initialState[0])
    self.inputs = inputs
    self.target = target
    kind = parameter.kind
    self.kept = kept
  }

  struct Outcome {
    var states: [Double] = []
    var total: ScaledDouble?
    var cutTotal: ScaledDouble?
    var flow = ScaledDouble.one
    var peak: FlowExtreme?
    var isFinite = true

    func response(at value: Double, target: Int) -> Response {
      isFinite
        ? Response(
          value: value, states: states, total: total, cutTotal: cutTotal, flow: flow, peak: peak, target: target)
        : Response(value: value, target: target)
    }
  }

  func run<Function: ActivationFunction>(_: Function.Type) -> Outcome {
    var outcome = Outcome()
    var (state, tangent, flow) = (initialState, ScaledRecursion(.zero), ForwardFlow())
    var (loss, cut, cutLoss) = (self.loss, self.cut, self.loss)
    let largest = Double.greatestFiniteMagnitude
    for t in 0..<target {
      let a = U * inputs[t] + W * state + b
      let (next, slope) = Function.evaluate(a)
      guard a.magnitude <= largest, next.magnitude <= largest else {
        outcome.isFinite = false
        return outcome
      }
      let layerInput = kind == .recurrentWeights ? state : kind == .inputWeights ? inputs[t] : 1
      let (factor, immediate) = (slope * W, slope * layerInput)
      if slope.isNormal, factor.isNormal, immediate.isNormal || layerInput == 0 {
        tangent.advance(factor, plus: immediate)
        if t > 0 { flow.multiply(by: factor, at: t + 1) }
        cut?.advance(ScaledDouble(factor), plus: ScaledDouble(immediate), at: t + 1)
      } else {
        let derivative = slope.isNormal ? ScaledDouble(slope) : Function.scaledDerivative(a)
        let scaledFactor = derivative * ScaledDouble(W)
        let scaledImmediate = derivative * ScaledDouble(layerInput)
        tangent.advance(scaledFactor, plus: scaledImmediate)
        if t > 0 { flow.multiply(by: scaledFactor, at: t + 1) }
        cut?.advance(scaledFactor, plus: scaledImmediate, at: t + 1)
      }
      state = next
      loss?.add(tangent.value, state: state, at: t)
      if let cut { cutLoss?.add(cut.value, state: state, at: t) }
      if t >= target - kept { outcome.states.append(state) }
    }
    outcome.total = loss == nil ? tangent.value : loss?.gradient
    outcome.cutTotal = loss == nil ? cut?.value : cut.flatMap { _ in cutLoss?.gradient }
    (outcome.flow, outcome.peak) = (flow.magnitude, flow.peak(of: target))
    return outcome
  }
}

/// What a truncation leaves of ∂s_t/∂θ, beside a forward pass. Where one target alone is looked at nothing before its window
/// counts, and the recursion begins there; of a total loss every step has a window of its own, which moves on with it.
private struct CutTangent {
  private let truncation: Truncation
  /// The first step that counts.
  private let first: Int
  private let moves: Bool
  private var fixed = ScaledRecursion(.zero)
  private var window = SlidingRecursion()

  init(_ truncation: Truncation, target: Int, isTotal: Bool) {
    (self.truncation, moves) = (truncation, isTotal)
    first = isTotal ? 1 : truncation.firstStep(reaching: target)
  }

  /// To step t, from 1. The factor of the first step that counts meets a derivative of 0.
  mutating func advance(_ factor: ScaledDouble, plus immediate: ScaledDouble, at step: Int) {
    guard step >= first else { return }
    guard moves else { return fixed.advance(factor, plus: immediate) }
    window.advance(factor, plus: immediate)
    window.keep(step - truncation.firstStep(reaching: step) + 1)
  }

  var value: ScaledDouble { moves ? window.value(from: .zero) : fixed.value }
}

/// |P(t,1)| from the left, and the least that it has been: P(k,i) = P(k,1)/P(i,1) is largest where P(i,1) is smallest.
/// Behind a factor that is 0, or so small that no number of steps makes up for it, the product begins anew: nothing
/// larger lies before it.
private struct ForwardFlow {
  private var product = RunningProduct()
  /// What it was before it began anew.
  private var before = ScaledDouble.one
  /// The smallest product, and the latest step i that had it.
  private var least = RunningProduct()
  private var leastStep = 1
  /// Its magnitude in units of 2^`exponent`, which are those of the product: comparing costs a comparison. What no longer
  /// has a number in these units, 0 or ∞, is beyond every product that has them.
  private var threshold = 1.0
  private var exponent = 0

  var magnitude: ScaledDouble { (before * product.value).magnitude }

  /// To step t by a normal factor.
  @inline(__always)
  mutating func multiply(by factor: Double, at step: Int) {
    product.multiply(by: factor)
    compare(at: step)
  }

  /// The same by any factor.
  @inline(never)
  mutating func multiply(by factor: ScaledDouble, at step: Int) {
    if factor.isZero || factor.exponent < -1 << 40 {
      let flow = before * product.value * factor
      self = ForwardFlow()
      (before, leastStep) = (flow, step)
    } else {
      product = RunningProduct(product.value * factor)
      compare(at: step)
    }
  }

  @inline(__always)
  private mutating func compare(at step: Int) {
    if product.exponent != exponent { rescale() }
    guard product.significand.magnitude <= threshold else { return }
    (least, leastStep, threshold) = (product, step, product.significand.magnitude)
  }

  @inline(never)
  private mutating func rescale() {
    exponent = product.exponent
    threshold = ScaledDouble(significand: least.significand, exponent: least.exponent - exponent).magnitude.doubleValue
  }

  /// The largest |P(k,i)|, where it is above 1.
  func peak(of target: Int) -> FlowExtreme? {
    target > leastStep
      ? FlowExtreme(lag: target - leastStep, flow: (product.value / least.value).magnitude) : nil
  }
}

/// The last states of many networks that differ in W and b alone.
private struct FinalStates: ActivationWork {
  let pass: FinalState
  let weights: [Double]
  let biases: [Double]

  func run<Function: ActivationFunction>(_ function: Function.Type) -> [Double?] {
    biases.flatMap { b in weights.map { W in pass.last(function, W: W, b: b) } }
  }
}

/// The forward pass for its last state alone.
private struct FinalState: ActivationWork {
  private let start: InitializedNetwork
  private let inputs: [Double]
  private let target: Int

  init(_ start: InitializedNetwork, _ inputs: [Double], target: Int) {
    self.start = start
    self.inputs = inputs
    self.target = target
  }

  func run<Function: ActivationFunction>(_ function: Function.Type) -> Double? {
    last(function, W: start.network.recurrentWeights.elements[0], b: start.network.bias[0])
  }

  @inline(__always)
  func last<Function: ActivationFunction>(_: Function.Type, W: Double, b: Double) -> Double? {
    let U = start.network.inputWeights.elements[0]
    var state = start.initialState[0]
    for t in 0..<target {
      let a = U * inputs[t] + W * state + b
      guard a.isFinite else { return nil }
      state = Function.evaluate(a).value
    }
    return state
  }
}
