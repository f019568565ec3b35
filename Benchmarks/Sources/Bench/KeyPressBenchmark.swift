import GradientView
import RNNCore

/// A key press to a finished frame at 100×30, W turned up and down.
func keyPress(steps: Int, _ wanted: String) throws {
  let network = try RNN(activation: .tanh, W: 0.9, U: 0.8)
  let start = InitializedNetwork(network: network, initialState: [0.1])
  let state = State(start: start, input: InputChoice(source: 0, offset: 0, steps: steps))
  var session = Session(state: state, sources: [InputSource(.noise)], size: Size(width: 100, height: 30))
  var isUp = false
  let times = Timing.medians(
    rounds: steps > 10_000 ? 15 : 301,
    [
      {
        isUp.toggle()
        _ = session.handle(Key(isUp ? .up : .down))
        use(session.frame())
      }
    ])
  row("key press to frame, 100×30, T = \(steps)", short(times[0] * 1e3, "ms"), wanted)
}

/// The landscape over W at 160×45: computed anew, since k changes, and with only its cursor moved.
func landscapeKeyPress(steps: Int) throws {
  let start = InitializedNetwork(network: try RNN(activation: .tanh, W: 0.9, U: 0.8), initialState: [0.1])
  var state = State(start: start, input: InputChoice(source: 0, offset: 0, steps: steps))
  state.view = .landscape
  var session = Session(state: state, sources: [InputSource(.noise)], size: Size(width: 160, height: 45))
  var isThere = false
  func press(_ there: Key.Base, _ back: Key.Base) {
    isThere.toggle()
    _ = session.handle(Key(isThere ? there : back))
    use(session.frame())
  }
  let times = Timing.medians(rounds: 51, [{ press(.left, .right) }, { press(.up, .down) }])
  row("landscape, 160×45, T = \(steps), computed anew", short(times[0] * 1e3, "ms"), steps == 1000 ? "< 50 ms" : "")
  row("landscape, 160×45, T = \(steps), cursor moved", short(times[1] * 1e3, "ms"), "")
}

/// The curve of the map view: a key press, W turned up and down, to a finished frame at 160×45 against T.
func mapKeyPress(steps: Int) throws {
  let start = InitializedNetwork(network: try RNN(activation: .tanh, W: 0.9, U: 0.8), initialState: [0.1])
  var state = State(start: start, input: InputChoice(source: 0, offset: 0, steps: steps))
  state.view = .map
  var session = Session(state: state, sources: [InputSource(.noise)], size: Size(width: 160, height: 45))
  var isUp = false
  let times = Timing.medians(
    rounds: steps > 10_000 ? 31 : 101,
    [
      {
        isUp.toggle()
        _ = session.handle(Key(isUp ? .up : .down))
        use(session.frame())
      }
    ])
  let pairs = Double(steps) * Double(steps + 1) / 2
  let each = short(times[0] * 1e9 / Double(steps), "ns a step")
  row("  T = \(steps), \(pairs) pairs", short(times[0] * 1e3, "ms") + "  " + each, steps == 100_000 ? "< 20 ms" : "")
}
