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

  /// How many threads one of the variables that OpenBLAS reads asks for, the first in its own order that does.
  static var threads: Int? {
    ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"].lazy
      .compactMap { value($0).flatMap { Int($0) } }.first { $0 > 0 }
  }

  static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
