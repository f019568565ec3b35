import RNNCore

extension Scenario {
  /// Every scenario, in the order in which a lecture may take them.
  package static let all: [Scenario] =
    [
      vanishingTanh, explodingReLU, edge, saturated, sigmoidQuarter, powerLaw, blockedReLU, alternatingSign, latch,
      pascanuWall, clippedWall, wrongWay, enough, detachChunks, orthogonalOrGaussian, identityReLU,
    ] + gated

  private static let vanishingTanh = Scenario(
    "vanishing-tanh", "A tanh network forgets",
    """
    Every bar of the lowest band is one summand of ∂s₄₄/∂W; to the left they lose a decade in every two steps, so only \
    the last few steps teach W anything. Look straight up from where they fall: the step factors there are small. Press \
    space to send the gradient back, and ↑ to see that a larger W alone does not save it.
    """,
    [Expectation(.total, "0.511626"), Expectation(.perStep, "0.281"), Expectation(.flow, "2.035e−24")]
  ) { $0.inspected = 35 }

  private static let explodingReLU = Scenario(
    "exploding-relu", "A relu network amplifies",
    """
    Every unit is active, so every factor is W = 1.1 and what flows back grows: 60 times from step 44 to step 1. The first \
    terms of W are small only because the first states are; press d, and the terms of U, whose inputs are all 1, grow to \
    the left. Press ↓ twice: at W = 1 the flow is steady, and below it vanishes.
    """,
    [Expectation(.flow, "60.24"), Expectation(.perStep, "1.1"), Expectation(.total, "2262.98")]
  ) {
    ($0.activation, $0.recurrentWeight, $0.inputWeight) = (.relu, 1.1, 0.1)
    ($0.input, $0.inspected) = ("constant", 1)
  }

  private static let edge = Scenario(
    "edge", "Neither vanishing nor exploding",
    """
    With W·f′ = 1 the state stays where it is, every factor is 1 and every step has the same share in the gradient. \
    Press ↑ or ↓ once: a few per cent are enough to tip it. The total, 22, is 44 times one bar.
    """,
    [Expectation(.state(44), "0.5"), Expectation(.flow, "1"), Expectation(.total, "22")]
  ) {
    ($0.activation, $0.recurrentWeight, $0.initialState) = (.identity, 1, 0.5)
    $0.input = "zero"
  }

  private static let saturated = Scenario(
    "saturated-but-exploding-weights", "It vanishes although W is 2",
    """
    W above 1 may explode, but need not: the state runs into the flat part of tanh, where f′ is small, and each factor \
    is W·f′ = 0.17. Only the first steps, before it saturates, amplify. Press 4: no larger W explodes either.
    """,
    [Expectation(.state(44), "0.957504"), Expectation(.stepFactor(44), "0.166372")]
  ) {
    $0.recurrentWeight = 2
    $0.input = "zero"
  }

  private static let sigmoidQuarter = Scenario(
    "sigmoid-quarter", "The best that a sigmoid can do",
    """
    A sigmoid's slope is never above 1/4, so for |W| below 4 every factor is below 1 and the gradient must vanish, \
    whatever the input is. Here the state sits where the slope is greatest, and still the flow halves in 27 steps: no input \
    can make it last longer. Press i to see how much sooner it dies under other inputs.
    """,
    [
      Expectation(.sufficientCondition, "0.975"), Expectation(.stepFactor(100), "0.975"),
      Expectation(.flow, "0.08156"),
    ]
  ) {
    ($0.activation, $0.recurrentWeight, $0.bias, $0.initialState) = (.sigmoid, 3.9, -1.95, 0.5)
    ($0.input, $0.steps) = ("zero", 100)
  }

  private static let powerLaw = Scenario(
    "power-law", "Vanishing, but slower than any exponential",
    """
    At W = 1 the factors of tanh approach 1 as the state dies away, and the flow falls like a power of the lag instead \
    of exponentially. Press d twice for b, whose terms show the flow itself, then ↓ to see the difference: below 1 they \
    fall along a straight line. The half-life shown is no constant: it grows with k.
    """,
    [Expectation(.state(1000), "0.0385994"), Expectation(.flowFromInitialState, "4.4843e−4")]
  ) {
    ($0.recurrentWeight, $0.initialState) = (1, 0.5)
    ($0.input, $0.steps) = ("zero", 1000)
  }

