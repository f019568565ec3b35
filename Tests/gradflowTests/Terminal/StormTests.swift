import Foundation
import Testing

/// Keys, mouse, pastes, garbage and resizes, many thousand of them, on the real program.
///
/// `GRADFLOW_STORM` says how many events there are in all; `scripts/soak` makes it a million.
@Suite(.serialized, .onOwnThreads) struct StormTests {
  private static let events = ProcessInfo.processInfo.environment["GRADFLOW_STORM"].flatMap { Int($0) } ?? 100_000
  private static let isLong = events > 100_000

  /// Where storms begin, and what part of all events each gets, in hundredths.
  private static let starts: [(arguments: [String], share: Int)] = [
    ([], 30), (["--compare", "--hidden 8 --init orthogonal --steps 60"], 10),
    (["--model", "builtin:sunspots", "--of", "loss"], 20), (["--hidden", "16"], 20),
    (["--scenario", "blocked-relu"], 15), (["--input", "noise", "--steps", "100000"], 5),
  ]

  /// Undo keeps ten thousand changes of under 1 KB, which is 10 MB; 6 more are for what the allocator does not give
  /// back of the longest sequence that was looked at. What does not depend on how many keys have come stays below.
  private static let growthLimit = 16_000_000

  @Test("No storm ends the program, makes it wait, grow or show what it should not", arguments: starts.indices)
  func storm(start: Int) throws {
    let (arguments, share) = Self.starts[start]
    let folder = try TemporaryFolder()
    var weather = try Weather(arguments: arguments, in: folder, seed: UInt64(start) + 1)
    try weather.blow(events: Self.events * share / 100, isLong: Self.isLong)
    try weather.end(reset: try Program.output(["render", "--theme", "dark", "--size", "100x30"] + arguments))
    checkMemory(weather.memory)
    #expect(try folder.names == [], "nothing was saved")
  }

  /// The memory of the calms behind the first one, which the program needed to come to know every view. A sanitizer keeps
  /// back what is freed, so that under one it says nothing.
  private func checkMemory(_ memory: [Int]) {
    guard !Program.isSanitized, let first = memory.first, let most = memory.max() else { return }
    #expect(most - first < Self.growthLimit, "memory grows: \(memory)")
    // A long storm has filled what undo keeps by its middle: from there on nothing grows.
    if Self.isLong, memory.count > 20 {
      let middle = memory[memory.count / 2 - 5..<memory.count / 2 + 5].max() ?? 0
      #expect((memory.suffix(10).min() ?? 0) - middle < 1_000_000, "memory grows: \(memory)")
    }
  }
}
