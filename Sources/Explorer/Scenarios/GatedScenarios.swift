import RNNCore

/// What gates do to the flow.
extension Scenario {
  static let gated: [Scenario] = [lstmCarousel, gruHalf, lstmVanishes, rnnOrLSTM, lstmChaos]

  private static let lstmCarousel = Scenario(
    "lstm-carousel", "The carousel: a gate keeps it",
    """
    A scalar LSTM without weights and inputs: what flows back through its cell c is the forget gate, f = σ(b_f), and \
    nothing else. At b_f = 0 f is ½, every step halves it, and after 99 steps 1.6e−30 is left. Type =3 and Enter: f is \
    0.95, and 14.3 steps halve it (at 1 it is 2.2 steps, at 2 5.5). Press 4 for every b_f at once: this is why a forget \
    bias of 1 or more is the first advice for LSTMs (Gers, Schmidhuber and Cummins 2000).
    """,
    [Expectation(.halfLife, "1.000"), Expectation(.flow, "1.57772e−30"), Expectation(.total, "1")]
  ) {
    ($0.cell, $0.recurrentWeight, $0.inputWeight, $0.knob) = (.lstm, 0, 0, .forgetBias)
    $0.gateBiases = [.forgetGate: 0, .outputGate: -6]
    ($0.input, $0.steps, $0.parameter, $0.observable) = ("zero", 100, .bias, .cell)
  }

  private static let gruHalf = Scenario(
    "gru-half", "A GRU of zeros passes exactly a half",
    """
    All weights and biases are 0, as a GRU may begin: z = ½, so half of the state is kept at every step, and half of the \
    gradient. It is no accident of the inputs, and nothing but b_z changes it: press ↑ and watch the half-life grow from \
    1 step, to 14.3 at b_z = 3. PyTorch begins near this point, with b_z within ±1/√n of 0.
    """,
    [Expectation(.halfLife, "1"), Expectation(.flow, "1.13687e−13"), Expectation(.perStep, "0.5")]
  ) {
    ($0.cell, $0.recurrentWeight, $0.inputWeight, $0.knob) = (.gru, 0, 0, .updateBias)
    $0.gateBiases = [.updateGate: 0]
    ($0.input, $0.steps, $0.parameter) = ("zero", 44, .bias)
  }

  private static let lstmVanishes = Scenario(
    "lstm-vanishes", "An LSTM vanishes after all",
    """
    16 units as PyTorch draws them, with biases near 0: the forget gates stand near ½, a step passes 0.65 on, and in 43 steps \
    nine decades are gone, as in any RNN. Gates do not keep by themselves; they have to be told to. B, whose marks stay up, has \
    the same weights with 3 added to the bias of f (--forget-bias 3): its gates are 0.95 and nothing is lost. Press x to see its \
    gates, 3 for both maps.
    """,
    [
      Expectation(.perStep, "0.651"), Expectation(.flow, "3.49988e−9"), Expectation(.perStep, "1.02", of: .counterpart),
      Expectation(.flow, "0.283583", of: .counterpart),
    ]
  ) {
    ($0.cell, $0.hiddenUnits, $0.seed) = (.lstm, 16, 2)
  } beside: {
    ($0.cell, $0.hiddenUnits, $0.seed, $0.forgetBias) = (.lstm, 16, 2, 3)
  }

  private static let rnnOrLSTM = Scenario(
    "rnn-or-lstm", "The same series, an RNN and an LSTM",
    """
    Both are one unit with W = 0.9 and U = 0.8 on the sunspots. B, whose marks fall to the left, is the tanh RNN: its \
    gradient loses a decade in every two steps. The LSTM keeps c beside what it says, with a forget gate of 0.95, and after 43 \
    steps a tenth of the flow is left: terms of long ago have their say. Press ↓ to turn b_f down until it is no better than the \
    RNN, or x to exchange the two.
    """,
    [Expectation(.flow, "0.102411"), Expectation(.flow, "2.035e−24", of: .counterpart)]
  ) {
    ($0.cell, $0.gateBiases, $0.knob) = (.lstm, [.forgetGate: 3, .inputGate: -2], .forgetBias)
  } beside: { _ in
  }

  private static let lstmChaos = Scenario(
    "lstm-chaos", "Two units, no input, and chaos",
    """
    Gates bound the state and not the gradient. This LSTM of two units has no input and no biases, and its state never \
    settles: what flows back grows 6900 times in 59 steps, 16 % a step, and 18 % in the long run (Laurent and von Brecht 2017). Press = and type T=400: where rounding decides the state it is dimmed, for no Double knows it there. Turn g down \
    with ↓ until it rests.
    """,
    [Expectation(.perStep, "1.162"), Expectation(.flow, "3209.58"), Expectation(.total, "2037.59")]
  ) {
    ($0.model, $0.cell, $0.input, $0.steps, $0.parameter) = (.chaoticLSTM, .lstm, "zero", 60, .bias)
  }
}
