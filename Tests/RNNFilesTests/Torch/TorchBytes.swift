import Foundation

@testable import RNNFiles

/// A member of a zip archive to be written, and what is said of it.
struct SampleMember {
  var name: String
  var bytes: [UInt8] = []
  var flags: UInt16 = 0
  var method: UInt16 = 0
  /// 0 for none.
  var checksum: UInt32 = 0
  /// The name in its own header; nil for the same.
  var ownName: String?
  /// Its size in the directory; nil for the one it has.
  var size: UInt32?
  /// Its size in its own header; nil for that of the directory.
  var ownSize: UInt32?
  /// Where the directory says it stands; nil for where it does.
  var place: UInt32?
  /// Extra data in the directory, and in its own header.
  var extra: [UInt8] = []
  var ownExtra: [UInt8] = []

  fileprivate func header() -> [UInt8] {
    let name = Array((ownName ?? name).utf8)
    let count = ownSize ?? size ?? UInt32(bytes.count)
    return littleEndian(UInt32(0x0403_4B50)) + littleEndian(UInt16(0)) + littleEndian(flags) + littleEndian(method)
      + littleEndian(UInt32(0)) + littleEndian(checksum) + littleEndian(count) + littleEndian(count)
      + littleEndian(UInt16(name.count)) + littleEndian(UInt16(ownExtra.count)) + name + ownExtra
  }

  fileprivate func entry(at offset: Int) -> [UInt8] {
    let count = size ?? UInt32(bytes.count)
    return littleEndian(UInt32(0x0201_4B50)) + littleEndian(UInt32(0)) + littleEndian(flags) + littleEndian(method)
      + littleEndian(UInt32(0)) + littleEndian(checksum) + littleEndian(count) + littleEndian(count)
      + littleEndian(UInt16(name.utf8.count)) + littleEndian(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
      + littleEndian(place ?? UInt32(offset)) + name.utf8 + extra
  }
}

/// A zip archive of members one behind the other.
func zip(_ members: [SampleMember], isLong: Bool = false) -> [UInt8] {
  var (bytes, directory) = ([UInt8](), [UInt8]())
  for member in members {
    directory += member.entry(at: bytes.count)
    bytes += member.header() + member.bytes
  }
  let (start, count) = (bytes.count, members.count)
  bytes += directory
  if isLong {
    let place = bytes.count
    bytes += littleEndian(UInt32(0x0606_4B50)) + littleEndian(UInt64(44)) + littleEndian(UInt32(0))
    bytes += littleEndian(UInt64(0)) + littleEndian(UInt64(count)) + littleEndian(UInt64(count))
    bytes += littleEndian(UInt64(directory.count)) + littleEndian(UInt64(start))
    bytes += littleEndian(UInt32(0x0706_4B50)) + littleEndian(UInt32(0)) + littleEndian(UInt64(place))
    bytes += littleEndian(UInt32(1))
  }
  bytes += littleEndian(UInt32(0x0605_4B50)) + littleEndian(UInt32(0))
  bytes += littleEndian(isLong ? 0xFFFF : UInt16(count)) + littleEndian(isLong ? 0xFFFF : UInt16(count))
  return bytes + littleEndian(isLong ? .max : UInt32(directory.count)) + littleEndian(isLong ? .max : UInt32(start))
    + [0, 0]
}

/// A file of `torch.save` from its pickle and its storages, without checksums.
func torchFile(
  _ pickle: [UInt8], storages: [String: [UInt8]] = [:], others: [SampleMember] = []
) -> [UInt8] {
  zip(
    [SampleMember(name: "m/data.pkl", bytes: pickle)] + others
      + storages.sorted { $0.key < $1.key }.map { SampleMember(name: "m/data/\($0.key)", bytes: $0.value) })
}

/// Pieces of a pickle.
enum Pickle {
  static let emptyDictionary: [UInt8] = [0x7D]
  static let emptyTuple: [UInt8] = [0x29]
  static let reduce: [UInt8] = [0x52]
  static let none: [UInt8] = [0x4E]

  /// A whole pickle.
  static func of(_ body: [UInt8]..., version: UInt8 = 2) -> [UInt8] { [0x80, version] + body.joined() + [0x2E] }

  static func text(_ text: String) -> [UInt8] { [0x58] + littleEndian(UInt32(text.utf8.count)) + text.utf8 }

  static func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }

  static func integer(_ number: Int) -> [UInt8] { [0x8A, 8] + littleEndian(number) }

  static func tuple(_ parts: [UInt8]...) -> [UInt8] { [0x28] + parts.joined() + [0x74] }

  static func integers(_ numbers: [Int]) -> [UInt8] { [0x28] + numbers.flatMap(integer) + [0x74] }

  /// What a name makes of arguments.
  static func call(_ module: String, _ name: String, _ arguments: [UInt8]...) -> [UInt8] {
    global(module, name) + [0x28] + arguments.joined() + [0x74] + reduce
  }

  static func dictionary(_ entries: [(String, [UInt8])]) -> [UInt8] {
    [0x7D, 0x28] + entries.flatMap { text($0.0) + $0.1 } + [0x75]
  }

  static func storage(_ type: String = "FloatStorage", key: String = "0", count: Int = 2) -> [UInt8] {
    tuple(text("storage"), global("torch", type), text(key), text("cpu"), integer(count)) + [0x51]
  }

  static func tensor(
    _ storage: [UInt8] = storage(), offset: Int = 0, shape: [Int] = [2], strides: [Int] = [1], metadata: [UInt8] = []
  ) -> [UInt8] {
    call(
      "torch._utils", "_rebuild_tensor_v2", storage, integer(offset), integers(shape), integers(strides), [0x89],
      emptyDictionary, metadata)
  }
}

/// The files that PyTorch wrote, and what it reads from them.
enum TorchFixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// A tensor as torch.load has it.
  struct Expected {
    let description: TensorDescription
    /// Nil where weights do not have the type.
    let bits: [UInt64]?
  }

  /// By file, the tensors of its state dict in order.
  static func values() throws -> [(name: String, tensors: [Expected])] {
    var files: [(name: String, tensors: [Expected])] = []
    let text = try String(contentsOf: folder.appendingPathComponent("values.txt"), encoding: .utf8)
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "file" {
        files.append((words[1], []))
      } else if let type = TensorType(rawValue: words[1]) {
        let shape = words[2].dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
        let bits = type.isWeight ? words.dropFirst(3).compactMap { UInt64($0, radix: 16) } : nil
        let description = TensorDescription(name: words[0], type: type, shape: shape)
        files[files.count - 1].tensors.append(Expected(description: description, bits: bits))
      }
    }
    return files
  }
}
