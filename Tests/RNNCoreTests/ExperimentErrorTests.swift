import RNNCore
import Testing

/// What files and users can get wrong about an experiment, each with its words.
@Suite struct ExperimentErrorTests {
  private func network(V: [[Double]]? = nil) throws -> RNN {
    try RNN(activation: .identity, W: [[1, 0], [0, 1]], U: [[1], [1]], V: V)
  }

  private func error(_ body: () throws -> Void) -> ExperimentError? {
    do { try body() } catch { return error as? ExperimentError }
    return nil
  }

  @Test("A sequence from steps is the numbers of them all")
  func sequence() throws {
    let inputs = try InputSequence(name: "pairs", validating: [[1, 2], [3, 4], [5, 6]], classes: [0, nil, 1])
    #expect(
      inputs == InputSequence(name: "pairs", dimension: 2, values: [1, 2, 3, 4, 5, 6], classes: [0, nil, 1]))
  }

  @Test(
    "Steps that are no sequence",
    arguments: [
      ([], nil, .noSteps), ([[]], nil, .unevenStep(1, found: 0, expected: 1)),
      ([[1, 2], [3]], nil, .unevenStep(2, found: 1, expected: 2)),
      ([[1], [], [2]], nil, .unevenStep(2, found: 0, expected: 1)),
      ([[1, 2], [3, .nan]], nil, .inputNotFinite(step: 2, place: 1)),
      ([[-.infinity]], nil, .inputNotFinite(step: 1, place: 0)),
      ([[1], [2]], [0], .classCount(1, steps: 2)),
      ([[1], [2]], [nil, -1], .classOutOfRange(-1, step: 2, classCount: nil)),
    ] as [([[Double]], [Int?]?, ExperimentError)])
  func badSteps(steps: [[Double]], classes: [Int?]?, expected: ExperimentError) {
    #expect(throws: expected) { try InputSequence(name: "x", validating: steps, classes: classes) }
  }

  @Test("Symbols are one-hot vectors of as many numbers as there are symbols")
  func oneHot() throws {
    let inputs = try InputSequence(name: "aba", oneHot: [0, 1, 0], dimension: 2, classes: [1, 0, nil])
    #expect(
      inputs == InputSequence(name: "aba", dimension: 2, values: [1, 0, 0, 1, 1, 0], classes: [1, 0, nil]))
    let only = try InputSequence(name: "", oneHot: [0], dimension: 1)
    #expect(only.values == [1] && only.classes == nil)
  }

  @Test("Symbols that are no sequence")
  func badSymbols() {
    #expect(throws: ExperimentError.noSteps) { try InputSequence(name: "", oneHot: [], dimension: 2) }
    #expect(throws: ExperimentError.symbolOutOfRange(2, step: 2, dimension: 2)) {
      try InputSequence(name: "", oneHot: [0, 2], dimension: 2)
    }
    #expect(throws: ExperimentError.symbolOutOfRange(-1, step: 1, dimension: 2)) {
      try InputSequence(name: "", oneHot: [-1], dimension: 2)
    }
    #expect(throws: ExperimentError.symbolOutOfRange(0, step: 1, dimension: 0)) {
      try InputSequence(name: "", oneHot: [0], dimension: 0)
    }
    #expect(throws: ExperimentError.classCount(2, steps: 1)) {
      try InputSequence(name: "", oneHot: [0], dimension: 1, classes: [0, 0])
    }
  }

  @Test("Parts that fit make an experiment, which starts from 0 unless it is told")
  func fitting() throws {
    let inputs = try InputSequence(name: "x", validating: [[1], [2]])
    let experiment = try Experiment(validating: network(), inputs: inputs)
    #expect(experiment.initialState == [0, 0])
    #expect(Array(experiment.trajectory().state(at: 2)) == [3, 3])
    #expect(try Experiment(validating: network(), inputs: inputs, initialState: [1, 2]).initialState == [1, 2])
    // A network without classes looks at none.
    let withClasses = InputSequence(name: "x", values: [1], classes: [9])
    #expect(try Experiment(validating: network(), inputs: withClasses).inputs == withClasses)
  }

  @Test("Parts that do not fit each other")
  func unfit() throws {
    let (plain, head) = (try network(), try network(V: [[1, 0], [0, 1]]))
    let one = InputSequence(name: "x", values: [1])
    func thrown(_ network: RNN, _ inputs: InputSequence, _ state: [Double]? = nil) -> ExperimentError? {
      error { _ = try Experiment(validating: network, inputs: inputs, initialState: state) }
    }
    #expect(thrown(plain, InputSequence(name: "x", values: [])) == .noSteps)
    #expect(thrown(plain, InputSequence(name: "x", dimension: 2, values: [1, 2])) == .inputDimension(2, expected: 1))
    #expect(thrown(plain, one, [1]) == .initialStateCount(1, expected: 2))
    #expect(thrown(plain, one, [0, .infinity]) == .initialStateNotFinite(place: 1))
    let classes = InputSequence(name: "x", values: [1, 2, 3], classes: [1, nil, 2])
    #expect(thrown(head, classes) == .classOutOfRange(2, step: 3, classCount: 2))
    #expect(thrown(head, InputSequence(name: "x", values: [1, 2], classes: [1, nil])) == nil)
  }

  @Test("Every gradient that does not exist says why, and every other one exists")
  func validation() throws {
    let inputs = InputSequence(name: "x", values: [1, 2, 3], classes: [nil, 1, nil])
    let trajectory = try Experiment(validating: network(V: [[1, 0], [0, 1]]), inputs: inputs).trajectory()
    func thrown(_ observable: Observable, _ target: Int) -> ExperimentError? {
      error { try trajectory.validate(observable, at: target) }
    }
    #expect(thrown(.state, 0) == .targetOutOfRange(0, steps: 3))
    #expect(thrown(.state, 4) == .targetOutOfRange(4, steps: 3))
    #expect(thrown(.unit(2), 1) == .unitOutOfRange(2, units: 2))
    #expect(thrown(.unit(-1), 1) == .unitOutOfRange(-1, units: 2))
    #expect(thrown(.loss, 3) == .noTarget(step: 3))
    #expect(thrown(.totalLoss, 1) == .noTargets(through: 1))
    for (observable, target) in [(.state, 1), (.unit(1), 3), (.loss, 2), (.totalLoss, 3)] as [(Observable, Int)] {
      #expect(thrown(observable, target) == nil)
      #expect(trajectory.canObserve(observable, at: target))
    }
  }

  @Test("Without classes there is no loss; a state or an output that overflows has no gradient")
  func missing() throws {
    let plain = try Experiment(validating: network(), inputs: InputSequence(name: "x", values: [1], classes: [0]))
    for observable in [Observable.loss, .totalLoss] {
      #expect(throws: ExperimentError.noClasses) { try plain.trajectory().validate(observable, at: 1) }
    }
    let head = try network(V: [[1, 0], [0, 1]])
    let unlabelled = Trajectory(network: head, inputs: InputSequence(name: "x", values: [1]), initialState: [0, 0])
    #expect(throws: ExperimentError.noTarget(step: 1)) { try unlabelled.validate(.loss, at: 1) }
    #expect(throws: ExperimentError.noTargets(through: 1)) { try unlabelled.validate(.totalLoss, at: 1) }
    let large = InputSequence(name: "x", values: [1, 1e308, 1e308], classes: [0, 0, 0])
    let overflowing = try Experiment(validating: network(V: [[9, 0], [0, 1]]), inputs: large).trajectory()
    #expect(throws: ExperimentError.overflow(step: 3, target: 3)) { try overflowing.validate(at: 3) }
    #expect(throws: ExperimentError.outputOverflow(target: 2)) { try overflowing.validate(.loss, at: 2) }
    #expect(throws: ExperimentError.outputOverflow(target: 2)) { try overflowing.validate(.totalLoss, at: 2) }
    #expect(error { try overflowing.validate(at: 2) } == nil)
  }

  @Test("Contributions, checks and truncations of what a user names throw where the others stop the program")
  func variants() throws {
    let experiment = try Experiment(validating: network(), inputs: InputSequence(name: "x", values: [1, 2]))
    let trajectory = experiment.trajectory()
    let terms = try Contributions(validating: trajectory, target: 2, parameter: .bias)
    #expect(terms.total == Contributions(of: trajectory, target: 2, parameter: .bias).total)
    #expect(throws: ExperimentError.targetOutOfRange(3, steps: 2)) {
      try Contributions(validating: trajectory, target: 3, parameter: .bias)
    }
    #expect(throws: ExperimentError.unitOutOfRange(2, units: 2)) {
      try GradientCheck(validating: experiment, target: 2, parameter: .bias, observable: .unit(2))
    }
    #expect(try GradientCheck(validating: experiment, target: 2, parameter: .bias).passes)
    #expect(try Truncation(validatingWindow: 3, detachEvery: 2) == Truncation(window: 3, detachEvery: 2))
    #expect(try Truncation(validatingWindow: nil) == .none)
    #expect(throws: ExperimentError.truncationLength(0)) { try Truncation(validatingWindow: 0) }
    #expect(throws: ExperimentError.truncationLength(-1)) { try Truncation(validatingWindow: 1, detachEvery: -1) }
  }

  @Test("Layers below turn inputs into states, keep classes, and say what does not fit")
  func layers() throws {
    let sums = try RNN(activation: .identity, W: [[1]], U: [[1]])
    let wide = try RNN(activation: .identity, W: [[0, 0], [0, 0]], U: [[1], [-1]])
    let inputs = InputSequence(name: "x", values: [1, 2, 3], classes: [7, nil, 0])
    #expect(try inputs.throughLayers([]) == inputs)
    let above = try inputs.throughLayers([sums, wide])
    // Partial sums 1, 3, 6, and each with its negative.
    #expect(above == InputSequence(name: "x", dimension: 2, values: [1, -1, 3, -3, 6, -6], classes: [7, nil, 0]))
    #expect(throws: ExperimentError.inputDimension(2, expected: 1)) { try inputs.throughLayers([wide, sums]) }
    let large = InputSequence(name: "x", values: [1e308, 1e308])
    #expect(throws: ExperimentError.layerOverflow(layer: 1, step: 2)) {
      try large.throughLayers([RNN(activation: .identity, W: 0, U: 1), sums])
    }
    #expect(throws: ExperimentError.noSteps) { try InputSequence(name: "x", values: []).throughLayers([sums]) }
    // A head of a layer below tells nothing of the network's classes.
    let head = try RNN(activation: .identity, W: [[1]], U: [[1]], V: [[1], [0]])
    #expect(try inputs.throughLayers([head]).classes == [7, nil, 0])
  }

  @Test(
    "Every error is one line that says what to do",
    arguments: [
      (.noSteps, "the sequence has no steps: give it one at least"),
      (.unevenStep(2, found: 1, expected: 3), "x_2 has 1 number, expected 3: give every step as many, one at least"),
      (.inputNotFinite(step: 3, place: 1), "x_3[1] is NaN or infinite: replace it, or cut the sequence before step 3"),
      (
        .classCount(5, steps: 6), "5 classes for 6 steps: give one for each step, nil for a step without a target"
      ),
      (
        .classOutOfRange(7, step: 3, classCount: 5),
        "y_3 is 7: expected a class from 0 to 4, or nil for a step without a target"
      ),
      (
        .classOutOfRange(-1, step: 3, classCount: nil),
        "y_3 is -1: expected a class from 0, or nil for a step without a target"
      ),
      (.symbolOutOfRange(9, step: 2, dimension: 5), "the symbol of step 2 is 9: expected one from 0 to 4"),
      (.inputDimension(2, expected: 3), "an input has 2 numbers, and the network takes 3: give each step as many"),
      (
        .initialStateCount(1, expected: 2),
        "s_0 has 1 number, and the state 2: give one for each, or nothing to start from 0"
      ),
      (.initialStateNotFinite(place: 1), "s_0[1] is NaN or infinite: start from a finite state"),
      (
        .layerOverflow(layer: 0, step: 3),
        "layer 0 overflows at step 3, so the layers above it have no input: cut the sequence before that step"
      ),
      (.targetOutOfRange(60, steps: 44), "there is no step 60: choose a target from 1 to 44"),
      (
        .overflow(step: 12, target: 44),
        "a state overflows at step 12, so step 44 is not reached: choose a target before it or smaller weights"
      ),
      (.unitOutOfRange(5, units: 3), "there is no unit 5: choose one from 0 to 2"),
      (.noCellState, "the network's units keep no c beside h: look at the state, or use an LSTM"),
      (
        .noParameter(Parameter(.recurrentWeights, gate: .forgetGate), found: Parameter.allCases),
        "the network has no W.f: choose one of W, U, b"
      ),
      (
        .noClasses,
        "the network tells no classes apart, so it has no loss: give it output weights V of two rows or more"
      ),
      (.targetWidth(2, expected: 3), "a target has 2 numbers, and the network says 3: give each step as many"),
      (.noTarget(step: 4), "step 4 has no target, so it has no loss: choose a target step that has one"),
      (
        .noTargets(through: 4),
        "no step up to 4 has a target, so there is no loss: choose a later target step or give targets"
      ),
      (
        .outputOverflow(target: 4),
        "an output up to step 4 overflows, so the loss has no value: choose an earlier target or smaller weights V"
      ),
      (.truncationLength(0), "0 steps are no window and no chunk: give it 1 step or more"),
    ] as [(ExperimentError, String)])
  func messages(error: ExperimentError, message: String) { #expect(error.description == message) }
}
