import Glibc

/// Files that the program writes: whole or not there.
enum OutputFile {
  /// Writes a file that the user named: to a temporary name beside it, then renamed, so that it is whole or as it was.
  /// What is there and no plain file, a device or a link or a pipe, is written to instead of being replaced.
  ///
  /// - Throws: `InputError` for what cannot be written, or where `path` is one of the files at `inputs` by whatever name.
  static func write(_ text: String, to path: String, keeping inputs: [String?] = []) throws {
    if path == "/dev/stdout" || path == "-" {
      var output = StandardOutput()
      output.write(text)
      return try output.flush()
    }
    try protect(inputs, from: path)
    var status = stat()
    let isThere = lstat(path, &status) == 0
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else { return try overwrite(path, text) }
    try Interruption.held {
      let temporary = try TemporaryFile(text, beside: path, mode: isThere ? status.st_mode & 0o777 : nil)
      guard rename(temporary.path, path) == 0 else { throw temporary.discarded(errno) }
    }
  }

  private static func protect(_ inputs: [String?], from path: String) throws {
    var (target, source) = (stat(), stat())
    guard stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { return }
    for input in inputs.compactMap({ $0 }) {
      let isKnown = input == "-" ? fstat(STDIN_FILENO, &source) == 0 : stat(input, &source) == 0
      if isKnown, source.st_dev == target.st_dev, source.st_ino == target.st_ino {
        throw InputError("\(path): is the input, which the output would replace: choose another name for the output")
      }
    }
  }

  private static func overwrite(_ path: String, _ text: String) throws {
    let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    let code = Descriptor.write(Array(text.utf8), to: descriptor)
    guard close(descriptor) == 0, code == nil else { throw failure(path, code ?? errno) }
  }

  /// Writes `NAME.EXTENSION`, or `NAME-2.EXTENSION` and so on, into the working folder without overwriting anything, and
  /// returns the name.
  static func writeNew(_ text: String, name: String, extension suffix: String) throws -> String {
    let temporary = try TemporaryFile(text, beside: "\(name).\(suffix)")
    for number in 1...9999 {
      let path = number == 1 ? "\(name).\(suffix)" : "\(name)-\(number).\(suffix)"
      switch temporary.moved(to: path) {
      case 0: return path
      case EEXIST: continue
      case let code: throw temporary.discarded(code)
      }
    }
    unlink(temporary.path)
    throw InputError("\(name).\(suffix) and 9998 more are there already: move some away")
  }

  /// Why something was not written, and what to do.
  static func failure(_ what: String, _ code: Int32) -> InputError {
    InputError("cannot write \(what): \(String(cString: strerror(code))): \(advice(code))")
  }

  private static func advice(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "make room, or write elsewhere"
    case EFBIG: "raise the limit (ulimit -f)"
    case ENOENT, ENOTDIR: "name a file in a folder that is there"
    case EISDIR: "name a file in it"
    default: "write elsewhere"
    }
  }
}

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
