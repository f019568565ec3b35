import Explorer
import RNNCore
import Screen
import Testing

@testable import Views

/// What the screen says of losses that are squared errors, means, or a recording's.
@Suite("Losses of values and of recordings on the screen")
struct LossOfTargetsTests {
  private static let steps = 6

  private static func session(
    _ targets: Targets.Kind, classes: Int? = nil, reduction: LossReduction = .sum, observable: Observable = .loss
  ) throws -> Session {
    let network = MatrixSample.network(classes: classes)
    var scaled = ScaledNetwork(
      base: InitializedNetwork(network: network), origin: .model(name: "m", activation: .tanh, flags: ["--model", "m"]))
    let source = InputSource(
      name: "x", values: (0..<steps).map { Double($0 % 3) - 0.5 }, targets: Targets(targets), flags: ["--input", "x"])
    if case .gradients = targets {
      scaled.recording = ScaledNetwork.Recording(
        initialStates: [[0, 0, 0]], boundaries: [2, 5],
        inputs: source.sequence(InputChoice(source: 0, offset: 0, steps: steps)))
    }
    var choice = InputChoice(source: 0, offset: 0, steps: steps)
    choice.reduction = reduction
    var state = try State(matrix: scaled, input: choice)
    (state.observable, state.view) = (observable, .derivation)
    return Session(state: state, sources: [source], size: Size(width: 120, height: 60))
  }

  private static func page(_ session: Session) -> String { session.lines.joined(separator: "\n") }

  @Test("Squared errors: what is said, what it is held against, and the error that runs back")
  func values() throws {
    let kind = Targets.Kind.values(TargetValues(width: 3, numbers: (0..<18).map { Double($0 % 4) / 4 }))
    let page = Self.page(try Self.session(kind))
    #expect(page.contains("mean (ŷ₆ − y₆)²") && page.contains("ŷ = s, held against y"))
    #expect(page.contains("2·(ŷ₆ − y₆)ᵀ/p") && !page.contains("onehot") && !page.contains("softmax"))
    let headed = Self.page(
      try Self.session(.values(TargetValues(width: 2, numbers: Array(repeating: 0.2, count: 12))), classes: 2))
    #expect(headed.contains("ŷ = V·s + c, held against y") && headed.contains("p = 2 values"))
    let mean = Self.page(try Self.session(kind, reduction: .mean, observable: .totalLoss))
    #expect(mean.contains("Σ_{t=1…6} mean (ŷ_t − y_t)²/6"))
  }

  @Test("A recording has no number for L, and its gradients stand where the error would")
  func recorded() throws {
    let kind = Targets.Kind.gradients(RecordedGradients(width: 3, numbers: (0..<18).map { Double($0 % 5) / 7 - 0.3 }))
    let session = try Self.session(kind, observable: .totalLoss)
    let page = Self.page(session)
    #expect(page.contains("the recorded loss") && page.contains("(∂L/∂s₆)ᵀ") && !page.contains("softmax"))
    #expect(!session.lines[0].contains("as recorded"))
    let turned = session.pressing("<Up>")
    #expect(turned.lines[0].contains("loss as recorded"), "W is turned, and what reached the states is what it was")
    #expect(turned.pressing("<Down>").lines[0].contains("as recorded") == false)
    let flags = ReproducingCommand.arguments(for: session)
    #expect(!flags.contains("--of"), "a trace's loss is what is looked at without a flag")
    #expect(
      flags.suffix(2) == ["--detach", "none"] || flags.contains("none"), "nothing is cut here, and the trace was")
  }

  @Test("Classes keep their words, and a step without a target says so by its kind")
  func words() throws {
    let classes = Self.page(try Self.session(.classes([nil, 0, 1, nil, 0, 1]), classes: 2, reduction: .mean))
    #expect(classes.contains("−log o₆[1]/4") && classes.contains("(o₆ − onehot(1))ᵀ/4"))
    let values = TargetValues(
      width: 3, numbers: Array(repeating: 0, count: 18), isKnown: [true, true, true, true, true, false])
    var none = try Self.session(.values(values))
    none.press("1")
    #expect(Self.page(none).contains("step 6 has no target; go to step 5"))
  }
}
