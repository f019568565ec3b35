import ArgumentParser
import RNNCore
import RNNFiles

extension NetworkOptions {
  /// The model that the flags name, if they do.
  func trainedModel() throws -> RNNModel? {
    guard let model else { return nil }
    return try ModelFile(path: model).model(layer: layer, outputLayer: outputLayer, activation: activation)
  }

  /// The network of a model, with its gain and s_0 as the flags say.
  func scaled(_ trained: RNNModel) throws -> ScaledNetwork {
    let path = model ?? ""
    if let initialState, !initialState.isFinite { throw InputError("--s0 \(initialState): expected a finite number") }
    let start = Array(repeating: (initialState ?? 0) + 0, count: trained.network.hiddenSize)
    let flags =
      ["--model", path] + (layer.map { ["--layer", "\($0)"] } ?? [])
      + (outputLayer.map { ["--output-layer", $0] } ?? []) + (initialState.map { ["--s0", "\($0)"] } ?? [])
    let known = trained.assumesActivation ? trained.network.activation : trained.savedActivation
    var network = ScaledNetwork(
      base: InitializedNetwork(network: trained.network, initialState: start), gain: try checkedGain(),
      origin: .model(name: FileBytes.shortName(path), activation: known, flags: flags))
    network.assumesActivation = trained.assumesActivation
    return network
  }

  /// Flags that only a model takes, and those that would draw or set what is in its file.
  func checkModelFlags() throws {
    guard model != nil else {
      if layer != nil { throw ValidationError("--layer picks a layer of a model: give --model FILE too") }
      if outputLayer != nil { throw ValidationError("--output-layer names a layer of a model: give --model FILE too") }
      return
    }
    let others: [(String, Bool)] = [
      ("--hidden", hidden != nil), ("--init", initialization != nil), ("--w", recurrentWeight != nil),
      ("--u", inputWeight != nil), ("--bias", bias != nil), ("--v", outputWeight != nil),
    ]
    if let (flag, _) = others.first(where: \.1) {
      throw ValidationError("\(flag) and --model exclude each other: the weights are the model's; --gain scales W")
    }
  }
}
