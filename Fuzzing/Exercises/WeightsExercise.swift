import RNNCore
import RNNFiles

/// What is read of a file of tensors, of whatever format, can be listed and run.
enum WeightsExercise {
  /// The same bytes read from two sources.
  static func check<File: WeightsFile, Other: WeightsFile>(_ file: File, _ other: Other) throws(Complaint) {
    for line in ModelListing(file, name: "m").lines {
      try Complaint.unless(Complaint.isLine(line), "no line: \(line.debugDescription)")
    }
    for tensor in file.tensors where tensor.type.isWeight {
      let values = Result { () throws(WeightsFileError) in try file.weights(of: tensor).map(\.bitPattern) }
      let others = Result { () throws(WeightsFileError) in try other.weights(of: tensor).map(\.bitPattern) }
      try Complaint.unless(values == others, "other numbers of \(tensor.name)")
      switch values {
      case .success(let values): try Complaint.unless(values.count == tensor.elementCount, "not all of \(tensor.name)")
      case .failure(let error): try Complaint.unlessLine(error.message(file: "m"), about: "m")
      }
    }
    for layer in [nil, 0, 1, -1, .max] as [Int?] {
      for direction in LayerDirection.allCases {
        try checkModel(file, layer: layer, direction: direction, outputLayer: nil)
      }
    }
    try checkModel(file, layer: nil, outputLayer: "fc")
  }

  private static func checkModel<File: WeightsFile>(
    _ file: File, layer: Int?, direction: LayerDirection? = nil, outputLayer: String?
  ) throws(Complaint) {
    let model: RNNModel
    do {
      model = try RNNModel(file, layer: layer, direction: direction, outputLayer: outputLayer)
    } catch {
      return try Complaint.unlessLine(error.message(file: "m"), about: "m")
    }
    _ = (model.levels, model.vocabulary, model.savedActivation)
    let network = model.network
    guard network.hiddenSize * network.inputSize <= 1024, network.hiddenSize <= 16 else { return }
    let inputs = InputSequence(
      name: "ones", dimension: network.inputSize, values: Array(repeating: 1, count: 4 * network.inputSize))
    let start = Array(repeating: 0.0, count: network.cellKind.parts * network.hiddenSize)
    try check(Trajectory(network: network, inputs: inputs, initialState: start))
    try checkLayers(model)
  }

  /// The layers below make inputs that fit, or say that they overflow.
  private static func checkLayers(_ model: RNNModel) throws(Complaint) {
    guard model.inputSize <= 64, model.layersBelow.allSatisfy({ $0.outputSize <= 64 }) else { return }
    let inputs = InputSequence(
      name: "ones", dimension: model.inputSize, values: Array(repeating: 1, count: 4 * model.inputSize))
    do {
      let fed = try model.layerInputs(inputs)
      try Complaint.unless(
        fed.dimension == model.network.inputSize && fed.steps == 4, "layers below make other inputs than they should")
    } catch let error as ExperimentError {
      guard case .layerOverflow = error else { throw Complaint("layers do not fit each other: \(error)") }
    } catch let complaint as Complaint { throw complaint } catch { throw Complaint("\(error)") }
  }

  private static func check(_ trajectory: Trajectory) throws(Complaint) {
    var text = ""
    ContributionTable(of: trajectory, target: 4, parameter: .recurrentWeights).write(.csv, to: &text)
    try Complaint.unless(!text.contains("nan") && !text.contains("inf"), "a number is not finite: \(text)")
  }
}
