/// Why a safetensors file cannot be used. The words for it are in ``message(file:)``.
///
/// Offsets named `at` count bytes from the start of the file, all others from the start of the data.
public enum SafetensorsError: Error, Equatable, Sendable {
  /// The bytes cannot be had.
  case unreadable(reason: String)
  /// Another format that weights come in.
  case foreign(ForeignFormat)
  /// Fewer than the 8 bytes of the header's length.
  case tooShort(byteCount: Int)
  /// A header of more than 100 MB, the format's limit.
  case headerTooLong(byteCount: UInt64)
  /// A header longer than the rest of the file.
  case headerPastEnd(byteCount: Int, available: Int)
  /// A header that does not begin with `{`; nil for an empty one.
  case headerIsNoObject(first: UInt8?)
  /// A byte of the header that is not UTF-8.
  case headerIsNoText(byte: UInt8, at: Int)
  /// Something else than what must stand there; nil for the header's end.
  case unexpected(UInt8?, expected: HeaderElement, at: Int)
  /// A string that is never closed.
  case unterminatedString(at: Int)
  /// A raw control character in a string.
  case controlCharacter(UInt8, at: Int)
  /// A backslash that is followed by nothing JSON knows, or half of a surrogate pair.
  case badEscape(at: Int)
  /// A number with a sign, a point, an exponent or a leading zero.
  case notWhole(at: Int)
  /// A number beyond 2^63 − 1.
  case numberTooLarge(at: Int)
  /// A tensor's name that stands twice in the header.
  case doubledTensor(name: String)
  /// Another name that stands twice in its object: in a tensor's, or in the metadata.
  case doubledMember(String, inside: String)
  /// A member that the format does not have.
  case unknownMember(String, tensor: String)
  /// A tensor without its dtype, shape or data_offsets.
  case missingMember(String, tensor: String)
  /// A dtype that the format does not have.
  case unknownType(String, tensor: String)
  /// More or fewer than two offsets.
  case offsetCount(Int, tensor: String)
  /// An end before its begin.
  case offsetsReversed(begin: Int, end: Int, tensor: String)
  /// A tensor that ends behind the file's last byte.
  case dataPastEnd(end: Int, available: Int, tensor: String)
  /// More elements, or bytes, than an Int counts.
  case sizeOverflow(shape: [Int], tensor: String)
  /// A shape whose elements do not fill whole bytes, for types of less than one.
  case partialByte(TensorType, shape: [Int], tensor: String)
  /// More or fewer bytes than the shape has.
  case wrongSize(found: Int, expected: Int, type: TensorType, shape: [Int], tensor: String)
  /// A begin that is no multiple of the element's size.
  case unaligned(begin: Int, type: TensorType, tensor: String)
  /// Two tensors that share bytes.
  case overlap(tensor: String, with: String)
  /// Bytes before a tensor that belong to none.
  case gap(byteCount: Int, before: String)
  /// Bytes behind the last tensor.
  case trailingBytes(Int)
  /// Elements of a type that weights do not have, asked for as numbers.
  case notNumbers(TensorType, tensor: String)
  /// A tensor that the file does not have.
  case noSuchTensor(name: String)
}

/// A format that is not safetensors, told by its first bytes.
public enum ForeignFormat: Sendable {
  /// A zip archive, which is what `torch.save` writes.
  case torchArchive
  /// A bare pickle, which is what `torch.save` wrote before PyTorch 1.6.
  case pickle
  /// The text that stands for a file that Git LFS keeps elsewhere.
  case lfsPointer
  /// JSON without a length before it: the index of a model in several files, say.
  case json

  /// The format that the first bytes of a file say; nil for anything else.
  init?(_ start: [UInt8]) {
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .torchArchive
    } else if start.starts(with: "version ".utf8) {
      self = .lfsPointer
    } else if start.count == 8, start[0] == 0x80, (2...5).contains(start[1]), start[7] != 0 {
      self = .pickle
    } else if start.count == 8, start[0] == UInt8(ascii: "{"), start[7] != 0 {
      self = .json
    } else {
      return nil
    }
  }
}

/// What can be expected at a place in a header.
public enum HeaderElement: Sendable {
  case name, colon, commaOrBrace, commaOrBracket, object, string, array, wholeNumber, nothing
}

