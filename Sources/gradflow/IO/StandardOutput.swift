import Glibc

/// The reader of the output has gone; there is nothing left to do.
struct ClosedPipe: Error {}

/// Standard output, written in blocks. Failures are kept until `flush`, since a `TextOutputStream` cannot throw.
struct StandardOutput: TextOutputStream {
  private var buffer: [UInt8] = []
  private var failure: Int32?

  mutating func write(_ string: String) {
    buffer.append(contentsOf: string.utf8)
    if buffer.count >= 1 << 16 { drain() }
  }

  /// Whether nobody reads any more, so that a long output may stop early.
  var isClosed: Bool { failure != nil }

  /// Writes what is left.
  ///
  /// - Throws: `ClosedPipe`, or `InputError` for a full disk and the like.
  mutating func flush() throws {
    drain()
    guard let failure else { return }
    if failure == EPIPE { throw ClosedPipe() }
    throw InputError("cannot write the output: \(String(cString: strerror(failure)))")
  }

  private mutating func drain() {
    if failure == nil { failure = Descriptor.write(buffer, to: STDOUT_FILENO) }
    buffer.removeAll(keepingCapacity: true)
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
      let result = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
      if result < 0, errno == EINTR { continue }
      guard result >= 0 else { return errno }
      written += result
    }
    return nil
  }
}
