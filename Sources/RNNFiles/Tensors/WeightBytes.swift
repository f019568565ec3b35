/// Elements as they are stored, one behind the other, of a type that weights can have.
struct WeightBytes {
  private let bytes: [UInt8]
  private let type: TensorType
  private let isBigEndian: Bool

  /// - Parameter type: F64, F32, F16 or BF16 (``TensorType/isWeight``).
  init(_ bytes: [UInt8], _ type: TensorType, isBigEndian: Bool = false) {
    (self.bytes, self.type, self.isBigEndian) = (bytes, type, isBigEndian)
  }

  /// Each of them, exactly the number that is stored; bytes behind the last whole one are left out.
  ///
  /// Complexity: O(elements).
  var values: [Double] {
    switch type {
    case .f64: all { (bits: UInt64) in Double(bitPattern: bits) }
    case .f32: all { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case .f16: all { (bits: UInt16) in Double(Float16(bitPattern: bits)) }
    default: all { (bits: UInt16) in Double(Float(bitPattern: UInt32(bits) << 16)) }
    }
  }

  private func all<Bits: FixedWidthInteger>(_ value: (Bits) -> Double) -> [Double] {
    let size = Bits.bitWidth / 8
    return bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / size).map {
        let bits = buffer.loadUnaligned(fromByteOffset: $0 * size, as: Bits.self)
        return value(isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
    }
  }
}
