/// A safetensors file: named tensors behind a header, as its authors define the format
/// (https://github.com/huggingface/safetensors).
///
///     8 bytes     N, the header's length, little-endian
///     N bytes     a JSON object: name → {"dtype", "shape", "data_offsets"}, and "__metadata__" of strings
///     the rest    the tensors, row-major and little-endian, one behind the other
///
/// The whole header is checked before any tensor is read; the data of a tensor is read when it is asked for.
///
///     let file = try SafetensorsFile(bytes)
///     file.header.tensors.map(\.name)        // ["rnn.weight_hh_l0", …]
///     try file.values(of: file.header.tensors[0])
public struct SafetensorsFile<Source: ByteSource> {
  /// What is in the file.
  public let header: SafetensorsHeader
  private let source: Source
  private let dataStart: Int

  /// The most bytes a header may have.
  public static var headerLimit: Int { 100_000_000 }

  /// Reads the header.
  ///
  /// - Throws: ``SafetensorsError`` for the first thing that is not as the format wants it; never traps, whatever the
  ///   bytes.
  /// - Complexity: O(N + t·log t) for a header of N bytes and t tensors, whatever the size of their data.
  public init(_ source: Source) throws(SafetensorsError) {
    let fileCount = source.byteCount
    let start = try source.bytes(in: 0..<min(fileCount, 8))
    if let foreign = ForeignFormat(start) { throw .foreign(foreign) }
    guard start.count == 8 else { throw .tooShort(byteCount: fileCount) }
    let length = start.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard length <= Self.headerLimit else { throw .headerTooLong(byteCount: length) }
    let headerCount = Int(length)
    guard headerCount <= fileCount - 8 else {
      throw .headerPastEnd(byteCount: headerCount, available: fileCount - 8)
    }
    self.source = source
    dataStart = 8 + headerCount
    header = try SafetensorsHeader(try source.bytes(in: 8..<dataStart), dataCount: fileCount - dataStart)
  }

  /// The elements of one of the file's tensors, row by row, each exactly the number that is stored. A NaN or an infinity
  /// stays one.
  ///
  /// - Throws: ``SafetensorsError/notNumbers(_:tensor:)`` for a type that no weight has (``TensorType/isWeight``),
  ///   ``SafetensorsError/noSuchTensor(name:)`` for a tensor that is none of the header's, and what the source throws.
  /// - Complexity: O(tensors + elements).
  public func values(of tensor: TensorDescription) throws(SafetensorsError) -> [Double] {
    guard tensor.type.isWeight else { throw .notNumbers(tensor.type, tensor: tensor.name) }
    guard let range = header.byteRange(of: tensor) else { throw .noSuchTensor(name: tensor.name) }
    let bytes = try source.bytes(in: (dataStart + range.lowerBound)..<(dataStart + range.upperBound))
    return WeightBytes(bytes, tensor.type).values
  }

  /// Some elements of one of the header's tensors, of a type of whole bytes that is read, by their places.
  func numbers(of tensor: TensorDescription, _ range: Range<Int>) throws(SafetensorsError) -> TensorNumbers {
    guard let stored = header.byteRange(of: tensor) else { throw .noSuchTensor(name: tensor.name) }
    let (size, start) = (tensor.type.bitCount / 8, dataStart + stored.lowerBound)
    let bytes = try source.bytes(in: start + range.lowerBound * size..<start + range.upperBound * size)
    guard let isSigned = tensor.type.integerSign else { return .reals(WeightBytes(bytes, tensor.type).values) }
    return .integers(IntegerBytes(bytes, size: size, isSigned: isSigned).values)
  }
}

/// Bytes that are handed out in parts, so that a large file costs only the parts that are asked for.
public protocol ByteSource {
  /// How many bytes there are.
  var byteCount: Int { get }
  /// A copy of the bytes in `range`, which lies within `0..<byteCount`.
  ///
  /// - Throws: ``SafetensorsError/unreadable(reason:)`` where they cannot be had.
  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8]
}

