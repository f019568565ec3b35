import Glibc

/// Standard output, written in blocks.
///
/// When nobody reads any more the program ends at once, quietly and with 0: a `TextOutputStream` cannot throw, and a map
/// of a long sequence would otherwise be computed for nobody. Other failures are kept until `flush`.
struct StandardOutput: TextOutputStream {
  private var buffer: [UInt8] = []
  private var failure: Int32?
  /// When it was last written to.
  private var drained = 0.0

  mutating func write(_ string: String) {
    buffer.append(contentsOf: string.utf8)
    if buffer.count >= 1 << 16 { drain() }
  }

  /// Passes on what was written until now, unless that was done just now: a reader waits 50 ms at most for what is there.
  mutating func passOn() {
    if Progress.now - drained > 0.05 { drain() }
  }

  /// Writes what is left.
  ///
  /// - Throws: `InputError` for a full disk and the like.
  mutating func flush() throws {
    drain()
    if let failure { throw OutputFile.failure("the output", failure) }
  }

  private mutating func drain() {
    if failure == nil { failure = Descriptor.write(buffer, to: STDOUT_FILENO) }
    if failure == EPIPE { Glibc.exit(0) }
    buffer.removeAll(keepingCapacity: true)
    drained = Progress.now
  }
}

/// Standard error.
enum StandardError {
  static func write(_ text: String) { _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO) }
}

/// Writing to a file descriptor.
enum Descriptor {
  /// Writes all bytes and returns the error number of a failure, or nil.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var written = 0
    while written < bytes.count {
      let result = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if result < 0, errno == EINTR { continue }
      guard result >= 0 else { return errno }
      written += result
    }
    return nil
  }
}
