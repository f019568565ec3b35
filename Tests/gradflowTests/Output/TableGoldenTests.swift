import Foundation
import Snapshots
import Testing

/// A table that is kept as files, one for each format.
struct TableCase: Sendable, CustomTestStringConvertible {
  let name: String
  let flags: [String]
  let formats: [String]

  init(_ name: String, _ flags: String, formats: [String] = ["text", "csv", "json"]) {
    self.name = name
    self.flags = flags.split(separator: " ").map(String.init)
    self.formats = formats
  }

  var testDescription: String { name }

  func fileName(_ format: String) -> String { "\(name).\(format == "text" ? "txt" : format)" }

  /// All 17 digits are kept of networks that need no exponential, whose last digit is the C library's own; so V is 0 too.
  static let all = [
    TableCase("vanishing", "--activation hardtanh --w 0.5 --u 0.25 --steps 12"),
    TableCase("exploding", "--activation identity --w -1.5 --input alternating --amplitude 0.5 --steps 10"),
    TableCase("blocked", "--activation relu --bias 0.75 --steps 15 --offset 110"),
    TableCase("overflow", "--activation identity --w 1e200 --steps 4"),
    TableCase("overflow-after-target", "--activation relu --w 1e100 --input constant --steps 6 --target 3"),
    TableCase("beyond-double", "--activation softsign --w 1e-200 --input impulse --bias 0.5 --steps 5"),
    TableCase("one-step", "--activation softsign --steps 3 --target 1"),
    TableCase("wrt-U", "--activation leakyrelu --w -0.75 --input step --steps 8 --wrt U"),
    TableCase("wrt-b", "--activation softsign --w 1.25 --input zero --steps 8 --wrt b"),
    TableCase("unit", "--activation hardtanh --w 0.5 --input impulse --steps 4 --of unit:0"),
    TableCase("default", "", formats: ["text"]),
    TableCase("gelu", "--activation gelu --w 2 --input sine --steps 20 --wrt U", formats: ["text"]),
  ]
}

@Suite struct TableGoldenTests {
  @Test("Every table is what its files say", arguments: TableCase.all)
  func table(golden: TableCase) throws {
    for format in golden.formats {
      let text = try Program.output(["table", "--format", format, "--v", "0"] + golden.flags)
      try Golden(golden.fileName(format), beside: Self.beside).check(text)
    }
  }

  @Test("Every golden belongs to a case, and names are unique")
  func complete() throws {
    let folder = Golden.folder(beside: Self.beside).path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
    let expected =
      TableCase.all.flatMap { golden in golden.formats.map(golden.fileName) } + LaTeXCase.all.map(\.fileName)
    #expect(Set(files) == Set(expected))
    #expect(Set(expected).count == expected.count)
  }

  @Test("Text is the default format")
  func defaultFormat() throws {
    #expect(try Program.output(["table"]) == Program.output(["table", "--format", "text"]))
  }

  /// `Goldens` stands in the target's folder, one above.
  private static let beside = URL(filePath: #filePath).deletingLastPathComponent().path
}