extension SafetensorsError {
  /// One line for a person: the file, what is wrong, where, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    "\(Excerpt.printable(file)): \(explanation)"
  }

  /// The line without the name of the file.
  var explanation: String {
    // Each case is explained by one of the four.
    [fileExplanation, headerExplanation, tensorExplanation, dataExplanation].compactMap { $0 }.joined()
  }

  private var saveAgain: String { "the file is damaged, write it again with safetensors" }

  private var fileExplanation: String? {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .foreign(let format): format.explanation
    case .tooShort(let count):
      "\(Excerpt.counted(count, "byte")), and a safetensors file begins with 8 bytes for its header's length: name a safetensors file"
    case .headerTooLong(let count):
      "the header's length is \(count) bytes, the limit is 100000000: not a safetensors file, or a damaged one"
    case .headerPastEnd(let count, let available):
      "the header's length is \(count) bytes, and \(available) are left: the file is truncated, fetch it again"
    case .headerIsNoObject(let first?):
      "the header begins with \(Self.shown(first)) instead of {: not a safetensors file, or a damaged one"
    case .headerIsNoObject(nil):
      "the header is empty, expected a JSON object: not a safetensors file, or a damaged one"
    case .headerIsNoText(let byte, let offset):
      "header, byte \(offset): \(Self.shown(byte)) is not UTF-8: \(saveAgain)"
    default: nil
    }
  }

  private var headerExplanation: String? {
    switch self {
    case .unexpected(let byte, let expected, let offset):
      "header, byte \(offset): expected \(expected.words), found \(byte.map(Self.shown) ?? "the end"): \(saveAgain)"
    case .unterminatedString(let offset):
      "header, byte \(offset): the string that begins here is never closed: \(saveAgain)"
    case .controlCharacter(let byte, let offset):
      "header, byte \(offset): control character \(Self.shown(byte)) in a string: \(saveAgain)"
    case .badEscape(let offset):
      "header, byte \(offset): the escape that begins here is none of JSON's: \(saveAgain)"
    case .notWhole(let offset):
      "header, byte \(offset): expected a whole number from 0 in plain digits: \(saveAgain)"
    case .numberTooLarge(let offset):
      "header, byte \(offset): a number beyond 9223372036854775807: \(saveAgain)"
    default: nil
    }
  }

  private var tensorExplanation: String? {
    switch self {
    case .doubledTensor(let name):
      "\(Excerpt.quoted(name)) stands twice in the header, and only one can be meant: write the file again"
    case .doubledMember(let name, let owner):
      "\(Excerpt.quoted(name)) stands twice in \(Excerpt.quoted(owner)): write the file again"
    case .unknownMember(let name, let tensor):
      "tensor \(Excerpt.quoted(tensor)) has \(Excerpt.quoted(name)), "
        + "expected dtype, shape and data_offsets alone: \(saveAgain)"
    case .missingMember(let name, let tensor):
      "tensor \(Excerpt.quoted(tensor)) has no \(name): \(saveAgain)"
    case .unknownType(let type, let tensor):
      "tensor \(Excerpt.quoted(tensor)) has the unknown dtype \(Excerpt.quoted(type)): save it as F64, F32, F16 or BF16"
    case .offsetCount(let count, let tensor):
      "tensor \(Excerpt.quoted(tensor)) has \(count) data_offsets, expected a begin and an end: \(saveAgain)"
    case .offsetsReversed(let begin, let end, let tensor):
      "tensor \(Excerpt.quoted(tensor)) ends at byte \(end) of the data, before it begins at \(begin): \(saveAgain)"
    default: nil
    }
  }

  private var dataExplanation: String? {
    switch self {
    case .dataPastEnd(let end, let available, let tensor):
      "tensor \(Excerpt.quoted(tensor)) ends at byte \(end) of the data, and there are \(available): "
        + "the file is truncated, fetch it again"
    case .sizeOverflow(let shape, let tensor):
      "tensor \(Excerpt.quoted(tensor)) of shape \(shape.words) has more bytes than can be counted: \(saveAgain)"
    case .partialByte(let type, let shape, let tensor):
      "tensor \(Excerpt.quoted(tensor)), \(type.rawValue) of shape \(shape.words), does not fill whole bytes: \(saveAgain)"
    case .wrongSize(let found, let expected, let type, let shape, let tensor):
      "tensor \(Excerpt.quoted(tensor)), \(type.rawValue) of shape \(shape.words), needs \(expected) bytes, "
        + "and its data_offsets hold \(found): \(saveAgain)"
    case .unaligned(let begin, let type, let tensor):
      "tensor \(Excerpt.quoted(tensor)) begins at byte \(begin) of the data, expected a multiple of \(type.alignment) "
        + "for \(type.rawValue): \(saveAgain)"
    case .overlap(let tensor, let other):
      "tensors \(Excerpt.quoted(other)) and \(Excerpt.quoted(tensor)) share bytes: \(saveAgain)"
    case .gap(let count, let tensor):
      "\(Excerpt.counted(count, "byte")) of no tensor before \(Excerpt.quoted(tensor)): \(saveAgain)"
    case .trailingBytes(let count):
      "\(Excerpt.counted(count, "byte")) behind the last tensor: \(saveAgain)"
    case .notNumbers(let type, let tensor):
      "tensor \(Excerpt.quoted(tensor)) is \(type.rawValue), and only F64, F32, F16 and BF16 are read as numbers: "
        + "save it with float()"
    case .noSuchTensor(let name):
      "no tensor \(Excerpt.quoted(name)) of this type and shape: take it from the header of the same file"
    default: nil
    }
  }

  /// A byte as messages show it: itself, or in hexadecimal where it is none of the printed ASCII characters.
  private static func shown(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? String(Character(Unicode.Scalar(byte))) : Excerpt.hexadecimal(byte)
  }
}

extension ForeignFormat {
  fileprivate var explanation: String {
    switch self {
    case .torchArchive:
      "a checkpoint of torch.save, not safetensors: "
        + "convert it with safetensors.torch.save_file(torch.load(FILE), \"model.safetensors\")"
    case .pickle:
      "a bare pickle, which torch.save wrote before PyTorch 1.6: "
        + "save it anew with torch.save(torch.load(FILE), \"model.pt\")"
    case .lfsPointer: "a Git LFS pointer, not the file it stands for: fetch it with git lfs pull"
    case .json: "JSON without tensors: name the .safetensors file that holds the weights"
    }
  }
}

extension HeaderElement {
  fileprivate var words: String {
    switch self {
    case .name: "a name in double quotes"
    case .colon: "a colon"
    case .commaOrBrace: "a comma or }"
    case .commaOrBracket: "a comma or ]"
    case .object: "an object"
    case .string: "a string"
    case .array: "an array of whole numbers"
    case .wholeNumber: "a whole number"
    case .nothing: "nothing more"
    }
  }
}

extension [Int] {
  /// A shape as PyTorch prints it: `[16, 1]`.
  var words: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}
