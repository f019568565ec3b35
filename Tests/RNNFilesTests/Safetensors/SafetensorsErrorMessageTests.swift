import Testing

@testable import RNNFiles

/// Malformed files, each with the line that a person reads.
@Suite struct SafetensorsErrorMessageTests {
  private static let again = "the file is damaged, write it again with safetensors"

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try SafetensorsFile(bytes)
      return "no error"
    } catch {
      return error.message(file: "m.safetensors")
    }
  }

  private static func tensor(
    _ name: String = "a", type: String = "F32", shape: String = "[2]", offsets: String = "[0,8]"
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  private static func file(_ members: String..., dataCount: Int = 8) -> [UInt8] {
    safetensors("{" + members.joined(separator: ",") + "}", dataCount: dataCount)
  }

  @Test(
    "Files that are something else, or cut",
    arguments: [
      ([], "0 bytes, and a safetensors file begins with 8 bytes for its header's length: name a safetensors file"),
      (
        Array("hello".utf8),
        "5 bytes, and a safetensors file begins with 8 bytes for its header's length: name a safetensors file"
      ),
      (
        Array("PK\u{3}\u{4}\u{0}\u{0}\u{8}\u{8}\u{0}".utf8),
        "a checkpoint of torch.save, not safetensors: convert it with "
          + "safetensors.torch.save_file(torch.load(FILE), \"model.safetensors\")"
      ),
      (
        [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46],
        "a bare pickle, which torch.save wrote before PyTorch 1.6: "
          + "save it anew with torch.save(torch.load(FILE), \"model.pt\")"
      ),
      (
        Array("version https://git-lfs.github.com/spec/v1".utf8),
        "a Git LFS pointer, not the file it stands for: fetch it with git lfs pull"
      ),
      (
        Array("{\"metadata\": {}, \"weight_map\": {}}".utf8),
        "JSON without tensors: name the .safetensors file that holds the weights"
      ),
      (
        littleEndian(UInt64(100_000_001)),
        "the header's length is 100000001 bytes, the limit is 100000000: not a safetensors file, or a damaged one"
      ),
      (
        littleEndian(UInt64.max),
        "the header's length is 18446744073709551615 bytes, the limit is 100000000: "
          + "not a safetensors file, or a damaged one"
      ),
      (
        littleEndian(UInt64(9)) + Array("{}".utf8),
        "the header's length is 9 bytes, and 2 are left: the file is truncated, fetch it again"
      ),
      (
        littleEndian(UInt64(0)),
        "the header is empty, expected a JSON object: not a safetensors file, or a damaged one"
      ),
      (safetensors(" {}"), "the header begins with 0x20 instead of {: not a safetensors file, or a damaged one"),
      (safetensors("[]"), "the header begins with [ instead of {: not a safetensors file, or a damaged one"),
      (littleEndian(UInt64(3)) + [0x7B, 0xFF, 0x7D], "header, byte 9: 0xFF is not UTF-8: \(again)"),
    ] as [([UInt8], String)])
  func wholeFiles(bytes: [UInt8], words: String) {
    #expect(message(bytes) == "m.safetensors: " + words)
  }

  @Test(
    "JSON that is none, or more than a header may hold",
    arguments: [
      ("{", "header, byte 9: expected a name in double quotes, found the end: \(again)"),
      ("{}}", "header, byte 10: expected nothing more, found }: \(again)"),
      ("{a", "header, byte 9: expected a name in double quotes, found a: \(again)"),
      ("{\"a\"}", "header, byte 12: expected a colon, found }: \(again)"),
      ("{\"a\":1}", "header, byte 13: expected an object, found 1: \(again)"),
      ("{\"a\":[[[[]]]]}", "header, byte 13: expected an object, found [: \(again)"),
      ("{\"a\":{\"dtype\":4}}", "header, byte 22: expected a string, found 4: \(again)"),
      ("{\"a\":{\"shape\":2}}", "header, byte 22: expected an array of whole numbers, found 2: \(again)"),
      ("{\"a\":{\"shape\":[[2]]}}", "header, byte 23: expected a whole number, found [: \(again)"),
      ("{\"a\":{\"shape\":[2,]}}", "header, byte 25: expected a whole number, found ]: \(again)"),
      ("{\"a\":{\"shape\":[2 2]}}", "header, byte 25: expected a comma or ], found 2: \(again)"),
      ("{\"a\":{\"shape\":[-2]}}", "header, byte 23: expected a whole number from 0 in plain digits: \(again)"),
      ("{\"a\":{\"shape\":[2.0]}}", "header, byte 23: expected a whole number from 0 in plain digits: \(again)"),
      ("{\"a\":{\"shape\":[1e3]}}", "header, byte 23: expected a whole number from 0 in plain digits: \(again)"),
      ("{\"a\":{\"shape\":[02]}}", "header, byte 23: expected a whole number from 0 in plain digits: \(again)"),
      (
        "{\"a\":{\"shape\":[9223372036854775808]}}",
        "header, byte 23: a number beyond 9223372036854775807: \(again)"
      ),
      ("{\"a\":{}\"b\":{}}", "tensor \"a\" has no dtype: \(again)"),
      ("{\"__metadata__\":{}\"b\":{}}", "header, byte 26: expected a comma or }, found \": \(again)"),
      ("{\"__metadata__\":{\"a\":\"b\",}}", "header, byte 33: expected a name in double quotes, found }: \(again)"),
      ("{\"__metadata__\":{\"a\":1}}", "header, byte 29: expected a string, found 1: \(again)"),
      ("{\"__metadata__\":{\"a\":\"b}}", "header, byte 29: the string that begins here is never closed: \(again)"),
      ("{\"a\\x\":{}}", "header, byte 11: the escape that begins here is none of JSON's: \(again)"),
      ("{\"a\\uD83D\":{}}", "header, byte 11: the escape that begins here is none of JSON's: \(again)"),
      ("{\"a\\uDE00\":{}}", "header, byte 11: the escape that begins here is none of JSON's: \(again)"),
      ("{\"a\\uD83D\\n\":{}}", "header, byte 11: the escape that begins here is none of JSON's: \(again)"),
      ("{\"a\\uD83D\\u0041\":{}}", "header, byte 11: the escape that begins here is none of JSON's: \(again)"),
      ("{\"a\\u12G4\":{}}", "header, byte 11: the escape that begins here is none of JSON's: \(again)"),
      ("{\"a\nb\":{}}", "header, byte 11: control character 0x0A in a string: \(again)"),
      (
        "{\"__metadata__\":{\"k\":\"1\",\"\\u006B\":\"2\"}}",
        "\"k\" stands twice in \"__metadata__\": write the file again"
      ),
      (
        "{\"__metadata__\":{},\"__metadata__\":{}}",
        "\"__metadata__\" stands twice in the header, and only one can be meant: write the file again"
      ),
    ])
  func json(header: String, words: String) {
    #expect(message(safetensors(header)) == "m.safetensors: " + words)
  }

  @Test(
    "Tensors that are not what they say",
    arguments: [
      (
        file(tensor(), tensor(offsets: "[8,16]"), dataCount: 16),
        "\"a\" stands twice in the header, and only one can be meant: write the file again"
      ),
      (
        file("\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"),
        "\"dtype\" stands twice in \"a\": write the file again"
      ),
      (
        file("\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"strides\":[1],\"data_offsets\":[0,8]}"),
        "tensor \"a\" has \"strides\", expected dtype, shape and data_offsets alone: \(again)"
      ),
      (file("\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}"), "tensor \"a\" has no shape: \(again)"),
      (file("\"a\":{\"dtype\":\"F32\",\"shape\":[2]}"), "tensor \"a\" has no data_offsets: \(again)"),
      (
        file(tensor(type: "F31")),
        "tensor \"a\" has the unknown dtype \"F31\": save it as F64, F32, F16 or BF16"
      ),
      (
        file(tensor(offsets: "[0,4,8]")),
        "tensor \"a\" has 3 data_offsets, expected a begin and an end: \(again)"
      ),
      (
        file(tensor(offsets: "[8,0]")),
        "tensor \"a\" ends at byte 0 of the data, before it begins at 8: \(again)"
      ),
      (
        file(tensor(), dataCount: 7),
        "tensor \"a\" ends at byte 8 of the data, and there are 7: the file is truncated, fetch it again"
      ),
      (file(tensor(), dataCount: 9), "1 byte behind the last tensor: \(again)"),
      (file(dataCount: 3), "3 bytes behind the last tensor: \(again)"),
      (
        file(tensor(shape: "[3]")),
        "tensor \"a\", F32 of shape [3], needs 12 bytes, and its data_offsets hold 8: \(again)"
      ),
      (
        file(tensor(shape: "[]")),
        "tensor \"a\", F32 of shape [], needs 4 bytes, and its data_offsets hold 8: \(again)"
      ),
      (
        file(tensor(shape: "[4294967296,4294967296]")),
        "tensor \"a\" of shape [4294967296, 4294967296] has more bytes than can be counted: \(again)"
      ),
      (
        file(tensor(type: "F4", shape: "[3]", offsets: "[0,1]"), dataCount: 1),
        "tensor \"a\", F4 of shape [3], does not fill whole bytes: \(again)"
      ),
      (
        file(
          tensor("b", type: "U8", shape: "[3]", offsets: "[0,3]"), tensor(shape: "[1]", offsets: "[3,7]"), dataCount: 7),
        "tensor \"a\" begins at byte 3 of the data, expected a multiple of 4 for F32: \(again)"
      ),
      (file(tensor("b"), tensor(offsets: "[4,12]"), dataCount: 12), "tensors \"b\" and \"a\" share bytes: \(again)"),
      (file(tensor("b"), tensor()), "tensors \"a\" and \"b\" share bytes: \(again)"),
      (
        file(tensor("b"), tensor(offsets: "[12,20]"), dataCount: 20),
        "4 bytes of no tensor before \"a\": \(again)"
      ),
      (
        file(tensor(offsets: "[4,12]"), dataCount: 12), "4 bytes of no tensor before \"a\": \(again)"
      ),
    ] as [([UInt8], String)])
  func tensors(bytes: [UInt8], words: String) {
    #expect(message(bytes) == "m.safetensors: " + words)
  }

  @Test("Names from a file are escaped, and cut where they are long")
  func hostileNames() {
    let name = "\\u001b[31m" + String(repeating: "x", count: 99)
    let words = message(Self.file(Self.tensor(name, type: "?")))
    #expect(words.hasPrefix("m.safetensors: tensor \"\\u{1B}[31mxxx"))
    #expect(words.contains("x…\""))
    #expect(!words.contains("\u{1B}"))
  }
}
