import RNNCore

/// What tells a trace from a state dict.
enum TraceMark {
  /// The name of the metadata that has the version.
  static let name = "gradflow_trace"
  /// The version that is read.
  static let version = "1"
}

/// The tensors and the metadata of a trace beside the module's parameters.
struct TraceTensors<File: WeightsFile> {
  private let file: File
  private let byName: [String: TensorDescription]

  init(_ file: File) throws(TraceError) {
    if let found = file.metadata[TraceMark.name], found != TraceMark.version { throw .version(found) }
    self.file = file
    byName = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    guard byName["x"] != nil else { throw .missing("x") }
    guard ["dy", "dhn", "dcn"].contains(where: { byName[$0] != nil }) else { throw .noGradients }
  }

  /// B; nil where the tensors have no such dimension.
  var batchSize: Int? { byName["x"].flatMap { $0.shape.count == 3 ? $0.shape[0] : nil } }

  /// Says what does not fit the module, or another tensor.
  func check(_ module: ModuleShape) throws(TraceError) {
    if let cell = file.metadata["cell"], cell != module.cell.rawValue { throw .cell(cell, found: module.cell) }
    let x = try tensor("x")
    guard [2, 3].contains(x.shape.count), x.shape.last == module.inputs, !x.shape.contains(0) else {
      throw .shape(x, expected: "T×\(module.inputs) or B×T×\(module.inputs), as the module takes it")
    }
    let lead = Array(x.shape.dropLast())
    for name in ["y", "dy"] { try check(name, lead + [module.directions * module.units]) }
    for name in ["h0", "c0", "dhn", "dcn"] {
      try check(name, lead.dropLast() + [module.rows, module.units])
      if name.hasPrefix("c") || name == "dcn", module.cell != .lstm, let tensor = byName[name] {
        throw .noCellState(tensor, module.cell)
      }
    }
  }

  private func check(_ name: String, _ shape: [Int]) throws(TraceError) {
    guard let tensor = byName[name], tensor.shape != shape else { return }
    throw .shape(tensor, expected: "\(shape.words), as x and the module are")
  }

  func tensor(_ name: String) throws(TraceError) -> TensorDescription {
    guard let tensor = byName[name] else { throw .missing(name) }
    guard tensor.type.isWeight else { throw .notNumbers(tensor) }
    guard tensor.elementCount <= ModelPlan.numberLimit else { throw .tooLarge(tensor, limit: ModelPlan.numberLimit) }
    return tensor
  }

  /// The numbers of a tensor, of one sequence of a batch; nil where it is missing.
  func numbers(_ name: String, sequence: Int) throws(TraceError) -> [Double]? {
    guard byName[name] != nil else { return nil }
    return try numbers(of: tensor(name), sequence: sequence)
  }

  /// The same of a tensor that is there.
  func numbers(of tensor: TensorDescription, sequence: Int) throws(TraceError) -> [Double] {
    let all: [Double]
    do { all = try file.weights(of: tensor) } catch { throw .model(.file(error)) }
    guard let batchSize else { return try finite(all, all.indices, tensor) }
    let count = all.count / batchSize
    return try finite(all, sequence * count..<(sequence + 1) * count, tensor)
  }

  private func finite(
    _ numbers: [Double], _ range: Range<Int>, _ tensor: TensorDescription
  ) throws(TraceError) -> [Double] {
    if let place = range.first(where: { !numbers[$0].isFinite }) {
      throw .notFinite(tensor, index: tensor.index(of: place), isNaN: numbers[place].isNaN)
    }
    return Array(numbers[range])
  }

  /// What `y` is accurate to, by its type.
  var outputTolerance: Double {
    switch byName["y"]?.type {
    case .f64: 1e-9
    case .f32: 1e-3
    default: 0.1
    }
  }

  /// One sequence of the batch.
  func batch(_ sequence: Int, _ module: ModuleShape) throws(TraceError) -> TraceSequence<File> {
    let count = batchSize ?? 1
    guard (0..<count).contains(sequence) else { throw .sequence(sequence, count: batchSize) }
    return TraceSequence(tensors: self, sequence: sequence, module: module)
  }

