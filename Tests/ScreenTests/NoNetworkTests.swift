import Foundation
import Testing

/// Screen takes one thing of RNNCore: the number that it draws. The compiler cannot hold that, since a number's operators
/// come with the module.
@Suite("Screen knows no network")
struct NoNetworkTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources")

  /// The Swift files of a target, comments and texts left out.
  private static func code(of target: String) throws -> [(file: String, code: String)] {
    let folder = sources.appendingPathComponent(target)
    let files =
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    return try files.filter { $0.pathExtension == "swift" }.map { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      return (file.lastPathComponent, text.replacing(/\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/, with: " "))
    }
  }

  /// The types that stand in no other.
  private static func declared(in code: String) -> Set<String> {
    let declaration = /(?m)^(?:\w+\s+)*(?:struct|class|enum|protocol|actor|typealias)\s+([A-Z]\w*)/
    return Set(code.matches(of: declaration).map { String($0.1) })
  }

  @Test("Of the types that RNNCore declares it names ScaledDouble alone")
  func names() throws {
    let core = try Self.code(of: "RNNCore").reduce(into: Set<String>()) { $0.formUnion(Self.declared(in: $1.code)) }
    #expect(core.count > 30 && core.contains("ScaledDouble"))
    for (file, code) in try Self.code(of: "Screen") {
      let words = Set(code.matches(of: /\b[A-Z]\w*/).map { String($0.0) }).subtracting(Self.declared(in: code))
      #expect(words.intersection(core).subtracting(["ScaledDouble"]).isEmpty, "\(file)")
    }
  }
}
