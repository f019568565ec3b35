import Testing

@testable import RNNFiles

/// Archives that no two programs would read alike, or that would cost more than they have.
@Suite struct ZipArchiveTests {
  private static let again = "the file is damaged, fetch it again"

  private func message(_ bytes: [UInt8]) -> String {
    do {
      let archive = try ZipArchive(bytes)
      for member in archive.members { _ = try archive.bytes(of: member) }
      return "no error"
    } catch {
      return error.explanation
    }
  }

  @Test("Members are found by name, in the order of their bytes")
  func members() throws {
    for isLong in [false, true] {
      let archive = try ZipArchive(
        zip([SampleMember(name: "b/c", bytes: [1, 2, 3]), SampleMember(name: "a")], isLong: isLong))
      #expect(archive.members.map(\.name) == ["b/c", "a"])
      let member = try #require(archive["b/c"])
      #expect(try archive.bytes(of: member) == [1, 2, 3])
      #expect(try archive.bytes(of: member, in: 1..<2) == [2])
      #expect(archive["c"] == nil)
    }
    #expect(try ZipArchive(zip([])).members.isEmpty)
  }

  @Test("Sizes and places may stand in extra data, and behind the member")
  func longFields() throws {
    let sizes = littleEndian(UInt64(2)) + littleEndian(UInt64(2))
    let longSizes = littleEndian(UInt16(1)) + littleEndian(UInt16(16)) + sizes
    let longEntry = littleEndian(UInt16(1)) + littleEndian(UInt16(24)) + sizes + littleEndian(UInt64(0))
    let other = littleEndian(UInt16(7)) + littleEndian(UInt16(1)) + [9]
    let archive = try ZipArchive(
      zip([
        SampleMember(
          name: "a", bytes: [1, 2], size: .max, place: .max, extra: other + longEntry, ownExtra: longSizes),
        SampleMember(name: "b", bytes: [3], flags: 8, checksum: 0, ownSize: 0),
      ]))
    #expect(try archive.members.map { try archive.bytes(of: $0) } == [[1, 2], [3]])
  }

  @Test("The checksum is that of ISO 3309, where there is one")
  func checksum() throws {
    // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    let digits = Array("123456789".utf8)
    #expect(ZipChecksum.of(digits) == 0xCBF4_3926)
    #expect(message(zip([SampleMember(name: "a", bytes: digits, checksum: 0xCBF4_3926)])) == "no error")
    #expect(message(zip([SampleMember(name: "a", bytes: digits, checksum: 1)])).contains("another checksum"))
  }

  @Test(
    "Names that lead out of the archive, or nowhere",
    arguments: [
      "../a", "a/../b", "/a", "a//b", "a/", "", ".", "a/./b", "a\\b", "C:a", "a\u{1B}[2J", "a\nb", "\u{FFFD}",
    ])
  func names(name: String) {
    #expect(
      message(zip([SampleMember(name: name)])).hasSuffix("has a name that torch.save does not write: \(Self.again)"))
  }

  @Test(
    "Directories and headers that contradict each other or the file",
    arguments: [
      ([SampleMember(name: "a"), SampleMember(name: "a")], "member \"a\" is there twice, and only one can be meant"),
      ([SampleMember(name: "a", ownName: "b")], "member \"a\" has a header that contradicts the archive's directory"),
      ([SampleMember(name: "a", bytes: [1], ownSize: 0)], "member \"a\" has a header that contradicts"),
      ([SampleMember(name: "a", bytes: [1], size: 2, ownSize: .max)], "member \"a\" ends behind the last byte"),
      ([SampleMember(name: "a", bytes: [1], ownSize: .max)], "member \"a\" has a header that contradicts"),
      ([SampleMember(name: "a", place: 1)], "member \"a\" ends behind the last byte"),
      ([SampleMember(name: "a", bytes: [1, 2], place: 1)], "member \"a\" has a header that contradicts"),
      ([SampleMember(name: "a", place: 1_000_000)], "member \"a\" ends behind the last byte"),
      ([SampleMember(name: "a", bytes: [1], size: 4_000_000_000)], "member \"a\" ends behind the last byte"),
      ([SampleMember(name: "a", size: .max)], "directory, byte 0: expected an entry"),
      ([SampleMember(name: "a", size: .max, extra: [1, 0, 9])], "directory, byte 0: expected an entry"),
      ([SampleMember(name: "a", size: .max, extra: [1, 0, 9, 0])], "directory, byte 0: expected an entry"),
      ([SampleMember(name: "a", size: .max, extra: [1, 0, 1, 0, 5])], "directory, byte 0: expected an entry"),
      ([SampleMember(name: "a", flags: 1)], "member \"a\" is encrypted: save it without a password"),
      ([SampleMember(name: "a", method: 8)], "member \"a\" is compressed, and torch.save stores"),
    ] as [([SampleMember], String)])
  func contradictions(members: [SampleMember], words: String) { #expect(message(zip(members)).contains(words)) }

  @Test("Two names for the same bytes: an archive that unpacks to more than it has")
  func overlap() {
    // The second entry says that it stands within the first member, where a whole member is quoted.
    let quoted = Array(zip([SampleMember(name: "b", bytes: [1, 2, 3])]).prefix(34))
    let bytes = zip([SampleMember(name: "a", bytes: quoted), SampleMember(name: "b", bytes: [1, 2, 3], place: 31)])
    #expect(message(bytes) == "members \"a\" and \"b\" share bytes: \(Self.again)")
    // One member under a thousand entries of other names: none of them has its own header.
    let bomb = zip((0..<1000).map { SampleMember(name: "n\($0)", place: 0) })
    #expect(message(bomb).contains("contradicts"))
  }

  @Test("Every end that is not one")
  func ends() {
    let good = zip([SampleMember(name: "a", bytes: [1])])
    let long = zip([SampleMember(name: "a", bytes: [1])], isLong: true)
    #expect(message(good) == "no error" && message(long) == "no error")
    let noEnd = "the zip archive has no end: the file is truncated, fetch it again"
    let disagrees = "the end of the zip archive contradicts itself: \(Self.again)"
    func changed(_ bytes: [UInt8], _ place: Int, _ value: UInt8) -> [UInt8] {
      var bytes = bytes
      bytes[bytes.count + place] = value
      return bytes
    }
    #expect(message([]) == noEnd && message(good + [0]) == noEnd && message(changed(good, -1, 1)) == noEnd)
    // A disk, entries on it, entries, the directory's size and its place.
    for place in [-18, -14, -10, -6] { #expect(message(changed(good, place, 9)) == disagrees, "\(place)") }
    #expect(message(changed(changed(good, -14, 2), -12, 2)).contains("directory, byte 47: expected an entry"))
    // The locator's disk, place and disks; the record's mark, size, disk, entries, size and place.
    for place in [-42, -38, -34, -26, -98, -94, -82, -74, -66, -58, -50, -43] {
      #expect(message(changed(long, place, 9)) == disagrees, "\(place)")
    }
  }

  @Test("A directory that is damaged or too long")
  func directories() {
    var bytes = zip([SampleMember(name: "a")])
    bytes[31] = 0
    #expect(message(bytes) == "the zip archive's directory, byte 0: expected an entry: \(Self.again)")
    let many = zip((0..<300_000).map { SampleMember(name: "member\($0)") }, isLong: true)
    #expect(message(many).contains("bytes, the limit is 16777216: save model.state_dict() alone"))
  }
}
