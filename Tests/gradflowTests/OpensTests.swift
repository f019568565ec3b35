import Foundation
import RNNCore
import RNNFiles
import Testing

/// The README's table of what opens, a row after the other: models of real PyTorch and the gradients of their training losses
/// (Fixtures/models, python/make_fixtures.py).
@Suite("What opens, and that its loss is the one that was trained")
struct OpensTests {
  private static let folder = URL(filePath: Fixtures.folder).appending(path: "models")

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let parameter: String
    let arguments: String
    var testDescription: String { "\(name) \(parameter): \(arguments)" }
  }

  static let rows = [
    Row(
      name: "character-rnn", parameter: "rnn.weight_hh_l0",
      arguments: "--model character-rnn.safetensors --text character-rnn.txt --reduction mean"),
    Row(
      name: "character-rnn", parameter: "rnn.weight_hh_l0",
      arguments: "--model character-rnn.pt --text character-rnn.txt --reduction mean"),
    Row(
      name: "character-rnn", parameter: "rnn.weight_hh_l0",
      arguments: "--model character-rnn.ckpt --text character-rnn.txt --reduction mean"),
    Row(
      name: "character-rnn", parameter: "rnn.weight_ih_l0",
      arguments:
        "--model character-rnn.safetensors --input character-rnn.csv --tokens token --target-column next --reduction mean --wrt U"
    ),
    Row(
      name: "lstm-dropout-head", parameter: "rnn.weight_hh_l1",
      arguments:
        "--model lstm-dropout-head.safetensors --input lstm-dropout-head.csv --column 1-3 --target-column class"),
    Row(
      name: "lstm-dropout-head", parameter: "rnn.weight_hh_l0",
      arguments:
        "--model lstm-dropout-head.safetensors --layer 0 --input lstm-dropout-head.csv --column 1-3 --target-column class"
    ),
    Row(
      name: "adding-gru", parameter: "rnn.weight_hh_l0",
      arguments: "--model adding-gru.safetensors --input adding-gru.csv --column 1-2 --target-values sum"),
    Row(
      name: "adding-gru", parameter: "rnn.weight_hh_l0",
      arguments: "--model adding-gru.safetensors --input adding-gru.input.safetensors --tensor x --target-tensor sums"),
    Row(
      name: "copy-masked", parameter: "rnn.weight_hh_l0",
      arguments:
        "--model copy-masked.safetensors --input copy-masked.csv --tokens token --target-column target --reduction mean"
    ),
    Row(
      name: "copy-masked", parameter: "rnn.weight_hh_l0",
      arguments:
        "--model copy-masked.safetensors --input copy-masked-blank.csv --tokens token --target-column target --reduction mean"
    ),
    Row(
      name: "bidirectional-lstm", parameter: "rnn.weight_hh_l0",
      arguments:
        "--model bidirectional-lstm.safetensors --input bidirectional-lstm.csv --column 1-2 --target-column class"),
    Row(
      name: "bidirectional-lstm", parameter: "rnn.weight_hh_l0_reverse",
      arguments:
        "--model bidirectional-lstm.safetensors --direction reverse --input bidirectional-lstm.csv --column 1-2 --target-column class"
    ),
    Row(
      name: "grucell-loop", parameter: "cell.weight_hh",
      arguments:
        "--model grucell-loop.safetensors --input grucell-loop.csv --column 1-2 --target-column class --reduction mean"),
    Row(
      name: "rnncell-squared-errors", parameter: "weight_hh",
      arguments:
        "--model rnncell-squared-errors.safetensors --activation relu --input rnncell-squared-errors.csv --column 1-2 --target-values 3-5"
    ),
  ]

  private struct Table: Decodable { let total: String }

  @Test("‖∂L/∂θ‖ is PyTorch's", arguments: rows)
  func total(row: Row) throws {
    let arguments = row.arguments.split(separator: " ").map(String.init)
    let json = try Program.output(
      ["table", "--format", "json", "--no-states", "--of", "total-loss"] + arguments, in: Self.folder.path)
    let total = try #require(Double(try JSONDecoder().decode(Table.self, from: Data(json.utf8)).total))
    let expected = try Self.norm(row.parameter, of: row.name)
    #expect(abs(total - expected) <= 1e-12 * expected)
  }

  /// The norm of a tensor of PyTorch's `.grad`.
  private static func norm(_ parameter: String, of name: String) throws -> Double {
    let file = try SafetensorsFile([UInt8](Data(contentsOf: folder.appending(path: "\(name).grad.safetensors"))))
    let tensor = try #require(file.header.tensors.first { $0.name == parameter })
    return try file.values(of: tensor).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  @Test("Every model of the folder has a row")
  func everyModel() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let models = Set(
      files.filter { $0.hasSuffix(".grad.safetensors") && !$0.contains(".batch.") }.map {
        String($0.dropLast(".grad.safetensors".count))
      })
    #expect(models == Set(Self.rows.map(\.name)))
  }
}
