import Explorer
import RNNCore
import Screen
import Views

/// The median seconds from pressing a key to a finished frame, or to the end of what else is asked for, pressing there and
/// back, for each pair of keys in turn.
func pressTimes(
  _ session: Session, rounds: Int, _ pairs: [(there: Key.Base, back: Key.Base)],
  finish: @escaping (inout Session) -> Void = { use($0.frame()) }
) -> [Double] {
  var session = session
  return Timing.medians(
    rounds: rounds,
    pairs.map { there, back in
      // Of its own, since the pairs may take turns.
      var isThere = false
      return {
        isThere.toggle()
        _ = session.handle(Key(isThere ? there : back))
        finish(&session)
      }
    })
}

/// A scalar network on noise.
private func scalarSession(_ view: View = .flow, steps: Int, size: Size) throws -> Session {
  let start = InitializedNetwork(network: try RNN(activation: .tanh, W: 0.9, U: 0.8), initialState: [0.1])
  var state = State(start: start, input: InputChoice(source: 0, offset: 0, steps: steps))
  state.view = view
  return Session(state: state, sources: [InputSource(.noise)], size: size, threads: Concurrent.processors)
}

/// A key press to a finished frame at 100×30, W turned up and down.
func keyPress(steps: Int, _ wanted: String) throws {
  let session = try scalarSession(steps: steps, size: Size(width: 100, height: 30))
  let times = pressTimes(session, rounds: steps > 10_000 ? 15 : 301, [(.up, .down)])
  row("key press to frame, 100×30, T = \(steps)", short(times[0] * 1e3, "ms"), wanted)
}

/// The landscape over W at 160×45: computed anew, since k changes, and with only its cursor moved.
func landscapeKeyPress(steps: Int) throws {
  let session = try scalarSession(.landscape, steps: steps, size: Size(width: 160, height: 45))
  let times = pressTimes(session, rounds: 51, [(.left, .right), (.up, .down)])
  row("landscape, 160×45, T = \(steps), computed anew", short(times[0] * 1e3, "ms"), steps == 1000 ? "< 50 ms" : "")
  row("landscape, 160×45, T = \(steps), cursor moved", short(times[1] * 1e3, "ms"), "")
}

/// The curve of the map view: a key press, W turned up and down, to a finished frame at 160×45 against T.
func mapKeyPress(steps: Int) throws {
  let session = try scalarSession(.map, steps: steps, size: Size(width: 160, height: 45))
  let times = pressTimes(session, rounds: steps > 10_000 ? 31 : 101, [(.up, .down)])
  let pairs = Double(steps) * Double(steps + 1) / 2
  let each = short(times[0] * 1e9 / Double(steps), "ns a step")
  row("  T = \(steps), \(pairs) pairs", short(times[0] * 1e3, "ms") + "  " + each, steps == 100_000 ? "< 20 ms" : "")
}
