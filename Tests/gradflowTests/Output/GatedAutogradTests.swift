import Foundation
import Testing

/// GRUs and LSTMs that PyTorch and the safetensors package wrote, of one layer and two, one direction and two, through the
/// program's JSON, against automatic differentiation; `Fixtures/make_gated_models.py`.
@Suite struct GatedAutogradTests {
  private static let folder = Fixtures.folder

  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let state: [Double]
    let total: Double
    let norms: [Double]

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static func cases() throws -> [Case] {
    let text = try String(contentsOfFile: folder + "/gated.txt", encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").dropFirst().map(String.init) }
    return stride(from: 0, to: lines.count, by: 4).map {
      Case(
        arguments: lines[$0], state: lines[$0 + 1].compactMap(Double.init),
        total: lines[$0 + 2].compactMap(Double.init)[0], norms: lines[$0 + 3].compactMap(Double.init))
    }
  }

  private struct Table: Decodable {
    struct Term: Decodable {
      let contribution: String
      let signed: String
    }
    let target: Int
    let states: [[Double]]
    let total: String
    let terms: [Term]
  }

  /// 1e−11 of the sum of the norms: tens of steps of Doubles, whose errors grow at most a hundredfold.
  @Test("States, totals and every contribution agree", arguments: try cases())
  func agreement(reference: Case) throws {
    let json = try Program.output(["table", "--format", "json"] + reference.arguments, in: Self.folder)
    let table = try JSONDecoder().decode(Table.self, from: Data(json.utf8))
    let tolerance = 1e-11 * reference.norms.reduce(0, +)
    for (own, other) in zip(table.states[table.target], reference.state) { #expect(abs(own - other) <= 1e-13) }
    #expect(table.states[table.target].count == reference.state.count)
    let total = try #require(Double(table.total))
    #expect(abs(total - reference.total) <= tolerance)
    #expect(table.terms.count == reference.norms.count)
    for (term, norm) in zip(table.terms, reference.norms) {
      #expect(abs(try #require(Double(term.contribution)) - norm) <= tolerance)
    }
    let sum = table.terms.compactMap { Double($0.signed) }.reduce(0, +)
    #expect(abs(sum - total) <= tolerance)
  }

  @Test("There are cases of every kind")
  func coverage() throws {
    let cases = try Self.cases()
    #expect(cases.count == 48)
    #expect(cases.allSatisfy { $0.total > 0 && $0.state.count == 4 && $0.norms.contains { $0 > 0 } })
    let words = Set(cases.flatMap(\.arguments))
    for word in [
      "lstm.safetensors", "gru.safetensors", "both.safetensors", "reverse", "bh", "b.g", "cell", "total-loss",
    ] {
      #expect(words.contains(word), "\(word)")
    }
  }
}
