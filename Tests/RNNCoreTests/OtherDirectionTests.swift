import Testing

@testable import RNNCore

@Suite("Both directions of a layer: the loss of what the head reads, seen by one of them")
struct OtherDirectionTests {
  /// Relative to the largest term: a dozen steps of roundings, here and in PyTorch.
  private let tolerance = 1e-11

  @Test("PyTorch's gradients of bidirectional layers of each cell, by direction")
  func torch() throws {
    let cases = try LayersReference.bidirectional()
    #expect(cases.count == 3)
    for reference in cases {
      for view in reference.views {
        let trajectory = try reference.experiment(ofDirection: view.layer).trajectory()
        for (parameter, norms) in view.norms {
          let terms = Contributions(
            of: trajectory, target: view.target, parameter: parameter, observable: view.observable)
          let largest = norms.max() ?? 0
          for (term, (norm, signed)) in zip(terms, zip(norms, view.signed[parameter] ?? [])) {
            let name = Comment("\(reference.name) direction \(view.layer) \(view.observable) \(parameter) \(term.step)")
            #expect((term.value.doubleValue - norm).magnitude <= tolerance * largest, name)
            #expect((term.signed.doubleValue - signed).magnitude <= tolerance * largest, name)
          }
        }
      }
    }
  }

  @Test("The check agrees, of what is cut too, where the other direction says what it says of the whole sequence")
  func check() throws {
    for reference in try LayersReference.bidirectional() {
      let experiment = try reference.experiment(ofDirection: 1)
      for cut in [Truncation.none, Truncation(window: 3), Truncation(detachEvery: 4)] {
        let right = GradientCheck(
          of: experiment, target: 12, parameter: .recurrentWeights, observable: .totalLoss, truncation: cut)
        #expect(right.comparisons.allSatisfy { $0.outcome == .agrees }, "\(reference.name) \(cut)")
      }
    }
  }

  @Test("It is a part of the network; sizes that do not fit are refused")
  func network() throws {
    let own = try RNN(activation: .tanh, W: 0.9, U: 0.8, V: 2)
    let other = try RNN(activation: .tanh, W: 0.5, U: 0.3)
    let start = InitializedNetwork(network: other, initialState: [0])
    let V = Matrix([[1], [-1]])
    var both = try own.beside(start, outputWeights: V)
    #expect(both != own && both.hashValue != own.hashValue)
    #expect(try both == own.beside(start, outputWeights: V))
    #expect(try both.with(b: [0.3]).otherDirection == both.otherDirection)
    both.activation = .relu
    var relu = other
    relu.activation = .relu
    var changed = own
    changed.activation = .relu
    #expect(
      try both == changed.beside(InitializedNetwork(network: relu, initialState: [0]), outputWeights: V))
    let gated = try RNN(scalar: .gru, W: 1, U: 1)
    both = try own.beside(InitializedNetwork(network: gated, initialState: [0]), outputWeights: V)
    both.activation = .relu
    #expect(
      try both == changed.beside(InitializedNetwork(network: gated, initialState: [0]), outputWeights: V))
    let wide = InitializedNetwork(network: try RNN(activation: .tanh, W: [[1]], U: [[1, 2]]), initialState: [0])
    #expect(throws: NetworkError.self) { try own.beside(wide, outputWeights: V) }
    #expect(throws: NetworkError.self) { try own.beside(start, outputWeights: Matrix([[1, 2], [3, 4]])) }
    #expect(throws: NetworkError.self) { try own.beside(start, outputWeights: Matrix([[1]])) }
    #expect(throws: NetworkError.self) { try other.beside(start, outputWeights: V) }
  }

  @Test("Where the other direction overflows the loss has no value")
  func overflow() throws {
    let own = try RNN(activation: .tanh, W: 0.9, U: 0.8, V: 2)
    let other = InitializedNetwork(network: try RNN(activation: .identity, W: 1e200, U: 1e200), initialState: [0])
    let both = try own.beside(other, outputWeights: Matrix([[1], [0]]))
    let inputs = InputSequence(name: "ones", values: [1, 1, 1], classes: [0, 0, 0])
    let trajectory = Trajectory(network: both, inputs: inputs, initialState: [0])
    #expect(!trajectory.canObserve(.totalLoss, at: 3) && trajectory.canObserve(.state, at: 3))
    #expect(trajectory.output(at: 1) == nil && !trajectory.canObserve(.loss, at: 1))
  }
}
