import Explorer
import RNNCore
import Screen
import Views

/// The Spectrum view at 160×45 and T = 256, all of it computed anew since the gain turns.
func spectrumKeyPress(hidden: Int, _ wanted: String) throws {
  let network = ScaledNetwork.seeded(.gaussian, hidden: hidden, inputs: 1, activation: .tanh, seed: 1)
  var state = try State(matrix: network, input: InputChoice(source: 0, offset: 0, steps: 256))
  state.view = .spectrum
  var session = Session(state: state, sources: [InputSource(.noise)], size: Size(width: 160, height: 45))
  let trajectory = session.settledAnalysis().trajectory
  let rounds = hidden > 64 ? 5 : 31
  let frame = pressTimes(session, rounds: rounds, [(.up, .down)])[0]
  let product = Timing.medians(rounds: rounds, [{ use(FlowSpectrum(of: trajectory, target: 256, lags: [255])) }])[0]
  row("spectrum, 160×45, n = \(hidden), T = 256", short(frame * 1e3, "ms"), wanted)
  row("  of it the product of all Jacobians, graded", short(product * 1e3, "ms"), "")
}
