/// Reads a pickle as far as tensors need it.
///
/// Python's own machine calls whatever the pickle names. This one calls nothing: a name that is allowed (``PickleGlobal``)
/// says which value stands for its call, and any other name, like any instruction that no tensor needs, ends the reading. So a
/// hostile pickle can but say wrong numbers.
///
/// Values are flat and refer to each other by number, there is no recursion, and what is kept is counted: memory is bounded
/// by a multiple of the pickle's size and by ``PickleLimit``, and so is time.
struct PickleMachine {
  var reader: PickleReader
  var contents: PickleContents
  private var stack: [PickleValue] = []
  /// Where the collections begin whose end is still to come.
  private var marks: [Int] = []
  private var memo: [PickleValue] = []
  private var dictionaryCount: Int32 = 0
  /// Where the instruction that is carried out stands.
  private(set) var place = 0

  /// The most bytes that a pickle may have: the numbers of tensors stand elsewhere.
  static let byteLimit = 1 << 26

  private init(_ bytes: [UInt8]) {
    reader = PickleReader(bytes)
    contents = PickleContents(bytes)
  }

  /// What a pickle holds.
  ///
  /// - Throws: ``PickleError`` for what tensors do not need, and for what is damaged; never traps, whatever the bytes.
  /// - Complexity: O(bytes).
  static func contents(of bytes: [UInt8]) throws(PickleError) -> PickleContents {
    guard bytes.count <= byteLimit else { throw .tooLong(byteCount: bytes.count, limit: byteLimit) }
    var machine = PickleMachine(bytes)
    try machine.run()
    return machine.contents
  }

  private mutating func run() throws(PickleError) {
    guard try reader.byte() == PickleOpcode.proto.rawValue else { throw .unknownProtocol(nil) }
    let version = try reader.byte()
    guard (2...5).contains(version) else { throw .unknownProtocol(version) }
    while true {
      place = reader.position
      let byte = try reader.byte()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw .instruction(PickleOpcode.name(refused: byte), at: place)
      }
      if opcode == .stop { break }
      try carryOut(opcode)
    }
    contents.root = try pop()
    guard stack.isEmpty, marks.isEmpty else { throw .operands(at: place) }
    guard reader.isAtEnd else { throw .trailingBytes(reader.bytes.count - reader.position) }
  }

  private mutating func carryOut(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .proto, .stop: throw .instruction("PROTO", at: place)
    case .frame: try frame()
    case .none, .newTrue, .newFalse, .binInt, .binInt1, .binInt2, .long1, .long4: try pushNumber(opcode)
    case .binFloat, .binBytes, .shortBinBytes, .binBytes8, .byteArray8: try skipPlain(opcode)
    case .binUnicode: try push(.text(reader.text(4)))
    case .shortBinUnicode: try push(.text(reader.text(1)))
    case .binUnicode8: try push(.text(reader.text(8)))
    case .mark, .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3: try tuple(opcode)
    case .emptyList, .emptySet: try push(.other)
    case .emptyDict: try pushDictionary()
    case .append, .appends, .addItems, .frozenSet: try collect(opcode)
    case .setItem, .setItems: try setItems(opcode)
    case .binPut, .longBinPut, .memoize, .binGet, .longBinGet: try useMemo(opcode)
    case .global, .stackGlobal: try pushGlobal(opcode)
    case .reduce, .newObj, .newObjEx: try makeObject(opcode)
    case .build: try build()
    case .binPersId: try pushStorage()
    }
  }
}

// The stack: values, of which those behind the last mark can be taken.
extension PickleMachine {
  mutating func push(_ value: PickleValue) throws(PickleError) {
    guard stack.count < PickleLimit.waitingValues.count else { throw .limit(.waitingValues, at: place) }
    stack.append(value)
  }

  mutating func pop() throws(PickleError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw .operands(at: place) }
    return value
  }

  /// The value that stays on top.
  func top() throws(PickleError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw .operands(at: place) }
    return value
  }

  /// Where the values behind the last mark begin, and takes the mark away.
  private mutating func popMark() throws(PickleError) -> Int {
    guard let mark = marks.popLast() else { throw .operands(at: place) }
    return mark
  }

  mutating func popTuple() throws(PickleError) -> PickleTuple {
    guard case .tuple(let tuple) = try pop() else { throw .operands(at: place) }
    return tuple
  }
}

