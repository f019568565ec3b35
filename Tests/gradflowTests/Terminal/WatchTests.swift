import Foundation
import Testing

/// `--watch`: a model's files are replaced while the explorer runs.
@Suite(.serialized, .onOwnThreads) struct WatchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ model: String) throws -> Tmux {
    let terminal = try Tmux(
      width: 100, height: 30, "cd '\(folder.path)' && '\(Program.path)' --theme dark --watch --model '\(model)'")
    try terminal.screen { $0.contains("T 44") }
    return terminal
  }

  /// The second row of the screen: the total and the verdict.
  private func total(_ scale: Float) throws -> String {
    try folder.write(SampleModel.bytes(scale: scale), to: "expected.safetensors")
    let rows = try Program.output(["render", "--model", "expected.safetensors"], in: folder.path).split(separator: "\n")
    return String(rows[1])
  }

  @Test("A file that is renamed over, or written anew, is on the screen within a second or two")
  func replaced() throws {
    try folder.write(SampleModel.bytes(), to: "m.safetensors")
    let terminal = try start("m.safetensors")
    try folder.write(SampleModel.bytes(scale: 2), to: "new")
    #expect(rename(folder.file("new"), folder.file("m.safetensors")) == 0)
    let doubled = try total(2)
    #expect(try terminal.screen { $0.contains(doubled) }.contains(doubled))
    // In place: the same file, of the same length.
    let handle = try #require(FileHandle(forWritingAtPath: folder.file("m.safetensors")))
    try handle.write(contentsOf: Data(SampleModel.bytes(scale: 0.5)))
    try handle.close()
    let halved = try total(0.5)
    #expect(try terminal.screen { $0.contains(halved) }.contains(halved))
    try terminal.type("q")
  }

  @Test("Half a file, none and another network leave the last good weights, and say so until it is good again")
  func damaged() throws {
    let good = SampleModel.bytes()
    try folder.write(good, to: "m.safetensors")
    let (own, doubled) = (try total(1), try total(2))
    let terminal = try start("m.safetensors")
    try folder.write(Array(good.prefix(good.count - 9)), to: "m.safetensors")
    let half = try terminal.screen { $0.contains("the last good weights stay") }
    #expect(half.contains(own) && half.contains("m.safetensors") && half.contains("truncated"))
    // It is said once: a key takes it away.
    try terminal.type("Escape")
    try terminal.screen { !$0.contains("the last good") }
    try folder.write(SampleModel.bytes(scale: 2), to: "m.safetensors")
    #expect(try terminal.screen { $0.contains(doubled) }.contains(doubled))
    try FileManager.default.removeItem(atPath: folder.file("m.safetensors"))
    let gone = try terminal.screen { $0.contains("no such file") }
    #expect(gone.contains("the last good weights stay") && gone.contains(doubled))
    try folder.write(good, to: "m.safetensors")
    #expect(try !terminal.screen { $0.contains(own) }.contains("the last good"))
    try folder.write(SampleModel.bytes(inputs: 2), to: "m.safetensors")
    let other = try terminal.screen { $0.contains("inputs of 2 numbers") }
    #expect(other.contains(own))
    try terminal.type("q")
  }

  @Test("New files that a pattern names are shown where the newest was")
  func newFiles() throws {
    try folder.write(SampleModel.bytes(), to: "step9.safetensors")
    let (own, doubled) = (try total(1), try total(2))
    let terminal = try start("step*.safetensors")
    try folder.write(SampleModel.bytes(scale: 2), to: "step10.safetensors")
    #expect(try terminal.screen { $0.contains("step10 · 2 of 2") }.contains(doubled))
    // The knob was another one while there was a single file.
    try terminal.type("=", "checkpoint=1", "Enter")
    #expect(try terminal.screen { $0.contains("step9 · 1 of 2") }.contains(own))
    try folder.write(SampleModel.bytes(scale: 3), to: "step11.safetensors")
    #expect(try terminal.screen { $0.contains("step9 · 1 of 3") }.contains(own))
    try terminal.type("q")
  }

  @Test("A trace that is replaced brings its own inputs and steps")
  func traces() throws {
    func trace(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fixtures.folder + "/traces/\(name).safetensors")))
    }
    try folder.write(trace("elman-unbatched"), to: "trace.safetensors")
    let terminal = try Tmux(
      width: 100, height: 30,
      "cd '\(folder.path)' && '\(Program.path)' --theme dark --watch --model trace.safetensors")
    try terminal.screen { $0.contains("T 7") }
    try folder.write(trace("elman-detach-4"), to: "new")
    #expect(rename(folder.file("new"), folder.file("trace.safetensors")) == 0)
    let shown = try terminal.screen { $0.contains("T 12") }
    let expected = try Program.output(["render", "--model", "trace.safetensors"], in: folder.path)
      .split(separator: "\n")
    #expect(shown.contains("detach 4") && shown.contains(String(expected[1])))
    try terminal.type("q")
  }
}