extension [UInt8]: ByteSource {
  /// The count.
  public var byteCount: Int { count }
  /// The bytes in `range`. Complexity: O(range).
  public func bytes(in range: Range<Int>) -> [UInt8] { Array(self[range]) }
}

/// The header of a safetensors file: which tensors there are, and what its writer said of them.
public struct SafetensorsHeader: Equatable, Sendable {
  /// The tensors in the order of their bytes.
  public var tensors: [TensorDescription] { placed.map(\.description) }
  /// The members of `__metadata__`, in the order of their names.
  public let metadata: [String: String]
  private let placed: [PlacedTensor]

  /// Where the elements of one of the tensors stand, in bytes from the start of the data; nil for a tensor that is none of
  /// them. Complexity: O(tensors).
  public func byteRange(of tensor: TensorDescription) -> Range<Int>? {
    placed.first { $0.description == tensor }?.byteRange
  }

  /// Reads the JSON `bytes` that stand at byte 8 of a file, before `dataCount` bytes of data.
  init(_ bytes: [UInt8], dataCount: Int) throws(SafetensorsError) {
    guard bytes.first == .leftBrace else { throw .headerIsNoObject(first: bytes.first) }
    if let (offset, byte) = TextCheck.firstIllFormed(in: bytes) { throw .headerIsNoText(byte: byte, at: 8 + offset) }
    var scanner = HeaderScanner(bytes, start: 8)
    var metadata: [String: String]?
    var names: Set<String> = []
    var tensors: [PlacedTensor] = []
    try scanner.object { (scanner, name) throws(SafetensorsError) in
      if name == "__metadata__" {
        guard metadata == nil else { throw .doubledTensor(name: name) }
        metadata = try Self.metadata(&scanner)
      } else {
        guard names.insert(name).inserted else { throw .doubledTensor(name: name) }
        tensors.append(try HeaderTensor(&scanner, name: name).placed())
      }
    }
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.unexpected(.nothing) }
    placed = try TensorLayout.checked(tensors, dataCount: dataCount)
    self.metadata = metadata ?? [:]
  }

  private static func metadata(_ scanner: inout HeaderScanner) throws(SafetensorsError) -> [String: String] {
    var members: [String: String] = [:]
    try scanner.object { (scanner, name) throws(SafetensorsError) in
      let value = try scanner.string()
      guard members.updateValue(value, forKey: name) == nil else {
        throw .doubledMember(name, inside: "__metadata__")
      }
    }
    return members
  }
}

/// The members of one tensor's object as they are found.
private struct HeaderTensor {
  let name: String
  var type: String?
  var shape: [Int]?
  var offsets: [Int]?

  init(_ scanner: inout HeaderScanner, name: String) throws(SafetensorsError) {
    self.name = name
    try scanner.object { (scanner, member) throws(SafetensorsError) in
      let isNew: Bool
      switch member {
      case "dtype": (isNew, type) = (type == nil, try scanner.string())
      case "shape": (isNew, shape) = (shape == nil, try scanner.wholeNumbers())
      case "data_offsets": (isNew, offsets) = (offsets == nil, try scanner.wholeNumbers())
      default: throw .unknownMember(member, tensor: name)
      }
      guard isNew else { throw .doubledMember(member, inside: name) }
    }
  }

  func placed() throws(SafetensorsError) -> PlacedTensor {
    guard let typeName = type else { throw .missingMember("dtype", tensor: name) }
    guard let shape else { throw .missingMember("shape", tensor: name) }
    guard let offsets else { throw .missingMember("data_offsets", tensor: name) }
    guard let type = TensorType(rawValue: typeName) else { throw .unknownType(typeName, tensor: name) }
    guard offsets.count == 2 else { throw .offsetCount(offsets.count, tensor: name) }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw .offsetsReversed(begin: begin, end: end, tensor: name) }
    return PlacedTensor(
      description: TensorDescription(name: name, type: type, shape: shape), byteRange: begin..<end)
  }
}
