/// A tensor that is a view of a storage: the element at (i, j, …) stands at offset + i·stride₀ + j·stride₁ + ….
///
/// A transposed matrix, a slice, or one row that stands for many (a stride of 0) is such a view. Within the storage every one of
/// them is checked to lie.
struct StridedTensor {
  let description: TensorDescription
  /// The storage's member of the archive.
  let member: ZipMember
  /// The bytes of the storage from the first element to the last.
  let byteRange: Range<Int>
  private let strides: [Int]

  /// The most dimensions. Weights have six at most, and a hostile pickle can share one long shape among all its tensors.
  static let dimensionLimit = 16
  /// The most elements of a view that has more than its storage.
  static let expandedLimit = 1 << 24
  /// The most elements of any: more than there are bytes on a disk.
  private static let elementLimit = 1 << 40

  /// - Parameters:
  ///   - tensor: what the pickle says.
  ///   - member: the storage, of which the pickle says that it has so many numbers.
  ///   - filled: the dictionaries with entries: metadata of one of them says that the numbers are not the tensor's.
  init(
    _ tensor: PickleTensor, name: String, in contents: PickleContents, member: ZipMember, filled: Set<Int32>
  ) throws(TorchFileError) {
    guard max(tensor.shape.count, tensor.strides.count) <= Self.dimensionLimit,
      let shape = contents.integers(tensor.shape), let strides = contents.integers(tensor.strides),
      shape.count == strides.count, (shape + strides).allSatisfy({ $0 >= 0 }), tensor.offset >= 0
    else { throw .badShape(tensor: name) }
    switch tensor.metadata {
    case .none: break
    case .dictionary(let number) where !filled.contains(number): break
    default: throw .pendingView(tensor: name)
    }
    description = TensorDescription(name: name, type: tensor.type, shape: shape)
    (self.member, self.strides) = (member, strides)
    let size = tensor.type.bitCount / 8
    let available = member.bytes.count / size
    guard let end = Self.end(shape, strides, offset: tensor.offset), end <= available else {
      throw .pastStorage(description, available: available)
    }
    let limit = min(max(available, Self.expandedLimit), Self.elementLimit)
    guard shape.contains(0) || Self.product(shape).map({ $0 <= limit }) ?? false else {
      throw .expandedTooFar(description, limit: limit)
    }
    byteRange = (tensor.offset * size)..<(end * size)
  }

  /// The place behind the last element, in numbers of the storage; the offset of an empty tensor, and nil beyond an Int.
  private static func end(_ shape: [Int], _ strides: [Int], offset: Int) -> Int? {
    guard !shape.contains(0) else { return offset }
    var last = offset
    for (count, stride) in zip(shape, strides) {
      let (step, overflows) = (count - 1).multipliedReportingOverflow(by: stride)
      let (sum, sumOverflows) = last.addingReportingOverflow(step)
      guard !overflows, !sumOverflows else { return nil }
      last = sum
    }
    return last == .max ? nil : last + 1
  }

  private static func product(_ shape: [Int]) -> Int? {
    var product = 1
    for dimension in shape {
      let (larger, overflows) = product.multipliedReportingOverflow(by: dimension)
      guard !overflows else { return nil }
      product = larger
    }
    return product
  }

  /// The elements row by row, from the numbers in ``byteRange``.
  ///
  /// Complexity: O(elements).
  func gathered(_ numbers: [Double]) -> [Double] {
    guard !numbers.isEmpty, !isContiguous else { return numbers }
    let count = description.elementCount
    var (values, index, place) = ([Double](), [Int](repeating: 0, count: strides.count), 0)
    values.reserveCapacity(count)
    for _ in 0..<count {
      values.append(numbers[place])
      // Counts on in the last dimension, and carries over where it is through.
      for dimension in strides.indices.reversed() {
        index[dimension] += 1
        place += strides[dimension]
        guard index[dimension] == description.shape[dimension] else { break }
        place -= strides[dimension] * index[dimension]
        index[dimension] = 0
      }
    }
    return values
  }

  /// Whether the elements, of which there is one at least, stand row by row, one behind the other.
  private var isContiguous: Bool {
    var expected = 1
    for (count, stride) in zip(description.shape, strides).reversed() where count != 1 {
      guard stride == expected else { return false }
      expected *= count
    }
    return true
  }
}
