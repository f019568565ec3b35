/// The version, said in this one place: `--version`, the manual page, packages and releases read it here.
enum Version {
  /// Semantic Versioning, https://semver.org.
  static let number = "0.1.0"
  /// The day of its release, as in the changelog.
  static let date = "2026-11-25"
}
