import Glibc

/// What the environment says.
enum Environment {
  /// NO_COLOR is set and not empty (https://no-color.org).
  static var forbidsColour: Bool { value("NO_COLOR").map { !$0.isEmpty } ?? false }

  static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
