import Explorer
import RNNCore
import Screen
import Views

/// The landscape at 160×45, over W or as the error surface, from an analysis that is there already to a finished frame.
func landscapeFrame(steps: Int, isSurface: Bool) throws {
  let start = InitializedNetwork(network: try RNN(activation: .tanh, W: 0.9, U: 0.8), initialState: [0.1])
  var state = State(start: start, input: InputChoice(source: 0, offset: 0, steps: steps))
  state.view = .landscape
  state.landscape.isSurface = isSurface
  let fresh = Session(state: state, sources: [InputSource(.noise)], size: Size(width: 160, height: 45))
  let times = Timing.medians(
    rounds: steps > 10_000 ? 7 : 51,
    [
      {
        var session = fresh
        use(session.frame())
      }
    ])
  let bound = steps == 1000 ? "< 50 ms" : "< 300 ms"
  row("  \(isSurface ? "error surface" : "curves"), T = \(steps)", short(times[0] * 1e3, "ms"), bound)
}
