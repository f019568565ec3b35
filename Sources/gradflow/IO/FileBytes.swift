import Glibc
import Synchronization

/// Whole files, or standard input, as bytes.
enum FileBytes {
  /// The bytes of the file at a path, or of standard input for `-`; of a text no more than up to a NUL byte, which no text has:
  /// `/dev/zero` never ends.
  ///
  /// - Throws: `InputError` for what cannot be read or has more bytes than the limit; for a name that is neither a file's
  ///   nor one of `builtIn`, the list.
  static func read(
    _ path: String, builtIn: [String], isText: Bool = true, limit: Int = 1 << 30
  ) throws -> [UInt8] {
    if path == "-", let kept = takeKept() {
      guard kept.count <= limit else { throw tooLong(path, limit) }
      return kept
    }
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno, builtIn) }
    defer { if path != "-" { close(descriptor) } }
    guard path != "-" || isatty(descriptor) == 0 else {
      throw InputError("standard input is the terminal: pipe numbers into it, or name a file instead of -")
    }
    let bytes = try readAll(descriptor, path, isText, limit)
    if path == "-" { keep(bytes) }
    return bytes
  }

  /// Standard input can be read but once: where two networks are fed by it, the second gets what the first has read.
  private enum Kept {
    case nothing, whatIsRead
    case bytes([UInt8])
  }

  private static let standardInput = Mutex(Kept.nothing)

  /// Keeps what will be read of standard input for one who reads it again.
  static func keepStandardInput() { standardInput.withLock { $0 = .whatIsRead } }

  private static func keep(_ bytes: [UInt8]) {
    standardInput.withLock { kept in
      if case .whatIsRead = kept { kept = .bytes(bytes) }
    }
  }

  private static func takeKept() -> [UInt8]? {
    standardInput.withLock { kept in
      guard case .bytes(let bytes) = kept else { return nil }
      kept = .nothing
      return bytes
    }
  }

  /// What messages call a path.
  static func displayName(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// What a title calls a path: its last part.
  static func shortName(_ path: String) -> String {
    path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func readAll(_ descriptor: Int32, _ path: String, _ isText: Bool, _ limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let chunk = 1 << 18
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      guard status.st_size <= limit else { throw tooLong(path, limit) }
      bytes.reserveCapacity(Int(status.st_size) + 1)
    }
    while true {
      let buffer = try [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        let result = Glibc.read(descriptor, buffer.baseAddress, chunk)
        guard result >= 0 else { throw failure(path, errno, []) }
        count = result
      }
      bytes += buffer
      if buffer.isEmpty || isText && buffer.contains(0) { return bytes }
      guard bytes.count <= limit else { throw tooLong(path, limit) }
    }
  }

  private static func tooLong(_ path: String, _ limit: Int) -> InputError {
    InputError("\(displayName(path)): more than \(limit >> 20) MiB: cut it into smaller files")
  }

  private static func failure(_ path: String, _ code: Int32, _ builtIn: [String]) -> InputError {
    let reason = String(cString: strerror(code))
    guard path != "-" else { return InputError("standard input: \(reason): pipe numbers into it") }
    switch code {
    case ENOENT where !builtIn.isEmpty && !path.contains("/"):
      return InputError(
        "\(path): no such file, nor a built-in input (\(builtIn.joined(separator: ", "))): check the name")
    case ENOENT: return InputError("\(path): no such file: check the name")
    case EISDIR: return InputError("\(path): a directory, expected a file: name one in it")
    default: return InputError("\(path): \(reason): check the name and its permissions")
    }
  }
}
