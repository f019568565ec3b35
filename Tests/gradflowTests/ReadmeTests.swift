import Explorer
import Foundation
import Testing

@testable import gradflow

/// The README says what the program does.
@Suite struct ReadmeTests {
  private let readme: String

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  }

  @Test("Its key table is the one that dispatches")
  func keyTable() throws {
    let start = try #require(readme.range(of: "| keys | what they do |\n|---|---|\n"))
    let end = try #require(readme.range(of: "<!-- /keys -->"))
    let rows = KeyBindings.rows.map { "| \($0.keys) | \($0.does) |\n" }.joined()
    #expect(readme[start.upperBound..<end.lowerBound] == rows)
  }

  @Test("Each question has a command that the program takes, of a scenario or a table, and a sentence")
  func questions() throws {
    let start = try #require(readme.range(of: "| question | command | in a sentence |\n|---|---|---|\n"))
    let rows = readme[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("| ") }
    #expect(rows.count == 6)
    for row in rows {
      let cells = row.split(separator: "|").map { String($0.trimmingCharacters(in: .whitespaces)) }
      try #require(cells.count == 3, "\(row)")
      #expect(cells[0].hasSuffix("?") && cells[2].hasSuffix("."))
      let words = cells[1].trimmingCharacters(in: ["`"]).split(separator: " ").map(String.init)
      #expect(words.first == "gradflow" && words.contains("--scenario"))
      _ = try Gradflow.parseAsRoot(Array(words.dropFirst()))
    }
  }

  @Test("It opens with the two commands and the picture")
  func opening() throws {
    let opening = readme.prefix(700)
    for needed in ["./scripts/run", "./scripts/test", "screenshots/flow-vanishing.png"] {
      #expect(opening.contains(needed))
    }
  }
}
