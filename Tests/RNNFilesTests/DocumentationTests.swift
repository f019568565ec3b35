import Foundation
import Testing

/// The documentation's code is that of `ExamplesTests`, which compiles and runs.
@Suite("The documentation's examples")
struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8).components(separatedBy: "\n")
  }

  /// By name, the lines between the marks, without their indent.
  private static func snippets() throws -> [String: [String]] {
    let lines = try lines("Tests/RNNFilesTests/ExamplesTests.swift")
    var (snippets, name) = ([String: [String]](), String?.none)
    for line in lines {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("// snippet: ") {
        name = String(text.dropFirst("// snippet: ".count))
      } else if text == "// end snippet" {
        name = nil
      } else if let name {
        snippets[name, default: []].append(line.hasPrefix("    ") ? String(line.dropFirst(4)) : line)
      }
    }
    return snippets
  }

  /// By name, the code blocks behind the marks of a page.
  private static func quotations(_ path: String) throws -> [String: [String]] {
    let lines = try lines(path)
    var (quotations, name, isInside) = ([String: [String]](), String?.none, false)
    for line in lines {
      if line.hasPrefix("<!-- snippet: ") {
        name = line.replacingOccurrences(of: "<!-- snippet: ", with: "").replacingOccurrences(of: " -->", with: "")
      } else if line.hasPrefix("```") {
        if isInside { name = nil }
        isInside.toggle()
      } else if let name, isInside {
        quotations[name, default: []].append(line)
      }
    }
    return quotations
  }

  @Test(
    "What a page shows is what the examples run",
    arguments: [
      ("Sources/RNNCore/RNNCore.docc/RNNCore.md", ["scalar-terms"]),
      (
        "Sources/RNNFiles/RNNFiles.docc/FromAPyTorchModelToATableOfTerms.md",
        ["gradient-check", "loss-gradient", "model-to-table", "scalar-terms", "truncated-sum"]
      ),
    ])
  func quotations(path: String, names: [String]) throws {
    let (snippets, quotations) = (try Self.snippets(), try Self.quotations(path))
    #expect(quotations.keys.sorted() == names)
    for (name, quotation) in quotations { #expect(quotation == snippets[name], "\(path): \(name)") }
  }
}
