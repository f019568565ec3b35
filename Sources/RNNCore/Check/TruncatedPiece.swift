/// A part of a sequence by itself, whose whole gradient is a part of one that is cut: it begins with a state that is a
/// constant, as `detach()` makes it.
///
/// A target step by itself is one piece, from the first step that reaches it on. Of a total loss that is detached every d
/// steps a piece is a chunk with all of its losses; with a window each step's loss is a piece.
struct TruncatedPiece {
  /// The network from s_{first−1} on.
  let experiment: Experiment
  /// k within the piece.
  let target: Int
  /// What of it is looked at.
  let observable: Observable
  /// How many steps of the sequence are before it.
  let offset: Int
}

extension Trajectory {
  /// The pieces whose gradients add up to the cut one of a target step.
  func pieces(_ truncation: Truncation, target: Int, observable: Observable) -> [TruncatedPiece] {
    guard observable == .totalLoss else {
      return [piece(truncation.firstStep(reaching: target)...target, observable)]
    }
    guard truncation.window == nil else {
      return (1...target).filter { canObserve(.loss, at: $0) }.map {
        piece(truncation.firstStep(reaching: $0)...$0, .loss)
      }
    }
    let ends = (1...target).filter { $0 == target || truncation.firstStep(reaching: $0 + 1) == $0 + 1 }
    return ends.map { truncation.firstStep(reaching: $0)...$0 }.filter { steps in
      steps.contains { canObserve(.loss, at: $0) }
    }.map { piece($0, .totalLoss) }
  }

  /// The other direction of a bidirectional layer, saying what it says of the whole sequence.
  private func otherDirection(of steps: ClosedRange<Int>) -> OtherDirection? {
    let p = logitOffsets.count / self.steps
    return network.otherDirection?.fixed(Array(logitOffsets[(steps.lowerBound - 1) * p..<steps.upperBound * p]))
  }

  /// The network whose layers above start from what they are at a step.
  private func network(startingBehind step: Int) -> RNN {
    guard let next = above.first else { return network }
    let runs = sequence(first: next) { $0.above.first }
    let layers = zip(network.layersAbove, runs).map { layer, run in
      InitializedNetwork(
        network: layer.network, initialState: Array(run.states[step * run.stateSize..<(step + 1) * run.stateSize]))
    }
    return network.standing(under: layers)
  }

  private func piece(_ steps: ClosedRange<Int>, _ observable: Observable) -> TruncatedPiece {
    let (first, last, m) = (steps.lowerBound - 1, steps.upperBound, inputs.dimension)
    let sequence = InputSequence(
      name: inputs.name, dimension: m, values: Array(inputs.values[first * m..<last * m]),
      targets: inputs.targets?.part(first..<last))
    let start = Array(states[first * stateSize..<(first + 1) * stateSize])
    return TruncatedPiece(
      experiment: Experiment(
        network: network(startingBehind: first).with(otherDirection(of: steps)), initialState: start, inputs: sequence),
      target: steps.count,
      observable: observable, offset: first)
  }
}

extension DifferenceEstimate {
  /// The sum of the estimates of all pieces; of what none of them resolves the first.
  static func sum(_ estimates: [DifferenceEstimate]) -> DifferenceEstimate {
    var (value, spread, rounding) = (0.0, 0.0, 0.0)
    for estimate in estimates {
      guard case .value(let part, let itsSpread, let itsRounding) = estimate else { return estimate }
      (value, spread, rounding) = (value + part, spread + itsSpread, rounding + itsRounding)
    }
    return .value(value, spread: spread, rounding: rounding)
  }

  /// The same with steps counted from so many more.
  func shifted(by offset: Int) -> DifferenceEstimate {
    if case .kink(let step) = self { .kink(step: step + offset) } else { self }
  }
}
