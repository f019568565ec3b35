import RNNFiles

/// A file of `torch.save` is read or refused the same however its bytes come, and what is read can be run.
enum TorchExercise {
  /// Bytes as they are; and as the pickle of an archive without checksums: few changes of a compound file make sense.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    try read(bytes)
    try read(archive(pickle: bytes))
  }

  private static func read(_ bytes: [UInt8]) throws(Complaint) {
    let whole = Result { () throws(TorchFileError) in try TorchFile(bytes) }
    let parts = Result { () throws(TorchFileError) in try TorchFile(Slices(bytes: bytes)) }
    switch (whole, parts) {
    case (.success(let file), .success(let other)):
      try Complaint.unless(
        file.tensors == other.tensors && file.metadata == other.metadata, "another state dict from the same bytes")
      try check(file, other)
    case (.failure(let error), .failure(let other)):
      try Complaint.unless(error == other, "another error from the same bytes")
      try Complaint.unlessLine(error.message(file: "m"), about: "m")
    default: throw Complaint("an error from one source only")
    }
  }

  /// Unless there is more to compute than an execution should take: a view can have many more elements than bytes.
  private static func check(_ file: TorchFile<[UInt8]>, _ other: TorchFile<Slices>) throws(Complaint) {
    guard file.tensors.reduce(0, { $0 + $1.elementCount }) <= 1 << 16 else { return }
    try WeightsExercise.check(file, other)
  }

  /// The sizes of the storages of the seeds' models.
  private static let storageSizes = [96, 64, 32, 32, 24, 12]

  /// An archive of a pickle and some storages.
  static func archive(pickle: [UInt8]) -> [UInt8] {
    let storages = storageSizes.enumerated().map { number, size in
      (name: "m/data/\(number)", bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 % 4 == 3 ? 0x3F : $0 * 37) })
    }
    var (bytes, directory) = ([UInt8](), [UInt8]())
    for (name, content) in [(name: "m/data.pkl", bytes: pickle)] + storages {
      let sizes = word(0) + word(content.count) + word(content.count) + short(name.utf8.count) + short(0)
      directory += word(0x0201_4B50) + [UInt8](repeating: 0, count: 12) + sizes + [UInt8](repeating: 0, count: 10)
      directory += word(bytes.count) + name.utf8
      bytes += word(0x0403_4B50) + [UInt8](repeating: 0, count: 10) + sizes + name.utf8 + content
    }
    let count = short(storages.count + 1)
    return bytes + directory + word(0x0605_4B50) + word(0) + count + count + word(directory.count) + word(bytes.count)
      + short(0)
  }

  private static func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

  private static func short(_ number: Int) -> [UInt8] { Array(word(number).prefix(2)) }
}
