import RNNCore
import Testing

@testable import RNNFiles

/// Damaged and hostile files give an error or a result, and never end the program, fill its memory or take long.
@Suite struct TorchRobustnessTests {
  /// Reads all that can be read.
  private func read(_ bytes: [UInt8]) {
    do {
      let file = try TorchFile(bytes)
      for tensor in file.tensors where tensor.type.isWeight {
        let values = try file.values(of: tensor)
        #expect(values.count == tensor.elementCount)
      }
    } catch {
      let message = error.message(file: "m")
      #expect(message.count > 10 && !message.contains("\n") && message.contains(": "))
    }
  }

  private func message(_ pickle: [UInt8]) -> String {
    do {
      _ = try TorchFile(torchFile(pickle))
      return "no error"
    } catch {
      return error.message(file: "m")
    }
  }

  @Test("Every prefix is refused", arguments: ["small.pt", "views.pt", "lightning.ckpt"])
  func prefixes(name: String) throws {
    let bytes = try TorchFixtures.bytes(name)
    for count in 4..<bytes.count {
      #expect(throws: TorchFileError.archive(.noEnd)) { try TorchFile(Array(bytes[..<count])) }
    }
  }

  @Test("Every prefix of a pickle is refused", arguments: ["small.pt", "views.pt", "protocol4.pt", "lightning.ckpt"])
  func picklePrefixes(name: String) throws {
    let pickle = try Self.pickle(of: name)
    for count in pickle.indices {
      #expect(throws: PickleError.truncated) { try PickleMachine.contents(of: Array(pickle[..<count])) }
    }
  }

