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
  /// Whether a flag says what is left out of the sum.
  var cutsByFlag: Bool { experiment.gradient.cutWindow != nil || experiment.gradient.detach != nil }
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
    guard let opened = shown.opened, let network = shown.matrix, let place = place(of: options) else { return [] }
    shape = ModelShape(opened, path: paths[place])
    if case .model(_, _, let flags) = network.origin { self.flags = flags }
    if paths.count > 1 { try checkSize(network) }
    var checkpoints: [Checkpoint] = []
    var others: [String] = []
    for (number, path) in paths.enumerated() {
      guard number != place else {
        checkpoints.append(Checkpoint(name: name(of: path), network: Self.standing(network, opened)))
        continue
      }
      let read = try read(path)
      if read.opened.takenAlike != opened.takenAlike {
        others.append("\(Excerpt.printable(path)): \(read.opened.taken)")
      }
      checkpoints.append(Checkpoint(name: name(of: path), network: read.network))
    }
    if paths.count > 1 { notes = [likewise(others.count)] + others }
    return checkpoints
  }

  private func likewise(_ otherwise: Int) -> String {
    let likewise = paths.count - 1 - otherwise
    let others = otherwise == 0 ? ": the others likewise" : likewise == 0 ? "" : ": \(likewise) others likewise"
    let ends = [paths.first, paths.last].compactMap { $0 }.map(Excerpt.printable)
    return "\(paths.count) checkpoints, \(ends.joined(separator: " to "))\(others)"
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
  func read(_ path: String) throws -> (network: ScaledNetwork, opened: OpenedModel) {
    var alone = options
    (alone.models, alone.checkpoint) = ([ModelArgument(argument: path)], nil)
    let sequence = experiment.sequence
    guard let opened = try alone.opened(feedsSymbols: sequence.mayFeedSymbols, sequence: sequence.sequence) else {
      throw InputError("\(Excerpt.printable(path)): no model in it")
    }
    if let shape { try shape.check(ModelShape(opened, path: path)) }
    var network = try alone.scaled(opened)
    if case .model(let name, let activation, _) = network.origin {
      network.origin = .model(name: name, activation: activation, flags: flags)
    }
    return (Self.standing(network, opened), opened)
  }

  /// The network on its own layers below, which of a bidirectional model are no part of what is looked at.
  /// Its embedding goes with it.
  private static func standing(_ network: ScaledNetwork, _ opened: OpenedModel) -> ScaledNetwork {
    var network = opened.model.stack.isEmpty ? network.standing(on: opened.layersBelow) : network
    network.embeddingTable = opened.model.embedding?.table
    return network
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
  /// The numbers of all layers, and of a recording, that are kept.
  fileprivate var storedNumbers: Int {
    let layers = stack.isEmpty ? [base.network] + (layersBelow ?? []).flatMap(\.networks) : stack.map(\.network)
    let recorded = recording.map { $0.inputs.values.count + $0.inputs.steps * base.network.hiddenSize } ?? 0
    return layers.map(\.weightNumbers).reduce(recorded, +)
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
