/// The state dict in a checkpoint: tensors by name.
struct StateDict {
  /// The key under which it stands in the checkpoint; nil where it is all there is.
  let key: String?
  /// Its tensors in the order in which they were saved.
  let tensors: [(name: String, tensor: PickleTensor)]

  /// What training scripts and Lightning call it.
  static let usualKeys: Set<String> = [
    "state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params", "state",
  ]

  /// Finds it: the dictionary of tensors under one of the usual keys; without these the only one, which may be the whole.
  ///
  /// - Throws: ``TorchFileError`` where there is none, where it could be one of several, or where a name is there twice.
  /// - Complexity: O(entries).
  init(in contents: PickleContents) throws(TorchFileError) {
    guard case .dictionary(let top) = contents.root else { throw .noDictionary(Self.kind(of: contents.root)) }
    let holders = Set(contents.entries.filter(\.value.isTensor).map(\.dictionary))
    var nested: [(key: String, dictionary: Int32)] = []
    for entry in contents.entries where entry.dictionary == top {
      if case .dictionary(let number) = entry.value, holders.contains(number) {
        nested.append((contents.string(entry.key), number))
      }
    }
    let usual = nested.filter { Self.usualKeys.contains($0.key) }
    let isWhole = usual.isEmpty && holders.contains(top)
    let candidates = usual.isEmpty ? nested : usual
    guard candidates.count + (isWhole ? 1 : 0) <= 1 else {
      throw .severalStateDicts((isWhole ? [nil] : []) + candidates.map(\.key))
    }
    guard let dictionary = isWhole ? top : candidates.first?.dictionary else {
      throw .noStateDict(keys: Self.keys(of: top, in: contents))
    }
    key = candidates.first?.key
    tensors = try Self.tensors(of: dictionary, in: contents)
  }

  private static func tensors(
    of dictionary: Int32, in contents: PickleContents
  ) throws(TorchFileError) -> [(name: String, tensor: PickleTensor)] {
    var names: Set<String> = []
    var tensors: [(name: String, tensor: PickleTensor)] = []
    for entry in contents.entries where entry.dictionary == dictionary {
      let name = contents.string(entry.key)
      guard names.insert(name).inserted else { throw .doubledTensor(name: name) }
      guard case .tensor(let number) = entry.value else { continue }
      tensors.append((name, contents.tensors[Int(number)]))
    }
    return tensors
  }

  /// The first keys, for a message.
  private static func keys(of dictionary: Int32, in contents: PickleContents) -> [String] {
    contents.entries.lazy.filter { $0.dictionary == dictionary }.prefix(9).map { contents.string($0.key) }
  }

  private static func kind(of value: PickleValue) -> TorchFileError.Kind { value.isTensor ? .tensor : .other }
}

extension PickleValue {
  fileprivate var isTensor: Bool {
    if case .tensor = self { true } else { false }
  }
}