  /// The steps after which the state was passed on as a constant.
  func boundaries(steps: Int) throws(TraceError) -> [Int] {
    guard let text = file.metadata["boundaries"] else { return [] }
    let numbers = text.split(separator: " ").map { Int($0) }
    guard !numbers.contains(nil) else { throw .boundaries(text) }
    let boundaries = numbers.compactMap { $0 }
    guard let first = boundaries.first, first > 0, zip(boundaries, boundaries.dropFirst()).allSatisfy(<),
      boundaries.allSatisfy({ $0 < steps })
    else { throw .boundaries(text) }
    return boundaries
  }
}

/// One sequence of a trace.
struct TraceSequence<File: WeightsFile> {
  let tensors: TraceTensors<File>
  let sequence: Int
  let module: ModuleShape

  /// T.
  var steps: Int {
    get throws(TraceError) { try tensors.tensor("x").elementCount / (module.inputs * (tensors.batchSize ?? 1)) }
  }

  /// x_1 … x_T.
  func inputs() throws(TraceError) -> [Double] {
    try tensors.numbers(of: tensors.tensor("x"), sequence: sequence)
  }

  /// By row of h0 (layer and direction), the whole state of h's numbers and an LSTM's c's; empty where neither is there.
  func states(_ h: String, _ c: String) throws(TraceError) -> [[Double]] {
    let (h, c) = (try tensors.numbers(h, sequence: sequence), try tensors.numbers(c, sequence: sequence))
    return (0..<module.rows).map { row in
      guard h != nil || c != nil else { return [] }
      let range = row * module.units..<(row + 1) * module.units
      let zero = Array(repeating: 0.0, count: module.units)
      let kept = h.map { Array($0[range]) } ?? zero
      return module.cell == .lstm ? kept + (c.map { Array($0[range]) } ?? zero) : kept
    }
  }

  /// What reached the layers, as the inputs of the first one have it; nil where both directions of a layer above have a part in it.
  func targets() throws(TraceError) -> Targets? {
    guard module.directions == 1 || module.isLast else { return nil }
    let finals = try states("dhn", "dcn")
    let own =
      module.directions == 1
      ? finals : Array(repeating: [], count: module.layer) + [finals[module.row]]
    let count = try steps * module.units
    let reached = try columns("dy")
    return Targets(
      .gradients(
        RecordedGradients(
          width: module.units, numbers: reached ?? Array(repeating: 0, count: count), finals: own)))
  }

  /// The columns of the direction that is looked at.
  private func columns(_ name: String) throws(TraceError) -> [Double]? {
    guard let numbers = try tensors.numbers(name, sequence: sequence) else { return nil }
    guard module.directions == 2 else { return numbers }
    let (n, first) = (module.units, module.isReverse ? module.units : 0)
    let rows = numbers.count / (2 * n)
    return (0..<rows).flatMap { numbers[$0 * 2 * n + first..<$0 * 2 * n + first + n] }
  }

  /// How far the last layer's states are from `y`, relative to its largest number, and what that may be; nil without it or where
  /// another layer of a bidirectional module is looked at.
  func difference(
    from start: InitializedNetwork, _ inputs: InputSequence, _ layersBelow: [LayerBelow]
  ) throws(TraceError) -> (Double?, Double) {
    guard module.directions == 1 || module.isLast, let y = try columns("y") else {
      return (nil, tensors.outputTolerance)
    }
    let fed: InputSequence
    do throws(ExperimentError) {
      let through = try inputs.with(nil).through(layersBelow)
      fed = module.isReverse ? through.reversed() : through
    } catch { return (.infinity, tensors.outputTolerance) }
    let said = Experiment(start: start, inputs: fed).trajectory().outputs
    let own = module.isReverse ? said.reversed(rowsOf: module.units) : said
    let size = y.reduce(0) { max($0, $1.magnitude) }
    let largest = zip(own, y).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    guard own.allSatisfy(\.isFinite) else { return (.infinity, tensors.outputTolerance) }
    return (largest / max(size, .leastNormalMagnitude), tensors.outputTolerance)
  }
}
