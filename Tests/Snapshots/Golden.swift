import Foundation
import Testing

/// A text compared with a file in the folder `Goldens` beside a test.
///
/// `GRADFLOW_RECORD_GOLDENS=1` writes the file instead, and then fails: a run that records proves nothing.
public struct Golden {
  private let name: String
  private let file: URL

  /// The golden `Goldens/NAME` beside the source file that asks for it.
  public init(_ name: String, beside source: String = #filePath) {
    self.name = name
    file = Self.folder(beside: source).appendingPathComponent(name)
  }

  /// The folder of the goldens of a source file's target.
  public static func folder(beside source: String = #filePath) -> URL {
    URL(fileURLWithPath: source).deletingLastPathComponent().appendingPathComponent("Goldens")
  }

  private static var isRecording: Bool { ProcessInfo.processInfo.environment["GRADFLOW_RECORD_GOLDENS"] == "1" }

  /// Compares the text with the file.
  public func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if Self.isRecording {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name): run again without GRADFLOW_RECORD_GOLDENS", sourceLocation: sourceLocation)
      return
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record(
        "no golden \(name): record it with GRADFLOW_RECORD_GOLDENS=1, and look at it", sourceLocation: sourceLocation)
      return
    }
    if let difference = Self.difference(expected, text) {
      Issue.record("\(name) has changed:\n\(difference)", sourceLocation: sourceLocation)
    }
  }

  /// The first lines that differ, expected over found, with a mark under the first column; nil for equal texts.
  public static func difference(_ expected: String, _ found: String) -> String? {
    guard expected != found else { return nil }
    let (old, new) = (lines(expected), lines(found))
    let changed = (0..<max(old.count, new.count)).filter { line(old, $0) != line(new, $0) }
    let shown = changed.prefix(8).map { place in
      let (before, after) = (line(old, place) ?? "(no such line)", line(new, place) ?? "(no such line)")
      let column = zip(before, after).prefix { $0 == $1 }.count
      return "line \(place + 1)\n- \(before)\n+ \(after)\n  \(String(repeating: " ", count: column))^"
    }
    let rest = changed.count > 8 ? ["… and \(changed.count - 8) more lines"] : []
    return (shown + rest).joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func line(_ lines: [Substring], _ place: Int) -> Substring? {
    lines.indices.contains(place) ? lines[place] : nil
  }
}
