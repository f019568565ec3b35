import Foundation

/// The files that tests open.
enum Fixtures {
  /// Their folder.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures").path
}
