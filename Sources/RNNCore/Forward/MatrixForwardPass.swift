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
      let state = record.states.withUnsafeBufferPointer { Array($0[t * n..<(t + 1) * n]) }
      LinearAlgebra.multiply(network.recurrentWeights, state, into: &recurrent)
      for unit in 0..<n {
        let a = record.preActivations[t * n + unit] + recurrent[unit] + network.bias[unit]
        record.preActivations[t * n + unit] = a
        (record.states[(t + 1) * n + unit], record.derivatives[t * n + unit]) = Function.evaluate(a)
      }
      guard isFinite(record, at: t) else {
        invalidate(&record, from: t)
        break
      }
      if record.underflowAt == nil, underflows(Function.self, record, at: t) { record.underflowAt = t + 1 }
    }
    return record
  }

  /// U x_t for every t: (T×m)·(m×n).
  private func inputContributions() -> [Double] {
    let U = network.inputWeights
    var transposed = [Double](repeating: 0, count: U.elements.count)
    for row in 0..<U.rows {
      for column in 0..<U.columns { transposed[column * U.rows + row] = U[row, column] }
    }
    return LinearAlgebra.product(
      inputs.values, transposed, rows: inputs.steps, inner: U.columns, columns: U.rows)
  }

  private func isFinite(_ record: ForwardRecord, at t: Int) -> Bool {
    let n = network.hiddenSize
    return (t * n..<(t + 1) * n).allSatisfy {
      record.preActivations[$0].isFinite && record.states[$0 + n].isFinite
    }
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