  private static let blockedReLU = Scenario(
    "blocked-relu", "A dead unit blocks the way",
    """
    At step 26 the relu is off: its slope is exactly 0, and so is every term from there to the left, marked ×. Nothing \
    before it can be learned from this target. Press ↑ a few times, until the path opens.
    """,
    [Expectation(.blockedAt, "26"), Expectation(.total, "39.9011")]
  ) { ($0.activation, $0.bias, $0.inspected) = (.relu, 0.5, 30) }

  private static let alternatingSign = Scenario(
    "alternating-sign", "A negative W flips the sign at every step",
    """
    With W = −0.9 each factor turns the gradient round, so the terms of ∂s₄₄/∂U alternate. They nearly cancel: the total \
    is far smaller than the bars together. Press s for the log scale, - to flip W's sign: then they all pull the same way.
    """,
    [Expectation(.total, "0.519097"), Expectation(.sumOfMagnitudes, "7.95253"), Expectation(.flow, "−3.6694e−3")]
  ) {
    ($0.recurrentWeight, $0.inputWeight, $0.input) = (-0.9, 0.3, "constant")
    ($0.parameter, $0.isLinear) = (.inputWeights, true)
  }

  private static let latch = Scenario(
    "latch", "A latch that holds, just",
    """
    With W = 2 the network remembers a sign: it stays positive under an input that pulls it down with 0.99 of the force \
    that it takes to flip it. While it holds, factors stay near 1 and the gradient fades slowly; press ↑ once (U 1.05): the state \
    flips, saturates, and the gradient is gone.
    """,
    [Expectation(.state(60), "0.748354"), Expectation(.flow, "6.62388e−5")]
  ) {
    ($0.recurrentWeight, $0.inputWeight, $0.initialState, $0.knob) = (2, 1, 0.95750402407726874, .inputWeight)
    ($0.input, $0.amplitude, $0.steps) = ("constant", -0.99 * 0.532840, 60)
  }

  private static let pascanuWall = Scenario(
    "pascanu-wall", "The wall in the error surface",
    """
    The error of a sigmoid network after 50 steps over W and b: a plain, and a wall along which the gradient explodes \
    (Pascanu, Mikolov and Bengio 2013, figure 6). On the wall a step of gradient descent along −∇E throws the weights \
    far away. Press ↑ ↓ to walk, < > to zoom, v for the states behind it.
    """,
    [Expectation(.state(50), "0.622459"), Expectation(.total, "2655.84")]
  ) {
    ($0.activation, $0.recurrentWeight, $0.bias) = (.sigmoid, 5, -2.612296656009273)
    ($0.initialState, $0.input, $0.steps) = (0.6224593312018546, "zero", 50)
    ($0.view, $0.landscape.isSurface) = (.landscape, true)
  }
  private static let clippedWall = Scenario(
    "clipped-wall", "Why clip when gradients vanish",
    """
    The same wall, with the gradient clipped to a norm of 50. One step of 0.01 along −∇E as it is throws the weights to \
    W 9.1, b 4.0, on a plain whose slope is 1.7e−6, where nothing more is learned: it vanishes because it exploded once. \
    Clipped, the step goes the same way and ends at W 5.26, b −2.19, where the slope is 0.052. Press > until the window \
    holds both ends.
    """,
    [Expectation(.state(50), "0.622459"), Expectation(.gradientNorm, "5025.74"), Expectation(.clippedNorm, "50")]
  ) {
    $0 = pascanuWall.setup
    $0.clipping = .norm(50)
  }

  private static let wrongWay = Scenario(
    "wrong-way", "A window that points the wrong way",
    """
    The late states are above 0 and the early ones far below, so late and early terms pull W in opposite ways, and the \
    early ones weigh more. A window of 13 steps hears only the late ones: it says that a larger W raises s₄₄ (+17.5); \
    all 44 say that it lowers it (−12.3). Press ) and watch the sum grow: up to 32 steps its sign is wrong, and only 43 \
    are within a tenth.
    """,
    [
      Expectation(.total, "−12.2587"), Expectation(.cutTotal, "17.5113"), Expectation(.windowOfSign, "33"),
      Expectation(.windowWithinTenth, "43"),
    ]
  ) {
    ($0.activation, $0.recurrentWeight, $0.inputWeight, $0.initialState) = (.identity, 0.95, 0.3, -10)
    ($0.input, $0.isLinear, $0.cut) = ("step", true, Cut(.window, length: 13))
  }

