import Foundation
import Testing

/// Embeddings, tokens, batches, arrays, masks and squared errors through the program's JSON, against PyTorch's gradients;
/// `Fixtures/make_inputs.py`.
@Suite struct InputAutogradTests {
  private static let folder = Fixtures.folder

  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let state: [Double]
    let total: Double

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static func cases() throws -> [Case] {
    let text = try String(contentsOfFile: folder + "/inputs.txt", encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").dropFirst().map(String.init) }
    return stride(from: 0, to: lines.count, by: 3).map {
      Case(
        arguments: lines[$0], state: lines[$0 + 1].compactMap(Double.init), total: Double(lines[$0 + 2][0]) ?? .nan)
    }
  }

  private struct Table: Decodable {
    let target: Int
    let states: [[Double]]
    let total: String
  }

  @Test("The state and the gradient are PyTorch's", arguments: try cases())
  func agreement(reference: Case) throws {
    let json = try Program.output(["table", "--format", "json"] + reference.arguments, in: Self.folder)
    let table = try JSONDecoder().decode(Table.self, from: Data(json.utf8))
    for (own, other) in zip(table.states[table.target], reference.state) { #expect(abs(own - other) <= 1e-13) }
    #expect(table.states[table.target].count == reference.state.count)
    let total = try #require(Double(table.total))
    #expect(abs(total - reference.total) <= 1e-12 * reference.total)
  }

  @Test("There are cases of every kind")
  func coverage() throws {
    let cases = try Self.cases()
    #expect(cases.count == 19 && cases.allSatisfy { $0.total > 0 })
    let words = Set(cases.flatMap(\.arguments))
    for word in [
      "--text", "--tokens", "--target-column", "--target-values", "--tensor", "batch.npy", "targets.npy", "last",
      "encoder",
      "mean", "1-2",
    ] {
      #expect(words.contains(word), "\(word)")
    }
  }
}
