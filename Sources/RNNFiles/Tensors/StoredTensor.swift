/// A tensor of numbers in a file, whose elements are read when they are asked for.
public struct StoredTensor {
  /// What messages call it.
  public let name: String
  /// Its dimensions; empty for a single number.
  public let shape: [Int]
  /// Whether its elements are whole numbers, or truth values as 0 and 1.
  public let isInteger: Bool
  private let read: (Range<Int>) throws(TensorError) -> TensorNumbers

  /// A tensor, and how elements are read by their places with the last index running fastest.
  init(
    name: String, shape: [Int], isInteger: Bool,
    read: @escaping (Range<Int>) throws(TensorError) -> TensorNumbers
  ) {
    (self.name, self.shape, self.isInteger, self.read) = (name, shape, isInteger, read)
  }

  /// Elements by their places with the last index running fastest, all of which there are.
  ///
  /// - Throws: ``TensorError`` where they cannot be had, and for the first one that is NaN or infinite.
  /// - Complexity: O(elements).
  public func numbers(in range: Range<Int>) throws(TensorError) -> TensorNumbers {
    let numbers = try read(range)
    if case .reals(let values) = numbers, let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name, index: index(of: range.lowerBound + place), isNaN: values[place].isNaN)
    }
    return numbers
  }

  /// The index along each dimension of the element at a place.
  func index(of place: Int) -> [Int] {
    TensorDescription(name: name, type: .f64, shape: shape).index(of: place)
  }
}

/// Elements of a tensor.
public enum TensorNumbers: Equatable, Sendable {
  /// Floating-point numbers, each exactly the one that is stored.
  case reals([Double])
  /// Whole numbers; one beyond an Int is the largest Int.
  case integers([Int])

  /// As Doubles; whole numbers beyond 2^53 become the nearest.
  public var values: [Double] {
    switch self {
    case .reals(let values): values
    case .integers(let values): values.map(Double.init)
    }
  }

  /// Some of them, by their places.
  func picking(_ places: [Int]) -> TensorNumbers {
    switch self {
    case .reals(let values): .reals(places.map { values[$0] })
    case .integers(let values): .integers(places.map { values[$0] })
    }
  }
}

/// Whole numbers as they are stored, one behind the other.
struct IntegerBytes {
  private let bytes: [UInt8]
  private let size: Int
  private let isSigned: Bool
  private let isBigEndian: Bool

  /// - Parameter size: the bytes of each: 1, 2, 4 or 8.
  init(_ bytes: [UInt8], size: Int, isSigned: Bool, isBigEndian: Bool = false) {
    (self.bytes, self.size, self.isSigned, self.isBigEndian) = (bytes, size, isSigned, isBigEndian)
  }

  /// Each of them; one beyond an Int is the largest Int. Complexity: O(elements).
  var values: [Int] {
    switch (size, isSigned) {
    case (1, true): all(Int8.self)
    case (2, true): all(Int16.self)
    case (4, true): all(Int32.self)
    case (8, true): all(Int64.self)
    case (1, false): all(UInt8.self)
    case (2, false): all(UInt16.self)
    case (4, false): all(UInt32.self)
    default: all(UInt64.self)
    }
  }

  private func all<Number: FixedWidthInteger>(_ number: Number.Type) -> [Int] {
    bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / size).map {
        let stored = buffer.loadUnaligned(fromByteOffset: $0 * size, as: number)
        return Int(clamping: isBigEndian ? Number(bigEndian: stored) : Number(littleEndian: stored))
      }
    }
  }
}

extension SafetensorsFile {
  /// One of the tensors, by its name, or the only one.
  ///
  /// - Throws: ``TensorError`` where there is none with that name, there are several and none is named, or its elements are of
  ///   a type that is not read: F64, F32, F16, BF16, whole numbers and BOOL are.
  public func tensor(named name: String?) throws(TensorError) -> StoredTensor {
    let names = header.tensors.map(\.name)
    guard let name = name ?? (names.count == 1 ? names.first : nil) else { throw .severalTensors(names) }
    guard let tensor = header.tensors.first(where: { $0.name == name }) else { throw .noSuchTensor(name, names) }
    guard tensor.type.isWeight || tensor.type.integerSign != nil else { throw .notNumbers(tensor) }
    return StoredTensor(
      name: name, shape: tensor.shape, isInteger: !tensor.type.isWeight
    ) { range throws(TensorError) in
      do throws(SafetensorsError) { return try numbers(of: tensor, range) } catch { throw .safetensors(error) }
    }
  }
}

extension TensorType {
  /// Whether whole numbers of this type have a sign; nil of a type that is none of whole numbers.
  var integerSign: Bool? {
    switch self {
    case .i8, .i16, .i32, .i64: true
    case .bool, .u8, .u16, .u32, .u64: false
    default: nil
    }
  }
}
