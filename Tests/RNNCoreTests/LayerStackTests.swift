import Testing

@testable import RNNCore

@Suite("A model's layers, of which one is looked at")
struct LayerStackTests {
  private static func layer(_ W: Double, _ U: Double, V: Double? = nil) throws -> RNN {
    try RNN(activation: .tanh, W: W, U: U, V: V)
  }

  private static func start(_ network: RNN) -> InitializedNetwork {
    InitializedNetwork(network: network, initialState: network.zeroState)
  }

  @Test("A layer that there is not, and a network that is no model's, stay as they are")
  func nothingToShow() throws {
    let stack = [try Self.layer(0.5, 1), try Self.layer(0.3, 1, V: 2)]
    let model = ScaledNetwork(
      base: Self.start(stack[1]), origin: .model(name: "m", activation: .tanh, flags: [])
    ).among(stack.map { InitializedNetwork(network: $0) }, layer: 1)
    #expect(try model.showing(layer: 2) == model)
    var known = model
    known.part = ModelPart(layer: 1, prefix: "rnn.")
    #expect(try known.showing(layer: 0).part == ModelPart(layer: 0, prefix: "rnn."))
    #expect(try model.showing(layer: 0).base.network.layersAbove.map(\.network) == [stack[1]])
    let drawn = ScaledNetwork(base: Self.start(stack[1]), origin: .seeded(.gaussian, seed: 1))
      .among(stack.map { InitializedNetwork(network: $0) }, layer: 1)
    #expect(try drawn.showing(layer: 0) == drawn)
  }

  @Test("Of one layer there is nothing to walk through")
  func alone() throws {
    let network = ScaledNetwork(
      base: Self.start(try Self.layer(0.5, 1)), origin: .model(name: "m", activation: nil, flags: []))
    let alone = network.among([InitializedNetwork(network: try Self.layer(0.5, 1))], layer: 0)
    #expect(alone == network && alone.layersBelow == nil && alone.layer == 0)
  }
}
