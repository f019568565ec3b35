import Foundation
import Testing

/// Models that PyTorch and the safetensors package wrote, through the program's JSON, against automatic differentiation;
/// `Fixtures/make_models.py`.
@Suite struct ModelAutogradTests {
  private static let folder = Fixtures.folder

  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let total: Double
    let norms: [Double]

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static func cases() throws -> [Case] {
    let text = try String(contentsOfFile: folder + "/autograd.txt", encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").dropFirst().map(String.init) }
    return stride(from: 0, to: lines.count, by: 3).map {
      Case(
        arguments: lines[$0], total: lines[$0 + 1].compactMap(Double.init)[0],
        norms: lines[$0 + 2].compactMap(Double.init))
    }
  }

  private struct Table: Decodable {
    struct Term: Decodable {
      let contribution: String
      let signed: String
    }
    let total: String
    let terms: [Term]
  }

  /// 1e−11 of the sum of the norms: tens of steps of Doubles, whose errors grow at most a hundredfold.
  @Test("Totals and every contribution agree", arguments: try cases())
  func agreement(reference: Case) throws {
    let json = try Program.output(["table", "--format", "json"] + reference.arguments, in: Self.folder)
    let table = try JSONDecoder().decode(Table.self, from: Data(json.utf8))
    let tolerance = 1e-11 * reference.norms.reduce(0, +)
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
    #expect(cases.count == 24)
    #expect(cases.allSatisfy { $0.total > 0 && $0.norms.contains { $0 > 0 } })
  }
}
