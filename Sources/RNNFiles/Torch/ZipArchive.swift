/// A zip archive of members that are stored as they are, which is how `torch.save` writes
/// (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, with the records of 64 bits).
///
///     a header and its bytes, for each member
///     the directory: an entry for each member
///     the end: how many entries there are, and where they begin
///
/// The directory says what there is. Each member's own header must agree with it, and no two members share bytes: what one
/// program reads of the archive, every other one reads as well. Nothing is decompressed, so that no member is larger than the file.
struct ZipArchive<Source: ByteSource> {
  /// The members in the order of their bytes.
  let members: [ZipMember]
  private let places: [String: Int]
  private let source: Source

  /// The most bytes that a directory may have, some hundred thousand entries.
  static var directoryLimit: Int { 1 << 24 }

  /// Reads the directory and the members' headers, and no member.
  ///
  /// - Throws: ``ZipError``; never traps, whatever the bytes.
  /// - Complexity: O(m·log m) for m members, whatever their size.
  init(_ source: Source) throws(ZipError) {
    self.source = source
    let end = try ZipEnd(source)
    guard end.directory.count <= Self.directoryLimit else {
      throw .directoryTooLong(byteCount: end.directory.count, limit: Self.directoryLimit)
    }
    let directory = try source.zipBytes(in: end.directory)
    var entries = try ZipEntry.all(directory, count: end.memberCount)
    entries.sort { $0.headerOffset < $1.headerOffset }
    var (members, places) = ([ZipMember](), [String: Int]())
    for entry in entries {
      guard ZipMember.isPlain(entry.name) else { throw .unsafeName(entry.name) }
      guard places.updateValue(members.count, forKey: entry.name) == nil else { throw .doubledMember(entry.name) }
      let member = try ZipMember(entry, in: source, before: end.directory.lowerBound)
      if let previous = members.last, entry.headerOffset < previous.bytes.upperBound {
        throw .overlap(entry.name, with: previous.name)
      }
      members.append(member)
    }
    (self.members, self.places) = (members, places)
  }

  /// The member of a name. Complexity: O(1).
  subscript(name: String) -> ZipMember? { places[name].map { members[$0] } }

  /// Some of a member's bytes; all of them are checked against its checksum, where there is one.
  ///
  /// - Parameter range: within the member, counted from its start; nil for all.
  /// - Complexity: O(range).
  func bytes(of member: ZipMember, in range: Range<Int>? = nil) throws(ZipError) -> [UInt8] {
    guard !member.isEncrypted else { throw .encrypted(member.name) }
    guard member.isStored else { throw .compressed(member.name) }
    let start = member.bytes.lowerBound
    let part = range.map { (start + $0.lowerBound)..<(start + $0.upperBound) } ?? member.bytes
    let bytes = try source.zipBytes(in: part)
    // torch.serialization.set_crc32_options(False) writes 0.
    if part == member.bytes, member.checksum != 0, ZipChecksum.of(bytes) != member.checksum {
      throw .wrongChecksum(member.name)
    }
    return bytes
  }
}

extension ByteSource {
  /// ``bytes(in:)``, with the error of an archive.
  fileprivate func zipBytes(in range: Range<Int>) throws(ZipError) -> [UInt8] {
    do { return try bytes(in: range) } catch { throw .source(error) }
  }
}

/// A member of an archive, whose own header agrees with the directory.
struct ZipMember: Equatable, Sendable {
  let name: String
  /// Where it stands in the file.
  let bytes: Range<Int>
  /// 0 where none was computed.
  let checksum: UInt32
  let isStored: Bool
  let isEncrypted: Bool

  /// Reads the member's header.
  ///
  /// - Parameter end: where the directory begins, and the members have ended.
  fileprivate init(_ entry: ZipEntry, in source: some ByteSource, before end: Int) throws(ZipError) {
    let nameEnd = 30 + entry.nameBytes.count
    guard entry.headerOffset <= end - nameEnd else { throw .pastEnd(entry.name) }
    let record = ZipRecord(
      bytes: try source.zipBytes(in: entry.headerOffset..<(entry.headerOffset + nameEnd)))
    let extraStart = entry.headerOffset + nameEnd
    guard record.isMarked(0x0403_4B50) else { throw .headerDisagrees(entry.name) }
    let extraCount = record.short(at: 28)
    guard extraCount <= end - extraStart, entry.byteCount <= end - extraStart - extraCount else {
      throw .pastEnd(entry.name)
    }
    let extra = try source.zipBytes(in: extraStart..<(extraStart + extraCount))
    guard entry.agrees(with: record, extra) else { throw .headerDisagrees(entry.name) }
    (name, checksum, isStored, isEncrypted) = (entry.name, entry.checksum, entry.isStored, entry.isEncrypted)
    bytes = (extraStart + extraCount)..<(extraStart + extraCount + entry.byteCount)
  }

  /// Whether a name leads nowhere but into the archive: parts between slashes, none empty, `.` or `..`, without a
  /// backslash, a colon or anything that a terminal acts on.
  static func isPlain(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { !["", ".", ".."].contains(String(Substring($0))) } && Excerpt.printable(name) == name
      && !name.unicodeScalars.contains { "\\:\u{FFFD}".unicodeScalars.contains($0) }
  }
}

/// The end of an archive: where its directory is.
private struct ZipEnd {
  let memberCount: Int
  let directory: Range<Int>

