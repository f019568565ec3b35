/// Takes a pickle apart into instructions and what stands behind them.
struct PickleReader {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() throws(PickleError) -> UInt8 {
    guard !isAtEnd else { throw .truncated }
    position += 1
    return bytes[position - 1]
  }

  /// Goes behind the next `count` bytes and says where they are.
  mutating func skip(_ count: Int) throws(PickleError) -> Range<Int> {
    guard count <= bytes.count - position else { throw .truncated }
    position += count
    return (position - count)..<position
  }

  /// A little-endian number of so many bytes without a sign; the largest Int in place of what is beyond it.
  mutating func number(_ byteCount: Int) throws(PickleError) -> Int {
    Int(clamping: bytes[try skip(byteCount)].reversed().reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// A text with its length of so many bytes before it.
  mutating func text(_ byteCount: Int) throws(PickleError) -> PickleText {
    let range = try skip(try number(byteCount))
    if TextCheck.firstIllFormed(in: Array(bytes[range])) != nil { throw .text(at: range.lowerBound) }
    return PickleText(start: UInt32(range.lowerBound), count: UInt32(range.count))
  }

  /// The rest of a line, and goes behind its end.
  mutating func line() throws(PickleError) -> Range<Int> {
    guard let end = bytes[position...].firstIndex(of: .lf) else { throw .truncated }
    defer { position = end + 1 }
    return position..<end
  }

  /// A whole number of so many bytes in two's complement; nil beyond an Int.
  mutating func integer(_ byteCount: Int) throws(PickleError) -> Int? {
    let range = try skip(byteCount)
    guard byteCount <= 8 else { return nil }
    let isNegative = byteCount > 0 && bytes[range.upperBound - 1] >= 0x80
    return bytes[range].reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }
  }
}
