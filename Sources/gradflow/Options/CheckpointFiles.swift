import Explorer
import RNNCore
import RNNFiles

/// The files of `--model`: one network as it was at several times, each read whole and once.
///
/// All of them have the same cell, layers, inputs and output as the one that is shown, so that one can be put into another's place.
final class CheckpointFiles {
  /// The flags that name them, and say what of a file is taken.
  var options: NetworkOptions { experiment.network }
  private let experiment: ExperimentOptions
  /// Their paths, in natural order.
  private(set) var paths: [String]
  /// What each was on the disk before it was read.
  private(set) var stamps: [FileStamp?]
  /// What all of them are.
  private var shape: ModelShape?
  /// The flags of each.
  private var flags: [String] = []
  /// Lines that say what was taken of those that are not shown.
  private(set) var notes: [String] = []

  /// The files that the flags name; nil where they name none.
  init?(_ experiment: ExperimentOptions) {
    let paths = experiment.network.files
    guard !paths.isEmpty else { return nil }
    (self.experiment, self.paths) = (experiment, paths)
    stamps = paths.map(FileStamp.init)
  }

  /// The most numbers of all checkpoints together: 0.8 GB.
  static let numberLimit = MemoryLimit.weightNumbers

  /// The place of the one that other flags show, where they name the same files.
  func place(of other: NetworkOptions) -> Int? {
    guard other.files == paths else { return nil }
    return other.model.flatMap { paths.firstIndex(of: $0) }
  }

  /// All of them, where the one that is shown has been read already.
  ///
  /// - Throws: `InputError` that names the file which cannot be read or is another network than the one that is shown, and where
  ///   they have more numbers together than `numberLimit`.
  func checkpoints(beside shown: ChosenExperiment) throws -> [Checkpoint] {
    guard let model = shown.model, let network = shown.matrix, let place = place(of: options) else { return [] }
    shape = ModelShape(model, path: paths[place])
    if case .model(_, _, let flags) = network.origin { self.flags = flags }
    if paths.count > 1 {
      try checkSize(network)
      try Self.refuseTrace(network, paths[place])
    }
    var checkpoints: [Checkpoint] = []
    var others: [String] = []
    for (number, path) in paths.enumerated() {
      guard number != place else {
        checkpoints.append(Checkpoint(name: name(of: path), network: Self.standing(network, model)))
        continue
      }
      let read = try read(path)
      if read.taken != model.taken { others.append("\(Excerpt.printable(path)): \(read.taken)") }
      checkpoints.append(Checkpoint(name: name(of: path), network: read.network))
    }
    if paths.count > 1 { notes = [likewise(others.count)] + others }
    return checkpoints
  }

  private func likewise(_ otherwise: Int) -> String {
    let others = otherwise == 0 ? "the others likewise" : "\(paths.count - 1 - otherwise) others likewise"
    let ends = [paths.first, paths.last].compactMap { $0 }.map(Excerpt.printable)
    return "\(paths.count) checkpoints, \(ends.joined(separator: " to ")): \(others)"
  }

  private func checkSize(_ network: ScaledNetwork) throws {
    let most = Self.numberLimit / Swift.max(network.storedNumbers, 1)
    guard paths.count > Swift.max(most, 1) else { return }
    throw InputError(
      "\(Excerpt.printable(paths[most])): \(paths.count) checkpoints of \(network.storedNumbers) numbers would have more than "
        + "\(Self.numberLimit) together: name at most \(Swift.max(most, 1))")
  }

  /// What is in a file, looked at as the flags say.
  ///
  /// - Throws: `InputError` in one line that names the file.
  func read(_ path: String) throws -> (network: ScaledNetwork, taken: String) {
    var alone = options
    (alone.models, alone.checkpoint) = ([ModelArgument(argument: path)], nil)
    guard let opened = try alone.opened(feedsSymbols: experiment.sequence.mayFeedSymbols, sequence: nil) else {
      throw InputError("\(Excerpt.printable(path)): no model in it")
    }
    let model = opened.model
    if let shape { try shape.check(ModelShape(model, path: path)) }
    var network = try alone.scaled(opened)
    try Self.refuseTrace(network, path)
    if case .model(let name, let activation, _) = network.origin {
      network.origin = .model(name: name, activation: activation, flags: flags)
    }
    return (Self.standing(network, model), model.taken)
  }

  /// The network on its own layers below, which of a bidirectional model are no part of what is looked at.
  /// Its embedding goes with it.
  private static func standing(_ network: ScaledNetwork, _ model: RNNModel) -> ScaledNetwork {
    var network = model.stack.isEmpty ? network.standing(on: model.layersBelow) : network
    network.embeddingTable = model.embedding?.table
    return network
  }

  /// A trace is of one moment: its inputs and its gradients are of no other weights.
  static func refuseTrace(_ network: ScaledNetwork, _ path: String) throws {
    guard network.recording != nil else { return }
    throw InputError(
      "\(Excerpt.printable(path)): a trace has inputs and gradients of its own, which other weights do not have: "
        + "name it alone, without --watch, or name the model's own files")
  }

  /// The file's name, or its path where several are called so.
  func fileName(of path: String) -> String {
    let name = FileBytes.shortName(path)
    return paths.contains { $0 != path && FileBytes.shortName($0) == name } ? path : name
  }

  /// What the screen calls a file: the same without the suffix.
  func name(of path: String) -> String {
    let name = fileName(of: path)
    let suffix = [".safetensors", ".pth", ".pt", ".ckpt"].first { name.hasSuffix($0) && name.count > $0.count }
    return String(name.dropLast(suffix?.count ?? 0))
  }
}

/// For `--watch`: what has become of the files since they were read.
extension CheckpointFiles {
  /// The places of files that are others than when they were read, or are gone; each is told once.
  func changed() -> [Int] {
    paths.indices.filter { place in
      let now = FileStamp(paths[place])
      defer { stamps[place] = now }
      return now != stamps[place]
    }
  }

  /// Files that the patterns name by now, newer than all others in natural order, with their stamps; those in between, which
  /// would move the numbers of the others, are left to the next start.
  var newer: [(path: String, stamp: FileStamp)] {
    guard options.models.contains(where: \.isPattern), let last = paths.last else { return [] }
    let known = Set(paths)
    return options.files.filter { !known.contains($0) && NaturalOrder.precedes(last, $0) }
      .compactMap { path in FileStamp(path).map { (path, $0) } }
  }

  /// Takes a file that is newer than all others into the list.
  func append(_ path: String, _ stamp: FileStamp) {
    paths.append(path)
    stamps.append(stamp)
  }

  /// Whether one more checkpoint like this one fits the memory.
  func hasRoom(for network: ScaledNetwork) -> Bool { (paths.count + 1) * network.storedNumbers <= Self.numberLimit }
}

extension ScaledNetwork {
  /// The numbers of all layers that are kept.
  fileprivate var storedNumbers: Int {
    let layers = stack.isEmpty ? [base.network] + (layersBelow ?? []).flatMap(\.networks) : stack.map(\.network)
    return layers.map(\.weightNumbers).reduce(0, +)
  }
}

extension LayerBelow {
  fileprivate var networks: [RNN] { [forward] + (reverse.map { [$0] } ?? []) }
}

extension RNN {
  fileprivate var weightNumbers: Int {
    recurrentWeights.elements.count + inputWeights.elements.count + (outputWeights?.elements.count ?? 0)
  }
}