  /// Reads the last 22 bytes, and what stands before them in an archive of 64 bits.
  init(_ source: some ByteSource) throws(ZipError) {
    let place = source.byteCount - 22
    guard place >= 0 else { throw .noEnd }
    let record = ZipRecord(bytes: try source.zipBytes(in: place..<(place + 22)))
    guard record.isMarked(0x0605_4B50), record.short(at: 20) == 0 else { throw .noEnd }
    let short = ZipEndFields(
      disks: [record.short(at: 4), record.short(at: 6)], entries: record.short(at: 8), all: record.short(at: 10),
      size: record.word(at: 12), start: record.word(at: 16))
    let long = try Self.longFields(source, before: place)
    let fields = long?.fields ?? short
    guard fields.disks.allSatisfy({ $0 == 0 }), fields.entries == fields.all, short.agrees(with: fields) else {
      throw .endDisagrees
    }
    let end = long?.place ?? place
    guard fields.size <= end, fields.start == end - fields.size else { throw .endDisagrees }
    (memberCount, directory) = (fields.all, fields.start..<end)
  }

  /// The end of 64 bits, where its locator says that there is one, and where it stands.
  private static func longFields(
    _ source: some ByteSource, before end: Int
  ) throws(ZipError) -> (fields: ZipEndFields, place: Int)? {
    guard end >= 76 else { return nil }
    let bytes = try source.zipBytes(in: (end - 76)..<end)
    let (record, locator) = (ZipRecord(bytes: bytes), ZipRecord(bytes: Array(bytes[56...])))
    guard locator.isMarked(0x0706_4B50) else { return nil }
    let place = end - 76
    guard locator.word(at: 4) == 0, locator.long(at: 8) == place, locator.word(at: 16) == 1,
      record.isMarked(0x0606_4B50), record.long(at: 4) == 44
    else { throw .endDisagrees }
    let fields = ZipEndFields(
      disks: [record.word(at: 16), record.word(at: 20)], entries: record.long(at: 24), all: record.long(at: 32),
      size: record.long(at: 40), start: record.long(at: 48))
    return (fields, place)
  }
}

/// What an archive's end says.
private struct ZipEndFields {
  let disks: [Int]
  let entries: Int
  let all: Int
  let size: Int
  let start: Int

  /// Whether a short end says the same as a long one, as far as its numbers go.
  func agrees(with long: ZipEndFields) -> Bool {
    (all == long.all || all == 0xFFFF) && (size == long.size || size == ZipLongFields.elsewhere)
      && (start == long.start || start == ZipLongFields.elsewhere)
  }
}

/// An entry of the directory.
private struct ZipEntry {
  let name: String
  let nameBytes: [UInt8]
  let flags: Int
  let method: Int
  let checksum: UInt32
  /// In the archive.
  let byteCount: Int
  /// Decompressed.
  let contentCount: Int
  let headerOffset: Int

  var isStored: Bool { method == 0 && byteCount == contentCount }
  var isEncrypted: Bool { flags & 1 != 0 }

  /// The entries of a directory, which they fill.
  static func all(_ directory: [UInt8], count: Int) throws(ZipError) -> [ZipEntry] {
    var entries: [ZipEntry] = []
    var place = 0
    while place < directory.count {
      entries.append(try ZipEntry(directory, at: &place))
    }
    guard entries.count == count else { throw .directoryDamaged(at: directory.count) }
    return entries
  }

  /// Reads the entry at `place`, and goes behind it.
  private init(_ directory: [UInt8], at place: inout Int) throws(ZipError) {
    let start = place
    guard directory.count - start >= 46 else { throw .directoryDamaged(at: start) }
    let record = ZipRecord(bytes: Array(directory[start..<(start + 46)]))
    let nameEnd = start + 46 + record.short(at: 28)
    let extraEnd = nameEnd + record.short(at: 30)
    let end = extraEnd + record.short(at: 32)
    guard record.isMarked(0x0201_4B50), record.short(at: 34) == 0, end <= directory.count else {
      throw .directoryDamaged(at: start)
    }
    let extra = ZipLongFields(Array(directory[nameEnd..<extraEnd]))
    guard let numbers = extra.resolved([record.word(at: 24), record.word(at: 20), record.word(at: 42)]) else {
      throw .directoryDamaged(at: start)
    }
    (contentCount, byteCount, headerOffset) = (numbers[0], numbers[1], numbers[2])
    nameBytes = Array(directory[(start + 46)..<nameEnd])
    name = String(decoding: nameBytes, as: UTF8.self)
    (flags, method, checksum) = (record.short(at: 8), record.short(at: 10), UInt32(record.word(at: 16)))
    place = end
  }

  /// Whether the member's own header says the same. Sizes and checksum may stand behind the member instead (bit 3 of the
  /// flags), and are 0 in the header then.
  func agrees(with record: ZipRecord, _ extra: [UInt8]) -> Bool {
    guard record.short(at: 6) == flags, record.short(at: 8) == method, Array(record.bytes[30...]) == nameBytes,
      let sizes = ZipLongFields(extra).resolved([record.word(at: 22), record.word(at: 18)])
    else { return false }
    let found = [record.word(at: 14)] + sizes
    return found == [Int(checksum), contentCount, byteCount] || flags & 8 != 0 && found == [0, 0, 0]
  }
}
