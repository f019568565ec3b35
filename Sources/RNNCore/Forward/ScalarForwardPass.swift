/// The forward pass of the scalar network: one loop, compiled once for each activation.
struct ScalarForwardPass: ActivationWork {
  private let W: Double
  private let U: Double
  private let b: Double
  private let inputs: [Double]
  private let initialState: Double

  init(_ network: RNN, _ inputs: [Double], _ initialState: Double) {
    W = network.recurrentWeights.elements[0]
    U = network.inputWeights.elements[0]
    b = network.bias[0]
    self.inputs = inputs
    self.initialState = initialState
  }

  func run<Function: ActivationFunction>(_ function: Function.Type) -> ForwardRecord {
    var record = ForwardRecord(preActivations: [], states: [], derivatives: [], overflowAt: nil, underflowAt: nil)
    let steps = inputs.count
    record.preActivations = [Double](unsafeUninitializedCapacity: steps) { a, aCount in
      record.states = [Double](unsafeUninitializedCapacity: steps + 1) { s, sCount in
        record.derivatives = [Double](unsafeUninitializedCapacity: steps) { derivative, derivativeCount in
          fill(function, a, s, derivative, &record)
          derivativeCount = steps
        }
        sCount = steps + 1
      }
      aCount = steps
    }
    return record
  }

  @inline(__always)
  private func fill<Function: ActivationFunction>(
    _: Function.Type, _ a: UnsafeMutableBufferPointer<Double>, _ s: UnsafeMutableBufferPointer<Double>,
    _ derivative: UnsafeMutableBufferPointer<Double>, _ record: inout ForwardRecord
  ) {
    let largest = Double.greatestFiniteMagnitude
    var state = initialState
    s[0] = state
    for t in 0..<inputs.count {
      let preActivation = U * inputs[t] + W * state + b
      let (next, slope) = Function.evaluate(preActivation)
      a[t] = preActivation
      s[t + 1] = next
      derivative[t] = slope
      guard preActivation.magnitude <= largest, next.magnitude <= largest else {
        record.overflowAt = t + 1
        return fillWithNaN(from: t, a, s, derivative)
      }
      if next.magnitude < .leastNormalMagnitude, record.underflowAt == nil {
        record.underflowAt = underflows(Function.self, preActivation, state, inputs[t]) ? t + 1 : nil
      }
      state = next
    }
  }

  /// The careful path for a state below the normal range: is it 0, or has it become indistinguishable from 0?
  private func underflows<Function: ActivationFunction>(
    _: Function.Type, _ preActivation: Double, _ state: Double, _ input: Double
  ) -> Bool {
    guard Function.isZero(at: preActivation) else { return true }
    guard preActivation == 0 else { return false }
    return Double.productVanishes(W, state) || Double.productVanishes(U, input)
  }

  private func fillWithNaN(
    from t: Int, _ a: UnsafeMutableBufferPointer<Double>, _ s: UnsafeMutableBufferPointer<Double>,
    _ derivative: UnsafeMutableBufferPointer<Double>
  ) {
    for index in t..<inputs.count {
      a[index] = .nan
      s[index + 1] = .nan
      derivative[index] = .nan
    }
  }
}
