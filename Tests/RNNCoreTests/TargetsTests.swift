import Testing

@testable import RNNCore

/// What targets of each kind ask of the states, and what they come to.
@Suite("Targets: classes, values, recorded gradients")
struct TargetsTests {
  /// Networks of each cell, alone and under another layer, with V of three rows.
  private static func networks() throws -> [RNN] {
    let V = Matrix([[0.4, -0.7], [0.2, 0.9], [-0.5, 0.3]])
    func layer(_ cell: CellKind, inputs: Int, _ V: Matrix?) throws -> RNN {
      let drawn =
        cell == .elman
        ? RNN(activation: .tanh, hiddenSize: 2, inputSize: inputs, initialization: .gaussian, seed: 3)
        : RNN(cell, hiddenSize: 2, inputSize: inputs, initialization: .gaussian, seed: 3)
      return try drawn.with(V: V ?? Matrix([[1, 0], [0, 1]]))
    }
    return try CellKind.allCases.flatMap { cell in
      let top = try layer(cell, inputs: 2, V)
      return [try layer(cell, inputs: 1, V), try layer(cell, inputs: 1, nil).under([InitializedNetwork(network: top)])]
    }
  }

  private static let values = (1...9).map { Double(($0 * 7) % 5) / 3 - 0.6 }

  private static func run(_ network: RNN, _ targets: Targets) -> Trajectory {
    let inputs = InputSequence(name: "x", values: values, targets: targets)
    return Trajectory(network: network, inputs: inputs, initialState: network.zeroState.map { _ in 0.2 })
  }

  private static let classes: [Int?] = [nil, 1, 0, nil, 2, 2, 1, 0, nil]
  private static let numbers = TargetValues(
    width: 3, numbers: (0..<27).map { Double(($0 * 5) % 7) / 4 - 0.8 },
    isKnown: [true, false, true, true, false, true, true, true, false])

  @Test("The checks agree for squared errors of every cell, alone and under a layer, cut and whole, sum and mean")
  func squaredErrors() throws {
    for network in try Self.networks() {
      for reduction in LossReduction.allCases {
        let trajectory = Self.run(network, Targets(.values(Self.numbers)).reduced(by: reduction))
        let experiment = Experiment(
          network: network, initialState: Array(trajectory.states[..<network.stateSize]), inputs: trajectory.inputs)
        for (observable, target) in [(Observable.loss, 7), (.totalLoss, 9)] {
          for truncation in [Truncation.none, Truncation(window: 3), Truncation(detachEvery: 4)] {
            let check = GradientCheck(
              of: experiment, target: target, parameter: .recurrentWeights, observable: observable,
              truncation: truncation)
            #expect(check.passes && check.comparisons.allSatisfy { $0.outcome == .agrees }, "\(check)")
          }
        }
      }
    }
  }

