import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

extension Sample {
  /// Three times the same network, half as strong, as it is, and four times as strong.
  static let checkpoints: [Checkpoint] = zip(["step2", "step10", "step300"], [0.5, 1, 4]).map { name, scale in
    Checkpoint(name: name, network: weights(scale: scale, name: name))
  }

  /// The weights of a checkpoint.
  static func weights(scale: Double, name: String = "step") -> ScaledNetwork {
    let network = MatrixSample.network(units: 3)
    guard let scaled = try? network.scaled(byGain: scale) else { preconditionFailure("a sample's weights are finite") }
    return ScaledNetwork(
      base: InitializedNetwork(network: scaled),
      origin: .model(name: name + ".safetensors", activation: .tanh, flags: ["--model", "step*.safetensors"]))
  }

  /// A session that shows the last of them.
  static func checkpointed(
    _ checkpoints: [Checkpoint] = Sample.checkpoints, steps: Int = 44, size: Size = Size(width: 100, height: 30)
  ) -> Session {
    let network = checkpoints[checkpoints.count - 1].network
    let choice = InputChoice(source: 0, offset: 100, steps: steps)
    guard var state = try? State(matrix: network, input: choice) else {
      preconditionFailure("a sample's weights are finite")
    }
    state.begin(at: checkpoints.count - 1, of: checkpoints)
    return Session(state: state, sources: Sample.sources, checkpoints: checkpoints, size: size)
  }
}

/// Several files of weights as a knob.
@Suite struct CheckpointTests {
  private var session: Session { Sample.checkpointed() }

  private static func weights(_ session: Session) -> Matrix { session.state.start.network.recurrentWeights }

  @Test("The knob is the first one; it steps through the files and ends at the first and the last")
  func steps() {
    var session = session
    #expect(session.state.knob == .checkpoint && session.state.knobs == [.checkpoint, .recurrentWeight, .steps])
    #expect(session.lines[0].contains("checkpoint step300 · 3 of 3"))
    for (key, name) in [("<Down>", "step10 · 2 of 3"), ("<Down>", "step2 · 1 of 3"), ("<Down>", "step2 · 1 of 3")] {
      session.press(key)
      #expect(session.lines[0].contains(name))
    }
    #expect(session.notice == "step2 is the first checkpoint")
    #expect(Self.weights(session) == Sample.checkpoints[0].network.base.network.recurrentWeights)
    session.press("<PageUp>")
    #expect(session.lines[0].contains("step300 · 3 of 3"))
    session.press("<Up>")
    #expect(session.notice == "step300 is the last checkpoint")
    session.press("-")
    #expect(session.notice == "checkpoint has no sign")
  }

  @Test("One file is no knob, and no checkpoint is named")
  func single() {
    let session = Sample.checkpointed([Sample.checkpoints[1]])
    #expect(session.state.knobs == [.recurrentWeight, .steps] && session.state.knob == .recurrentWeight)
    #expect(!session.lines[0].contains("checkpoint"))
    #expect(!session.commandLine.contains("--checkpoint"))
  }

  @Test("A number is typed, by name too; none but the numbers there are")
  func typed() {
    let second = session.pressing("=2<Enter>")
    #expect(second.state.checkpoint?.name == "step10")
    #expect(session.pressing("<Tab>=checkpoint=1<Enter>").state.checkpoint?.name == "step2")
    for text in ["0", "4", "1.5", "-1"] {
      let refused = session.pressing("=\(text)<Enter>")
      #expect(refused.mode == .typing(text: text, complaint: "checkpoint is a whole number from 1 to 3"))
    }
  }

  @Test("Gain, f, θ, k and what is looked at stay, and undo leads back over every run of steps")
  func undo() {
    var session = session.pressing("<Tab>=1.5<Enter><S-Tab>ad<Left>n")
    let before = session.frame()
    let kept = session.state
    session.press("<Down>")
    #expect(session.state.matrix?.gain == 1.5 && session.state.start.network.elmanActivation == .sigmoid)
    #expect(session.state.parameter == kept.parameter && session.state.target == kept.target)
    #expect(session.state.observable == kept.observable)
    let expected = try? Sample.checkpoints[1].network.base.network.scaled(byGain: 1.5)
    #expect(Self.weights(session) == expected?.recurrentWeights)
    session.press("<Down>u")
    #expect(session.state.checkpoint?.place == 2)
    let after = session.frame()
    #expect((0..<29).allSatisfy { after.row($0) == before.row($0) })
    session.press("<C-r>")
    #expect(session.state.checkpoint?.name == "step2")
  }

