import Foundation
import RNNCore
import RNNFiles
import Testing

/// What JSON says of where a network and a sequence come from.
@Suite struct ProvenanceTests {
  private func json(_ provenance: Provenance) throws -> (network: [String: Any], sequence: [String: Any]) {
    let experiment = Experiment(
      network: try RNN(activation: .tanh, W: 0.5, U: 1), initialState: [0],
      inputs: SyntheticInput.constant.sequence(steps: 2))
    let text = ContributionTable(
      of: experiment.trajectory(), target: 2, parameter: .bias, provenance: provenance
    ).string(.json)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return (
      try #require(json["network"] as? [String: Any]), try #require(json["sequence"] as? [String: Any])
    )
  }

  private func seeded(_ kind: CellKind, forgetBias: Double = 0) -> ScaledNetwork {
    .seeded(
      .uniform, cell: kind, hidden: 2, inputs: 1, activation: .tanh, gain: 1.5, seed: .max, forgetBias: forgetBias)
  }

  @Test("Nothing is said of what is not known")
  func nothing() throws {
    let (network, sequence) = try json(Provenance())
    #expect(Set(network.keys) == ["cell", "activation", "hidden", "inputs", "W", "U", "b", "s0"])
    #expect(Set(sequence.keys) == ["name", "steps"])
  }

  @Test("A drawn network says how it was drawn, a made sequence its amplitude, and its seed where it is random")
  func drawn() throws {
    let choice = InputChoice(source: 0, offset: 0, steps: 2, amplitude: 3, seed: 7)
    let (network, sequence) = try json(Provenance(seeded(.elman), InputSource(.noise), choice))
    #expect(network["init"] as? String == "uniform" && network["gain"] as? Double == 1.5)
    #expect(network["seed"] as? UInt64 == .max && network["forgetBias"] == nil && network["assumed"] == nil)
    #expect(sequence["amplitude"] as? Double == 3 && sequence["seed"] as? Int == 7)
    #expect(sequence["offset"] == nil && sequence["scale"] == nil)
    let gated = try json(Provenance(seeded(.gru, forgetBias: 2), InputSource(.sine), choice))
    #expect(gated.network["forgetBias"] as? Double == 2 && gated.sequence["seed"] == nil)
  }

  @Test("A file of numbers has an offset and a scale, what is built in an offset alone")
  func files() throws {
    func source(_ flags: [String]) -> InputSource { InputSource(name: "x", values: [1, 2, 3], flags: flags) }
    let choice = InputChoice(source: 0, offset: 1, steps: 2)
    for (flags, scale) in [
      ([], nil), (["--input", "x.csv"], "none"), (["--input", "x.csv", "--scale", "unit"], "unit"),
    ] {
      let sequence = try json(Provenance(nil, source(flags), choice)).sequence
      #expect(sequence["offset"] as? Int == 1 && sequence["scale"] as? String == scale)
    }
  }

  private func model(_ part: ModelPart?, assumes: Bool) -> ScaledNetwork {
    let base = InitializedNetwork(
      network: RNN(activation: .tanh, hiddenSize: 2, inputSize: 1, initialization: .identity, seed: 1))
    var network = ScaledNetwork(base: base, origin: .model(name: "m", activation: .tanh, flags: []))
    (network.part, network.assumesActivation) = (part, assumes)
    return network
  }

  @Test("A model's file says which part of it the network is")
  func parts() throws {
    let choice = InputChoice(source: 0, offset: 0, steps: 2)
    let part = ModelPart(layer: 1, direction: "reverse", prefix: "encoder.")
    let (network, _) = try json(Provenance(model(part, assumes: true), InputSource(.sine), choice))
    #expect(network["model"] as? String == "m" && network["layer"] as? Int == 1 && network["gain"] as? Double == 1)
    #expect(network["direction"] as? String == "reverse" && network["prefix"] as? String == "encoder.")
    #expect(network["assumed"] as? [String] == ["activation"])
    let plain = try json(Provenance(model(ModelPart(layer: 0), assumes: false), InputSource(.sine), choice)).network
    #expect(plain["direction"] is NSNull && plain["prefix"] as? String == "" && plain["assumed"] as? [String] == [])
  }

  @Test("A text whose order of symbols no file says is assumed, but for the 256 bytes")
  func texts() {
    func assumed(_ part: ModelPart?, symbols: Int, _ flags: [String], assumes: Bool = false) -> [String] {
      let text = InputSource(name: "t", symbols: [0, 1], dimension: symbols, classes: nil, flags: flags)
      return Provenance(model(part, assumes: assumes), text, InputChoice(source: 0, offset: 0, steps: 2)).assumed
    }
    let (mute, telling) = (ModelPart(layer: 0), ModelPart(layer: 0, hasVocabulary: true))
    #expect(assumed(mute, symbols: 5, ["--text", "t"]) == ["vocabulary"])
    #expect(assumed(mute, symbols: 5, ["--text", "t"], assumes: true) == ["activation", "vocabulary"])
    #expect(assumed(mute, symbols: 256, ["--text", "t", "--bytes"]) == [])
    #expect(assumed(telling, symbols: 5, ["--text", "t"]) == [])
    // Of a network whose part is not known, the layer alone is.
    #expect(assumed(nil, symbols: 5, ["--text", "t"], assumes: true) == ["activation"])
    #expect(assumed(nil, symbols: 5, ["--text", "t"]) == [])
  }

  @Test("A model tells which part of its file it is")
  func modelPart() throws {
    let part = try RNNModel(SafetensorsFile(SunspotModel.bytes)).part
    #expect(part.layer == 0 && part.direction == nil && !part.hasVocabulary)
  }

  @Test("The target step's loss and probabilities stand beside what is looked at, null where there are none")
  func outputs() throws {
    func members(_ classes: [Int?]?, V: Double?, target: Int = 2) throws -> [String: Any] {
      let inputs = InputSequence(name: "x", dimension: 1, values: [1, 1], classes: classes)
      let experiment = Experiment(
        network: try RNN(activation: .identity, W: 0, U: 1, V: V), initialState: [0], inputs: inputs)
      let text = ContributionTable(of: experiment.trajectory(), target: target, parameter: .bias).string(.json)
      return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
    let told = try members([0, 1], V: 2)
    let p = 1 / (1 + exp(-2.0))
    let probabilities = try #require(told["probabilities"] as? [Double])
    #expect(abs(probabilities[0] - p) < 1e-15 && abs(probabilities[1] - (1 - p)) < 1e-15)
    #expect(abs((told["loss"] as? Double ?? 0) + log(1 - p)) < 1e-14)
    let silent = try members([0, nil], V: 2)
    #expect(silent["loss"] is NSNull && (silent["probabilities"] as? [Double])?.count == 2)
    let headless = try members([0, 1], V: nil)
    #expect(headless["loss"] == nil && headless["probabilities"] == nil)
  }
}