  @Test("A squared error is the mean over the outputs, and its mean over the steps that have a target")
  func valueOfSquaredError() throws {
    let network = try RNN(activation: .identity, W: [[0.5]], U: [[1]], V: [[2], [1]])
    let targets = TargetValues(width: 2, numbers: [1, 1, 0, 0, 0, 0], isKnown: [true, true, false])
    let run = Self.run(
      try RNN(activation: .identity, W: [[0.5]], U: [[1]]),
      Targets(.values(TargetValues(width: 1, numbers: Self.values))))
    #expect(run.value(of: .loss, target: 1) != nil, "without V the state itself is held against the value")
    let inputs = InputSequence(name: "x", values: [1, 1, 1], targets: Targets(.values(targets)))
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    // s = 1, 1.5: ŷ = (2, 1), (3, 1.5).
    #expect(trajectory.value(of: .loss, target: 1) == 0.5 && trajectory.value(of: .loss, target: 2) == 5.625)
    #expect(trajectory.value(of: .loss, target: 3) == nil && trajectory.value(of: .totalLoss, target: 3) == 6.125)
    let mean = inputs.with(Targets(.values(targets)).reduced(by: .mean))
    let halved = Trajectory(network: network, inputs: mean, initialState: [0])
    #expect(halved.value(of: .totalLoss, target: 3) == 3.0625 && halved.value(of: .loss, target: 1) == 0.25)
    let gradients = try #require(LossGradients(of: trajectory))
    // ∂L_1/∂ŷ = (1, 0), ∂L_2/∂ŷ = (3, 1.5): ∂L/∂V = Σ ∂L_t/∂ŷ s_t.
    #expect(
      gradients.loss == 6.125 && gradients.outputWeights?[0, 0].doubleValue == 5.5
        && gradients.outputWeights?[1, 0].doubleValue == 2.25)
    #expect(gradients.outputBias?[0, 0].doubleValue == 4 && gradients.outputBias?[1, 0].doubleValue == 1.5)
    let half = try #require(LossGradients(of: halved))
    #expect(half.loss == 3.0625 && half.outputWeights?[0, 0].doubleValue == 2.75)
    let clipped = ClippedGradient(of: trajectory, target: 3, observable: .totalLoss, clipping: .value(1))
    #expect(clipped.parts[.outputBias]?.before == ScaledDouble(18.25).squareRoot())
  }

  @Test("What a recording of a loss's own gradients makes is what the loss makes, of every parameter and step")
  func recordings() throws {
    for network in try Self.networks() {
      for targets in [Targets(.classes(ClassTargets(Self.classes))).reduced(by: .mean), Targets(.values(Self.numbers))]
      {
        let run = Self.run(network, targets)
        let width = run.top.hiddenSize
        let dy = (1...9).flatMap { step in
          run.lossCovector(at: step).map { $0.numbers[..<width].map(\.doubleValue) }
            ?? Array(repeating: 0, count: width)
        }
        let recorded = Self.run(network, Targets(.gradients(RecordedGradients(width: width, numbers: dy))))
        #expect(recorded.isRecorded && recorded.value(of: .totalLoss, target: 9) == nil)
        for parameter in network.parameters {
          for (observable, target) in [(Observable.loss, 7), (.totalLoss, 9), (.totalLoss, 6)] {
            let ours = Contributions(of: recorded, target: target, parameter: parameter, observable: observable)
            let theirs = Contributions(of: run, target: target, parameter: parameter, observable: observable)
            for (a, b) in zip(ours, theirs) {
              #expect((a.value - b.value).magnitude <= b.value.magnitude * ScaledDouble(1e-14))
            }
          }
        }
        let (own, other) = (try #require(LossGradients(of: recorded)), try #require(LossGradients(of: run)))
        #expect(own.loss == nil && own.outputWeights == nil && own.outputBias == nil)
        #expect((own.recurrentWeights.norm / other.recurrentWeights.norm - .one).magnitude < ScaledDouble(1e-14))
        let parts = ClippedGradient(of: recorded, target: 9, observable: .totalLoss, clipping: .norm(1)).parts
        #expect(parts[.outputWeights] == nil && parts[.recurrentWeights] != nil)
      }
    }
  }

  @Test(
    "What reached the last states themselves, of the shown layer and of those above, is a part of the last step's loss")
  func finals() throws {
    for network in try Self.networks() {
      let sizes = [network.stateSize] + network.layersAbove.map(\.network.stateSize)
      let finals = sizes.enumerated().map { layer, size in (0..<size).map { Double($0 + layer) / 3 - 0.4 } }
      let zero = Array(repeating: 0.0, count: 18)
      let recorded = Targets(.gradients(RecordedGradients(width: 2, numbers: zero, finals: finals)))
      let trajectory = Self.run(network, recorded)
      #expect(Array(recorded.knownSteps) == [9] && trajectory.canObserve(.loss, at: 9))
      #expect(!trajectory.canObserve(.loss, at: 8) && !trajectory.canObserve(.totalLoss, at: 8))
      let experiment = Experiment(
        network: network, initialState: Array(trajectory.states[..<network.stateSize]), inputs: trajectory.inputs)
      for observable in [Observable.loss, .totalLoss] {
        for truncation in [Truncation.none, Truncation(window: 4)] {
          let check = GradientCheck(
            of: experiment, target: 9, parameter: .inputWeights, observable: observable, truncation: truncation)
          #expect(check.comparisons.allSatisfy { $0.outcome == .agrees }, "\(check)")
        }
      }
    }
  }

  @Test("Parts, turned round and beyond a Double")
  func edges() throws {
    let recorded = RecordedGradients(width: 2, numbers: [1, 2, 0, 0, 5, 6], finals: [[7, 8]])
    let targets = Targets(.gradients(recorded))
    #expect(Array(targets.knownSteps) == [1, 3] && targets.steps == 3)
    #expect(targets.part(0..<2) == Targets(.gradients(RecordedGradients(width: 2, numbers: [1, 2, 0, 0]))))
    #expect(
      targets.part(1..<3).kind == .gradients(RecordedGradients(width: 2, numbers: [0, 0, 5, 6], finals: [[7, 8]])))
    #expect(
      targets.reversed().kind
        == .gradients(RecordedGradients(width: 2, numbers: [5, 6, 0, 0, 1, 2], finals: [[7, 8]])))
    #expect(targets.reduced(by: .mean) == targets, "what is recorded stays as it is")
    let values = Targets(.values(TargetValues(width: 1, numbers: [1, 0, 3], isKnown: [true, false, true])))
    #expect(
      values.reversed().part(0..<2).kind == .values(TargetValues(width: 1, numbers: [3, 0], isKnown: [true, false])))
    #expect(values.reduced(by: .mean).weight == 0.5 && values.reduced(by: .mean).part(0..<1).weight == 0.5)
    let none = Targets(.classes([nil, nil]))
    let told = try RNN(activation: .identity, W: [[1]], U: [[1]], V: [[1], [0]])
    let untold = Trajectory(
      network: told, inputs: InputSequence(name: "x", values: [1, 1], targets: none), initialState: [0])
    #expect(try #require(untold.output(at: 1)).scaledLogitGradient == nil)
    #expect(none.reduced(by: .mean).weight == 1 && none.knownSteps.isEmpty)
    // A square beyond a Double has no loss.
    let network = try RNN(activation: .identity, W: [[1]], U: [[1]])
    let large = InputSequence(
      name: "x", values: [1e200], targets: Targets(.values(TargetValues(width: 1, numbers: [0]))))
    let run = Trajectory(network: network, inputs: large, initialState: [0])
    #expect(!run.canObserve(.loss, at: 1) && !run.canObserve(.totalLoss, at: 1))
    #expect(throws: ExperimentError.outputOverflow(target: 1)) { try run.validate(.loss, at: 1) }
  }

  @Test("Targets of another width than the network says are refused, and the scalar head says one value")
  func widths() throws {
    let wide = TargetValues(width: 3, numbers: Array(repeating: 0, count: 9))
    func inputs(_ kind: Targets.Kind) -> InputSequence {
      InputSequence(name: "x", values: [1, 2, 3], targets: Targets(kind))
    }
    let network = try RNN(activation: .tanh, W: 0.5, U: 1, V: 2)
    let run = Trajectory(network: network, inputs: inputs(.values(wide)), initialState: [0])
    #expect(throws: ExperimentError.targetWidth(3, expected: 1)) { try run.validate(.loss, at: 1) }
    #expect(!run.hasTarget(at: 1) && !run.canObserve(.totalLoss, at: 3))
    let narrow = Trajectory(
      network: network, inputs: inputs(.values(TargetValues(width: 1, numbers: [1, 1, 1]))), initialState: [0])
    let said = 2 * Double.tanh(1.0)
    #expect(try #require(narrow.value(of: .loss, target: 1)) - (said - 1) * (said - 1) == 0)
    let two = RecordedGradients(width: 2, numbers: Array(repeating: 1, count: 6))
    let other = Trajectory(network: network, inputs: inputs(.gradients(two)), initialState: [0])
    #expect(throws: ExperimentError.targetWidth(2, expected: 1)) { try other.validate(.totalLoss, at: 3) }
    #expect(!Experiment(network: network, initialState: [0], inputs: inputs(.gradients(two))).hasLosses)
  }

  @Test("The scalar pass and the sweep over W agree with the general way for every kind")
  func scalar() throws {
    let network = try RNN(activation: .tanh, W: 0.8, U: 0.5, b: 0.1, V: 1.5)
    let kinds: [Targets.Kind] = [
      .classes(ClassTargets(Self.classes.map { $0.map { $0 % 2 } })),
      .values(TargetValues(width: 1, numbers: Self.values.map { -$0 }, isKnown: Self.numbers.isKnown)),
      .gradients(RecordedGradients(width: 1, numbers: Self.values.map { $0 * $0 - 0.3 }, finals: [[0.7]])),
      .gradients(RecordedGradients(width: 1, numbers: [0, 1, 0, -2, 0, 0, 1, 0, 3])),
    ]
    for kind in kinds {
      let targets = Targets(kind).reduced(by: .mean)
      let inputs = InputSequence(name: "x", values: Self.values, targets: targets)
      let start = InitializedNetwork(network: network, initialState: [0.3])
      let trajectory = Experiment(start: start, inputs: inputs).trajectory()
      let last = try #require(targets.knownSteps.last)
      for (observable, target) in [(Observable.loss, last), (.totalLoss, 9), (.totalLoss, 4)] {
        let scalar = Contributions(of: trajectory, target: target, parameter: .recurrentWeights, observable: observable)
        let general = RankOneContributions(
          trajectory, target: target, parameter: .recurrentWeights, observable: observable)
        #expect((scalar.total - general.total).magnitude <= scalar.total.magnitude * ScaledDouble(1e-13))
        let response = Experiment(start: start, inputs: inputs).responses(
          to: .recurrentWeight, at: [0.8], target: target, parameter: .recurrentWeights, observable: observable)
        let total = try #require(response.first?.total)
        #expect((total - scalar.total).magnitude <= scalar.total.magnitude * ScaledDouble(1e-13))
      }
    }
  }

  @Test("Without a head the states are held against the values; without targets there is no loss")
  func headless() throws {
    let network = try RNN(activation: .identity, W: [[0.5]], U: [[1]])
    let inputs = InputSequence(
      name: "x", values: [1, 1],
      targets: Targets(.values(TargetValues(width: 1, numbers: [0, 1], isKnown: [true, false]))))
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let gradients = try #require(LossGradients(of: trajectory))
    // s_1 = 1: ∂L/∂s_1 = 2, and ∂s_1/∂U = x_1.
    #expect(gradients.loss == 1 && gradients.outputWeights == nil && gradients.inputWeights[0, 0].doubleValue == 2)
    #expect(trajectory.errorNorm(at: 1).doubleValue == 2 && trajectory.errorNorm(at: 2).isZero)
    #expect(trajectory.lossSlope(at: 1)?.doubleValue == 2 && trajectory.lossSlope(at: 2) == nil)
    let said = try #require(trajectory.valuesSaid(at: 2))
    #expect(said.values == [1.5] && said.loss == nil && trajectory.valuesSaid(at: 1)?.loss == 1)
    #expect(inputs.targetWord == "target" && inputs.with(nil).targetWord == "target class")
    let bare = Trajectory(network: network, inputs: inputs.with(nil), initialState: [0])
    #expect(bare.valuesSaid(at: 1) == nil && !bare.isRecorded)
    #expect(throws: ExperimentError.noClasses) { try bare.validate(.loss, at: 1) }
    #expect(!Experiment(network: network, initialState: [0], inputs: inputs.with(nil)).hasLosses)
    let wide = Targets(.values(TargetValues(width: 2, numbers: [0, 0, 0, 0])))
    let other = Trajectory(network: network, inputs: inputs.with(wide), initialState: [0])
    #expect(throws: ExperimentError.targetWidth(2, expected: 1)) { try other.validate(.loss, at: 1) }
    let headed = try RNN(activation: .identity, W: [[0.5]], U: [[1]], V: [[1], [2], [3]])
    #expect(headed.valueCount == 3 && network.valueCount == 1)
    #expect(throws: NetworkError.notFinite(parameter: "V")) {
      try headed.with(V: Matrix(rows: 3, columns: 1, elements: [1, 2, .nan]))
    }
    let large = try RNN(activation: .identity, W: [[0.5]], U: [[1]], V: [[1e308], [-1e308]])
    let beyond = Trajectory(
      network: large, inputs: InputSequence(name: "x", values: [100, 0], targets: wide), initialState: [0])
    #expect(beyond.valuesSaid(at: 1) == nil && !beyond.canObserve(.totalLoss, at: 2))
  }

  @Test("A sweep over W has no total where a square or an output is beyond a Double")
  func sweepBeyond() throws {
    let network = try RNN(activation: .identity, W: 1, U: 1, V: 1e200)
    let targets = Targets(.values(TargetValues(width: 1, numbers: [0, 0])))
    let experiment = Experiment(
      network: network, initialState: [0], inputs: InputSequence(name: "x", values: [1, 1], targets: targets))
    let responses = experiment.responses(
      to: .recurrentWeight, at: [1], target: 2, parameter: .recurrentWeights, observable: .totalLoss)
    #expect(responses[0].total == nil)
    let unlabelled = Experiment(network: network, initialState: [0], inputs: experiment.inputs.with(nil))
    #expect(
      unlabelled.responses(to: .bias, at: [0], target: 2, parameter: .bias, observable: .loss)[0].total == nil)
  }

  @Test("A source keeps targets that a network can be held against")
  func sources() throws {
    let values = InputSource(
      name: "x", values: [1, 2], targets: Targets(.values(TargetValues(width: 2, numbers: [1, 2, 3, 4]))), flags: [])
    #expect(values.taken(by: Intake(standsOnLayers: false, classCount: nil)).targets != nil)
    #expect(values.taken(by: Intake(standsOnLayers: false, classCount: 2, valueCount: 1)).targets == nil)
    #expect(values.taken(by: Intake(standsOnLayers: false, classCount: 2, valueCount: 2)).targets != nil)
    let classes = InputSource(name: "x", values: [1, 2], classes: [0, 1], flags: [])
    #expect(classes.taken(by: Intake(standsOnLayers: true, classCount: nil)).hasTargets)
    let recorded = InputSource(
      name: "x", values: [1, 2], targets: Targets(.gradients(RecordedGradients(width: 1, numbers: [1, 2]))), flags: [])
    #expect(recorded.taken(by: Intake(standsOnLayers: false, classCount: nil)).targets == nil)
    #expect(recorded.taken(by: Intake(standsOnLayers: true, classCount: nil)).targets != nil)
    var choice = InputChoice(source: 0, offset: 1, steps: 1)
    choice.reduction = .mean
    #expect(values.sequence(choice).targets?.weight == 1 && values.sequence(choice).targets?.steps == 1)
    var asking = InputSource(.sine)
    (asking.asksForNext, asking.classNames) = (true, ["a", "b"])
    let answered = asking.taken(by: Intake(standsOnLayers: true, classCount: 2))
    #expect(!answered.asksForNext && answered.classNames.isEmpty)
    let embedded = InputSource(name: "t", symbols: [0, 1], table: Matrix([[1], [2], [3]]), targets: nil, flags: [])
    let other = Matrix([[4], [5], [6]])
    let fed = embedded.taken(by: Intake(standsOnLayers: true, classCount: nil, embedding: other))
    #expect(fed.kind == .embedded(symbols: [0, 1], table: other), "each checkpoint brings its own table")
    #expect(embedded.symbolCount == 3 && values.symbolCount == nil && InputSource(.sine).symbolCount == nil)
  }

  @Test("A recorded network takes what was recorded of itself, as much of it as was taken of another's")
  func exchangedRecordings() {
    func recorded(_ name: String, steps: Int) -> InputSequence {
      let numbers = (1...steps).map { Double($0) }
      return InputSequence(
        name: name, values: numbers, targets: Targets(.gradients(RecordedGradients(width: 1, numbers: numbers))))
    }
    let (shown, other) = (recorded("a", steps: 8), recorded("b", steps: 5))
    let source = InputSource(recorded: shown, flags: ["--sequence", "1"])
    #expect(source.isRecording && source.name == "a" && source.defaultSteps == 8 && source.flags.count == 2)
    #expect(source.taken(by: Intake(standsOnLayers: true, classCount: nil)) == source)
    let taken = source.taken(by: Intake(standsOnLayers: true, classCount: nil, recorded: other))
    #expect(taken.name == "b" && taken.defaultSteps == 5 && taken.targets == other.targets && taken.isRecording)
    #expect(taken.sequence(InputChoice(source: 0, offset: 0, steps: 5)) == other)
    #expect(source.taken(by: Intake(standsOnLayers: false, classCount: nil, recorded: other)).targets == nil)
    let plain = InputSource(name: "x", values: [1, 2], targets: nil, flags: [])
    #expect(plain.taken(by: Intake(standsOnLayers: true, classCount: nil, recorded: other)).name == "x")

    func extent(_ offset: Int, _ steps: Int, _ from: InputSequence, _ to: InputSequence) -> [Int] {
      let choice = InputChoice(source: 0, offset: offset, steps: steps, amplitude: 2).exchanging(from, for: to)
      return [choice.offset, choice.steps, Int(choice.amplitude)]
    }
    #expect(extent(0, 8, shown, other) == [0, 5, 2] && extent(0, 5, other, shown) == [0, 8, 2], "all is all")
    #expect(extent(0, 6, shown, other) == [0, 5, 2] && extent(1, 3, shown, other) == [1, 3, 2])
    #expect(extent(6, 2, shown, other) == [4, 1, 2], "the last step there is")
  }

  @Test("Boundaries after every fourth step are chunks of four, and others are where they are said")
  func boundaries() throws {
    let (every, after) = (Truncation(detachEvery: 4), Truncation(detachAfter: [4, 8, 12]))
    let uneven = Truncation(detachAfter: [2, 3, 9])
    #expect(every.isDetached && after.isDetached && !Truncation(window: 3).isDetached)
    #expect(every.boundaries(before: 13) == [4, 8, 12] && after.boundaries(before: 12) == [4, 8])
    for target in 1...15 {
      #expect(every.firstStep(reaching: target) == after.firstStep(reaching: target))
      let own = ([0] + [2, 3, 9].filter { $0 < target }).max() ?? 0
      #expect(uneven.firstStep(reaching: target) == own + 1)
      // Before the first step there is nothing.
      for step in 2..<target + 1 {
        #expect(every.ends(at: step, target: target) == after.ends(at: step, target: target))
        #expect(uneven.ends(at: step, target: target) == [3, 4, 10].contains(step))
        #expect(every.lastTarget(hearing: step, upTo: 15) == after.lastTarget(hearing: step, upTo: 15))
      }
    }
    #expect(
      (1...15).map { uneven.lastTarget(hearing: $0, upTo: 15) } == [2, 2, 3] + Array(repeating: 9, count: 6)
        + Array(repeating: 15, count: 6))
    for network in try Self.networks().prefix(3) {
      let trajectory = Self.run(network, Targets(.values(Self.numbers)))
      let experiment = Experiment(
        network: network, initialState: Array(trajectory.states[..<network.stateSize]), inputs: trajectory.inputs)
      let check = GradientCheck(
        of: experiment, target: 9, parameter: .recurrentWeights, observable: .totalLoss,
        truncation: Truncation(detachAfter: [2, 3, 7]))
      #expect(check.comparisons.allSatisfy { $0.outcome == .agrees })
    }
  }

  @Test("Another network is looked at as this one is; layers that are never looked at stay below")
  func exchanged() throws {
    let layers = try [0.5, 0.25].map { InitializedNetwork(network: try RNN(activation: .tanh, W: [[$0]], U: [[1]])) }
    let origin = ScaledNetwork.Origin.model(name: "m", activation: .tanh, flags: ["--model", "m"])
    var model = ScaledNetwork(base: layers[1], gain: 2, origin: origin).among(layers, layer: 1)
    model.base.network.adopt(.relu)
    let below = try model.showing(layer: 0)
    let other = ScaledNetwork(base: layers[1], origin: origin).among(layers, layer: 1)
    let shown = try below.exchanged(for: other)
    #expect(shown.layer == 0 && shown.gain == 2 && shown.base.network.elmanActivation == .relu)
    #expect(try model.exchanged(for: other).layer == 1)
    let alone = ScaledNetwork(base: layers[1], origin: origin)
    let standing = alone.standing(on: [LayerBelow(layers[0])])
    #expect(standing.layersBelow == [LayerBelow(layers[0])] && alone.standing(on: []).layersBelow == nil)
  }

  @Test("A recorded network is turned by its gain, its f and its start, of the layer that is looked at")
  func turned() throws {
    let layers = try [0.5, 0.25].map {
      InitializedNetwork(network: try RNN(activation: .tanh, W: [[$0]], U: [[1]]), initialState: [$0])
    }
    var model = ScaledNetwork(
      base: layers[1], origin: .model(name: "m", activation: .tanh, flags: ["--model", "m"]))
    #expect(!model.isTurned, "what was not recorded is not turned")
    model.recording = ScaledNetwork.Recording(
      initialStates: [[0.25]], boundaries: [], inputs: InputSequence(name: "x", values: [1]))
    #expect(!model.isTurned)
    model.gain = 2
    #expect(model.isTurned)
    model.gain = 1
    model.base.network.adopt(.relu)
    #expect(model.isTurned)
    var stacked = ScaledNetwork(
      base: layers[1], origin: .model(name: "m", activation: .tanh, flags: ["--model", "m"])
    ).among(layers, layer: 1)
    stacked.recording = ScaledNetwork.Recording(
      initialStates: layers.map(\.initialState), boundaries: [], inputs: InputSequence(name: "x", values: [1]))
    #expect(!stacked.isTurned)
    let below = try stacked.showing(layer: 0)
    #expect(!below.isTurned && below.base.initialState == [0.5], "it starts where it was recorded")
    stacked.base.initialState = [0]
    #expect(stacked.isTurned)
  }
}
