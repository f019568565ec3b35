import Foundation

/// A text file of `Reference/`, as lines of words.
struct ReferenceFile {
  let name: String
  private var lines: ArraySlice<[Substring]>

  init(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Reference")
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    self.name = name
    self.lines =
      text.utf8.split(separator: UInt8(ascii: "\n"))
      .map { $0.split(separator: UInt8(ascii: " ")).map { Substring($0) } }[...]
  }

  var isAtEnd: Bool { lines.isEmpty }

  /// The words of the next line.
  mutating func next() throws -> [Substring] {
    guard let line = lines.popFirst() else { throw ReferenceError.unexpectedLine("end of file", file: name) }
    return line
  }

  /// The words behind `keyword` on the next line, which must begin with it.
  mutating func next(_ keyword: String) throws -> [Substring] {
    let line = try next()
    guard line.first == keyword[...] else {
      throw ReferenceError.unexpectedLine(line.joined(separator: " "), file: name)
    }
    return Array(line.dropFirst())
  }

  /// The exact Doubles behind `keyword`.
  mutating func nextDoubles(_ keyword: String) throws -> [Double] { try next(keyword).map(double) }

  /// The reference numbers behind `keyword`.
  mutating func nextNumbers(_ keyword: String) throws -> [ReferenceNumber] { try next(keyword).map { try .init($0) } }
}

/// An exact `Double` from the shortest decimal that names it, or from hexadecimal.
func double(_ text: some StringProtocol) throws -> Double {
  guard let value = Double(text) else { throw ReferenceError.notANumber(String(text)) }
  return value
}

/// An integer.
func integer(_ text: some StringProtocol) throws -> Int {
  guard let value = Int(text) else { throw ReferenceError.notANumber(String(text)) }
  return value
}
