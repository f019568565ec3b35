import Testing

@testable import RNNCore

/// What truncation and clipping make of a gradient, as far as it may cost that much.
@Suite("Remedied gradient")
struct RemediedGradientTests {
  private func trajectory(classes: [Int?]) throws -> Trajectory {
    let network = try RNN(activation: .tanh, W: 0.9, U: 0.8, b: 0.1, V: 2)
    let inputs = InputSequence(
      name: "ramp", dimension: 1, values: classes.indices.map { Double($0) / 3 }, classes: classes)
    return Trajectory(network: network, inputs: inputs, initialState: [0.2])
  }

  @Test("Where there is nothing to do there is none; what costs more than may be is left out")
  func affordable() throws {
    let plain = Contributions(of: try trajectory(classes: [0, 1, 0, 1]), target: 4, parameter: .recurrentWeights)
    #expect(RemediedGradient(of: plain, .none, nil, .init()) == nil)
    let all = try #require(RemediedGradient(of: plain, Truncation(window: 2), .norm(0.01), .init()))
    #expect(all.bias != nil && all.enough != nil && all.clipped != nil && all.firstStep == 3)
    // The terms of a whole state are gathered part by part and cost nothing here.
    let least = try #require(RemediedGradient(of: plain, Truncation(window: 2), .norm(0.01), .init(), affordable: 1))
    #expect(least.clipped == nil && least.contributions.total == all.contributions.total)
    let loss = Contributions(
      of: plain.trajectory, target: 4, parameter: .recurrentWeights, observable: .loss)
    #expect(RemediedGradient(of: loss, Truncation(window: 2), nil, .init(), affordable: 1) == nil)
  }

  @Test("Of a total loss the first step is the first that any loss hears, the target where that is the only one")
  func firstStep() throws {
    for (classes, window, first) in [
      ([nil, nil, nil, 1], 1, 4), ([nil, nil, nil, 1], 3, 2), ([nil, 0, nil, 1], 1, 2), ([0, nil, nil, 1], 1, 1),
    ] as [([Int?], Int, Int)] {
      let plain = Contributions(
        of: try trajectory(classes: classes), target: 4, parameter: .recurrentWeights, observable: .totalLoss)
      let gradient = try #require(RemediedGradient(of: plain, Truncation(window: window), nil, .init()))
      #expect(gradient.firstStep == first, "\(classes), \(window)")
    }
  }
}
