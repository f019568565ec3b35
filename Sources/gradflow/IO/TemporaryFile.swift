import Glibc

/// A whole file under a hidden name, beside the one that it is to become.
struct TemporaryFile {
  let path: String
  /// The name that messages show.
  private let shown: String

  /// Writes the file; nothing is left where that fails.
  ///
  /// - Parameter mode: the permissions; nil for those of a new file.
  init(_ text: String, beside target: String, mode: mode_t? = nil) throws {
    shown = target
    let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
    // A name of its own: the target's may be as long as names can be. One that a killed program left is passed over.
    let paths = (0..<100).map { "\(folder).gradflow-\(getpid())-\($0).tmp" }
    var (path, descriptor) = (paths[0], Int32(-1))
    for next in paths {
      path = next
      descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o666)
      guard descriptor < 0, errno == EEXIST else { break }
    }
    self.path = path
    guard descriptor >= 0 else { throw OutputFile.failure(shown, errno) }
    var code = mode.map { fchmod(descriptor, $0) == 0 ? nil : errno } ?? nil
    code = code ?? Descriptor.write(Array(text.utf8), to: descriptor)
    guard close(descriptor) == 0, code == nil else { throw discarded(code ?? errno) }
  }

  /// Removes the file and returns why.
  func discarded(_ code: Int32) -> InputError {
    unlink(path)
    return OutputFile.failure(shown, code)
  }

  /// Gives the file another name unless there is such a file, and returns 0 or the error number.
  func moved(to name: String) -> Int32 {
    if link(path, name) == 0 {
      unlink(path)
      return 0
    }
    // File systems without links: an empty file takes the name, and is replaced by the whole one.
    guard [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) else { return errno }
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return errno }
    close(descriptor)
    guard rename(path, name) != 0 else { return 0 }
    let code = errno
    unlink(name)
    return code
  }
}
