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

  /// The number of elements; 0 with a dimension of 0, however large the others are.
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
