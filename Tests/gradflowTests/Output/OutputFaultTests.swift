import Foundation
import Testing

/// What can go wrong while a file is written: one line says it, what was there stays, and nothing is left beside it.
@Suite struct OutputFaultTests {
  private let folder: TemporaryFolder
  private static let picture = ["render", "--size", "160x60", "--format", "svg", "-o", "picture.svg"]

  init() throws { folder = try TemporaryFolder() }

  /// Runs a shell line in the folder, where `gradflow` is the program.
  private func shell(_ line: String, wrapper: [String] = []) throws -> Finished {
    let child = try ChildProcess(
      "/usr/bin/env", ["-C", folder.path] + wrapper + ["/bin/sh", "-c", line],
      environment: Program.environment.merging(["GRADFLOW": Program.path]) { $1 }, input: .file("/dev/null"),
      output: .captured)
    return child.finish(within: .seconds(60))
  }

  private func expectRefusal(_ run: Finished, saying word: String) {
    #expect(run.code == 2 && run.signal == nil, Comment(rawValue: run.message))
    #expect(run.message.hasPrefix("gradflow: cannot write ") && run.message.contains(word))
    #expect(run.lines.isEmpty && run.message.count { $0 == "\n" } == 1, Comment(rawValue: run.message))
  }

  @Test("A file that may not grow", .disabled(if: Program.isThreadSanitized))
  func limit() throws {
    try folder.write("old", to: "picture.svg")
    expectRefusal(
      try shell("ulimit -f 1; exec \"$GRADFLOW\" render --format svg -o picture.svg"), saying: "File too large")
    #expect(try folder.names == ["picture.svg"])
    #expect(try folder.read("picture.svg") == "old")
    expectRefusal(try shell("ulimit -f 1; exec \"$GRADFLOW\" render --format svg >new.svg"), saying: "File too large")
  }

  @Test("A full disk", .enabled(if: Self.canMount, "needs mount namespaces"))
  func fullDisk() throws {
    let line = """
      mkdir disk && mount -t tmpfs -o size=8k none disk && cd disk && echo old >picture.svg || exit 9
      "$GRADFLOW" render --size 200x60 --format svg -o picture.svg; code=$?
      ls -A; cat picture.svg; exit $code
      """
    let run = try shell(line, wrapper: Self.namespace)
    #expect(run.code == 2 && run.text == "picture.svg\nold\n", Comment(rawValue: run.text))
    #expect(run.message.contains("No space left"))
  }

  @Test("A folder that is read-only", .enabled(if: Self.canMount, "needs mount namespaces"))
  func readOnly() throws {
    let mounted = "mkdir disk && mount -t tmpfs -o ro none disk && cd disk || exit 9; "
    expectRefusal(
      try shell(mounted + "exec \"$GRADFLOW\" render -o picture.svg", wrapper: Self.namespace), saying: "Read-only")
  }

  @Test("A folder that is gone")
  func vanished() throws {
    expectRefusal(
      try shell("mkdir gone && cd gone && rmdir ../gone && exec \"$GRADFLOW\" render -o picture.svg"),
      saying: "No such file")
    #expect(try folder.names == [])
  }

  @Test("A name as long as names can be, and permissions, are kept")
  func nameAndPermissions() throws {
    let name = String(repeating: "x", count: 255)
    try folder.write("old", to: name)
    chmod(folder.file(name), 0o600)
    #expect(try Program.output(["render", "-o", name], in: folder.path) == "")
    #expect(try folder.read(name) == Program.output(["render"]))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try folder.names == [name])
  }

  @Test("What a killed program left under the same number does not stop another")
  func leftover() throws {
    let run = try shell("echo old >.gradflow-$$-0.tmp; exec \"$GRADFLOW\" render -o picture.txt")
    #expect(run.code == 0, Comment(rawValue: run.message))
    #expect(try folder.read("picture.txt") == Program.output(["render"]))
  }

  @Test("Killed at any time, it leaves the old file or the new one whole, and else nothing but hidden files")
  func killed() throws {
    try folder.write("old", to: "picture.svg")
    #expect(try Program.run(Self.picture, in: folder.path, within: .seconds(60)).code == 0)
    let whole = try folder.read("picture.svg")
    for delay in 0..<12 {
      try folder.write("old", to: "picture.svg")
      let child = try Program.start(Self.picture, in: folder.path)
      let id = child.id
      usleep(UInt32(delay) * 40_000)
      kill(id, SIGKILL)
      _ = child.finish(within: .seconds(20))
      let text = try folder.read("picture.svg")
      #expect(text == "old" || text == whole, "neither the old file nor the new one after \(delay * 40) ms")
      #expect(try folder.names.filter { !$0.hasPrefix(".") } == ["picture.svg"])
    }
  }

  private static let namespace = ["unshare", "--map-root-user", "--mount"]
  private static let canMount: Bool = {
    let child = try? ChildProcess(
      "/usr/bin/env", namespace + ["mount", "-t", "tmpfs", "none", "/mnt"], environment: Program.environment,
      input: .file("/dev/null"), output: .captured)
    return child?.finish(within: .seconds(20)).code == 0
  }()
}
