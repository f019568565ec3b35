import Glibc

/// Files that the program writes.
enum OutputFile {
  /// Writes a file that the user named: to a temporary name beside it, then renamed, so that it is whole or not there.
  /// What is there and no plain file, a device or a link or a pipe, is written to instead of being replaced.
  static func write(_ text: String, to path: String) throws {
    if path == "/dev/stdout" || path == "-" {
      var output = StandardOutput()
      output.write(text)
      return try output.flush()
    }
    guard !isThereButNotPlain(path) else { return try overwrite(path, text) }
    let temporary = "\(path).\(getpid()).tmp"
    try create(temporary, text, shown: path)
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw failure(path, code)
    }
  }

  private static func isThereButNotPlain(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  private static func overwrite(_ path: String, _ text: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, errno) }
    let code = Descriptor.write(Array(text.utf8), to: descriptor)
    guard close(descriptor) == 0, code == nil else { throw failure(path, code ?? errno) }
  }

  /// Writes `NAME.EXTENSION`, or `NAME-2.EXTENSION` and so on, into the working folder without overwriting anything, and
  /// returns the name.
  static func writeNew(_ text: String, name: String, extension suffix: String) throws -> String {
    for number in 1...9999 {
      let path = number == 1 ? "\(name).\(suffix)" : "\(name)-\(number).\(suffix)"
      guard access(path, F_OK) != 0 else { continue }
      let temporary = ".\(path).\(getpid()).tmp"
      try create(temporary, text, shown: path)
      defer { unlink(temporary) }
      if link(temporary, path) == 0 { return path }
      guard errno == EEXIST else { throw failure(path, errno) }
    }
    throw InputError("\(name).\(suffix) and 9998 more are there already: move some away")
  }

  private static func create(_ path: String, _ text: String, shown: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(shown, errno) }
    let code = Descriptor.write(Array(text.utf8), to: descriptor)
    guard close(descriptor) == 0, code == nil else {
      let reason = code ?? errno
      unlink(path)
      throw failure(shown, reason)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> InputError {
    InputError("cannot write \(path): \(String(cString: strerror(code)))")
  }
}
