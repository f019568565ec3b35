/// What the header of a NumPy array says.
public struct NumpyHeader: Equatable, Sendable {
  /// What every file begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The most bytes that are read of a header; NumPy's own limit is 10000.
  static let byteLimit = 1 << 20
  /// The most numbers of an array in Fortran's order that are read.
  static let wholeLimit = 100_000_000

  /// The type of the elements.
  public let type: NumpyType
  /// Whether the first index runs fastest, as in Fortran, and not the last.
  public let isColumnMajor: Bool
  /// The dimensions; empty for a single number.
  public let shape: [Int]

  /// Reads a header that begins at byte `start` of its file.
  init(_ bytes: [UInt8], start: Int) throws(NumpyError) {
    var scanner = NumpyHeaderScanner(bytes, start: start)
    var (type, order, shape): (NumpyType?, Bool?, [Int]?)
    try scanner.dictionary { (scanner, key) throws(NumpyError) in
      let isNew: Bool
      switch key {
      case "descr": (isNew, type) = (type == nil, try NumpyType(scanner.description()))
      case "fortran_order": (isNew, order) = (order == nil, try scanner.boolean())
      case "shape": (isNew, shape) = (shape == nil, try scanner.shape())
      default: throw .unknownKey(key)
      }
      guard isNew else { throw .doubledKey(key) }
    }
    guard let type else { throw .missingKey("descr") }
    guard let order else { throw .missingKey("fortran_order") }
    guard let shape else { throw .missingKey("shape") }
    (self.type, isColumnMajor, self.shape) = (type, order, shape)
  }

  /// The array fills the data, no less and no more.
  func check(dataCount: Int) throws(NumpyError) {
    var byteCount = shape.contains(0) ? 0 : type.byteCount
    for dimension in shape where byteCount > 0 {
      let (product, overflows) = byteCount.multipliedReportingOverflow(by: dimension)
      guard !overflows else { throw .sizeOverflow(shape: shape) }
      byteCount = product
    }
    guard byteCount == dataCount else { throw .wrongSize(found: dataCount, expected: byteCount, self) }
  }

  /// Where elements are stored whose places are those of the last index running fastest, of an array in Fortran's order.
  ///
  /// Complexity: O(elements·dimensions).
  func storedPlaces(of range: Range<Int>) -> [Int] {
    range.map { place in
      var (rest, stored) = (place, 0)
      // The last index is the largest stride's.
      for (axis, dimension) in shape.enumerated().reversed() {
        stored += rest % dimension * shape[..<axis].reduce(1, *)
        rest /= dimension
      }
      return stored
    }
  }
}

/// The types of elements that are read.
public struct NumpyType: Equatable, Sendable {
  /// What an element is.
  enum Kind: Character {
    case real = "f"
    case signed = "i"
    case unsigned = "u"
    case boolean = "b"
  }

  /// As NumPy writes it: `<f8`.
  public let name: String
  let kind: Kind
  /// The bytes of one element: 1, 2, 4 or 8.
  let byteCount: Int
  let isBigEndian: Bool

  /// Whether elements are whole numbers or truth values.
  var isInteger: Bool { kind != .real }

  /// Takes a description apart: the order of the bytes, the kind, and how many bytes.
  init(_ name: String) throws(NumpyError) {
    let parts = Array(name)
    guard parts.count > 1, !name.contains("O") else { throw name.contains("O") ? .objects(name) : .unknownType(name) }
    guard parts.count == 3, let kind = Kind(rawValue: parts[1]), let size = parts[2].wholeNumberValue else {
      throw .unknownType(name)
    }
    let sizes: [Int] = kind == .real ? [2, 4, 8] : kind == .boolean ? [1] : [1, 2, 4, 8]
    // A single byte has no order, and the machine's own is not said.
    guard sizes.contains(size), size == 1 ? "|<>".contains(parts[0]) : "<>".contains(parts[0]) else {
      throw .unknownType(name)
    }
    (self.name, self.kind, byteCount, isBigEndian) = (name, kind, size, parts[0] == ">")
  }

  /// The numbers of elements that are stored one behind the other.
  func numbers(_ bytes: [UInt8]) -> TensorNumbers {
    switch kind {
    case .real:
      let type: TensorType = byteCount == 8 ? .f64 : byteCount == 4 ? .f32 : .f16
      return .reals(WeightBytes(bytes, type, isBigEndian: isBigEndian).values)
    case .signed:
      return .integers(IntegerBytes(bytes, size: byteCount, isSigned: true, isBigEndian: isBigEndian).values)
    case .unsigned, .boolean:
      return .integers(IntegerBytes(bytes, size: byteCount, isSigned: false, isBigEndian: isBigEndian).values)
    }
  }
}
