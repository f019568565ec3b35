import RNNCore

/// A network, a sequence and a target, as flags would give them: what a session starts from.
package struct Setup: Sendable {
  /// The cell.
  package var cell = CellKind.elman
  /// f of Elman's.
  package var activation = Activation.tanh
  /// W.
  package var recurrentWeight = 0.9
  /// U.
  package var inputWeight = 0.8
  /// b.
  package var bias = 0.0
  /// s_0.
  package var initialState = 0.1
  /// V of the head.
  package var outputWeight = 2.0
  /// n of a network that is drawn from the seed instead of those numbers; nil for the scalar network.
  package var hiddenUnits: Int?
  /// A network of several units whose weights are given, instead of one that is drawn.
  package var model: ScaledNetwork?
  /// How W₀ of a network that is drawn begins; nil for what is usual of the cell.
  package var initialization: Initialization?
  /// The biases of a scalar network's gates, where they are other than usual.
  package var gateBiases: [Gate: Double] = [:]
  /// What is added to the bias of the gate that keeps the state, of a gated cell that is drawn.
  package var forgetBias = 0.0
  /// g of W = g·W₀.
  package var gain = 1.0
  /// The seed of what is random.
  package var seed: UInt64 = 1
  /// The name of the input.
  package var input = "sunspots"
  /// What every input is multiplied by.
  package var amplitude = 1.0
  /// T; nil for what the input starts with.
  package var steps: Int?
  /// k; nil for T.
  package var target: Int?
  /// i; nil for k.
  package var inspected: Int?
  /// θ.
  package var parameter = Parameter.recurrentWeights
  /// What of s_k is looked at.
  package var observable = Observable.state
  /// What is left out of the sum.
  package var cut = Cut()
  /// How the gradient is clipped.
  package var clipping: Clipping?
  /// The view.
  package var view = View.flow
  /// What ↑ and ↓ turn.
  package var knob = Knob.recurrentWeight
  /// The part of the knobs' values in the landscape.
  package var landscape = LandscapeWindow()
  /// Whether the bars add up.
  package var isLinear = false

  /// The program's own: tanh, W 0.9, on the sunspots.
  package init() {}

  /// A variation of the program's own.
  package init(_ change: (inout Setup) -> Void) { change(&self) }

  /// The network that is drawn, for inputs of m numbers; nil for the scalar one.
  package func matrix(inputs m: Int = 1) -> ScaledNetwork? {
    model
      ?? hiddenUnits.map { n in
        .seeded(
          initialization ?? .usual(of: cell), cell: cell, hidden: n, inputs: m, activation: activation, gain: gain,
          seed: seed, forgetBias: forgetBias)
      }
  }

  /// The network and s_0; nil where a number is not finite.
  package var start: InitializedNetwork? { start(of: matrix()) }

  private func start(of drawn: ScaledNetwork?) -> InitializedNetwork? {
    if let drawn { return try? drawn.start() }
    guard initialState.isFinite,
      let network = try? RNN(
        scalar: cell, activation: activation, W: recurrentWeight, U: inputWeight, b: bias, gateBiases: allGateBiases,
        V: outputWeight)
    else { return nil }
    return InitializedNetwork(network: network, initialState: Array(repeating: initialState, count: cell.parts))
  }

  /// Usual biases of a scalar network's gates: those that keep the state are open, the others half.
  package static let gateBiases: [Gate: Double] = [
    .forgetGate: 1, .inputGate: 0, .outputGate: 0, .updateGate: 1, .resetGate: 0,
  ]

  /// The bias of every gate.
  package var allGateBiases: [Gate: Double] { Self.gateBiases.merging(gateBiases) { $1 } }

  /// The state that it begins with; nil where the sources do not have its input, not so many steps of it, or not the classes
  /// for a loss that is looked at.
  package func state(sources: [InputSource]) -> State? {
    // Of the name, the last of the session's own: what comes along stands behind what was given as a file.
    let drawn = matrix()
    guard let start = start(of: drawn),
      let place = sources.lastIndex(where: { $0.list == 0 && $0.name == input && $0.ownDimension == 1 })
    else { return nil }
    let source = sources[place]
    let steps = self.steps ?? source.defaultSteps
    let available = source.availableSteps(offset: source.defaultOffset, hidden: start.network.hiddenSize)
    guard 1 <= steps, steps <= available else { return nil }
    let choice = InputChoice(
      source: place, offset: source.defaultOffset, steps: steps, amplitude: amplitude, seed: seed)
    var state = State(start: start, input: choice, target: target, inspected: inspected ?? target)
    state.matrix = drawn
    apply(to: &state)
    guard !observable.isLoss || source.taken(by: state.intake).hasTargets else { return nil }
    return state
  }

  /// Sets how a state is looked at, as far as that does not depend on the sequence.
  package func apply(to state: inout State) {
    (state.parameter, state.view, state.knob, state.isLinear) = (parameter, view, knob, isLinear)
    (state.observable, state.cut, state.clipping) = (observable, cut, clipping)
    state.settleKnob()
    state.landscape = landscape
  }
}
