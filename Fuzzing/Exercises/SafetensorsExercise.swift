import RNNCore
import RNNFiles

/// A file is read or refused the same however its bytes come, and what is read can be run.
enum SafetensorsExercise {
  /// Bytes as they are; and the first line as a header behind the length that it has, the rest as its data: few changes
  /// of a length make sense.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    try read(bytes)
    let header = bytes.prefix { $0 != 10 }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    try read(length + header + bytes.dropFirst(header.count + 1))
  }

  private static func read(_ bytes: [UInt8]) throws(Complaint) {
    let whole = Result { () throws(SafetensorsError) in try SafetensorsFile(bytes) }
    let parts = Result { () throws(SafetensorsError) in try SafetensorsFile(Slices(bytes: bytes)) }
    switch (whole, parts) {
    case (.success(let file), .success(let other)):
      try Complaint.unless(file.header == other.header, "another header from the same bytes")
      try WeightsExercise.check(file, other)
    case (.failure(let error), .failure(let other)):
      try Complaint.unless(error == other, "another error from the same bytes")
      try Complaint.unlessLine(error.message(file: "m"), about: "m")
    default: throw Complaint("an error from one source only")
    }
  }
}

/// Bytes of which parts are handed out, as from a file.
struct Slices: ByteSource {
  let bytes: [UInt8]
  var byteCount: Int { bytes.count }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    guard range.upperBound <= bytes.count else { throw .unreadable(reason: "past the end") }
    return Array(bytes[range])
  }
}
