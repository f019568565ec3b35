/// What the gates of a cell say at a step, unit by unit, and what an LSTM keeps beside it. An Elman network has none of it.
extension Trajectory {
  /// A gate's number at a finite step in 1…T: σ(a) of 0…1, of a candidate tanh(a) of −1…1. The gate is one of the cell's,
  /// the unit one of the network's, from 0. Exactly 0 only a candidate that is.
  package func gate(_ gate: Gate, at step: Int, unit: Int = 0) -> ScaledDouble {
    let a = gateArgument(gate, at: step, unit: unit)
    return gate.isCandidate ? ScaledDouble(Activation.tanh.value(a)) : a.scaledSigmoid
  }

  /// 1 − σ(a) of a gate that is no candidate, which no subtraction makes: the part that is let in where z keeps the rest.
  package func complement(of gate: Gate, at step: Int, unit: Int = 0) -> ScaledDouble {
    (-gateArgument(gate, at: step, unit: unit)).scaledSigmoid
  }

  /// σ′(a) or, of a candidate, tanh′(a).
  package func gateSlope(_ gate: Gate, at step: Int, unit: Int = 0) -> ScaledDouble {
    (gate.isCandidate ? Activation.tanh : .sigmoid).scaledDerivative(gateArgument(gate, at: step, unit: unit))
  }

  /// What a gate's function is taken of: its pre-activation, of a GRU's candidate a^x + r·a^h.
  package func gateArgument(_ gate: Gate, at step: Int, unit: Int = 0) -> Double {
    let first = (step - 1) * layout.gates * hiddenSize
    func line(_ place: Int) -> Double { preActivations[first + place * hiddenSize + unit] }
    let place = layout.place(of: gate)
    return gate == .newGate ? line(place) + Activation.sigmoid.value(line(0)) * line(place + 1) : line(place)
  }

  /// The mean of a gate over the units. Complexity: O(n).
  package func meanOfGate(_ gate: Gate, at step: Int) -> Double {
    (0..<hiddenSize).reduce(0) { $0 + self.gate(gate, at: step, unit: $1).doubleValue } / Double(hiddenSize)
  }

  /// tanh′(c_t) of an LSTM: what its output makes of a change of c_t, but for the gate.
  package func cellSlope(at step: Int, unit: Int = 0) -> ScaledDouble {
    Activation.tanh.scaledDerivative(states[step * stateSize + hiddenSize + unit])
  }

  /// The smallest and the largest c_t of an LSTM over finite steps within 0…T, of one unit or of all.
  ///
  /// Complexity: O(steps·n).
  package func cellRange(over steps: ClosedRange<Int>, unit: Int? = nil) -> ClosedRange<Double> {
    let units = unit.map { $0..<$0 + 1 } ?? 0..<hiddenSize
    return states.withUnsafeBufferPointer { states in
      var (low, high) = (Double.infinity, -Double.infinity)
      for step in steps {
        for unit in units {
          let c = states[step * stateSize + hiddenSize + unit]
          low = Swift.min(low, c)
          high = Swift.max(high, c)
        }
      }
      return low...high
    }
  }
}
