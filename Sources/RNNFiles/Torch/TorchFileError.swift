/// Why a file of `torch.save` cannot be used. The words for it are in ``message(file:)``.
public enum TorchFileError: Error, Equatable, Sendable {
  /// The zip archive cannot be read.
  case archive(ZipError)
  /// The pickle is damaged, or holds more than a state dict needs.
  case pickle(PickleError)
  /// A zip archive that `torch.save` did not write; its first members.
  case noPickle(members: [String])
  /// A program of `torch.jit.save`.
  case torchScript
  /// A byte order other than little and big.
  case unknownByteOrder(String)
  /// Something else than a dictionary.
  case noDictionary(Kind)
  /// No tensors in the dictionary, nor in one that it holds; its first keys.
  case noStateDict(keys: [String])
  /// Several dictionaries of tensors, by their keys; nil for the whole.
  case severalStateDicts([String?])
  /// A name that the state dict has twice.
  case doubledTensor(name: String)
  /// A shape and strides that are none, or do not fit each other.
  case badShape(tensor: String)
  /// A tensor whose numbers are still to be conjugated or negated.
  case pendingView(tensor: String)
  /// A tensor that reaches beyond its storage, or beyond an Int.
  case pastStorage(TensorDescription, available: Int)
  /// A view of more elements than its storage has, and more than are made of it.
  case expandedTooFar(TensorDescription, limit: Int)
  /// A storage that the archive does not have.
  case noStorage(key: String, tensor: String)
  /// A storage of more or fewer bytes than its numbers have.
  case wrongStorageSize(found: Int, numbers: Int, tensor: String)
  /// Elements of a type that weights do not have, asked for as numbers.
  case notNumbers(TensorType, tensor: String)
  /// A tensor that the file does not have.
  case noSuchTensor(name: String)

  /// What stands in the place of a dictionary.
  public enum Kind: Sendable {
    /// A tensor by itself.
    case tensor
    /// A list, a number or something else.
    case other
  }
}

extension TorchFileError {
  /// One line for a person: the file, what is wrong, where, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    // Each case is explained by one of the two.
    "\(Excerpt.printable(file)): " + [fileExplanation, tensorExplanation].compactMap { $0 }.joined()
  }

  private var again: String { "the file is damaged, save it again with torch.save" }
  private var alone: String { "save model.state_dict() alone" }

  private var fileExplanation: String? {
    switch self {
    case .archive(let error): error.explanation
    case .pickle(let error): error.explanation
    case .noPickle(let members) where members.isEmpty: "an empty zip archive: name a file of torch.save"
    case .noPickle(let members):
      "a zip archive that torch.save did not write, with \(Excerpt.list(members)): "
        + "name a .pt, .pth, .ckpt or .safetensors file"
    case .torchScript: "a program of torch.jit.save: save model.state_dict() with torch.save"
    case .unknownByteOrder(let word): "the byte order is \(Excerpt.quoted(word)), expected little or big: \(again)"
    case .noDictionary(.tensor): "a tensor by itself, expected a state dict: save model.state_dict()"
    case .noDictionary(.other): "no dictionary, expected a state dict: save model.state_dict()"
    case .noStateDict(let keys):
      "no tensors under " + (keys.isEmpty ? "any name" : Excerpt.list(keys)) + ", expected a state dict: \(alone)"
    case .severalStateDicts(let keys):
      "\(keys.count) dictionaries of tensors, "
        + keys.map { $0.map(Excerpt.quoted) ?? "the whole" }.prefix(8).joined(separator: ", ")
        + ": save the one that is meant alone"
    default: nil
    }
  }

  private var tensorExplanation: String? {
    switch self {
    case .doubledTensor(let name):
      "\(Excerpt.quoted(name)) stands twice in the state dict, and only one can be meant: save it again"
    case .badShape(let tensor): "tensor \(Excerpt.quoted(tensor)) has a shape and strides that are none: \(again)"
    case .pendingView(let tensor):
      "tensor \(Excerpt.quoted(tensor)) is a view whose numbers are still to be conjugated or negated: "
        + "save it with resolve_conj() and resolve_neg()"
    case .pastStorage(let tensor, let available):
      "tensor \(Excerpt.quoted(tensor.name)) of shape \(tensor.shape.words) reaches beyond its storage of "
        + "\(Excerpt.counted(available, "number")): \(again)"
    case .expandedTooFar(let tensor, let limit):
      "tensor \(Excerpt.quoted(tensor.name)) of shape \(tensor.shape.words) has more elements than its storage, "
        + "and than \(limit): save it with contiguous()"
    case .noStorage(let key, let tensor):
      "tensor \(Excerpt.quoted(tensor)) has its numbers in data/\(Excerpt.printable(key)), which is missing: \(again)"
    case .wrongStorageSize(let found, let numbers, let tensor):
      "tensor \(Excerpt.quoted(tensor)) has a storage of \(Excerpt.counted(numbers, "number")), "
        + "and \(Excerpt.counted(found, "byte")) are there: \(again)"
    case .notNumbers(let type, let tensor):
      "tensor \(Excerpt.quoted(tensor)) is \(type.rawValue), and only F64, F32, F16 and BF16 are read as numbers: "
        + "save it with float()"
    case .noSuchTensor(let name):
      "no tensor \(Excerpt.quoted(name)) of this type and shape: take it from the tensors of the same file"
    default: nil
    }
  }
}
