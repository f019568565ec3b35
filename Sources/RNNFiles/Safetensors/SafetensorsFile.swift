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
  /// - Precondition: its type is a weight's; see ``TensorType/isWeight``.
  public func values(of tensor: TensorDescription) throws(SafetensorsError) -> [Double] {
    precondition(tensor.type.isWeight, "only F64, F32, F16 and BF16 are read as numbers")
    let range = tensor.byteRange
    let bytes = try source.bytes(in: (dataStart + range.lowerBound)..<(dataStart + range.upperBound))
    return bytes.withUnsafeBytes { Self.values($0, tensor.type) }
  }

  private static func values(_ bytes: UnsafeRawBufferPointer, _ type: TensorType) -> [Double] {
    func all<Bits: FixedWidthInteger>(_ bits: Bits.Type, _ value: (Bits) -> Double) -> [Double] {
      stride(from: 0, to: bytes.count, by: Bits.bitWidth / 8).map {
        value(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: bits)))
      }
    }
    switch type {
    case .f64: return all(UInt64.self) { Double(bitPattern: $0) }
    case .f32: return all(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .f16: return all(UInt16.self) { Double(Float16(bitPattern: $0)) }
    default: return all(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    }
  }
}
