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
  /// The bytes in `range`.
  public func bytes(in range: Range<Int>) -> [UInt8] { Array(self[range]) }
}
