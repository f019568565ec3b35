/// What a file says of one tensor.
public struct TensorDescription: Hashable, Sendable {
  /// Its name in the state dict.
  public let name: String
  /// The type of its elements.
  public let type: TensorType
  /// Its dimensions, row-major; empty for a single number. A dimension may be 0.
  public let shape: [Int]

  /// A description from its parts.
  public init(name: String, type: TensorType, shape: [Int]) {
    self.name = name
    self.type = type
    self.shape = shape
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

/// The types of a tensor's elements, by the names that safetensors has for them.
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
