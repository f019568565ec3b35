import RNNCore
import RNNFiles

/// A sequence in a tensor of a safetensors file, or in a NumPy array.
struct TensorInput {
  let path: String
  /// The name of the tensor; nil for the only one.
  let tensor: String?
  /// Which sequence of a batch.
  let sequence: Int?
  /// Another tensor of the file, or the path of another NumPy array.
  let targetTensor: String?
  let scaling: Scaling

  /// Whether a path is that of a file of tensors.
  static func isOne(_ path: String) -> Bool { isArray(path) || path.lowercased().hasSuffix(".safetensors") }

  private static func isArray(_ path: String) -> Bool { path.lowercased().hasSuffix(".npy") }

  func source(_ requirements: InputRequirements) throws -> InputSource {
    let stored = try stored(path, tensor)
    let feed = areTokens(stored, requirements) ? try SymbolFeed(requirements, of: path, kind: .tokens) : nil
    let reader = TensorReader(
      item: sequence, inputSize: requirements.inputSize, symbolCount: feed?.symbolCount,
      classCount: requirements.classCount)
    let read = try naming { try reader.read(stored, targets: try targets()) }
    var source = try source(read, feed)
    source.batchSize = read.batchSize
    return source
  }

  private func source(_ read: TensorSequence, _ feed: SymbolFeed?) throws -> InputSource {
    let name = name(item: read.item)
    switch read.steps {
    case .symbols(let symbols):
      guard scaling == .none else { throw InputError("--scale: \(path) holds tokens, which are no numbers to scale") }
      return try feed?.source(name: name, symbols: symbols, targets: read.targets, flags: flags)
        ?? InputSource(name: name, values: symbols.map(Double.init), targets: read.targets, flags: flags)
    case .numbers(let values, let dimension):
      let series = Series(columnNames: (1...dimension).map(String.init), values: values, targets: read.targets)
      let scaled = try naming { try scaling.applied(to: series) }
      return InputSource(
        name: name, values: scaled.values, dimension: dimension, targets: scaled.targets, flags: flags)
    }
  }

  /// Whether whole numbers are tokens: where a model has an embedding, or may have one, and where it takes several inputs
  /// and the tensor has no dimension for them.
  private func areTokens(_ tensor: StoredTensor, _ requirements: InputRequirements) -> Bool {
    guard let model = requirements.model, tensor.isInteger, tensor.shape.count <= 2 else { return false }
    if model.embedding != nil || !model.possibleEmbeddings.isEmpty { return true }
    return model.inputSize > 1 && (tensor.shape.count < 2 || tensor.shape.last != model.inputSize)
  }

  private func targets() throws -> StoredTensor? {
    guard let targetTensor else { return nil }
    if Self.isArray(targetTensor) { return try stored(targetTensor, nil) }
    guard !Self.isArray(path) else {
      throw InputError("--target-tensor \(targetTensor): \(path) has one array alone: name another .npy file")
    }
    return try stored(path, targetTensor)
  }

  private func stored(_ path: String, _ name: String?) throws -> StoredTensor {
    guard !Self.isArray(path) || name == nil else {
      throw InputError("--tensor: \(path) has one array alone: leave it out")
    }
    return try stored(TensorFile.open(path, isModel: false), path, name)
  }

  private func stored(_ source: some ByteSource, _ path: String, _ name: String?) throws -> StoredTensor {
    do {
      return Self.isArray(path)
        ? try NumpyFile(source).tensor(named: FileBytes.shortName(path))
        : try SafetensorsFile(source).tensor(named: name)
    } catch let error as NumpyError {
      throw InputError(error.message(file: path))
    } catch let error as SafetensorsError {
      throw InputError(error.message(file: path))
    } catch let error as TensorError {
      throw InputError(error.message(file: path))
    }
  }

  /// Says of an error which file it is in.
  private func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as TensorError {
      throw InputError(error.message(file: path))
    } catch let error as SeriesError {
      throw InputError(error.message(file: path))
    }
  }

  /// `batch.npy[2]`, `data.safetensors:x[2]`.
  private func name(item: Int?) -> String {
    FileBytes.shortName(path) + (tensor.map { ":" + Excerpt.printable($0) } ?? "") + (item.map { "[\($0)]" } ?? "")
  }

  private var flags: [String] {
    let given = [
      ("--tensor", tensor), ("--sequence", sequence.map { "\($0)" }), ("--target-tensor", targetTensor),
      ("--scale", scaling == .none ? nil : scaling.rawValue),
    ]
    return ["--input", path] + given.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
  }
}
