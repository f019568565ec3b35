/// The forward pass of the scalar network: one loop, compiled once for each activation.
///
/// Each step waits for the one before, and a processor that could do several times as much waits with it. But a network whose
/// gradient vanishes forgets where it began: from any state it soon comes to the same one, to the last bit. So a long way is
/// cut into lanes that are gone side by side, all but the first from a guess that two different states have come to; the
/// guess counts where the lane before ends in that very number, and else its lane is gone again from the right one until they
/// meet. Whether and where it is cut changes no bit.
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
    s[0] = initialState
    guard let guesses = guesses(Function.self), goSideBySide(Function.self, guesses, a, s, derivative) else {
      return go(Function.self, from: 0, a, s, derivative, &record)
    }
    for (lane, guess) in guesses.enumerated() where record.overflowAt == nil {
      let first = lane * laneLength
      // What the lane before came to stands where this one begins.
      if s[first].bitPattern != guess.bitPattern {
        go(Function.self, from: first, a, s, derivative, &record, untilTheyMeet: true)
      }
    }
  }

  // MARK: Lanes

  /// As many as keep a processor busy.
  private static let lanes = 4
  /// Shorter ways are not worth a guess.
  private static let leastSteps = 1 << 16
  /// Within so many steps two states have to come to the same.
  private static let stepsOfGuess = 1024

  private var laneLength: Int { inputs.count / Self.lanes }

  /// The state before each lane, the first one known; nil where two states do not come together before one, and where the
  /// way is short.
  @inline(__always)
  private func guesses<Function: ActivationFunction>(_: Function.Type) -> [Double]? {
    guard inputs.count >= Self.leastSteps else { return nil }
    var guesses = [initialState]
    for lane in 1..<Self.lanes {
      var (state, other) = (1.0, -1.0)
      for t in lane * laneLength - Self.stepsOfGuess..<lane * laneLength {
        state = Function.evaluate(U * inputs[t] + W * state + b).value
        other = Function.evaluate(U * inputs[t] + W * other + b).value
      }
      guard state == other, isOrdinary(state) else { return nil }
      guesses.append(state)
    }
    return guesses
  }

  /// Goes all lanes from their guesses to the end, the last one farther than the others. Returns false as soon as a number
  /// comes that needs a closer look.
  @inline(__always)
  private func goSideBySide<Function: ActivationFunction>(
    _: Function.Type, _ guesses: [Double], _ a: UnsafeMutableBufferPointer<Double>,
    _ s: UnsafeMutableBufferPointer<Double>, _ derivative: UnsafeMutableBufferPointer<Double>
  ) -> Bool {
    let length = laneLength
    var states = guesses
    return states.withUnsafeMutableBufferPointer { states in
      for step in 0..<inputs.count - (Self.lanes - 1) * length {
        for lane in (step < length ? 0 : Self.lanes - 1)..<Self.lanes {
          let t = lane * length + step
          let preActivation = U * inputs[t] + W * states[lane] + b
          let (next, slope) = Function.evaluate(preActivation)
          guard isOrdinary(next), preActivation.magnitude <= .greatestFiniteMagnitude else { return false }
          a[t] = preActivation
          s[t + 1] = next
          derivative[t] = slope
          states[lane] = next
        }
      }
      return true
    }
  }

  /// Whether a state is a finite number, and none that may have underflowed.
  @inline(__always)
  private func isOrdinary(_ state: Double) -> Bool {
    state.magnitude >= .leastNormalMagnitude && state.magnitude <= .greatestFiniteMagnitude
  }

  // MARK: Step by step

  /// Goes from behind a step, the state of which is there, to the end, or until a state is the one that is there already.
  @inline(__always)
  private func go<Function: ActivationFunction>(
    _: Function.Type, from first: Int, _ a: UnsafeMutableBufferPointer<Double>,
    _ s: UnsafeMutableBufferPointer<Double>, _ derivative: UnsafeMutableBufferPointer<Double>,
    _ record: inout ForwardRecord, untilTheyMeet: Bool = false
  ) {
    let largest = Double.greatestFiniteMagnitude
    var state = s[first]
    for t in first..<inputs.count {
      let preActivation = U * inputs[t] + W * state + b
      let (next, slope) = Function.evaluate(preActivation)
      let haveMet = untilTheyMeet && next.bitPattern == s[t + 1].bitPattern
      a[t] = preActivation
      s[t + 1] = next
      derivative[t] = slope
      guard preActivation.magnitude <= largest, next.magnitude <= largest else {
        record.overflowAt = t + 1
        return fillWithNaN(from: t, a, s, derivative)
      }
      if haveMet { return }
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
