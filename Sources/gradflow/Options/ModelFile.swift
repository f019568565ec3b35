import ArgumentParser
import RNNCore
import RNNFiles

/// A model that was opened, and what was recorded of it where it is a trace.
struct OpenedModel {
  let model: RNNModel
  let trace: Trace?

  init(_ model: RNNModel) { (self.model, trace) = (model, nil) }

  init(_ trace: Trace) { (model, self.trace) = (trace.model, trace) }

  /// One line that says what was taken as what.
  var taken: String { trace?.taken ?? model.taken }

  /// The same as far as checkpoints of one training have it in common.
  var takenAlike: String { trace?.takenAlike ?? model.taken }

  /// The layers below the one that is looked at, of a trace each from where it started.
  var layersBelow: [LayerBelow] { trace?.layersBelow ?? model.layersBelow }
}

/// A safetensors file or one of PyTorch's, or a model that is built in.
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

  /// The network in it, or the trace that it is; of a batch the sequence with that number, from 0.
  func opened(_ selection: ModelSelection, activation: Activation?, sequence: Int?) throws -> OpenedModel {
    try opened(source, selection, activation, sequence)
  }

  private func opened(
    _ source: some ByteSource, _ selection: ModelSelection, _ activation: Activation?, _ sequence: Int?
  ) throws -> OpenedModel {
    do {
      let file = try WeightsFormat.open(source)
      guard Trace.isTrace(file) else { return OpenedModel(try RNNModel(file, selection, activation: activation)) }
      return try trace(file, selection, activation, sequence)
    } catch let error as WeightsFileError {
      throw InputError(error.message(file: path))
    } catch let error as RNNModelError {
      // No number is wrong: the flag has no place beside such a file.
      if case .ownFunctions = error { throw ValidationError(error.message(file: path)) }
      throw InputError(error.message(file: path))
    }
  }

  private func trace(
    _ file: some WeightsFile, _ selection: ModelSelection, _ activation: Activation?, _ sequence: Int?
  ) throws -> OpenedModel {
    if let layer = selection.outputLayer {
      throw InputError(
        "\(path): a trace has what reached the output, and no head: leave --output-layer \(Excerpt.printable(layer)) out"
      )
    }
    do {
      return OpenedModel(
        try Trace(
          file, layer: selection.layer, direction: selection.direction, sequence: sequence ?? 0, activation: activation)
      )
    } catch {
      throw InputError(error.message(file: path))
    }
  }

  /// The lines that say what is in it.
  func listing(_ selection: ModelSelection) throws -> [String] { try listing(source, selection) }

  private func listing(_ source: some ByteSource, _ selection: ModelSelection) throws -> [String] {
    do {
      return ModelListing(try WeightsFormat.open(source), name: path, selection).lines
    } catch {
      throw InputError(error.message(file: path))
    }
  }
}
