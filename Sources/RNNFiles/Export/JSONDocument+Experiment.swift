import RNNCore

/// The members with which every document starts.
extension JSONDocument {
  /// The version of the layout: it changes when a reader of the old one would misread the new one.
  var schema: Int { 1 }

  /// Adds the network and the sequence. W and U are null for more than 32 units.
  mutating func add(_ network: RNN, initialState: ArraySlice<Double>, inputs: InputSequence) {
    let isListed = network.hiddenSize <= 32
    var parts = JSONObject()
    parts.add("activation", network.activation.rawValue)
    parts.add("hidden", network.hiddenSize)
    parts.add("inputs", network.inputSize)
    parts.add("W", isListed ? network.recurrentWeights.rowSlices : nil)
    parts.add("U", isListed ? network.inputWeights.rowSlices : nil)
    parts.add("b", network.bias)
    parts.add("s0", initialState)
    add("network", parts)
    var sequence = JSONObject()
    sequence.add("name", inputs.name)
    sequence.add("steps", inputs.steps)
    add("sequence", sequence)
  }
}

extension Matrix {
  fileprivate var rowSlices: [ArraySlice<Double>] { (0..<rows).map { self[row: $0] } }
}
