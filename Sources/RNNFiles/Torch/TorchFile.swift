/// A file of `torch.save`, .pt, .pth or .ckpt: the tensors of a state dict, which may be one of several things in a checkpoint.
///
/// It is a zip archive of members that are stored as they are:
///
///     NAME/data.pkl       a pickle: what there is, and of each tensor its storage, offset, shape and strides
///     NAME/data/0 …       the storages: numbers one behind the other
///     NAME/byteorder      little or big; little where it is missing
///
/// **Nothing in a file is ever run.** Of the pickle as much is known as tensors need, and everything else that could mean
/// something is refused by its name. The state dict is the whole, or what stands under `state_dict`, `model_state_dict`,
/// `model`, `net` …; optimizers, epochs and hyperparameters beside it are passed over. Files of before PyTorch 1.6 are none of
/// these archives.
///
///     let file = try TorchFile(bytes)
///     file.tensors.map(\.name)        // ["rnn.weight_ih_l0", …]
///     try file.values(of: file.tensors[0])
public struct TorchFile<Source: ByteSource>: WeightsFile {
  /// The tensors in the order in which they were saved.
  public let tensors: [TensorDescription]
  /// Under which key of the checkpoint the state dict stands, as `state dict`; empty where it is the whole.
  public let metadata: [String: String]
  private let views: [String: StridedTensor]
  private let archive: ZipArchive<Source>
  private let isBigEndian: Bool

  /// Reads the archive's directory and its pickle.
  ///
  /// - Throws: ``TorchFileError`` for what is damaged, unknown or no state dict; never traps, whatever the bytes.
  /// - Complexity: O(p + m·log m) for a pickle of p bytes and m members, whatever the size of the storages.
  public init(_ source: Source) throws(TorchFileError) {
    let archive = try Self.reading { () throws(ZipError) in try ZipArchive(source) }
    let (prefix, pickle) = try Self.pickle(in: archive)
    let contents = try Self.contents(of: pickle, in: archive)
    let stateDict = try StateDict(in: contents)
    let filled = Set(contents.entries.map(\.dictionary))
    var views: [StridedTensor] = []
    for (name, tensor) in stateDict.tensors {
      let member = try Self.member(of: tensor.storage, in: archive, prefix, contents, tensor: name)
      views.append(try StridedTensor(tensor, name: name, in: contents, member: member, filled: filled))
    }
    isBigEndian = try Self.isBigEndian(archive, prefix)
    tensors = views.map(\.description)
    metadata = stateDict.key.map { ["state dict": "under \($0)"] } ?? [:]
    self.views = Dictionary(uniqueKeysWithValues: views.map { ($0.description.name, $0) })
    self.archive = archive
  }

  /// The elements of one of the file's tensors, row by row, each exactly the number that is stored. A NaN or an infinity
  /// stays one.
  ///
  /// - Throws: ``TorchFileError/notNumbers(_:tensor:)`` for a type that no weight has (``TensorType/isWeight``),
  ///   ``TorchFileError/noSuchTensor(name:)`` for a tensor that is none of the file's, and what the source throws.
  /// - Complexity: O(elements + the numbers of the storage from the first of them to the last).
  public func values(of tensor: TensorDescription) throws(TorchFileError) -> [Double] {
    guard tensor.type.isWeight else { throw .notNumbers(tensor.type, tensor: tensor.name) }
    guard let view = views[tensor.name], view.description == tensor else { throw .noSuchTensor(name: tensor.name) }
    let bytes = try Self.reading { () throws(ZipError) in try archive.bytes(of: view.member, in: view.byteRange) }
    return view.gathered(WeightBytes(bytes, tensor.type, isBigEndian: isBigEndian).values)
  }

  /// What ``values(of:)`` says. Complexity: as there.
  public func weights(of tensor: TensorDescription) throws(WeightsFileError) -> [Double] {
    do { return try values(of: tensor) } catch { throw .torch(error) }
  }
}

// The members of the archive.
extension TorchFile {
  private static func reading<Value>(
    _ body: () throws(ZipError) -> Value
  ) throws(TorchFileError) -> Value {
    do { return try body() } catch { throw .archive(error) }
  }

  /// The pickle, and the folder that all members stand in.
  private static func pickle(
    in archive: ZipArchive<Source>
  ) throws(TorchFileError) -> (folder: String, member: ZipMember) {
    let found = archive.members.compactMap { member in
      let parts = member.name.split(separator: "/")
      return parts.count == 2 && parts[1] == "data.pkl" ? (folder: String(parts[0]), member: member) : nil
    }
    guard found.count == 1 else { throw .noPickle(members: archive.members.prefix(9).map(\.name)) }
    guard archive["\(found[0].folder)/constants.pkl"] == nil else { throw .torchScript }
    return found[0]
  }

  private static func contents(
    of pickle: ZipMember, in archive: ZipArchive<Source>
  ) throws(TorchFileError) -> PickleContents {
    // Told before it is read, so that a pickle that is too long costs nothing.
    let (count, limit) = (pickle.bytes.count, PickleMachine.byteLimit)
    guard count <= limit else { throw .pickle(.tooLong(byteCount: count, limit: limit)) }
    let bytes = try reading { () throws(ZipError) in try archive.bytes(of: pickle) }
    do { return try PickleMachine.contents(of: bytes) } catch { throw .pickle(error) }
  }

  private static func isBigEndian(_ archive: ZipArchive<Source>, _ prefix: String) throws(TorchFileError) -> Bool {
    guard let member = archive["\(prefix)/byteorder"] else { return false }
    let start = 0..<min(member.bytes.count, 16)
    let word = String(
      decoding: try reading { () throws(ZipError) in try archive.bytes(of: member, in: start) }, as: UTF8.self)
    guard word == "little" || word == "big" else { throw .unknownByteOrder(word) }
    return word == "big"
  }

  /// The member that holds a storage, which is as long as the pickle says.
  private static func member(
    of storage: PickleStorage, in archive: ZipArchive<Source>, _ prefix: String, _ contents: PickleContents,
    tensor: String
  ) throws(TorchFileError) -> ZipMember {
    // Keys are numbers. A long one is not copied for each of the tensors that share it.
    let key = storage.key.count <= 64 ? contents.string(storage.key) : "?"
    guard let member = archive["\(prefix)/data/\(key)"] else { throw .noStorage(key: key, tensor: tensor) }
    let (size, overflows) = storage.count.multipliedReportingOverflow(by: (storage.type?.bitCount ?? 8) / 8)
    guard !overflows, size == member.bytes.count else {
      throw .wrongStorageSize(found: member.bytes.count, numbers: storage.count, tensor: tensor)
    }
    return member
  }
}