  @Test("Scales only widen from step to step, until something else is changed")
  func heldScales() throws {
    var session = session.pressing("<Down><Down>")
    _ = session.frame()
    let narrow = try #require(Sample.checkpointed([Sample.checkpoints[0]]).state.scales)
    let wide = try #require(Sample.checkpointed().state.scales)
    let held = try #require(session.state.scales)
    #expect(held == held.holding(narrow) && held == held.holding(wide))
    #expect(held.factor != narrow.factor, "the samples differ")
    // Back and forth nothing moves any more.
    for key in ["<Up>", "<Up>", "<Down>", "<Down>"] {
      session.press(key)
      _ = session.frame()
      #expect(session.state.scales == held)
    }
    // Neither the view nor the knob is a reason to move them; another k is.
    session.press("3<Tab>1")
    _ = session.frame()
    #expect(session.state.scales == held)
    session.press("<Left>")
    _ = session.frame()
    #expect(session.state.scales != held)
  }

  @Test("What is held contains both, and has ends that an axis can have")
  func holding() throws {
    let a = try #require(Scales("state=1e0:1e0,factor=2e-1:1e0,terms=2:8,sum=-:2e0,plane=0"))
    let b = try #require(Scales("state=-:5e0,factor=5e-1:3e0,terms=-3:12,sum=1e-1:1e0,plane=2"))
    let held = a.holding(b)
    #expect(held == b.holding(a) && held.holding(a) == held && held.holding(b) == held && a.holding(nil) == a)
    #expect(held.description == "state=1e0:5e0,factor=2e-1:3e0,terms=2:18,sum=1e-1:2e0,plane=2")
    #expect(Scales(held.description) == held)
  }

  @Test("A file that was read anew is shown at once, and undo does not bring the old one back")
  func adopting() {
    var session = session.pressing("<Left>")
    let new = Sample.weights(scale: 2)
    let isShown1 = session.adopt(new, at: 2)
    #expect(isShown1)
    #expect(Self.weights(session) == new.base.network.recurrentWeights)
    session.press("u")
    #expect(session.state.target == 44 && Self.weights(session) == new.base.network.recurrentWeights)
    session.press("u")
    #expect(session.notice == "nothing to undo")
    // One that is not shown waits.
    let isShown2 = session.adopt(Sample.weights(scale: 3), at: 0)
    #expect(isShown2)
    #expect(Self.weights(session) == new.base.network.recurrentWeights)
    session.press("=1<Enter>")
    #expect(Self.weights(session) == Sample.weights(scale: 3).base.network.recurrentWeights)
    session.press("r")
    #expect(session.state.checkpoint?.place == 2 && Self.weights(session) == new.base.network.recurrentWeights)
  }

  @Test("A new file is shown where the newest one was, and else only counted")
  func appending() {
    let new = Checkpoint(name: "step1000", network: Sample.weights(scale: 2))
    var newest = session
    let isShown3 = newest.append(new)
    #expect(isShown3)
    #expect(newest.lines[0].contains("step1000 · 4 of 4"))
    var older = session.pressing("<Down>")
    let isShown4 = older.append(new)
    #expect(isShown4)
    #expect(older.lines[0].contains("step10 · 2 of 4"))
    older.press("u")
    #expect(older.lines[0].contains("step300 · 3 of 4"))
  }

  @Test("One can be kept as B beside another, and exchanged with it")
  func comparison() {
    var session = session.pressing("<Down>b<Up>")
    #expect(session.lines[2].contains("B: step10.safetensors"))
    session.press("x")
    #expect(session.lines[0].contains("step10 · 2 of 3") && session.lines[2].contains("B: step300.safetensors"))
  }

  @Test("Another network is none of the files, and undo leads back to them")
  func scenario() {
    var session = session.pressing("oa<Enter>")
    #expect(session.state.checkpoint == nil && !session.state.knobs.contains(.checkpoint))
    session.press("<Esc>u")
    #expect(session.state.checkpoint?.name == "step300")
  }

