/// Why a zip archive cannot be read. The words for it are in ``TorchFileError/message(file:)``'s line.
public enum ZipError: Error, Equatable, Sendable {
  /// The bytes cannot be had.
  case source(SafetensorsError)
  /// No end, which says where the directory is, in the last 22 bytes.
  case noEnd
  /// An end that contradicts itself, or does not stand behind the directory.
  case endDisagrees
  /// More bytes of directory than are read.
  case directoryTooLong(byteCount: Int, limit: Int)
  /// Something else than an entry at this byte of the directory.
  case directoryDamaged(at: Int)
  /// A name that could lead out of the archive, or is none.
  case unsafeName(String)
  /// A name that two members have.
  case doubledMember(String)
  /// A member that does not end before the directory.
  case pastEnd(String)
  /// A member whose own header says something else than the directory.
  case headerDisagrees(String)
  /// Two members that share bytes.
  case overlap(String, with: String)
  /// A member that needs a password.
  case encrypted(String)
  /// A member that is not stored as it is.
  case compressed(String)
  /// A member whose bytes are not those that were written.
  case wrongChecksum(String)
}

extension ZipError {
  /// What is wrong and what to do, without the name of the file.
  var explanation: String {
    let again = "the file is damaged, fetch it again"
    return switch self {
    case .source(let error): error.explanation
    case .noEnd: "the zip archive has no end: the file is truncated, fetch it again"
    case .endDisagrees: "the end of the zip archive contradicts itself: \(again)"
    case .directoryTooLong(let count, let limit):
      "the zip archive's directory has \(count) bytes, the limit is \(limit): save model.state_dict() alone"
    case .directoryDamaged(let place): "the zip archive's directory, byte \(place): expected an entry: \(again)"
    case .unsafeName(let name): "member \(Excerpt.quoted(name)) has a name that torch.save does not write: \(again)"
    case .doubledMember(let name): "member \(Excerpt.quoted(name)) is there twice, and only one can be meant: \(again)"
    case .pastEnd(let name): "member \(Excerpt.quoted(name)) ends behind the last byte for it: \(again)"
    case .headerDisagrees(let name):
      "member \(Excerpt.quoted(name)) has a header that contradicts the archive's directory: \(again)"
    case .overlap(let name, let other):
      "members \(Excerpt.quoted(other)) and \(Excerpt.quoted(name)) share bytes: \(again)"
    case .encrypted(let name): "member \(Excerpt.quoted(name)) is encrypted: save it without a password"
    case .compressed(let name):
      "member \(Excerpt.quoted(name)) is compressed, and torch.save stores: "
        + "save it with torch.save, or pack it with zip -0"
    case .wrongChecksum(let name):
      "member \(Excerpt.quoted(name)) has another checksum than it was written with: \(again)"
    }
  }
}
