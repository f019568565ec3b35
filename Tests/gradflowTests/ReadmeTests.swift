import Explorer
import Foundation
import Testing

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

  @Test("It opens with the two commands and the picture")
  func opening() throws {
    let opening = readme.prefix(700)
    for needed in ["./scripts/run", "./scripts/test", "screenshots/flow-vanishing.png"] {
      #expect(opening.contains(needed))
    }
  }
}
