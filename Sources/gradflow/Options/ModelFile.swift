import RNNCore
import RNNFiles

/// A safetensors file, or a model that is built in.
struct ModelFile {
  let path: String

  private var source: any ByteSource {
    get throws {
      if path == "builtin:sunspots" { return SunspotModel.bytes }
      guard !path.hasPrefix("builtin:") else {
        throw InputError("--model \(path): the only model built in is builtin:sunspots")
      }
      return try TensorFile.open(path)
    }
  }

  /// The network in it.
  func model(layer: Int?, outputLayer: String?, activation: Activation?) throws -> RNNModel {
    try model(source, layer, outputLayer, activation)
  }

  private func model(
    _ source: some ByteSource, _ layer: Int?, _ outputLayer: String?, _ activation: Activation?
  ) throws -> RNNModel {
    do {
      return try RNNModel(SafetensorsFile(source), layer: layer, outputLayer: outputLayer, activation: activation)
    } catch let error as SafetensorsError {
      throw InputError(error.message(file: path))
    } catch let error as RNNModelError {
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

/// What is said of a model's file that was opened: nothing in it is taken, assumed or left out silently.
struct ModelNote {
  /// One line for standard error.
  let line: String
  /// The same in a few words for the screen; nil where all of the file is used as it says itself.
  let brief: String?

  /// The note on the model in the file at `path`, fed by `sequence`; nil for a model that is built in.
  init?(_ model: RNNModel, path: String?, fedBy sequence: SequenceOptions) {
    guard let path, !path.hasPrefix("builtin:") else { return nil }
    let isByCode = sequence.text != nil && model.vocabulary == nil && !(sequence.bytes && model.inputSize == 256)
    let symbols = isByCode ? "; symbols assumed in the order of their codes, since no metadata has a vocabulary" : ""
    line = "\(Excerpt.printable(path)): \(model.taken)\(symbols)"
    brief = model.takenBriefly
  }

  /// Says it.
  func announce() { StandardError.write("gradflow: \(line)\n") }
}
