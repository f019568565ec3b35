/// Why a NumPy file cannot be used. The words for it are in ``message(file:)``. Offsets count bytes from the start of the file.
public enum NumpyError: Error, Equatable, Sendable {
  /// The bytes cannot be had.
  case source(SafetensorsError)
  /// A file that does not begin as a NumPy array does; its first bytes.
  case notNumpy([UInt8])
  /// A file that ends before its header.
  case tooShort(byteCount: Int)
  /// A version that the format does not have.
  case unknownVersion(major: UInt8, minor: UInt8)
  /// A header that is longer than any.
  case headerTooLong(byteCount: Int)
  /// A header longer than the rest of the file.
  case headerPastEnd(byteCount: Int, available: Int)
  /// Something else than what must stand there; nil for the header's end.
  case unexpected(UInt8?, expected: Element, at: Int)
  /// A number beyond 2^63 − 1.
  case numberTooLarge(at: Int)
  /// A key that stands twice.
  case doubledKey(String)
  /// A key that the format does not have.
  case unknownKey(String)
  /// A key that must be there.
  case missingKey(String)
  /// Elements that are Python's objects, which are pickled.
  case objects(String)
  /// Elements of several parts.
  case structured
  /// Elements of a type that is not read.
  case unknownType(String)
  /// More bytes than an Int counts.
  case sizeOverflow(shape: [Int])
  /// More numbers in Fortran's order than are read at once.
  case tooLarge(shape: [Int])
  /// More or fewer bytes than the shape has.
  case wrongSize(found: Int, expected: Int, NumpyHeader)

  /// What can be expected at a place in a header.
  public enum Element: String, Sendable {
    case dictionary = "a dictionary"
    case colon = "a colon"
    case comma = "a comma"
    case commaOrBrace = "a comma or }"
    case commaOrParenthesis = "a comma or )"
    case string = "a text in quotation marks"
    case plainCharacter = "a plain character or the closing quotation mark"
    case boolean = "True or False"
    case tuple = "a tuple of whole numbers"
    case wholeNumber = "a whole number"
    case nothing = "nothing more"
  }
}

extension NumpyError {
  /// One line for a person: the file, what is wrong, where, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    if case .source(let error) = self { return error.message(file: file) }
    // Each other case is explained by one of the two.
    return "\(Excerpt.printable(file)): " + [fileExplanation, headerExplanation].compactMap { $0 }.joined()
  }

  private var saveAgain: String { "the file is damaged, write it again with numpy.save" }

  private var fileExplanation: String? {
    switch self {
    case .notNumpy(let start) where start.starts(with: [0x50, 0x4B]):
      "a zip archive, an .npz perhaps: save one array with numpy.save"
    case .notNumpy(let start) where start.first == 0x80: "a pickle, which is not read: save the array with numpy.save"
    case .notNumpy: "not a NumPy file, which begins with 0x93 NUMPY: save the array with numpy.save"
    case .tooShort(let count): "\(Excerpt.counted(count, "byte")), and the header is longer: fetch the file again"
    case .unknownVersion(let major, let minor):
      "version \(major).\(minor) of the format, and 1.0, 2.0 and 3.0 are read: write it again with numpy.save"
    case .headerTooLong(let count):
      "the header's length is \(count) bytes, the limit is \(NumpyHeader.byteLimit): \(saveAgain)"
    case .headerPastEnd(let count, let available):
      "the header's length is \(count) bytes, and \(available) are left: the file is truncated, fetch it again"
    case .sizeOverflow(let shape): "shape \(shape.words) has more bytes than can be counted: \(saveAgain)"
    case .tooLarge(let shape):
      "shape \(shape.words) in Fortran's order is read whole, and at most \(NumpyHeader.wholeLimit) numbers are: "
        + "save it with numpy.ascontiguousarray"
    case .wrongSize(let found, let expected, let header):
      "\(header.type.name) of shape \(header.shape.words) needs \(expected) bytes, and there are \(found): "
        + (found < expected ? "the file is truncated, fetch it again" : saveAgain)
    default: nil
    }
  }

  private var headerExplanation: String? {
    switch self {
    case .unexpected(let byte, let expected, let offset):
      "header, byte \(offset): expected \(expected.rawValue), found \(byte.map(Self.shown) ?? "the end"): \(saveAgain)"
    case .numberTooLarge(let offset): "header, byte \(offset): a number beyond 9223372036854775807: \(saveAgain)"
    case .doubledKey(let key): "the header has \(Excerpt.quoted(key)) twice: \(saveAgain)"
    case .unknownKey(let key):
      "the header has \(Excerpt.quoted(key)), expected descr, fortran_order and shape alone: \(saveAgain)"
    case .missingKey(let key): "the header has no \(key): \(saveAgain)"
    case .objects(let type):
      "the elements are Python's objects (\(Excerpt.quoted(type))), which are pickled and not read: "
        + "save numbers with astype(float)"
    case .structured: "the elements are structures of several parts: save one of them alone"
    case .unknownType(let type):
      "the elements are \(Excerpt.quoted(type)), and floating-point numbers of 2 to 8 bytes, whole numbers and truth values "
        + "are read: save them with astype(float)"
    default: nil
    }
  }

  /// A byte as messages show it: itself, or in hexadecimal where it is none of the printed ASCII characters.
  private static func shown(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? String(Character(Unicode.Scalar(byte))) : Excerpt.hexadecimal(byte)
  }
}
