import Glibc
import RNNCore

/// How many threads independent work may take: what the environment grants, which is not what the machine has.
///
/// A number in OPENBLAS_NUM_THREADS, GOTO_NUM_THREADS or OMP_NUM_THREADS, in the order in which OpenBLAS hears them, is
/// taken at its word. Else it is the processors that the process may run on, or what the quotas of its control groups come
/// to, whichever is less. Results do not depend on it.
struct Processors {
  /// Beyond that OpenBLAS has no buffers for the threads that call it.
  static let most = 64

  /// Where the kernel's files are: the empty path, or a folder that holds copies of them.
  private let root: String

  init(root: String = "") { self.root = root }

  /// How many threads may be taken, at least 1.
  static var granted: Int { Processors().granted(named: Environment.threads) }

  /// The same where the environment names a number, or none.
  func granted(named: Int?) -> Int {
    let count = named ?? Swift.min(allowed, quota.map { Int(Swift.min($0, 1e6).rounded(.up)) } ?? .max)
    return Swift.min(Swift.max(count, 1), Self.most)
  }

  /// The processors that the process may run on, or that the machine has where that is not told.
  var allowed: Int {
    let line = contents("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
    // Hexadecimal digits, in groups of eight with commas between them.
    let count = line?.dropFirst("Cpus_allowed:".count).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) } ?? 0
    return count > 0 ? count : Concurrent.processors
  }

  /// The least quota of the control groups that the process is in, in processors; nil without one.
  var quota: Double? {
    let lines = contents("/proc/self/cgroup").split(separator: "\n")
    return lines.compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 else { return nil }
      if fields[0] == "0", fields[1].isEmpty { return Self.ancestors(fields[2]).compactMap(unifiedQuota).min() }
      guard fields[1].split(separator: ",").contains("cpu") else { return nil }
      return Self.ancestors(fields[2]).compactMap { separateQuota(fields[1], $0) }.min()
    }.min()
  }

  /// `/a/b`, `/a` and the root: a limit on any of them holds, and in a container only the last may be there.
  private static func ancestors(_ path: String) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).map { names.prefix($0).map { "/\($0)" }.joined() }
  }

  /// Version 2: `cpu.max` holds a quota, or `max`, and the period of both.
  private func unifiedQuota(_ group: String) -> Double? {
    Self.quota(contents("/sys/fs/cgroup\(group)/cpu.max").split { " \n".contains($0) })
  }

  /// Version 1: a file each, the quota being −1 without one.
  private func separateQuota(_ controllers: String, _ group: String) -> Double? {
    let folder = "/sys/fs/cgroup/\(controllers)\(group)/cpu.cfs_"
    return Self.quota(["quota", "period"].flatMap { contents("\(folder)\($0)_us").split(separator: "\n") })
  }

  private static func quota(_ fields: [Substring]) -> Double? {
    let numbers = fields.compactMap { Double($0) }
    guard fields.count == 2, numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
    return numbers[0] / numbers[1]
  }

  /// The text of one of the kernel's files; nothing of one that there is not.
  private func contents(_ path: String) -> String {
    let descriptor = open(root + path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes[..<Swift.max(count, 0)], as: UTF8.self)
  }
}