// Plain values.
extension PickleMachine {
  /// The length of what can be read at once, which must be there.
  private mutating func frame() throws(PickleError) {
    let count = try reader.number(8)
    guard count <= reader.bytes.count - reader.position else { throw .truncated }
  }

  private mutating func pushNumber(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .binInt: try push(integer(4))
    case .binInt1: try push(.integer(reader.number(1)))
    case .binInt2: try push(.integer(reader.number(2)))
    case .long1: try push(integer(try reader.number(1)))
    case .long4: try push(integer(try reader.number(4)))
    default: try push(.none)
    }
  }

  private mutating func integer(_ byteCount: Int) throws(PickleError) -> PickleValue {
    try reader.integer(byteCount).map { .integer($0) } ?? .other
  }

  private mutating func skipPlain(_ opcode: PickleOpcode) throws(PickleError) {
    let count =
      switch opcode {
      case .binFloat: 8
      case .shortBinBytes: try reader.number(1)
      case .binBytes: try reader.number(4)
      default: try reader.number(8)
      }
    _ = try reader.skip(count)
    try push(.other)
  }
}

// Collections.
extension PickleMachine {
  private mutating func tuple(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .mark:
      guard marks.count < PickleLimit.waitingValues.count else { throw .limit(.waitingValues, at: place) }
      marks.append(stack.count)
    case .emptyTuple: try pushTuple(from: stack.count)
    case .tuple: try pushTuple(from: try popMark())
    default:
      let count = Int(opcode.rawValue - PickleOpcode.tuple1.rawValue) + 1
      guard stack.count - (marks.last ?? 0) >= count else { throw .operands(at: place) }
      try pushTuple(from: stack.count - count)
    }
  }

  /// Makes a tuple of the values from a place on.
  private mutating func pushTuple(from start: Int) throws(PickleError) {
    let first = contents.elements.count
    guard first + stack.count - start <= PickleLimit.tupleElements.count else {
      throw .limit(.tupleElements, at: place)
    }
    contents.elements += stack[start...]
    let tuple = PickleTuple(start: UInt32(first), count: UInt32(stack.count - start))
    stack.removeSubrange(start...)
    try push(.tuple(tuple))
  }

  mutating func pushDictionary() throws(PickleError) {
    try push(.dictionary(dictionaryCount))
    dictionaryCount += 1
  }

  /// Puts values into a list or a set, which are not kept.
  private mutating func collect(_ opcode: PickleOpcode) throws(PickleError) {
    if opcode == .append {
      _ = try pop()
    } else {
      stack.removeSubrange(try popMark()...)
    }
    if opcode == .frozenSet { return try push(.other) }
    guard case .other = try top() else { throw .operands(at: place) }
  }

  /// Puts pairs into a dictionary, or into an object that is not kept.
  private mutating func setItems(_ opcode: PickleOpcode) throws(PickleError) {
    let start = opcode == .setItem ? stack.count - 2 : try popMark()
    guard start >= marks.last ?? 0, (stack.count - start).isMultiple(of: 2) else { throw .operands(at: place) }
    let pairs = Array(stack[start...])
    stack.removeSubrange(start...)
    switch try top() {
    case .other: return
    case .dictionary(let number): try set(pairs, in: number)
    default: throw .operands(at: place)
    }
  }

  private mutating func set(_ pairs: [PickleValue], in dictionary: Int32) throws(PickleError) {
    for start in stride(from: 0, to: pairs.count, by: 2) {
      guard case .text(let key) = pairs[start] else { continue }
      guard contents.entries.count < PickleLimit.entries.count else { throw .limit(.entries, at: place) }
      contents.entries.append((dictionary, key, pairs[start + 1]))
    }
  }

  private mutating func useMemo(_ opcode: PickleOpcode) throws(PickleError) {
    let number =
      switch opcode {
      case .memoize: memo.count
      case .binPut, .binGet: try reader.number(1)
      default: try reader.number(4)
      }
    if opcode == .binGet || opcode == .longBinGet {
      guard number < memo.count else { throw .memo(number, at: place) }
      try push(memo[number])
    } else {
      try remember(try top(), at: number)
    }
  }

  private mutating func remember(_ value: PickleValue, at number: Int) throws(PickleError) {
    guard number <= memo.count else { throw .memo(number, at: place) }
    guard number < PickleLimit.memo.count else { throw .limit(.memo, at: place) }
    if number == memo.count { memo.append(value) } else { memo[number] = value }
  }
}
