/// A record of a zip archive: little-endian numbers at fixed places.
struct ZipRecord {
  let bytes: [UInt8]

  /// Whether it begins with a signature.
  func isMarked(_ signature: UInt32) -> Bool { number(at: 0, count: 4) == UInt64(signature) }

  /// The number of 2 bytes at a place.
  func short(at place: Int) -> Int { Int(number(at: place, count: 2)) }

  /// The number of 4 bytes at a place.
  func word(at place: Int) -> Int { Int(number(at: place, count: 4)) }

  /// The number of 8 bytes at a place, or the largest Int in place of what is beyond it: no file is that long.
  func long(at place: Int) -> Int { Int(clamping: number(at: place, count: 8)) }

  private func number(at place: Int, count: Int) -> UInt64 {
    bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The fields of the extra data behind a member's name that hold what does not fit 4 bytes (APPNOTE.TXT 4.5.3).
struct ZipLongFields {
  /// In a field of 4 bytes: the value is in the extra data.
  static let elsewhere = 0xFFFF_FFFF

  private let extra: [UInt8]

  init(_ extra: [UInt8]) { self.extra = extra }

  /// The values in order, those that say ``elsewhere`` from the extra data; nil where that does not hold them.
  func resolved(_ values: [Int]) -> [Int]? {
    guard values.contains(Self.elsewhere) else { return values }
    guard let field = longField else { return nil }
    var place = 0
    var resolved: [Int] = []
    for value in values {
      guard value == Self.elsewhere else {
        resolved.append(value)
        continue
      }
      guard place + 8 <= field.bytes.count else { return nil }
      resolved.append(field.long(at: place))
      place += 8
    }
    return resolved
  }

  /// What stands behind the identifier 1.
  private var longField: ZipRecord? {
    let record = ZipRecord(bytes: extra)
    var place = 0
    while place + 4 <= extra.count {
      let (identifier, count) = (record.short(at: place), record.short(at: place + 2))
      guard place + 4 + count <= extra.count else { return nil }
      if identifier == 1 { return ZipRecord(bytes: Array(extra[(place + 4)..<(place + 4 + count)])) }
      place += 4 + count
    }
    return nil
  }
}

/// The check value of zip: the cyclic redundancy code of ISO 3309, polynomial 0x04C11DB7 with the bits reversed.
enum ZipChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320 }
  }

  /// The code of some bytes. Complexity: O(bytes).
  static func of(_ bytes: [UInt8]) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
  }
}
