/// Why a checkpoint's pickle is refused. Places count bytes from the pickle's start.
public enum PickleError: Error, Equatable, Sendable {
  /// More bytes than are read.
  case tooLong(byteCount: Int, limit: Int)
  /// It ends before it says so.
  case truncated
  /// A protocol that is not known, or none.
  case unknownProtocol(UInt8?)
  /// An instruction that no tensor needs, by its name or its byte.
  case instruction(String, at: Int)
  /// A name of Python that no tensor needs.
  case name(String, at: Int)
  /// A whole module of PyTorch, or a class of the user's in its place.
  case module(String, at: Int)
  /// An instruction that finds something else than it takes.
  case operands(at: Int)
  /// A number of the memo that holds nothing, or is not the next.
  case memo(Int, at: Int)
  /// A text that is not UTF-8.
  case text(at: Int)
  /// More of something than is kept.
  case limit(PickleLimit, at: Int)
  /// Bytes behind its end.
  case trailingBytes(Int)
}

/// What a pickle can have too much of. The limits are far beyond any checkpoint, and keep a hostile one from filling memory.
public enum PickleLimit: Sendable, CaseIterable {
  /// Values that wait for their collection.
  case waitingValues
  /// Values that are kept to be used again.
  case memo
  /// Elements of tuples.
  case tupleElements
  /// Entries of dictionaries.
  case entries
  /// Tensors.
  case tensors

  /// How many there may be.
  public var count: Int {
    switch self {
    case .waitingValues, .memo, .tupleElements: 1 << 20
    case .entries, .tensors: 1 << 18
    }
  }
}

extension PickleError {
  /// What is wrong and what to do, without the name of the file.
  var explanation: String {
    let again = "the file is damaged, save it again with torch.save"
    let alone = "save model.state_dict() alone"
    return switch self {
    case .tooLong(let count, let limit): "the pickle has \(count) bytes, the limit is \(limit): \(alone)"
    case .truncated: "the pickle ends before it says so: \(again)"
    case .unknownProtocol(let version?): "the pickle is of protocol \(version), expected 2 to 5: \(alone)"
    case .unknownProtocol(nil): "the pickle does not begin with its protocol: \(again)"
    case .instruction(let name, let place):
      "the pickle, byte \(place): the instruction \(name), which no tensor needs, is not carried out: \(alone)"
    case .name(let name, let place):
      "the pickle, byte \(place): \(Self.shown(name)) is no part of a state dict, and nothing in a file is run: \(alone)"
    case .module(let name, let place):
      "the pickle, byte \(place): a whole module, by \(Self.shown(name)), which is code and not numbers: "
        + "save model.state_dict() instead of model"
    case .operands(let place):
      "the pickle, byte \(place): the instruction finds something else than it takes: \(again)"
    case .memo(let number, let place): "the pickle, byte \(place): the memo has no place \(number): \(again)"
    case .text(let place): "the pickle, byte \(place): a text that is not UTF-8: \(again)"
    case .limit(let limit, let place): "the pickle, byte \(place): more than \(limit.words): \(alone)"
    case .trailingBytes(let count): "\(Excerpt.counted(count, "byte")) behind the pickle's end: \(again)"
    }
  }

  /// A name of Python: longer than other names of a file, and told whole up to 100 characters.
  private static func shown(_ name: String) -> String { "\"\(Excerpt.printable(name.prefix(100)))\"" }
}

extension PickleLimit {
  fileprivate var words: String {
    switch self {
    case .waitingValues: "\(count) values wait for their collection"
    case .memo: "\(count) values are kept to be used again"
    case .tupleElements: "\(count) elements of tuples"
    case .entries: "\(count) entries of dictionaries"
    case .tensors: "\(count) tensors"
    }
  }
}
