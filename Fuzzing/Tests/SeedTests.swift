import Foundation
import Testing

/// Every seed of the fuzzer, and every input it ever found, read as in `scripts/fuzz`.
@Suite struct SeedTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  @Test("Seeds and findings are read or refused", arguments: Exercise.allCases)
  func seeds(exercise: Exercise) throws {
    let inputs = try Self.inputs(exercise, in: "Seeds")
    #expect(inputs.count >= 3)
    for input in try inputs + Self.inputs(exercise, in: "Findings") {
      do { try exercise.run([UInt8](Data(contentsOf: input))) } catch let complaint as Complaint {
        Issue.record("\(input.lastPathComponent): \(complaint.message)")
      }
    }
  }

  private static func inputs(_ exercise: Exercise, in kind: String) throws -> [URL] {
    let place = folder.appending(path: kind).appending(path: exercise.rawValue)
    guard FileManager.default.fileExists(atPath: place.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
  }
}
