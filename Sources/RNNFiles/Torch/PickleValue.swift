/// A value of a pickle. It holds no other value: what is in a collection stands beside it in the ``PickleContents``, so
/// that nothing is copied however often it is used again, and no nesting goes deep.
enum PickleValue {
  case none
  case bool(Bool)
  /// A whole number that fits.
  case integer(Int)
  /// Where a text stands in the pickle.
  case text(PickleText)
  case tuple(PickleTuple)
  /// A dictionary's number.
  case dictionary(Int32)
  case global(PickleGlobal)
  /// A storage's number.
  case storage(Int32)
  /// A tensor's number.
  case tensor(Int32)
  /// What no tensor needs: a list, a set, a float, bytes, an object of a harmless class. Nothing of it is kept.
  case other
}

/// Where a text stands in a pickle.
struct PickleText {
  let start: UInt32
  let count: UInt32

  var range: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
}

/// Where the elements of a tuple stand.
struct PickleTuple {
  let start: UInt32
  let count: UInt32

  var range: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
}

/// Numbers that the pickle says are in a member of the archive.
struct PickleStorage {
  /// The member's name within `data/`.
  let key: PickleText
  /// The type of the numbers; nil for bytes.
  let type: TensorType?
  /// How many there are.
  let count: Int
}

/// A tensor as the pickle has it: nothing of it is checked yet but that it is one.
struct PickleTensor {
  let storage: PickleStorage
  let type: TensorType
  /// The first element's place in the storage.
  let offset: Int
  let shape: PickleTuple
  let strides: PickleTuple
  /// A dictionary that says whether the numbers are still to be conjugated or negated.
  let metadata: PickleValue
}

/// What a pickle holds: a value, and what stands in collections.
struct PickleContents {
  /// The bytes of the pickle.
  let bytes: [UInt8]
  /// The elements of all tuples.
  var elements: [PickleValue] = []
  /// The entries of all dictionaries whose key is a text, in the order in which they were set.
  var entries: [(dictionary: Int32, key: PickleText, value: PickleValue)] = []
  var storages: [PickleStorage] = []
  var tensors: [PickleTensor] = []
  /// What the pickle is of.
  var root = PickleValue.none

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A text. Complexity: O(length).
  func string(_ text: PickleText) -> String { String(decoding: bytes[text.range], as: UTF8.self) }

  /// The elements of a tuple. Complexity: O(1).
  subscript(tuple: PickleTuple) -> ArraySlice<PickleValue> { elements[tuple.range] }

  /// The elements of a tuple of whole numbers; nil for any other.
  func integers(_ tuple: PickleTuple) -> [Int]? {
    var numbers: [Int] = []
    for element in self[tuple] {
      guard case .integer(let number) = element else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
