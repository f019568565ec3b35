import Glibc

/// Input that cannot be used: what, where, what was expected, what to do. Exit code 2.
struct InputError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

/// What the environment says.
enum Environment {
  /// NO_COLOR is set and not empty (https://no-color.org), and no CLICOLOR_FORCE insists on colours
  /// (https://bixense.com/clicolors).
  static var forbidsColour: Bool {
    let isForced = value("CLICOLOR_FORCE").map { !["", "0"].contains($0) } ?? false
    return !isForced && value("NO_COLOR").map { !$0.isEmpty } ?? false
  }

  /// How many threads OpenBLAS uses is said by one of the variables that it reads.
  static var setsThreads: Bool {
    ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"].contains {
      value($0).flatMap { Int($0) }.map { $0 > 0 } ?? false
    }
  }

  static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
