import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Scenarios")
struct ScenarioTests {
  private static let names = Scenario.all.map(\.name)
  /// What the command line gives the scalar network: inputs that ask for the next value.
  private static let sources = Sample.sources.map { source in
    var source = source
    source.asksForNext = true
    return source
  }

  private static func session(size: Size = Size(width: 100, height: 30)) -> Session {
    Sample.session(size: size, sources: sources)
  }

  private func scenario(_ name: String) throws -> Scenario { try #require(Scenario.named(name)) }

  private func analysis(_ scenario: Scenario) throws -> Analysis {
    Analysis(of: try #require(scenario.state(sources: Self.sources)), sources: Self.sources)
  }

  private func counterpart(_ scenario: Scenario) throws -> Analysis? {
    try #require(scenario.state(sources: Self.sources)).other.map { Analysis(of: $0, sources: Self.sources) }
  }

  @Test("Every one that was asked for is there, with a title, two or three sentences and a number")
  func all() {
    let needed = [
      "vanishing-tanh", "exploding-relu", "blocked-relu", "edge", "saturated-but-exploding-weights", "power-law",
      "sigmoid-quarter", "latch", "alternating-sign", "pascanu-wall", "wrong-way", "enough", "detach-chunks",
      "clipped-wall", "orthogonal-or-gaussian", "identity-relu", "lstm-carousel", "gru-half", "lstm-vanishes",
      "rnn-or-lstm", "lstm-chaos",
    ]
    #expect(Set(needed).isSubset(of: Self.names) && Set(Self.names).count == Self.names.count)
    for scenario in Scenario.all {
      let sentences = scenario.text.split(separator: ". ").count
      #expect((2...4).contains(sentences) && scenario.text.contains("ress "), "\(scenario.name): \(sentences)")
      #expect(!scenario.title.isEmpty && !scenario.expected.isEmpty)
    }
  }

  @Test("The core computes the numbers that a scenario promises, to every digit given", arguments: names)
  func expected(name: String) throws {
    let scenario = try scenario(name)
    let (analysis, other) = (try analysis(scenario), try counterpart(scenario))
    #expect((other != nil) == scenario.expected.contains { $0.side == .counterpart })
    for expectation in scenario.expected {
      let actual = try #require(expectation.actual(analysis, beside: other))
      let text = expectation.value
      let plain = text.split(separator: "e")[0].filter { $0.isNumber }
      let digits = plain.drop { $0 == "0" }.count
      let shown = NumberText.compact(actual, digits: digits)
      #expect(shown == NumberText.compact(try number(text), digits: digits), "\(expectation.quantity)")
    }
  }

  private func number(_ text: String) throws -> ScaledDouble {
    ScaledDouble(try #require(Double(String(text.map { $0 == "−" ? "-" : $0 }))))
  }

  /// Computed with mpmath at 60 digits from the same Doubles: s_k, P(k,1), ∂s_k/∂θ.
  private static let references: [String: (state: Double, flow: Double, total: Double)] = [
    "vanishing-tanh": (-0.7037989609, 2.034817802e-24, 0.5116259443),
    "exploding-relu": (71.89048369, 60.24006916, 2262.978587),
    "blocked-relu": (5.274524137, 0, 39.90109366),
    "edge": (0.5, 1, 22),
    "saturated-but-exploding-weights": (0.9575040241, 1.258556034e-31, 0.09554739061),
    "power-law": (0.03859937223, 0.000570196144, 19.40187099),
    "sigmoid-quarter": (0.5, 0.08155619473, 4.602413551),
    "latch": (0.7483544091, 6.623883847e-5, 2.731411004),
    "alternating-sign": (0.1570199037, -0.003669370851, 0.5190972242),
    "pascanu-wall": (0.6224593312, 2705.151669, 2655.836224),
    "clipped-wall": (0.6224593312, 2705.151669, 2655.836224),
    "wrong-way": (3.012059183, 0.1101831102, -12.25872857),
    "enough": (0.999999999365, 7.83897678739e-10, 9.99999999294),
    // The flow of the total loss to step 1 is ∂L/∂s_1.
    "detach-chunks": (0.06184699897, 0.3101663118, 12.47914076),
    // Of several units the state of the first one, and norms, from the weights that the seed draws.
    "orthogonal-or-gaussian": (-1.82252380153, 4, 13.1010954428),
    "identity-relu": (1.01102189338, 2.82842712475, 424.264068712),
    // Of an LSTM h_k, and what flows back to h and c together.
    "lstm-carousel": (1.950555741613e-34, 1.577721810442e-30, 1),
    "gru-half": (5.684341886081e-15, 1.136868377216e-13, 0.9999999999999),
    "lstm-vanishes": (0.03546540905408, 3.499880392239e-9, 0.7203150765458),
    "rnn-or-lstm": (-0.2974576123275, 0.1024113600659, -0.1716240359126),
    "lstm-chaos": (-0.07666893586792, 3209.580953576, 2037.592030322),
  ]

  /// The same of what is kept as B.
  private static let counterparts: [String: (state: Double, flow: Double, total: Double)] = [
    "orthogonal-or-gaussian": (0.84981989859, 1.92944348284e-5, 7.39334241964),
    "identity-relu": (2.93147758457e-9, 1.30745391198e-8, 7.39334289717),
    "lstm-vanishes": (0.5246513719133, 0.2835830090547, 7.894637195339),
    "rnn-or-lstm": (-0.7037989608586, 2.034817801846e-24, 0.511625944338),
  ]

  @Test("State, flow and total are those of an independent computation to ten digits", arguments: names)
  func reference(name: String) throws {
    try check(try analysis(try scenario(name)), against: try #require(Self.references[name]))
    let other = try counterpart(try scenario(name))
    #expect((other != nil) == (Self.counterparts[name] != nil))
    if let other { try check(other, against: try #require(Self.counterparts[name])) }
  }

  private func check(_ analysis: Analysis, against reference: (state: Double, flow: Double, total: Double)) throws {
    let terms = try #require(analysis.contributions)
    func agrees(_ value: ScaledDouble?, _ expected: Double) -> Bool {
      guard let value, expected != 0 else { return value?.isZero == true }
      return (value.doubleValue / expected - 1).magnitude < 5.1e-10
    }
    #expect(agrees(analysis.trajectory.state(at: analysis.target).first.map { ScaledDouble($0) }, reference.state))
    #expect(agrees(terms.flow(at: 1), reference.flow))
    #expect(agrees(terms.total, reference.total))
  }

  @Test("The latch flips when the pull is 1.01 of what it takes, and holds at 0.99")
  func latch() throws {
    var setup = try scenario("latch").setup
    #expect(setup.amplitude == -0.99 * 0.532840)
    setup.amplitude = -1.01 * 0.532840
    let state = try #require(setup.state(sources: Self.sources))
    let flipped = Analysis(of: state, sources: Self.sources)
    let last = try #require(flipped.trajectory.state(at: 60).first)
    #expect((last + 0.9869304152).magnitude < 1e-10)
    // And so does the key that its text names.
    var session = Self.session()
    session.open(try scenario("latch"))
    session.press("<Up>")
    #expect((session.analysis.trajectory.state(at: 60).first ?? 1) < -0.98)
  }

  @Test("The wall: dE/dW and dE/db on the unstable orbit, to five digits")
  func wall() throws {
    var setup = try scenario("pascanu-wall").setup
    var gradient: [Double] = []
    for parameter in [Parameter.recurrentWeights, .bias] {
      setup.parameter = parameter
      let state = try #require(setup.state(sources: Self.sources))
      let analysis = Analysis(of: state, sources: Self.sources)
      let (s, total) = (analysis.trajectory.state(at: 50).first ?? 0, analysis.contributions?.total.doubleValue ?? 0)
      gradient.append(2 * (s - 0.7) * total)
    }
    #expect((gradient[0] + 411.87).magnitude < 0.005 && (gradient[1] + 661.68).magnitude < 0.005)
  }

  @Test("The wall, clipped: where the step of 0.01 along −∇E leads as it is and clipped, and how steep it is there")
  func clippedWall() throws {
    // mpmath, 60 digits: W, b and |∇E| where each step ends.
    let ends: [(clipping: Double, W: Double, b: Double, slope: Double)] = [
      (.infinity, 9.1187063, 4.0045314, 1.6956e-6), (50, 5.2642235, -2.1878135, 0.0521801),
    ]
    let setup = try scenario("clipped-wall").setup
    #expect(setup.clipping == .norm(50))
    let (W, b) = (setup.recurrentWeight, setup.bias)
    let gradient = try slope(setup, W, b)
    let norm = (gradient.W * gradient.W + gradient.b * gradient.b).squareRoot()
    for end in ends {
      let rate = 0.01 * min(1, end.clipping / (norm + Clipping.epsilon))
      let (toW, toB) = (W - rate * gradient.W, b - rate * gradient.b)
      // The gradient on an unstable orbit has five digits of a Double's sixteen left, of which the step has two more.
      #expect((toW - end.W).magnitude < 5e-5 && (toB - end.b).magnitude < 5e-5, "\(toW) \(toB)")
      let there = try slope(setup, toW, toB)
      #expect(((there.W * there.W + there.b * there.b).squareRoot() / end.slope - 1).magnitude < 1e-3)
    }
    #expect(try scenario("clipped-wall").text.contains("W 9.1, b 4.0, on a plain whose slope is 1.7e−6"))
    #expect(try scenario("clipped-wall").text.contains("W 5.26, b −2.19, where the slope is 0.052"))
  }

  /// ∇E of the error surface, E = (s_k − 0.7)².
  private func slope(_ setup: Setup, _ W: Double, _ b: Double) throws -> (W: Double, b: Double) {
    func slope(_ parameter: Parameter) throws -> Double {
      var setup = setup
      (setup.recurrentWeight, setup.bias, setup.parameter) = (W, b, parameter)
      let analysis = Analysis(of: try #require(setup.state(sources: Self.sources)), sources: Self.sources)
      let s = try #require(analysis.trajectory.state(at: 50).first)
      return 2 * (s - setup.landscape.desired) * (try #require(analysis.contributions).total.doubleValue)
    }
    return (try slope(.recurrentWeights), try slope(.bias))
  }

  @Test("orthogonal-or-gaussian: seeds 3, 4 and 5 of the gaussian one, and what no seed changes of the orthogonal one")
  func seeds() throws {
    // numpy: the largest magnitude of an eigenvalue.
    for (keys, radius) in [("", 0.88698), ("R", 0.96652), ("RR", 0.93233), ("RRR", 1.10135)] {
      var session = Self.session()
      session.open(try scenario("orthogonal-or-gaussian"))
      let orthogonal = session.pressing(keys)
      #expect(orthogonal.analysis.regime.verdict == .steady)
      #expect((orthogonal.analysis.contributions?.flow(at: 1).doubleValue).map { ($0 - 4).magnitude < 1e-12 } == true)
      let gaussian = session.pressing("x" + keys)
      #expect(gaussian.analysis.regime.verdict == (radius > 1 ? .exploding : .vanishing))
      let found = try #require(gaussian.analysis.weightSpectrum?.spectralRadius.doubleValue)
      #expect((found - radius).magnitude < 5e-6)
      #expect(gaussian.compared?.analysis.regime.verdict == .steady)
    }
    // Of the same size: √16, and 3.987.
    let networks = try [scenario("orthogonal-or-gaussian")].flatMap { [$0.setup, try #require($0.counterpart)] }
    let sizes = networks.compactMap { $0.start?.network.recurrentWeights.elements }
      .map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(sizes.count == 2 && (sizes[0] - 4).magnitude < 1e-12 && (sizes[1] - 3.987).magnitude < 5e-4)
  }

  @Test("identity-relu: eight units are on, of which each passes on all that comes; B loses a decade in 19 steps")
  func identity() throws {
    let scenario = try scenario("identity-relu")
    let (analysis, other) = (try analysis(scenario), try #require(try counterpart(scenario)))
    let on = analysis.trajectory.state(at: 150).filter { $0 > 0 }
    #expect(on.count == 8 && analysis.trajectory.state(at: 1).filter { $0 > 0 } == on)
    let terms = try #require(analysis.contributions)
    #expect((1...150).allSatisfy { (terms.value(at: $0).doubleValue - 8.0.squareRoot()).magnitude < 1e-12 })
    let decade = 1 / (try #require(other.regime.factorPerStep).log10.magnitude)
    #expect((18.5..<19.5).contains(decade))
    var session = Self.session()
    session.open(scenario)
    session.press("x")
    #expect(session.analysis.regime.verdict == .vanishing && session.state.start.network.activation == .tanh)
  }

  @Test("A scenario brings its B; one without lets go of what was kept, and undo brings it back")
  func counterparts() throws {
    var session = Self.session().pressing("b<Up>")
    let kept = session.state.counterpart
    session.open(try scenario("edge"))
    #expect(kept != nil && session.state.counterpart == nil)
    session.press("<Esc>u")
    #expect(session.state.counterpart == kept)
    session.open(try scenario("identity-relu"))
    #expect(session.compared?.state.start.network.activation == .tanh && session.compared?.state.input.steps == 150)
    // Without the input of either there is no such scenario.
    let without = Self.sources.filter { $0.name != "impulse" }
    #expect(try scenario("identity-relu").state(sources: without) == nil)
    let other = Scenario("x", "", "", []) {
      $0.input = "zero"
    } beside: {
      $0.input = "impulse"
    }
    #expect(other.state(sources: without) == nil && other.state(sources: Self.sources)?.counterpart != nil)
    // Nor one that chooses what another network brought along.
    let listed = Self.sources.map { source in
      var source = source
      source.list = 1
      return source
    }
    #expect(try scenario("edge").state(sources: listed) == nil)
  }

  private func remedied(_ name: String, _ keys: String) throws -> RemediedGradient {
    var session = Self.session()
    session.open(try scenario(name))
    session.press("<Esc>" + keys)
    return try #require(session.analysis.remedied)
  }

  @Test(
    "wrong-way: of windows 1 … 44 those up to 32 are positive, 13 the most so, and from 43 on they are within a tenth")
  func wrongWay() throws {
    var totals: [Double] = []
    for window in 1...44 {
      let gradient = try remedied("wrong-way", "=window=\(window)<Enter>")
      totals.append(gradient.contributions.total.doubleValue)
      #expect(gradient.bias?.pointsTheWrongWay == (window <= 32))
    }
    #expect(totals.firstIndex(of: totals.max() ?? 0) == 12 && (totals[43] + 12.25872857).magnitude < 5e-9)
    // mpmath
    #expect((totals[12] - 17.5113).magnitude < 5e-5 && (totals[32] + 0.138586).magnitude < 5e-7)
    #expect((totals[41] + 12.25872857).magnitude > 1.2258 && (totals[42] + 12.25872857).magnitude < 1.2258)
    // Held down, the key that the text names comes to each of them.
    let held = try remedied("wrong-way", String(repeating: ")", count: 20))
    #expect(held.contributions.truncation == Truncation(window: 33) && held.bias?.pointsTheWrongWay == false)
  }

  @Test("enough: 3.3 half-lives, and all of what does not fade")
  func enough() throws {
    // −log 10/log W, and the tenth of 200 steps that are alike.
    for (keys, window) in [("", 22), ("<Up>", 45), ("<Up><Up>", 180)] {
      #expect(try remedied("enough", keys).enough?.within == window)
    }
    #expect(try remedied("enough", "").bias?.cosine == 1)
  }

  @Test("detach-chunks: two presses of D make a window of the same length, which leaves more")
  func detachChunks() throws {
    let (chunks, window) = (try remedied("detach-chunks", ""), try remedied("detach-chunks", "DD"))
    #expect(chunks.contributions.truncation == Truncation(detachEvery: 5))
    #expect(window.contributions.truncation == Truncation(window: 5))
    // mpmath
    #expect((chunks.contributions.total.doubleValue - 6.082438).magnitude < 5e-7)
    #expect((window.contributions.total.doubleValue - 10.27043).magnitude < 5e-6)
  }

  @Test("Without classes to be told there is no scenario of losses")
  func lossless() throws {
    let session = Sample.session()
    #expect(session.scenarios.map(\.name) == Self.names.filter { $0 != "detach-chunks" })
    var opened = session
    opened.open(try scenario("detach-chunks"))
    #expect(opened.state == session.state && opened.mode == .exploring)
    // Its letter, the last, says so.
    let key = try #require(Scenario.keys.last)
    let pressed = session.pressing("o\(key)")
    #expect(pressed.state == session.state && pressed.mode == .exploring)
    #expect(
      pressed.lines.last == " no input of this session has the classes for it: start gradflow --scenario detach-chunks")
  }

  @Test("Numbers are called what they are of")
  func wording() throws {
    func texts(_ name: String) throws -> [String] {
      let scenario = try scenario(name)
      let state = try #require(scenario.state(sources: Self.sources))
      return scenario.expected.map { $0.text(state) }
    }
    #expect(
      try texts("wrong-way") == [
        "∂s₄₄/∂W = −12.2587", "cut, ∂s₄₄/∂W = 17.5113", "window for the sign = 33", "window for 10 % = 43",
      ])
    #expect(try texts("detach-chunks") == ["∂L/∂W = 12.4791", "cut, ∂L/∂W = 6.08244", "bias = 0.5126"])
    #expect(try texts("clipped-wall").suffix(2) == ["‖∂s₅₀/∂(W,U,b)‖ = 5025.74", "clipped = 50"])
    #expect(
      try texts("orthogonal-or-gaussian") == [
        "‖∂s₁₀₀/∂s₁‖ = 4", "ρ(W) = 1", "B: ‖∂s₁₀₀/∂s₁‖ = 1.92944e−5", "B: ρ(W) = 0.887", "B: σ_max(W)·γ = 1.74723",
      ])
    #expect(Expectation(.total, "1", of: .counterpart).text(Self.session().state) == "B: ∂s₄₄/∂W = 1")
  }

  @Test("The keys that the texts name do what they say")
  func keys() throws {
    func verdict(_ name: String, _ script: String) throws -> Regime.Verdict {
      var session = Self.session()
      session.open(try scenario(name))
      session.press(script)
      return session.analysis.regime.verdict
    }
    #expect(try verdict("vanishing-tanh", "<Up><Up><Up><Up>") == .vanishing)
    #expect(try verdict("exploding-relu", "<Down><Down>") == .steady)
    #expect(try verdict("exploding-relu", "<Down><Down><Down>") == .vanishing)
    #expect(try verdict("edge", "<Up>") == .exploding && verdict("edge", "<Esc>") == .steady)
    #expect(try verdict("edge", "<Down>") == .vanishing)
    #expect(try verdict("saturated-but-exploding-weights", "<Esc>") == .vanishing)
    #expect(try verdict("sigmoid-quarter", "i") == .vanishing)
    #expect(try verdict("blocked-relu", "<Esc>") == .blocked)
    #expect(try verdict("blocked-relu", String(repeating: "<Up>", count: 40)) != .blocked)
  }

  @Test("The list: up, down, open, and back by undo as one change")
  func picker() {
    var session = Sample.drawing()
    let before = session.state
    session.press("o")
    #expect(session.mode == .scenarios(selected: 0))
    session.press("<Down><Down><Down><Up>")
    #expect(session.mode == .scenarios(selected: 2))
    #expect(session.lines.contains { $0.hasPrefix(" ▸ 3  edge") })
    session.press("<Enter>")
    #expect(session.mode == .card(Scenario.all[2]) && session.state.start.network.activation == .identity)
    #expect(session.lines.contains { $0.contains("Neither vanishing nor exploding") })
    session.press("<Up>")
    #expect(session.mode == .exploring && session.state.value(of: .recurrentWeight) == 1.05)
    session.press("uu")
    #expect(session.state == before)
    session.press("o<Esc>")
    #expect(session.mode == .exploring && session.state == before)
    #expect(session.pressing("o").mode == .scenarios(selected: 2))
  }

  @Test(
    "A card covers nothing of what it speaks of, on none of its pages: the picture stays above it", arguments: names,
    [
      Size(width: 60, height: 18), Size(width: 60, height: 20), Size(width: 60, height: 24),
      Size(width: 80, height: 24), Size(width: 100, height: 30), Size(width: 160, height: 45),
    ])
  func besides(name: String, size: Size) throws {
    let scenario = try scenario(name)
    var session = Self.session(size: size)
    session.open(scenario)
    let place = ScenarioPanel.place(of: scenario, session)
    // B has a line of its own, for which the smallest of these screens has no room beside the card.
    guard scenario.counterpart == nil || size.height > 18 else {
      #expect(place.freeRows == nil)
      return
    }
    let rows = try #require(place.freeRows)
    let picture = session.frame()
    let layout = Layout(for: session)
    #expect(layout.terms.height >= 2 && layout.factor.height >= 2 && layout.axisLabels.height == 1)
    #expect([layout.axisLabels, layout.inspector, layout.body].allSatisfy { $0.y + $0.height <= rows })
    if session.state.view == .flow {
      #expect(session.lines[..<rows].contains { $0.contains("k=\(session.state.target)") })
      #expect(session.lines[..<rows].contains { $0.hasPrefix("── step factor ") })
    }
    var words: [Substring] = []
    while case .card(_, let page) = session.mode, page < 10 {
      let frame = session.frame()
      #expect((0..<rows).allSatisfy { frame.row($0) == picture.row($0) }, "page \(page)")
      #expect(session.lines[rows].hasPrefix("── "))
      words += session.lines[(rows + 1)..<(size.height - 1)].flatMap { $0.split(separator: " ") }
      session.press("<Enter>")
    }
    let text = words.joined(separator: " ")
    #expect(text.contains(scenario.text) && scenario.expected.allSatisfy { text.contains($0.value) })
  }

  @Test("In the list a digit or a letter opens the scenario beside which it stands, and no other key does")
  func letters() throws {
    let list = Self.session(size: Size(width: 80, height: 40)).pressing("o")
    for scenario in Scenario.all {
      let row = try #require(list.lines.first { $0.hasSuffix("  " + scenario.name) })
      let key = try #require(row.first { $0 != " " && $0 != "▸" })
      let opened = list.pressing(String(key))
      #expect(opened.mode == .card(scenario) && opened.lastScenario == scenario.name, "\(key)")
      #expect(opened.pressing("<Esc>u").state.choices == list.state.choices)
    }
    #expect(list.pressing("j").mode == .scenarios(selected: 1) && list.pressing("jjk").mode == .scenarios(selected: 1))
    for key in ["o", "q", "<Esc>"] { #expect(list.pressing(key).mode == .exploring) }
    // What is beyond the last one, and what is held with Control, opens none.
    for key in ["z", "0", "<C-a>"] { #expect(list.pressing(key).mode == list.mode) }
  }

  @Test("While lines of the derivation are hidden neither the list nor a card tells the answer")
  func question() throws {
    let asked = Self.session().pressing("2<Enter>o")
    #expect(asked.lines.contains { $0.contains("Every bar of the lowest band") })
    #expect(!asked.lines.contains { $0.contains("0.511626") })
    #expect(Self.session().pressing("2o").lines.contains { $0.contains("0.511626") })
  }

  @Test(
    "Where there is no room beside the picture the card comes before it, on as many pages as it takes", arguments: names
  )
  func pages(name: String) throws {
    let scenario = try scenario(name)
    var session = Self.session(size: Size(width: 40, height: 10))
    session.open(scenario)
    var words: [String] = []
    while session.mode != .exploring, words.count < 20 {
      words += session.lines.dropFirst().dropLast()
      #expect(session.lines.last?.contains("any key") == true)
      let isLast = session.lines.last?.contains("more") == false
      session.press("<Enter>")
      #expect((session.mode == .exploring) == isLast)
    }
    let text = words.flatMap { $0.split(separator: " ") }.joined(separator: " ")
    #expect(text.hasPrefix(scenario.text) && scenario.expected.allSatisfy { text.contains($0.value) })
    session.open(scenario)
    #expect(session.pressing("<Esc>").mode == .exploring)
  }

  @Test("The list says how many follow, cuts nothing, and has whole names at 60×20")
  func listMarks() {
    let session = Self.session(size: Size(width: 60, height: 20)).pressing("o")
    #expect(session.lines.last?.hasSuffix("more") == true)
    #expect(session.lines.contains { $0.hasSuffix(" exploding-relu") })
    #expect(session.pressing("<End>").lines.last?.contains("↑ ") == true)
    #expect(session.pressing("<End>").lines.last?.contains("more") == false)
  }

  @Test("List and cards fit every screen", arguments: [40, 60, 80, 160], [10, 14, 24, 45])
  func sizes(width: Int, height: Int) {
    var session = Self.session(size: Size(width: width, height: height)).pressing("o")
    for _ in Scenario.all {
      #expect(session.lines.contains { $0.hasPrefix(" ▸ ") })
      session.press("<Enter>")
      #expect(session.frame().size == session.size)
      session.press("<Esc>o<Down>")
    }
  }
}
