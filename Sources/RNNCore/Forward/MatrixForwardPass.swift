/// The forward pass of a network with several units or inputs. The input's share U x_t + b is one product for all steps.
struct MatrixForwardPass: ActivationWork {
  private let network: RNN
  private let inputs: InputSequence
  private let initialState: [Double]

  init(_ network: RNN, _ inputs: InputSequence, _ initialState: [Double]) {
    self.network = network
    self.inputs = inputs
    self.initialState = initialState
  }

  func run<Function: ActivationFunction>(_: Function.Type) -> ForwardRecord {
    let n = network.hiddenSize
    let count = inputs.steps * n
    var record = ForwardRecord(
      preActivations: inputContributions(), states: initialState + Array(repeating: .nan, count: count),
      derivatives: Array(repeating: .nan, count: count), overflowAt: nil, underflowAt: nil)
    var recurrent = [Double](repeating: 0, count: n)
    for t in 0..<inputs.steps {
      multiply(record.states, at: t, into: &recurrent)
      let outcome = activate(Function.self, &record, recurrent, at: t)
      guard outcome.isFinite else {
        invalidate(&record, from: t)
        break
      }
      if outcome.hasTinyState, record.underflowAt == nil, underflows(Function.self, record, at: t) {
        record.underflowAt = t + 1
      }
    }
    return record
  }

  /// W s_{t−1}.
  private func multiply(_ states: [Double], at t: Int, into product: inout [Double]) {
    states.withUnsafeBufferPointer { states in
      LinearAlgebra.multiply(
        network.recurrentWeights, states[rows: t, network.hiddenSize].baseAddress, into: &product)
    }
  }

  /// a_t, s_t and f′(a_t) of every unit.
  private func activate<Function: ActivationFunction>(
    _: Function.Type, _ record: inout ForwardRecord, _ recurrent: [Double], at t: Int
  ) -> (isFinite: Bool, hasTinyState: Bool) {
    let n = network.hiddenSize
    var (isFinite, hasTinyState) = (true, false)
    record.preActivations.withUnsafeMutableBufferPointer { preActivations in
      record.states.withUnsafeMutableBufferPointer { states in
        record.derivatives.withUnsafeMutableBufferPointer { derivatives in
          recurrent.withUnsafeBufferPointer { recurrent in
            network.bias.withUnsafeBufferPointer { bias in
              for unit in 0..<n {
                let index = t * n + unit
                let a = preActivations[index] + recurrent[unit] + bias[unit]
                let (state, derivative) = Function.evaluate(a)
                (preActivations[index], states[index + n], derivatives[index]) = (a, state, derivative)
                isFinite = isFinite && a.isFinite && state.isFinite
                hasTinyState = hasTinyState || state.magnitude < .leastNormalMagnitude
              }
            }
          }
        }
      }
    }
    return (isFinite, hasTinyState)
  }

  /// U x_t for every t: (T×m)·(m×n).
  private func inputContributions() -> [Double] {
    let U = network.inputWeights
    return LinearAlgebra.product(
      inputs.values, U.transposed.elements, rows: inputs.steps, inner: U.columns, columns: U.rows)
  }

  private func invalidate(_ record: inout ForwardRecord, from t: Int) {
    record.overflowAt = t + 1
    for index in t * network.hiddenSize..<record.derivatives.count {
      record.preActivations[index] = .nan
      record.states[index + network.hiddenSize] = .nan
      record.derivatives[index] = .nan
    }
  }

  private func underflows<Function: ActivationFunction>(_: Function.Type, _ record: ForwardRecord, at t: Int) -> Bool {
    let n = network.hiddenSize
    return (0..<n).contains { unit in
      let state = record.states[(t + 1) * n + unit]
      guard state.magnitude < .leastNormalMagnitude else { return false }
      let a = record.preActivations[t * n + unit]
      guard Function.isZero(at: a) else { return true }
      return a == 0 && anyProductVanishes(for: unit, record, at: t)
    }
  }

  private func anyProductVanishes(for unit: Int, _ record: ForwardRecord, at t: Int) -> Bool {
    let (U, W) = (network.inputWeights, network.recurrentWeights)
    return (0..<U.columns).contains { Double.productVanishes(U[unit, $0], inputs.values[t * U.columns + $0]) }
      || (0..<W.columns).contains { Double.productVanishes(W[unit, $0], record.states[t * W.columns + $0]) }
  }
}
