/// A tensor, and where its elements stand in bytes from the start of the data.
struct PlacedTensor: Equatable, Sendable {
  let description: TensorDescription
  let byteRange: Range<Int>
}

/// How tensors lie in the data: each as large as its shape says, one behind the other, from the first byte to the last.
enum TensorLayout {
  /// The tensors in the order of their bytes.
  static func checked(_ tensors: [PlacedTensor], dataCount: Int) throws(SafetensorsError) -> [PlacedTensor] {
    for tensor in tensors { try checkSize(of: tensor, dataCount: dataCount) }
    let ordered = tensors.sorted {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound, $0.description.name)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound, $1.description.name)
    }
    var end = 0
    var previous = ""
    for tensor in ordered {
      let begin = tensor.byteRange.lowerBound
      let name = tensor.description.name
      guard begin >= end else { throw .overlap(tensor: name, with: previous) }
      guard begin == end else { throw .gap(byteCount: begin - end, before: name) }
      (end, previous) = (tensor.byteRange.upperBound, name)
    }
    guard end == dataCount else { throw .trailingBytes(dataCount - end) }
    return ordered
  }

  private static func checkSize(of tensor: PlacedTensor, dataCount: Int) throws(SafetensorsError) {
    let (name, type, shape) = (tensor.description.name, tensor.description.type, tensor.description.shape)
    let range = tensor.byteRange
    guard let bits = bitCount(shape, of: type) else { throw .sizeOverflow(shape: shape, tensor: name) }
    guard bits.isMultiple(of: 8) else { throw .partialByte(type, shape: shape, tensor: name) }
    guard range.count == bits / 8 else {
      throw .wrongSize(found: range.count, expected: bits / 8, type: type, shape: shape, tensor: name)
    }
    guard range.isEmpty || range.lowerBound.isMultiple(of: type.alignment) else {
      throw .unaligned(begin: range.lowerBound, type: type, tensor: name)
    }
    guard range.upperBound <= dataCount else {
      throw .dataPastEnd(end: range.upperBound, available: dataCount, tensor: name)
    }
  }

  /// The bits of a tensor, or nil beyond an Int. With a dimension of 0 it is empty, whatever the others are.
  private static func bitCount(_ shape: [Int], of type: TensorType) -> Int? {
    guard !shape.contains(0) else { return 0 }
    var product = type.bitCount
    for dimension in shape {
      let (larger, overflows) = product.multipliedReportingOverflow(by: dimension)
      guard !overflows else { return nil }
      product = larger
    }
    return product
  }
}
