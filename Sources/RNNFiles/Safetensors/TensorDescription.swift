/// What the header of a safetensors file says of one tensor.
public struct TensorDescription: Hashable, Sendable {
  /// Its name in the state dict.
  public let name: String
  /// The type of its elements.
  public let type: TensorType
  /// Its dimensions, row-major; empty for a single number. A dimension may be 0.
  public let shape: [Int]
  /// Where its elements stand, in bytes from the start of the data.
  public let byteRange: Range<Int>

  /// A description from its parts.
  public init(name: String, type: TensorType, shape: [Int], byteRange: Range<Int>) {
    self.name = name
    self.type = type
    self.shape = shape
    self.byteRange = byteRange
  }

  /// The number of elements; 0 with a dimension of 0, however large the others are. Complexity: O(dimensions).
  public var elementCount: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

  /// The index along each dimension of the element at `position` in row-major order.
  func index(of position: Int) -> [Int] {
    var (rest, index) = (position, [Int]())
    for dimension in shape.reversed() {
      index.append(rest % dimension)
      rest /= dimension
    }
    return index.reversed()
  }
}

/// The element types of safetensors, by the names they have in a header.
public enum TensorType: String, CaseIterable, Sendable {
  case bool = "BOOL"
  case f4 = "F4"
  case f6e2m3 = "F6_E2M3"
  case f6e3m2 = "F6_E3M2"
  case u8 = "U8"
  case i8 = "I8"
  case f8e5m2 = "F8_E5M2"
  case f8e4m3 = "F8_E4M3"
  case f8e8m0 = "F8_E8M0"
  case i16 = "I16"
  case u16 = "U16"
  case f16 = "F16"
  case bf16 = "BF16"
  case i32 = "I32"
  case u32 = "U32"
  case f32 = "F32"
  case c64 = "C64"
  case f64 = "F64"
  case i64 = "I64"
  case u64 = "U64"

  /// The bits of one element.
  public var bitCount: Int {
    switch self {
    case .f4: 4
    case .f6e2m3, .f6e3m2: 6
    case .bool, .u8, .i8, .f8e5m2, .f8e4m3, .f8e8m0: 8
    case .i16, .u16, .f16, .bf16: 16
    case .i32, .u32, .f32: 32
    case .c64, .f64, .i64, .u64: 64
    }
  }

  /// Whether weights can have it: every value of F64, F32, F16 and BF16 is a Double.
  public var isWeight: Bool { self == .f64 || self == .f32 || self == .f16 || self == .bf16 }

  /// Whether elements are numbers with a fraction, as parameters are: not counts, indices or masks.
  var isFloatingPoint: Bool {
    switch self {
    case .f4, .f6e2m3, .f6e3m2, .f8e5m2, .f8e4m3, .f8e8m0, .f16, .bf16, .f32, .f64, .c64: true
    case .bool, .u8, .i8, .i16, .u16, .i32, .u32, .i64, .u64: false
    }
  }

  /// The first byte of an element is a multiple of so many bytes into the data.
  var alignment: Int { max(bitCount / 8, 1) }
}

/// How tensors lie in the data: each as large as its shape says, one behind the other, from the first byte to the last.
enum TensorLayout {
  /// The tensors in the order of their bytes.
  static func checked(_ tensors: [TensorDescription], dataCount: Int) throws(SafetensorsError) -> [TensorDescription] {
    for tensor in tensors { try checkSize(of: tensor, dataCount: dataCount) }
    let ordered = tensors.sorted {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound, $0.name)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound, $1.name)
    }
    var end = 0
    var previous = ""
    for tensor in ordered {
      let begin = tensor.byteRange.lowerBound
      guard begin >= end else { throw .overlap(tensor: tensor.name, with: previous) }
      guard begin == end else { throw .gap(byteCount: begin - end, before: tensor.name) }
      (end, previous) = (tensor.byteRange.upperBound, tensor.name)
    }
    guard end == dataCount else { throw .trailingBytes(dataCount - end) }
    return ordered
  }

  private static func checkSize(of tensor: TensorDescription, dataCount: Int) throws(SafetensorsError) {
    let (name, type, shape, range) = (tensor.name, tensor.type, tensor.shape, tensor.byteRange)
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
