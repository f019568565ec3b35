import ArgumentParser
import RNNCore
import RNNFiles

/// A safetensors file, or a model that is built in.
struct ModelFile {
  let path: String

  private var source: any ByteSource {
    get throws {
      if path == "builtin:sunspots" { return SunspotModel.bytes }
      if path == "builtin:chaos" { return ChaoticModel.bytes }
      guard !path.hasPrefix("builtin:") else {
        throw InputError("--model \(path): the models built in are builtin:sunspots and builtin:chaos")
      }
      return try TensorFile.open(path)
    }
  }

  /// The network in it.
  func model(
    layer: Int?, direction: LayerDirection? = nil, outputLayer: String?, activation: Activation?
  ) throws -> RNNModel {
    try model(source, layer, direction, outputLayer, activation)
  }

  private func model(
    _ source: some ByteSource, _ layer: Int?, _ direction: LayerDirection?, _ outputLayer: String?,
    _ activation: Activation?
  ) throws -> RNNModel {
    do {
      return try RNNModel(
        SafetensorsFile(source), layer: layer, direction: direction, outputLayer: outputLayer, activation: activation)
    } catch let error as SafetensorsError {
      throw InputError(error.message(file: path))
    } catch let error as RNNModelError {
      // No number is wrong: the flag has no place beside such a file.
      if case .ownFunctions = error { throw ValidationError(error.message(file: path)) }
      throw InputError(error.message(file: path))
    }
  }

  /// The lines that say what is in it.
  func listing() throws -> [String] { try listing(source) }

  private func listing(_ source: some ByteSource) throws -> [String] {
    do {
      return ModelListing(try SafetensorsFile(source), name: path).lines
    } catch {
      throw InputError(error.message(file: path))
    }
  }
}
