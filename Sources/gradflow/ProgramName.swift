import CArguments
import Glibc

/// What starts the program from where its user is, for the command lines that are written for them to use again.
enum ProgramName {
  /// `gradflow` where that name is this program's in PATH, else what a script that started it says in GRADFLOW_COMMAND, else
  /// the name that it was started by.
  static var current: String {
    let path = Environment.value("PATH") ?? ""
    let started = started_with_count() > 0 ? started_with(0).map { String(cString: $0) } : nil
    return name(isInstalled: isInstalled(in: path), by: Environment.value("GRADFLOW_COMMAND"), as: started)
  }

  /// The first of them that is there.
  static func name(isInstalled: Bool, by script: String?, as started: String?) -> String {
    if isInstalled { return "gradflow" }
    return [script, started].compactMap { $0 }.first { !$0.isEmpty } ?? "gradflow"
  }

  /// Whether the first `gradflow` in the folders of a PATH is the program that runs.
  static func isInstalled(in path: String, own: String = "/proc/self/exe") -> Bool {
    let folders = path.split(separator: ":", omittingEmptySubsequences: false).map { $0.isEmpty ? "." : String($0) }
    guard let found = folders.map({ $0 + "/gradflow" }).first(where: { access($0, X_OK) == 0 }) else { return false }
    guard let place = identity(found), let mine = identity(own) else { return false }
    return place == mine
  }

  /// What tells a file from every other.
  private static func identity(_ path: String) -> [UInt64]? {
    var status = stat()
    return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
  }
}
