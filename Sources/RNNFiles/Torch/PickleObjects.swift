/// Objects, which stand for what an allowed name makes of its arguments. Nothing is looked up or called.
extension PickleMachine {
  mutating func pushGlobal(_ opcode: PickleOpcode) throws(PickleError) {
    var (module, name): (Range<Int>, Range<Int>)
    if opcode == .global {
      (module, name) = (try reader.line(), try reader.line())
    } else {
      guard case .text(let last) = try pop(), case .text(let first) = try pop() else { throw .operands(at: place) }
      (module, name) = (first.range, last.range)
    }
    // Longer ones are none that is allowed, and are not copied: the memo could have them a million times.
    (module, name) = (module.prefix(200), name.prefix(200))
    let words = [module, name].map { String(decoding: contents.bytes[$0], as: UTF8.self) }
    if let global = PickleGlobal(module: words[0], name: words[1]) { return try push(.global(global)) }
    let full = words.joined(separator: ".")
    throw words[0].hasPrefix("torch.nn.") ? .module(full, at: place) : .name(full, at: place)
  }

  /// What a name makes of a tuple of arguments.
  mutating func makeObject(_ opcode: PickleOpcode) throws(PickleError) {
    if opcode == .newObjEx { _ = try pop() }
    let arguments = try popTuple()
    switch try pop() {
    case .global(.other): try push(.other)
    case .global(.dictionary): try makeDictionary(arguments)
    case .global(let global) where opcode == .reduce: try push(try tensor(global, arguments))
    default: throw .operands(at: place)
    }
  }

  /// A dictionary without entries. `defaultdict` is given what makes its values; given entries at once, as nothing is written
  /// with these protocols, they would be lost.
  private mutating func makeDictionary(_ arguments: PickleTuple) throws(PickleError) {
    switch contents[arguments].first {
    case nil, .some(.none), .global: try pushDictionary()
    default: throw .operands(at: place)
    }
  }

  /// An attribute of a dictionary (PyTorch's `_metadata`), or of an object that is not kept: nothing of it is kept either.
  mutating func build() throws(PickleError) {
    _ = try pop()
    switch try top() {
    case .dictionary, .other: return
    default: throw .operands(at: place)
    }
  }

  /// `("storage", class, key, device, count)`.
  mutating func pushStorage() throws(PickleError) {
    let parts = Array(contents[try popTuple()].prefix(6))
    guard parts.count == 5, case .text(let kind) = parts[0], contents.bytes[kind.range].elementsEqual("storage".utf8),
      case .global(.storage(let type)) = parts[1], case .text(let key) = parts[2], case .integer(let count) = parts[4]
    else { throw .operands(at: place) }
    guard contents.storages.count < PickleLimit.tensors.count else { throw .limit(.tensors, at: place) }
    try push(.storage(Int32(contents.storages.count)))
    contents.storages.append(PickleStorage(key: key, type: type, count: count))
  }

  /// The tensor that a function of PyTorch makes of its arguments.
  private mutating func tensor(_ function: PickleGlobal, _ arguments: PickleTuple) throws(PickleError) -> PickleValue {
    switch (function, contents[arguments].first) {
    case (.parameter, .tensor(let number)): return .tensor(number)
    case (.tensor, .storage(let storage)), (.typedTensor, .storage(let storage)):
      return try rebuilt(
        contents.storages[Int(storage)], Array(contents[arguments].prefix(8)), function == .typedTensor)
    case (.tensorOfClass, .global(let inner)) where inner != .tensorOfClass:
      guard case .tuple(let own) = contents[arguments].dropFirst(2).first else { throw .operands(at: place) }
      return try tensor(inner, own)
    default: throw .operands(at: place)
    }
  }

  /// `(storage, offset, shape, strides, requires_grad, hooks[, type][, metadata])`.
  private mutating func rebuilt(
    _ storage: PickleStorage, _ parts: [PickleValue], _ isTyped: Bool
  ) throws(PickleError) -> PickleValue {
    let rest = parts.dropFirst(6)
    guard parts.count >= 6, case .integer(let offset) = parts[1], case .tuple(let shape) = parts[2],
      case .tuple(let strides) = parts[3], let type = Self.elementType(storage, rest.first, isTyped)
    else { throw .operands(at: place) }
    guard contents.tensors.count < PickleLimit.tensors.count else { throw .limit(.tensors, at: place) }
    contents.tensors.append(
      PickleTensor(
        storage: storage, type: type, offset: offset, shape: shape, strides: strides,
        metadata: rest.dropFirst(isTyped ? 1 : 0).first ?? .none))
    return .tensor(Int32(contents.tensors.count - 1))
  }

  private static func elementType(_ storage: PickleStorage, _ said: PickleValue?, _ isTyped: Bool) -> TensorType? {
    guard isTyped else { return storage.type }
    guard case .global(.elementType(let type)) = said else { return nil }
    return type
  }
}