  private static let enough = Scenario(
    "enough", "How long a window must be",
    """
    The terms of U are 1, W, W² …, so a window of τ steps leaves the part W^τ out: at W = 0.9 ten steps leave out 35 %, \
    and 22 a tenth, which is 3.3 half-lives. Press ↑: at W = 0.95 the flow halves in 13.5 steps instead of 6.6, and 45 are \
    needed. Once more, at W = 1, nothing fades, and it takes 180 of the 200.
    """,
    [
      Expectation(.halfLife, "6.579"), Expectation(.bias, "0.348678"), Expectation(.windowWithinTenth, "22"),
      Expectation(.total, "10"),
    ]
  ) {
    ($0.activation, $0.inputWeight, $0.parameter) = (.identity, 0.1, .inputWeights)
    ($0.input, $0.steps, $0.cut) = ("constant", 200, Cut(.window, length: 10))
  }

  private static let detachChunks = Scenario(
    "detach-chunks", "What detach cuts",
    """
    Every step has a loss, and h.detach() after every fifth step passes the state on as a constant: a step hears no \
    farther back than its own chunk's beginning, the first of a chunk only itself. Half of the gradient is gone. Press D \
    twice for a window of the same 5 steps, which each step's loss has for itself: it leaves 10.27 of 12.48, where the \
    chunks leave 6.08.
    """,
    [Expectation(.total, "12.4791"), Expectation(.cutTotal, "6.08244"), Expectation(.bias, "0.5126")]
  ) {
    ($0.recurrentWeight, $0.inputWeight, $0.observable) = (0.95, 0.1, .totalLoss)
    $0.cut = Cut(.detach, length: 5)
  }

  private static let orthogonalOrGaussian = Scenario(
    "orthogonal-or-gaussian", "Orthogonal or gaussian",
    """
    Two linear networks of 16 units, the terms of b, which show the flow itself. W is orthogonal: every singular value of \
    every flow is 1, and no step weighs less than another (Saxe, McClelland and Ganguli 2013). B, whose marks fall to the \
    left, has a gaussian W of the same size: its σ_max is 1.75, and still its flow goes as ρ(W) to the lag. Press 5 for \
    both spectra, or x and then R three times: with ρ = 1.10 the gaussian one explodes, and no orthogonal one ever does.
    """,
    [
      Expectation(.flow, "4"), Expectation(.spectralRadius, "1"), Expectation(.flow, "1.92944e−5", of: .counterpart),
      Expectation(.spectralRadius, "0.887", of: .counterpart),
      Expectation(.sufficientCondition, "1.74723", of: .counterpart),
    ]
  ) {
    ($0.activation, $0.hiddenUnits, $0.initialization, $0.seed) = (.identity, 16, .orthogonal, 2)
    ($0.steps, $0.parameter) = (100, .bias)
  } beside: {
    ($0.activation, $0.hiddenUnits, $0.seed) = (.identity, 16, 2)
    ($0.steps, $0.parameter) = (100, .bias)
  }

  private static let identityReLU = Scenario(
    "identity-relu", "The identity remembers",
    """
    One impulse at step 1, then nothing, for 150 steps. With relu, W = 1 on the diagonal and b = 0 a unit that it switched \
    on stays as it is, and what flows back through it is passed on as it came (Le, Jaitly and Hinton 2015): 8 of 16 units \
    are on. B is tanh with a gaussian W, whose marks lose a decade in 19 steps. Press x to exchange the two, 3 for the map.
    """,
    [
      Expectation(.flow, "2.82843"), Expectation(.perStep, "1"), Expectation(.flow, "1.30745e−8", of: .counterpart),
      Expectation(.perStep, "0.8848", of: .counterpart),
    ]
  ) {
    ($0.activation, $0.hiddenUnits, $0.initialization, $0.seed) = (.relu, 16, .identity, 2)
    ($0.input, $0.steps, $0.parameter) = ("impulse", 150, .bias)
  } beside: {
    ($0.hiddenUnits, $0.seed) = (16, 2)
    ($0.input, $0.steps, $0.parameter) = ("impulse", 150, .bias)
  }
}
