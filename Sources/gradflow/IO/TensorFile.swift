import Glibc
import RNNFiles

/// A file of which only the parts that are asked for are read; a pipe is read whole.
final class TensorFile: ByteSource {
  let byteCount: Int
  private let descriptor: Int32

  private init(descriptor: Int32, byteCount: Int) {
    self.descriptor = descriptor
    self.byteCount = byteCount
  }

  deinit { close(descriptor) }

  /// Opens the file at a path.
  ///
  /// - Parameter isModel: whether it is to be a model; else it is an input.
  /// - Throws: `InputError` for what cannot be opened.
  static func open(_ path: String, isModel: Bool = true) throws -> any ByteSource {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno, isModel) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(path, EISDIR, isModel) }
      return try FileBytes.read(path, builtIn: [], isText: false, limit: 128 << 20)
    }
    return TensorFile(descriptor: descriptor, byteCount: Int(status.st_size))
  }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let target = buffer.baseAddress?.advanced(by: count)
        let result = pread(descriptor, target, range.count - count, off_t(range.lowerBound + count))
        if result < 0, errno == EINTR { continue }
        guard result > 0 else {
          failure = result < 0 ? errno : 0
          return
        }
        count += result
      }
    }
    guard let failure else { return bytes }
    throw .unreadable(reason: failure == 0 ? "it became shorter while it was read" : String(cString: strerror(failure)))
  }

  private static func failure(_ path: String, _ code: Int32, _ isModel: Bool) -> InputError {
    switch code {
    case ENOENT where !isModel: InputError("\(path): no such file: check the name")
    case EISDIR where !isModel: InputError("\(path): a directory, expected a file: name one in it")
    case ENOENT: InputError("\(path): no such file, nor builtin:sunspots: check the name")
    case EISDIR: InputError("\(path): a directory, expected a safetensors or PyTorch file: name a file in it")
    default: InputError("\(path): \(String(cString: strerror(code))): check the name and its permissions")
    }
  }
}
