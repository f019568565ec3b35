import Testing

@testable import RNNFiles

@Suite struct SafetensorsFileTests {
  @Test("A file without tensors is one")
  func empty() throws {
    let file = try SafetensorsFile(safetensors("{}"))
    #expect(file.header.tensors.isEmpty)
    #expect(file.header.metadata.isEmpty)
  }

  @Test("Space, padding, order and escapes are as JSON has them")
  func lenience() throws {
    let header = """
      { "b" : { "data_offsets" : [ 4 , 4 ] , "shape" : [ 0 , 7 ] , "dtype" : "F64" } ,\t
      "\\u0061\\ud83d\\ude00\\/" : {"shape":[],"dtype":"F32","data_offsets":[0,4]},
      "__metadata__":{"format":"pt","":"é\\n"}}\u{20}\u{20}
      """
    let file = try SafetensorsFile(safetensors(header, data: littleEndian(Float(1.5).bitPattern)))
    #expect(
      file.header.tensors == [
        TensorDescription(name: "a😀/", type: .f32, shape: []),
        TensorDescription(name: "b", type: .f64, shape: [0, 7]),
      ])
    #expect(file.header.tensors.map(file.header.byteRange) == [0..<4, 4..<4])
    #expect(file.header.metadata == ["format": "pt", "": "é\n"])
    #expect(try file.values(of: file.header.tensors[0]) == [1.5])
    #expect(try file.values(of: file.header.tensors[1]) == [])
  }

  @Test("Every type has a size")
  func types() throws {
    for type in TensorType.allCases {
      let size = type.bitCount * 4 / 8
      let header = "{\"a\":{\"dtype\":\"\(type.rawValue)\",\"shape\":[4],\"data_offsets\":[0,\(size)]}}"
      #expect(try SafetensorsFile(safetensors(header, dataCount: size)).header.tensors[0].type == type)
    }
  }

  /// Bit patterns and their values from IEEE 754-2019, tables 3.1 to 3.5; bfloat16 is the upper half of binary32.
  @Test(
    "Stored numbers are read exactly",
    arguments: [
      (.f64, littleEndian(UInt64(0x3FF0_0000_0000_0001)), 0x1.0000000000001p0),
      (.f64, littleEndian(UInt64(1)), 0x1p-1074), (.f32, littleEndian(UInt32(0x3DCC_CCCD)), 0x1.99999ap-4),
      (.f32, littleEndian(UInt32(1)), 0x1p-149), (.f16, littleEndian(UInt16(0x3C01)), 0x1.004p0),
      (.f16, littleEndian(UInt16(0x0001)), 0x1p-24), (.f16, littleEndian(UInt16(0xFBFF)), -65504),
      (.bf16, littleEndian(UInt16(0x3F81)), 0x1.02p0), (.bf16, littleEndian(UInt16(0x0001)), 0x1p-133),
      (.f16, littleEndian(UInt16(0x7C00)), .infinity), (.bf16, littleEndian(UInt16(0xFF80)), -.infinity),
    ] as [(TensorType, [UInt8], Double)])
  func numbers(type: TensorType, data: [UInt8], expected: Double) throws {
    let header = "{\"a\":{\"dtype\":\"\(type.rawValue)\",\"shape\":[],\"data_offsets\":[0,\(data.count)]}}"
    let file = try SafetensorsFile(safetensors(header, data: data))
    #expect(try file.values(of: file.header.tensors[0]) == [expected])
  }

  @Test("Only the header and the tensors that are asked for are read")
  func thrift() throws {
    let source = WatchedSource(
      safetensors([
        SampleTensor(name: "a", shape: [1000], values: Array(repeating: 1, count: 1000)),
        SampleTensor(name: "b", shape: [2], values: [2, 3]),
      ]))
    let file = try SafetensorsFile(source)
    let headerCount = source.bytesRead
    #expect(headerCount < 200)
    #expect(try file.values(of: file.header.tensors[1]) == [2, 3])
    #expect(source.bytesRead == headerCount + 16)
  }

  @Test("A source that cannot be read says so")
  func unreadable() {
    #expect(throws: SafetensorsError.unreadable(reason: "gone")) { try SafetensorsFile(BrokenSource()) }
  }
}

/// Bytes that count how many of them are handed out.
private final class WatchedSource: ByteSource {
  private let all: [UInt8]
  private(set) var bytesRead = 0

  init(_ bytes: [UInt8]) { all = bytes }

  var byteCount: Int { all.count }

  func bytes(in range: Range<Int>) -> [UInt8] {
    bytesRead += range.count
    return all.bytes(in: range)
  }
}

private struct BrokenSource: ByteSource {
  var byteCount: Int { 100 }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] { throw .unreadable(reason: "gone") }

  @Test("Only weights of the file's own tensors are read as numbers")
  func refusedTensors() throws {
    let file = try SafetensorsFile(
      safetensors([
        SampleTensor(name: "ids", shape: [1], values: [0], type: "I64"),
        SampleTensor(name: "W", shape: [1], values: [2]),
      ]))
    #expect(throws: SafetensorsError.notNumbers(.i64, tensor: "ids")) { try file.values(of: file.header.tensors[0]) }
    #expect(try file.values(of: file.header.tensors[1]) == [2])
    let foreign = TensorDescription(name: "W", type: .f64, shape: [2])
    #expect(throws: SafetensorsError.noSuchTensor(name: "W")) { try file.values(of: foreign) }
    #expect(
      SafetensorsError.notNumbers(.i64, tensor: "ids").message(file: "m")
        == "m: tensor \"ids\" is I64, and only F64, F32, F16 and BF16 are read as numbers: save it with float()")
    #expect(
      SafetensorsError.noSuchTensor(name: "W").message(file: "m")
        == "m: no tensor \"W\" of this type and shape: take it from the header of the same file")
  }
}
