import RNNCore
import RNNFiles

/// A file is read or refused the same however its bytes come, and what is read can be run.
enum SafetensorsExercise {
  /// Bytes as they are; and the first line as a header behind the length that it has, the rest as its data: few changes
  /// of a length make sense.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    try read(bytes)
    let header = bytes.prefix { $0 != 10 }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    try read(length + header + bytes.dropFirst(header.count + 1))
  }

  private static func read(_ bytes: [UInt8]) throws(Complaint) {
    let whole = Result { () throws(SafetensorsError) in try SafetensorsFile(bytes) }
    let parts = Result { () throws(SafetensorsError) in try SafetensorsFile(Slices(bytes: bytes)) }
    switch (whole, parts) {
    case (.success(let file), .success(let other)):
      try Complaint.unless(file.header == other.header, "another header from the same bytes")
      try check(file, other)
    case (.failure(let error), .failure(let other)):
      try Complaint.unless(error == other, "another error from the same bytes")
      try Complaint.unlessLine(error.message(file: "m"), about: "m")
    default: throw Complaint("an error from one source only")
    }
  }

  private static func check(_ file: SafetensorsFile<[UInt8]>, _ other: SafetensorsFile<Slices>) throws(Complaint) {
    for line in ModelListing(file, name: "m").lines {
      try Complaint.unless(Complaint.isLine(line), "no line: \(line.debugDescription)")
    }
    for tensor in file.header.tensors where tensor.type.isWeight {
      let (values, others) = (try? file.values(of: tensor), try? other.values(of: tensor))
      try Complaint.unless(
        values?.count == tensor.elementCount && values?.map(\.bitPattern) == others?.map(\.bitPattern),
        "other numbers of \(tensor.name)")
    }
    for layer in [nil, 0, 1, -1, .max] as [Int?] {
      for direction in LayerDirection.allCases {
        try checkModel(file, layer: layer, direction: direction, outputLayer: nil)
      }
    }
    try checkModel(file, layer: nil, outputLayer: "fc")
  }

  private static func checkModel(
    _ file: SafetensorsFile<[UInt8]>, layer: Int?, direction: LayerDirection? = nil, outputLayer: String?
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

/// Bytes of which parts are handed out, as from a file.
struct Slices: ByteSource {
  let bytes: [UInt8]
  var byteCount: Int { bytes.count }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    guard range.upperBound <= bytes.count else { throw .unreadable(reason: "past the end") }
    return Array(bytes[range])
  }
}
