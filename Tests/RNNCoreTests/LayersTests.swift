import Testing

@testable import RNNCore

@Suite("Layers: what the last one says runs back through time and down")
struct LayersTests {
  /// Relative to the largest term: what a dozen steps and three layers of roundings, here and in PyTorch, come to.
  private let tolerance = 1e-11

  @Test("PyTorch's gradients of two and three layers of each cell, layer by layer")
  func torch() throws {
    let cases = try LayersReference.all()
    #expect(cases.count == 6)
    for reference in cases {
      for view in reference.views {
        let trajectory = try reference.trajectory(ofLayer: view.layer)
        for (parameter, norms) in view.norms {
          let terms = Contributions(
            of: trajectory, target: view.target, parameter: parameter, observable: view.observable)
          let largest = norms.max() ?? 0
          for (term, (norm, signed)) in zip(terms, zip(norms, view.signed[parameter] ?? [])) {
            let name = Comment("\(reference.name) layer \(view.layer) \(view.observable) \(parameter) \(term.step)")
            #expect((term.value.doubleValue - norm).magnitude <= tolerance * largest, name)
            #expect((term.signed.doubleValue - signed).magnitude <= tolerance * largest, name)
          }
        }
      }
    }
  }

  @Test("The map, the gradients of the total loss and the clipped gradient are those of the contributions")
  func consistency() throws {
    for reference in try LayersReference.all() {
      let trajectory = try reference.trajectory(ofLayer: 0)
      let steps = trajectory.steps
      for observable in [Observable.loss, .totalLoss] {
        let norms = ContributionNorms(
          of: trajectory, targets: Array(1...steps), parameter: .recurrentWeights, observable: observable)
        for target in 1...steps where trajectory.canObserve(observable, at: target) {
          let terms = Contributions(
            of: trajectory, target: target, parameter: .recurrentWeights, observable: observable)
          for (norm, term) in zip(norms.norms(ofTargetAt: target - 1), terms) {
            #expect((norm - term.value).magnitude <= term.value * ScaledDouble(1e-12))
          }
        }
      }
      let gradients = try #require(LossGradients(of: trajectory))
      let total = Contributions(of: trajectory, target: steps, parameter: .recurrentWeights, observable: .totalLoss)
      #expect(((gradients.recurrentWeights.norm / total.total).doubleValue - 1).magnitude < 1e-12)
      let clipped = ClippedGradient(of: trajectory, target: steps, observable: .totalLoss, clipping: .norm(1))
      let parts: [(ClippedGradient.Part, ScaledMatrix)] = [
        (.recurrentWeights, gradients.recurrentWeights), (.inputWeights, gradients.inputWeights),
        (.outputWeights, try #require(gradients.outputWeights)), (.outputBias, try #require(gradients.outputBias)),
      ]
      for (part, gradient) in parts {
        let change = try #require(clipped.parts[part])
        #expect(((change.before / gradient.norm).doubleValue - 1).magnitude < 1e-12, "\(reference.name) \(part)")
      }
    }
  }

  @Test("λ and δ of the way back are those of the contributions, whatever stands on the layer")
  func record() throws {
    for reference in try LayersReference.all() {
      for layer in reference.layers.indices {
        let trajectory = try reference.trajectory(ofLayer: layer)
        for observable in [Observable.loss, .totalLoss, .state] {
          let name = Comment("\(reference.name) layer \(layer) \(observable)")
          // δ of every gate that b feeds is the contribution to b.
          let terms = Contributions(of: trajectory, target: 12, parameter: .bias, observable: observable)
          let record = AdjointRecord(of: terms)
          let kind = trajectory.network.cellKind
          for term in terms {
            let parts = (0..<kind.parts).map { record.adjoint(part: $0, at: term.step) }
            let flow = parts.reduce(.zero) { $0 + $1 * $1 }.squareRoot()
            #expect((flow - term.flow).magnitude <= term.flow * ScaledDouble(1e-13), name)
            guard kind != .elman else { continue }
            let deltas = kind.gates.map { record.delta($0, at: term.step) }
            let norm = deltas.reduce(.zero) { $0 + $1 * $1 }.squareRoot()
            #expect((norm - term.value).magnitude <= term.value * ScaledDouble(1e-13), name)
          }
        }
      }
    }
  }

  @Test("The check agrees with right gradients and fails wrong ones, cut ones too")
  func check() throws {
    let cuts = [Truncation.none, Truncation(window: 3), Truncation(detachEvery: 4)]
    for reference in try LayersReference.all() {
      let experiment = try reference.experiment(ofLayer: 0)
      for (observable, cut) in [
        (Observable.loss, cuts[0]), (.totalLoss, cuts[0]), (.totalLoss, cuts[1]), (.loss, cuts[2]),
        (.totalLoss, cuts[2]),
      ] {
        for parameter in [Parameter.recurrentWeights, .bias] {
          let name = Comment("\(reference.name) \(observable) \(cut) \(parameter)")
          let right = GradientCheck(
            of: experiment, target: 12, parameter: parameter, observable: observable, truncation: cut)
          #expect(right.comparisons.allSatisfy { $0.outcome == .agrees }, name)
          let wrong = GradientCheck(
            of: experiment, target: 12, parameter: parameter, observable: observable, truncation: cut,
            claimed: right.sumOfTerms * ScaledDouble(1.0001))
          #expect(wrong.comparisons.allSatisfy { $0.outcome == .disagrees }, name)
        }
      }
    }
  }

  @Test("A kink that a layer above crosses is found")
  func kink() throws {
    let above = try RNN(
      activation: .relu, inputWeights: Matrix(1), recurrentWeights: Matrix(0), outputWeights: Matrix([[1], [0]]))
    let layer = try RNN(activation: .identity, W: 0, U: 1).under([start(above)])
    let inputs = InputSequence(name: "none", values: [0], classes: [0])
    let experiment = Experiment(network: layer, initialState: [0], inputs: inputs)
    let check = GradientCheck(
      of: experiment, target: 1, parameter: .bias, observable: .loss, methods: [.centralDifference])
    #expect(check.comparisons[0].outcome == .skippedAtKink(step: 1))
    let state = GradientCheck(of: experiment, target: 1, parameter: .bias, methods: [.centralDifference])
    #expect(state.comparisons[0].outcome == .agrees)
  }

  /// One unit on one unit: λ below is U·δ above, whatever its size.
  @Test("A scalar layer below a scalar one, by hand")
  func scalar() throws {
    let above = try RNN(activation: .tanh, W: 0.4, U: -0.7, V: 2)
    let layer = try RNN(activation: .tanh, W: 0.9, U: 0.8).under([start(above, 0.2)])
    let inputs = InputSequence(name: "two", values: [0.3, -0.5], classes: [nil, 1])
    let trajectory = Trajectory(network: layer, inputs: inputs, initialState: [0.1])
    let terms = Contributions(of: trajectory, target: 2, parameter: .bias, observable: .loss)
    let (s1, s2) = (trajectory.state(at: 1)[1], trajectory.state(at: 2)[2])
    let (h1, h2) = (Double.tanh(-0.7 * s1 + 0.4 * 0.2), 0.0)
    let top = Double.tanh(-0.7 * s2 + 0.4 * h1) + h2
    let said = 1 / (1 + Double.exp(-2 * top))
    let (delta2, slope1) = (said * 2 * (1 - top * top), 1 - h1 * h1)
    let lambda2 = -0.7 * delta2
    let lambda1 = -0.7 * slope1 * 0.4 * delta2 + lambda2 * (1 - s2 * s2) * 0.9
    #expect(!terms.areNorms)
    #expect((terms[2].value.doubleValue / (lambda2 * (1 - s2 * s2)) - 1).magnitude < 1e-13)
    #expect((terms[1].value.doubleValue / (lambda1 * (1 - s1 * s1)) - 1).magnitude < 1e-13)
    #expect(terms[2].flow.signum == (lambda2 < 0 ? -1 : 1))
  }

  @Test("What a shut gate above lets through, e^−2000 of it, arrives below")
  func apart() throws {
    let b = [0.0, 0, 0, 0, 0.3, 0.4, 0, -2000]
    let above = try RNN(
      .lstm, inputWeights: Matrix(rows: 8, columns: 2, elements: (0..<16).map { 0.1 * Double($0 % 5 + 1) }),
      recurrentWeights: Matrix(rows: 8, columns: 2, elements: Array(repeating: 0, count: 16)), bias: b,
      outputWeights: Matrix([[0, 1], [0, 0]]))
    let layer = try RNN(activation: .tanh, W: [[0.5, 0], [0, 0.5]], U: [[1], [0.5]]).under([
      InitializedNetwork(network: above, initialState: [0, 0, 0, 0])
    ])
    let inputs = SyntheticInput.noise.sequence(steps: 6, seed: 3)
    let sequence = InputSequence(name: "noise", values: inputs.values, classes: [nil, nil, nil, nil, nil, 0])
    let experiment = Experiment(network: layer, initialState: [0, 0], inputs: sequence)
    let check = GradientCheck(
      of: experiment, target: 6, parameter: .recurrentWeights, observable: .loss, methods: [.forwardRecursion])
    #expect(check.comparisons[0].outcome == .agrees, "\(check)")
    #expect(!check.sumOfTerms.isZero && check.sumOfTerms.exponent < -2000)
  }

  @Test("Of two units above, one keeps all but e^−2000: what both ask of the layer below arrives")
  func oneShut() throws {
    let zero = Matrix(rows: 6, columns: 2, elements: Array(repeating: 0, count: 12))
    let above = try RNN(
      .gru, inputWeights: Matrix(rows: 6, columns: 2, elements: (0..<12).map { 0.1 * Double($0 % 5 + 1) }),
      recurrentWeights: zero, bias: [0, 0, 2000, 0, 0, 0], outputWeights: Matrix([[1, 2], [0, 0]]))
    let layer = try RNN(activation: .tanh, W: [[0.5, 0.1], [0.2, 0.5]], U: [[1], [0.5]]).under([
      InitializedNetwork(network: above, initialState: [0.2, 0.1])
    ])
    let sequence = InputSequence(name: "some", values: [1, -0.5, 0.3], classes: [nil, nil, 0])
    let experiment = Experiment(network: layer, initialState: [0, 0], inputs: sequence)
    for parameter in Parameter.allCases {
      let check = GradientCheck(
        of: experiment, target: 3, parameter: parameter, observable: .loss, methods: [.forwardRecursion])
      #expect(check.comparisons[0].outcome == .agrees && !check.sumOfTerms.isZero, "\(check)")
    }
  }

  @Test("Layers are a part of the network: their head, their nonlinearity, and what makes two the same")
  func network() throws {
    let top = try RNN(activation: .tanh, W: 0.4, U: -0.7, V: 2)
    let middle = try RNN(
      .gru, inputWeights: Matrix(rows: 3, columns: 1, elements: [1, 2, 3]),
      recurrentWeights: Matrix(rows: 3, columns: 1, elements: [1, 0, 1]))
    let plain = try RNN(activation: .tanh, W: 0.9, U: 0.8)
    var layer = try plain.under([start(middle), start(top)])
    #expect(layer.outputWeights == top.outputWeights && layer.outputBias == top.outputBias && layer.hasClasses)
    #expect(layer != plain && layer.hashValue != plain.hashValue)
    #expect(try layer.scaled(byGain: 2).layersAbove == layer.layersAbove)
    #expect(try layer.with(b: [0.5]).layersAbove == layer.layersAbove)
    layer.activation = .relu
    #expect(layer.layersAbove.map(\.network.elmanActivation) == [nil, .relu])
    #expect(try plain.under([]) == plain)
    #expect(throws: NetworkError.self) { try plain.under([start(try RNN(activation: .tanh, W: [[1]], U: [[1, 2]]))]) }
  }

  @Test("A layer above that overflows leaves the state and takes the loss")
  func overflow() throws {
    let top = try RNN(activation: .identity, W: 1e200, U: 1e200, V: 1)
    let layer = try RNN(activation: .tanh, W: 0.9, U: 0.8).under([start(top)])
    let inputs = InputSequence(name: "ones", values: [1, 1, 1], classes: [0, 0, 0])
    let trajectory = Trajectory(network: layer, inputs: inputs, initialState: [0])
    #expect(trajectory.isFinite(through: 3) && trajectory.canObserve(.state, at: 3))
    #expect(!trajectory.canObserve(.loss, at: 3) && !trajectory.canObserve(.totalLoss, at: 3))
    #expect(trajectory.output(at: 3) == nil)
    #expect(throws: ExperimentError.outputOverflow(target: 3)) { try trajectory.validate(.loss, at: 3) }
    let below = try RNN(activation: .identity, W: 1e200, U: 1e200).under([
      start(try RNN(activation: .tanh, W: 1, U: 1, V: 1))
    ])
    let overflowed = Trajectory(network: below, inputs: inputs, initialState: [1])
    #expect(overflowed.overflowAt != nil && overflowed.output(at: 3) == nil)
  }

  private func start(_ network: RNN, _ state: Double = 0) -> InitializedNetwork {
    InitializedNetwork(network: network, initialState: Array(repeating: state, count: network.stateSize))
  }
}