  @Test("Every bit can flip, in a file without checksums")
  func bits() throws {
    let bytes = try TorchFixtures.bytes("small.pt")
    for place in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(bit)
        read(damaged)
      }
    }
  }

  @Test("Any byte can stand anywhere in a pickle", arguments: ["small.pt", "protocol4.pt"])
  func pickleBytes(name: String) throws {
    let pickle = try Self.pickle(of: name).prefix(260)
    for place in pickle.indices {
      for byte in stride(from: UInt8(0), through: 255, by: 1) {
        var damaged = Array(pickle)
        damaged[place] = byte
        do { _ = try PickleMachine.contents(of: damaged) } catch { #expect(error.explanation.count > 10) }
      }
    }
  }

  @Test("Any instructions can follow each other")
  func random() {
    var generator = SplitMix64(seed: 1)
    let pieces: [[UInt8]] =
      (0...255).map { [$0] } + [
        Pickle.storage(), Pickle.tensor(), Pickle.text("w"), Pickle.text("state_dict"), Pickle.emptyDictionary, [0x28],
        [0x75], [0x73], [0x52], [0x74], [0x4B, 1], [0x71, 0], [0x68, 0], [0x94], Pickle.integers([1, 2]),
        Pickle.global("torch._utils", "_rebuild_tensor_v2"), Pickle.global("collections", "OrderedDict"),
        Pickle.emptyTuple,
      ]
    for _ in 0..<3000 {
      let body = (0..<Int.random(in: 0..<12, using: &generator)).flatMap { _ in
        pieces.randomElement(using: &generator) ?? []
      }
      read(torchFile(Pickle.of(Pickle.emptyDictionary, body), storages: ["0": [UInt8](repeating: 0, count: 8)]))
    }
  }

  @Test(
    "Nesting a million deep is flat",
    arguments: [
      [0x85], [0x7D, 0x28, 0x4E], [0x5D], [0x28],
    ] as [[UInt8]])
  func nesting(piece: [UInt8]) {
    let deep = Array([[UInt8]](repeating: piece, count: 1_000_000).joined())
    let words = message(Pickle.of(Pickle.none, deep))
    #expect(words.hasPrefix("m: ") && !words.hasSuffix("no error"))
  }

  @Test("A value that is used again and again is not copied")
  func sharing() {
    // Each tuple holds the one before it twice: 2^n values, if they were written out.
    let doubled = Array([[UInt8]](repeating: [0x71, 0, 0x68, 0, 0x86], count: 200_000).joined())
    #expect(
      message(Pickle.of(Pickle.none, doubled)) == "m: no dictionary, expected a state dict: save model.state_dict()")
    // A dictionary that holds itself under every name.
    let own = Array([[UInt8]](repeating: [0x68, 1, 0x68, 0, 0x73], count: 100_000).joined())
    let text = Pickle.text("model") + [0x71, 1]
    #expect(
      message(Pickle.of(Pickle.emptyDictionary, [0x71, 0], text, Pickle.none, [0x73], own)).contains("no tensors under")
    )
    // A text of a megabyte as the name of a hundred thousand globals, keys and storages.
    let long = Pickle.text(String(repeating: "x", count: 1 << 20)) + [0x71, 0]
    #expect(message(Pickle.of(long, [0x68, 0, 0x93])).contains("is no part of a state dict"))
    let tensor = Pickle.tuple(
      Pickle.text("storage"), Pickle.global("torch", "FloatStorage"), [0x68, 0], Pickle.none, [0x4B, 1])
    let same = Array([[UInt8]](repeating: [0x68, 0, 0x4E], count: 100_000).joined())
    #expect(
      message(Pickle.of(Pickle.emptyDictionary, [0x28], long, tensor, [0x51], same, [0x75])).hasPrefix("m: no tensors"))
  }

  @Test("What there is too much of is counted", arguments: PickleLimit.allCases)
  func limits(limit: PickleLimit) {
    func many(_ piece: [UInt8], _ share: Int = 1) -> [UInt8] {
      Array([[UInt8]](repeating: piece, count: limit.count / share + 1).joined())
    }
    let call = Pickle.global("torch._utils", "_rebuild_tensor_v2") + [0x71, 1]
    let arguments = Pickle.tuple(Pickle.storage(), [0x4B, 0, 0x29, 0x29, 0x89, 0x7D]) + [0x71, 0]
    let pickles: [[UInt8]] =
      switch limit {
      case .waitingValues: [many([0x4E]), many([0x28])]
      case .memo: [[0x4E] + many([0x94])]
      case .tupleElements: [[0x5D] + many([0x28] + [UInt8](repeating: 0x4E, count: 1024) + [0x74, 0x61], 1024)]
      case .entries: [Pickle.emptyDictionary + Pickle.text("w") + [0x71, 0, 0x4E, 0x73] + many([0x68, 0, 0x4E, 0x73])]
      case .tensors:
        [
          [0x5D] + arguments + [0x61] + call + [0x61] + many([0x68, 1, 0x68, 0, 0x52, 0x61]),
          [0x5D] + Array(Pickle.storage().dropLast()) + [0x71, 0, 0x61] + many([0x68, 0, 0x51, 0x61]),
        ]
      }
    for pickle in pickles {
      do {
        _ = try PickleMachine.contents(of: Pickle.of(pickle))
        Issue.record("no error")
      } catch {
        guard case .limit(limit, _) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(error.explanation.contains("more than \(limit.count) "))
      }
    }
  }

  @Test("A pickle that is too long is refused before it is read")
  func length() {
    #expect(throws: PickleError.tooLong(byteCount: 1 << 26 + 1, limit: 1 << 26)) {
      try PickleMachine.contents(of: [UInt8](repeating: 0x4E, count: 1 << 26 + 1))
    }
    #expect(
      message([UInt8](repeating: 0x4E, count: 1 << 26 + 1))
        == "m: the pickle has 67108865 bytes, the limit is 67108864: save model.state_dict() alone")
  }

  private static func pickle(of name: String) throws -> [UInt8] {
    let archive = try ZipArchive(try TorchFixtures.bytes(name))
    let member = try #require(archive.members.first { $0.name.hasSuffix("/data.pkl") })
    return try archive.bytes(of: member)
  }
}
