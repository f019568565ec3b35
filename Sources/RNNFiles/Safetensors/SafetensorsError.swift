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
