import Explorer
import RNNCore
import Screen

/// The network and its input in a sentence.
enum NetworkWords {
  /// `A recurrent network with activation tanh, of one unit, with W at 0.9, U at 0.8, b at 0 and the initial state at 0.1, reads
  /// 44 steps of the input sunspots.`
  static func network(_ session: Session) -> String {
    let state = session.state
    let amplitude = state.input.amplitude == 1 ? "" : ", times \(SpokenNumber.knob(state.input.amplitude))"
    let backwards = session.source.readsBackwards ? ", the last one first" : ""
    return "\(size(state))\(numbers(state)), reads \(SpokenNumber.count(state.input.steps, "step")) of the input "
      + "\(session.source.name)\(amplitude)\(backwards)."
  }

  private static func size(_ state: State) -> String {
    let network = state.start.network
    let kind =
      network.elmanActivation.map { "A recurrent network with activation \($0.rawValue)" }
      ?? "A network of \(network.cellKind.name) cells"
    guard !state.isScalar else { return "\(kind), of one unit" }
    let inputs = SpokenNumber.count(network.inputSize, "input")
    return "\(kind), of \(SpokenNumber.count(network.hiddenSize, "unit")) and \(inputs)"
  }

  /// The knobs that are numbers of it, the selected one named.
  private static func numbers(_ state: State) -> String {
    let numbers = state.knobs.filter { $0 != .steps && $0 != .desired }.map { knob in
      guard knob != .checkpoint else {
        return state.checkpoint.map { "checkpoint \($0.name), \($0.place + 1) of \($0.count)" } ?? ""
      }
      return "\(name(knob, state)) at \(SpokenNumber.knob(state.value(of: knob)))"
    }
    guard !numbers.isEmpty else { return "" }
    return ", with " + WordList.joined(numbers)
  }

  /// What a knob is called when it is said: `the initial state` and `the bias of gate f` for what has an index.
  static func name(_ knob: Knob, _ state: State) -> String {
    if knob == .initialState { return "the initial state" }
    return knob.variable?.gate.map { "the bias of gate \($0.rawValue)" } ?? state.name(of: knob)
  }
}
