/// The header of a safetensors file: which tensors there are, and what its writer said of them.
public struct SafetensorsHeader: Equatable, Sendable {
  /// The tensors in the order of their bytes.
  public let tensors: [TensorDescription]
  /// The members of `__metadata__`, in the order of their names.
  public let metadata: [String: String]

  /// Reads the JSON `bytes` that stand at byte 8 of a file, before `dataCount` bytes of data.
  init(_ bytes: [UInt8], dataCount: Int) throws(SafetensorsError) {
    guard bytes.first == .leftBrace else { throw .headerIsNoObject(first: bytes.first) }
    if let (offset, byte) = TextCheck.firstIllFormed(in: bytes) { throw .headerIsNoText(byte: byte, at: 8 + offset) }
    var scanner = HeaderScanner(bytes, start: 8)
    var metadata: [String: String]?
    var names: Set<String> = []
    var tensors: [TensorDescription] = []
    try scanner.object { (scanner, name) throws(SafetensorsError) in
      if name == "__metadata__" {
        guard metadata == nil else { throw .doubledTensor(name: name) }
        metadata = try Self.metadata(&scanner)
      } else {
        guard names.insert(name).inserted else { throw .doubledTensor(name: name) }
        tensors.append(try HeaderTensor(&scanner, name: name).description())
      }
    }
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.unexpected(.nothing) }
    self.tensors = try TensorLayout.checked(tensors, dataCount: dataCount)
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

  func description() throws(SafetensorsError) -> TensorDescription {
    guard let typeName = type else { throw .missingMember("dtype", tensor: name) }
    guard let shape else { throw .missingMember("shape", tensor: name) }
    guard let offsets else { throw .missingMember("data_offsets", tensor: name) }
    guard let type = TensorType(rawValue: typeName) else { throw .unknownType(typeName, tensor: name) }
    guard offsets.count == 2 else { throw .offsetCount(offsets.count, tensor: name) }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw .offsetsReversed(begin: begin, end: end, tensor: name) }
    return TensorDescription(name: name, type: type, shape: shape, byteRange: begin..<end)
  }
}