  @Test("y says which one, and a weight that would be too large leaves the one that is shown")
  func commandLine() {
    #expect(session.pressing("<Down>").commandLine.contains("--model 'step*.safetensors' --checkpoint 2"))
    var huge = session.pressing("=1<Enter><Tab>=1e308<Enter><S-Tab>")
    huge.press("<Up><Up>")
    #expect(huge.state.checkpoint?.name == "step2" || huge.state.checkpoint?.name == "step10")
    #expect(huge.notice?.contains("is not shown: a weight times g would be beyond 1.8e308") == true)
  }

  /// Two recordings of one training, each of its own inputs, gradients and chunks.
  private func recorded(_ weights: [Double], steps: [Int], boundaries: [[Int]]) throws -> Session {
    let checkpoints = try (0..<weights.count).map { place in
      let numbers = (1...steps[place]).map { Double($0 * (place + 1)) / 10 }
      let inputs = InputSequence(
        name: "trace \(place)", values: numbers,
        targets: Targets(.gradients(RecordedGradients(width: 2, numbers: numbers.flatMap { [$0, -$0] }))))
      let network = try RNN(activation: .tanh, W: [[weights[place], 0.25], [0, 0.5]], U: [[1], [0.5]])
      var scaled = ScaledNetwork(
        base: InitializedNetwork(network: network),
        origin: .model(name: "m", activation: .tanh, flags: ["--model", "*.safetensors"]))
      scaled.recording = ScaledNetwork.Recording(
        initialStates: [[0, 0]], boundaries: boundaries[place], inputs: inputs)
      return Checkpoint(name: "t\(place)", network: scaled)
    }
    let recording = try #require(checkpoints[0].network.recording)
    var state = try State(
      matrix: checkpoints[0].network, input: InputChoice(source: 0, offset: 0, steps: recording.inputs.steps))
    (state.observable, state.cut) = (.totalLoss, Cut(of: recording))
    state.begin(at: 0, of: checkpoints)
    return Session(
      state: state, sources: [InputSource(recorded: recording.inputs, flags: [])] + Sample.sources,
      checkpoints: checkpoints, size: Size(width: 100, height: 30))
  }

  @Test("A recording brings its inputs, its steps and its chunks, and undo brings those of the last one back")
  func recordings() throws {
    var session = try recorded([0.5, 1.5], steps: [6, 9], boundaries: [[], [3, 7]])
    let first = session.frame()
    session.press("<Up>")
    #expect(session.state.input.steps == 9 && session.state.target == 9 && session.source.name == "trace 1")
    #expect(session.state.cut == Cut(detachAfter: [3, 7]))
    // It is what it would be by itself.
    let network = try RNN(activation: .tanh, W: [[1.5, 0.25], [0, 0.5]], U: [[1], [0.5]])
    let numbers = (1...9).map { Double($0 * 2) / 10 }
    let alone = Experiment(
      network: network, initialState: [0, 0],
      inputs: InputSequence(
        name: "alone", values: numbers,
        targets: Targets(.gradients(RecordedGradients(width: 2, numbers: numbers.flatMap { [$0, -$0] }))))
    ).trajectory()
    let total = Contributions(of: alone, target: 9, parameter: .recurrentWeights, observable: .totalLoss).total
    #expect(session.analysis.contributions?.total == total)
    session.press("u")
    #expect(session.state.input.steps == 6 && session.state.cut == Cut())
    let after = session.frame()
    #expect((0..<29).allSatisfy { after.row($0) == first.row($0) })
    // Other inputs, and another way to cut, stay.
    session.press("iD<Up>")
    #expect(session.source.name != "trace 1" && session.state.cut.kind == .window)
  }

  @Test("The same weights with other inputs are another picture")
  func sameWeights() throws {
    var session = try recorded([0.5, 0.5], steps: [6, 6], boundaries: [[], []])
    let before = session.analysis.contributions?.total
    let units = session.unitOrder?.key
    session.press("<Up>")
    #expect(session.analysis.contributions?.total != before && session.unitOrder?.key != units)
    let old = try #require(session.checkpoints[1].network.recording)
    var new = session.checkpoints[1].network
    new.recording = ScaledNetwork.Recording(
      initialStates: old.initialStates, boundaries: [2],
      inputs: try #require(session.checkpoints[0].network.recording).inputs)
    let isShown = session.adopt(new, at: 1)
    #expect(isShown)
    #expect(session.analysis.contributions?.total == before && session.state.cut == Cut(detachAfter: [2], of: 6))
  }
}
