import RNNCore

/// Reads a text as symbols, each to be 1 of m inputs, whose next one is what a network is to tell.
///
/// A symbol is a Unicode scalar, or a byte. Symbols are numbered in the order of `vocabulary`; without one in the order
/// of their code points, as far as the text has them: what `sorted(set(text))` makes in Python.
///
///     try TextReader().read(Array("hello".utf8)).symbols        // e h l o are 0 1 2 3: [1, 0, 2, 2, 3]
public struct TextReader: Equatable, Sendable {
  /// The scalars, or bytes, in the order of their numbers; `nil` for those of the text.
  public var vocabulary: [UInt32]?
  /// Whether a symbol is a byte instead of a Unicode scalar.
  public var readsBytes: Bool

  /// A reader of scalars or bytes.
  public init(vocabulary: [UInt32]? = nil, readsBytes: Bool = false) {
    self.vocabulary = vocabulary
    self.readsBytes = readsBytes
  }

  /// A reader of the scalars of `vocabulary`, in their order.
  public init(vocabulary: String) {
    self.init(vocabulary: vocabulary.unicodeScalars.map(\.value))
  }

  /// The symbols of `bytes`.
  ///
  /// - Complexity: O(bytes).
  /// - Throws: ``TextError`` for an empty text, one that is not UTF-8 where scalars are read, a symbol that is not in the
  ///   vocabulary, and a vocabulary that has a symbol twice.
  public func read(_ bytes: [UInt8]) throws(TextError) -> SymbolSequence {
    guard !bytes.isEmpty else { throw .empty }
    let codes = readsBytes ? bytes.map { UInt32($0) } : try Self.scalars(bytes)
    let vocabulary = self.vocabulary ?? Set(codes).sorted()
    var numbers: [UInt32: Int] = [:]
    for (number, code) in vocabulary.enumerated() {
      guard numbers.updateValue(number, forKey: code) == nil else { throw .doubledSymbol(code) }
    }
    var symbols: [Int] = []
    symbols.reserveCapacity(codes.count)
    for (position, code) in codes.enumerated() {
      guard let number = numbers[code] else { throw unknown(code, at: position, in: codes) }
      symbols.append(number)
    }
    return SymbolSequence(symbols: symbols, vocabulary: vocabulary)
  }

  private static func scalars(_ bytes: [UInt8]) throws(TextError) -> [UInt32] {
    if let (offset, byte) = TextCheck.firstIllFormed(in: bytes) { throw .notText(offset: offset, byte: byte) }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
  }

  private func unknown(_ code: UInt32, at position: Int, in codes: [UInt32]) -> TextError {
    if readsBytes { return .unknownByte(UInt8(truncatingIfNeeded: code), offset: position) }
    let before = codes[..<position]
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return .unknownCharacter(code, line: 1 + before.count { $0 == 10 }, column: position - lineStart + 1)
  }
}

/// A text as numbers of symbols.
public struct SymbolSequence: Equatable, Sendable {
  /// The number of each symbol, from 0.
  public let symbols: [Int]
  /// The scalars, or bytes, in the order of their numbers.
  public let vocabulary: [UInt32]
  /// How many different ones there can be: m.
  public var symbolCount: Int { vocabulary.count }

  /// The symbol behind each, which is the class to be told; the last step has none. Complexity: O(T).
  public var nextSymbols: [Int?] { symbols.dropFirst().map(Optional.some) + [nil] }

  /// The symbols as one-hot vectors of m numbers, each with the next symbol as its class: the input of a network that
  /// tells what comes next.
  ///
  /// - Throws: `ExperimentError` where there is no symbol or one is not in the vocabulary, which is so of none that a
  ///   ``TextReader`` has read.
  /// - Complexity: O(T·m) time and memory.
  public func inputSequence(named name: String) throws(ExperimentError) -> InputSequence {
    try InputSequence(name: name, oneHot: symbols, dimension: symbolCount, classes: nextSymbols)
  }
}

/// Why a text cannot be the input of a network.
public enum TextError: Error, Equatable, Sendable {
  /// No symbols.
  case empty
  /// A byte that is not UTF-8, at an offset from 0.
  case notText(offset: Int, byte: UInt8)
  /// A scalar that the vocabulary does not have; line and column count from 1.
  case unknownCharacter(UInt32, line: Int, column: Int)
  /// A byte that the vocabulary does not have, at an offset from 0.
  case unknownByte(UInt8, offset: Int)
  /// A symbol that stands twice in the vocabulary.
  case doubledSymbol(UInt32)

  /// One line for a person; `file` is the name of the text as the user gave it.
  public func message(file: String) -> String {
    let name = Excerpt.printable(file)
    switch self {
    case .empty: return "\(name): the text is empty: expected at least one character"
    case .notText(let offset, let byte):
      return "\(name): byte \(Excerpt.hexadecimal(byte)) at offset \(offset) is not UTF-8: save the text as UTF-8, "
        + "or read bytes with --bytes"
    case .unknownCharacter(let code, let line, let column):
      return "\(name):\(line):\(column): the character \(Self.quoted(code)) is not in the model's vocabulary: "
        + "replace it, or choose another model"
    case .unknownByte(let byte, let offset):
      return "\(name): the byte \(Excerpt.hexadecimal(byte)) at offset \(offset) is not in the vocabulary"
    case .doubledSymbol(let code):
      return "\(name): the model's vocabulary has \(Self.quoted(code)) twice: write its metadata again"
    }
  }

  private static func quoted(_ code: UInt32) -> String {
    Excerpt.quoted(Unicode.Scalar(code).map { String($0) } ?? String(code))
  }
}
