import Foundation
import RNNCore

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

  /// The words of the next line, which stays the next one; nil at the end.
  func peek() -> [Substring]? { lines.first }

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

extension ReferenceFile {
  /// A network with an output layer, its s_0, inputs and classes (behind `classes`; −1 for a step without one): the lines
  /// activation, shape, W, U, b, V, c, s0, inputs and that.
  mutating func nextExperiment(classes keyword: String) throws -> Experiment {
    guard let activation = Activation(rawValue: try next("activation").joined()) else {
      throw ReferenceError.unexpectedLine("activation", file: name)
    }
    let shape = try next("shape").map { try integer($0) }
    let (n, m, p) = (shape[0], shape[1], shape[2])
    let W = Matrix(rows: n, columns: n, elements: try nextDoubles("W"))
    let U = Matrix(rows: n, columns: m, elements: try nextDoubles("U"))
    let b = try nextDoubles("b")
    let V = Matrix(rows: p, columns: n, elements: try nextDoubles("V"))
    let network = try RNN(
      activation: activation, inputWeights: U, recurrentWeights: W, bias: b, outputWeights: V,
      outputBias: try nextDoubles("c"))
    let s0 = try nextDoubles("s0")
    let values = try nextDoubles("inputs")
    let classes = try next(keyword).map { try integer($0) }.map { $0 < 0 ? nil : $0 }
    let inputs = InputSequence(name: "random", dimension: m, values: values, classes: classes)
    return Experiment(network: network, initialState: s0, inputs: inputs)
  }
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
