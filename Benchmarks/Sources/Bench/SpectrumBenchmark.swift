import Explorer
import RNNCore
import Screen
import Views

/// The Spectrum view at 160×45 and T = 256, all of it computed anew since the gain turns: as it is printed, all at once; and
/// as it is looked at, the first frame and all of it.
func spectrumKeyPress(hidden: Int, _ wanted: String) throws {
  let network = ScaledNetwork.seeded(.gaussian, hidden: hidden, inputs: 1, activation: .tanh, seed: 1)
  var state = try State(matrix: network, input: InputChoice(source: 0, offset: 0, steps: 256))
  state.view = .spectrum
  func session(waitingFrom cost: Double) -> Session {
    Session(
      state: state, sources: [InputSource(.noise)], size: Size(width: 160, height: 45), waitingFrom: cost,
      threads: Concurrent.processors)
  }
  var whole = session(waitingFrom: .infinity)
  let trajectory = whole.settledAnalysis().trajectory
  let rounds = hidden > 64 ? 5 : 31
  var live = session(waitingFrom: Session.noticeableCost)
  live.complete()
  let first = pressTimes(live, rounds: rounds, [(.up, .down)]) { $0.complete { $0.showsSpectrum } }[0]
  let lags = pressTimes(live, rounds: rounds, [(.up, .down)]) { $0.complete { $0.showsWholeSpectrum } }[0]
  let complete = pressTimes(live, rounds: rounds, [(.up, .down)]) { $0.complete() }[0]
  let frame = pressTimes(whole, rounds: rounds, [(.up, .down)])[0]
  let product = Timing.medians(rounds: rounds, [{ use(FlowSpectrum(of: trajectory, target: 256, lags: [255])) }])[0]
  row("spectrum, 160×45, n = \(hidden), T = 256, first picture", short(first * 1e3, "ms"), wanted)
  row("  until all lags are there, frames in between", short(lags * 1e3, "ms"), "")
  row("  until the verdict is there too", short(complete * 1e3, "ms"), "")
  row("  all at once", short(frame * 1e3, "ms"), "")
  row("  of it the product of all Jacobians, graded", short(product * 1e3, "ms"), "")
}

extension Session {
  /// Whether there is a spectrum on the screen, and whether all of it is.
  fileprivate var showsSpectrum: Bool { !isWaiting || showsEarly }
  fileprivate var showsWholeSpectrum: Bool { isWaiting ? showsEarly && !isBeforeTerms : tickInterval == nil }

  /// Lets time pass until all is computed, or as much as is asked for, with a frame after each moment.
  fileprivate mutating func complete(until isEnough: (Session) -> Bool = { _ in false }) {
    use(frame())
    while !isEnough(self), let interval = tickInterval, interval < .milliseconds(100) {
      tick()
      use(frame())
    }
  }
}
