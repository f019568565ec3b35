import Foundation
import Testing

@testable import gradflow

/// How many threads the environment grants, from copies of the kernel's files.
@Suite struct ProcessorsTests {
  /// A folder with files by their paths.
  private func processors(_ files: [String: String], _ body: (Processors) -> Void) throws {
    let folder = try TemporaryFolder()
    for (path, text) in files {
      let file = folder.file(String(path.dropFirst()))
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: false, encoding: .utf8)
    }
    body(Processors(root: folder.file("")))
  }

  private static let eight = [
    "/proc/self/status": "Name:\tx\nCpus_allowed:\t00000000,000000ff\nCpus_allowed_list:\t0-7\n"
  ]

  private func expect(
    _ count: Int, quota: Double?, _ files: [String: String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try processors(Self.eight.merging(files) { $1 }) {
      #expect($0.quota == quota, sourceLocation: sourceLocation)
      #expect($0.granted(named: nil) == count, sourceLocation: sourceLocation)
    }
  }

  @Test("Version 2: the least of all groups on the way to the root, rounded up to whole processors")
  func unified() throws {
    let path = ["/proc/self/cgroup": "0::/a/b\n"]
    func merged(_ files: [String: String]) -> [String: String] { path.merging(files) { $1 } }
    try expect(8, quota: nil, path)
    try expect(3, quota: 2.5, merged(["/sys/fs/cgroup/a/b/cpu.max": "250000 100000\n"]))
    try expect(8, quota: nil, merged(["/sys/fs/cgroup/a/b/cpu.max": "max 100000\n"]))
    try expect(
      1, quota: 0.5,
      merged(["/sys/fs/cgroup/a/b/cpu.max": "400000 100000\n", "/sys/fs/cgroup/a/cpu.max": "50000 100000\n"]))
    try expect(2, quota: 2, merged(["/sys/fs/cgroup/cpu.max": "200000 100000\n"]))
    try expect(8, quota: 1e7, merged(["/sys/fs/cgroup/cpu.max": "1000000000000 100000\n"]))
  }

  @Test("Version 1: the group of the controller named cpu")
  func separate() throws {
    let path = ["/proc/self/cgroup": "9:memory:/m\n4:cpu,cpuacct:/c\n1:name=systemd:/\nnonsense\n"]
    let folder = "/sys/fs/cgroup/cpu,cpuacct/c/cpu.cfs_"
    func merged(_ quota: String, _ period: String) -> [String: String] {
      path.merging(["\(folder)quota_us": quota, "\(folder)period_us": period]) { $1 }
    }
    try expect(2, quota: 1.5, merged("150000\n", "100000\n"))
    try expect(8, quota: nil, merged("-1\n", "100000\n"))
    try expect(8, quota: nil, merged("nonsense\n", "100000\n"))
    try expect(8, quota: nil, merged("150000\n", "0\n"))
  }

  @Test("A number in the environment is taken at its word, up to what OpenBLAS has buffers for")
  func named() throws {
    try processors(Self.eight) {
      #expect($0.granted(named: 3) == 3 && $0.granted(named: 9) == 9 && $0.granted(named: 1000) == Processors.most)
    }
    try processors([:]) { #expect($0.granted(named: nil) >= 1, "what the machine has") }
    #expect(Processors.granted >= 1)
  }
}
