/// A safetensors file from the text of its header and the number of its data bytes, which are 0.
func safetensors(_ header: String, dataCount: Int = 0) -> [UInt8] {
  safetensors(header, data: [UInt8](repeating: 0, count: dataCount))
}

/// A safetensors file from the text of its header and its data.
func safetensors(_ header: String, data: [UInt8]) -> [UInt8] {
  littleEndian(UInt64(header.utf8.count)) + header.utf8 + data
}

/// The bytes of a whole number, the lowest first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// A tensor to be written.
struct SampleTensor {
  var name: String
  var shape: [Int]
  var values: [Double]
  var type = "F64"
}

/// A well-formed file of tensors, in the order given; F64 and F32 are written as numbers, other types as bytes of 0.
func safetensors(_ tensors: [SampleTensor], metadata: [String: String] = [:]) -> [UInt8] {
  var members =
    metadata.isEmpty
    ? []
    : [
      "\"__metadata__\":{"
        + metadata.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
        .joined(separator: ",") + "}"
    ]
  var data: [UInt8] = []
  for tensor in tensors {
    let begin = data.count
    data += tensor.values.flatMap {
      tensor.type == "F32" ? littleEndian(Float($0).bitPattern) : littleEndian($0.bitPattern)
    }
    members.append(
      "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":\(tensor.shape),\"data_offsets\":[\(begin),\(data.count)]}"
    )
  }
  return safetensors("{" + members.joined(separator: ",") + "}", data: data)
}
