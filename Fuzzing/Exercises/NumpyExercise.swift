import RNNFiles

/// An array is read or refused the same however its bytes come, and whatever it holds is a sequence or is refused in a line.
enum NumpyExercise {
  /// Bytes as they are; and the first line as a header behind the length that it has, the rest as its data: few changes of a
  /// length make sense.
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    try read(bytes)
    let header = bytes.prefix { $0 != 10 }
    let length = (0..<2).map { UInt8(truncatingIfNeeded: (header.count + 1) >> (8 * $0)) }
    try read([0x93] + "NUMPY".utf8 + [1, 0] + length + header + [10] + bytes.dropFirst(header.count + 1))
  }

  private static func read(_ bytes: [UInt8]) throws(Complaint) {
    let whole = Result { () throws(NumpyError) in try NumpyFile(bytes) }
    let parts = Result { () throws(NumpyError) in try NumpyFile(Slices(bytes: bytes)) }
    switch (whole, parts) {
    case (.success(let file), .success(let other)):
      try Complaint.unless(file.header == other.header, "another header from the same bytes")
      try check(file.tensor(named: "x"), other.tensor(named: "x"))
    case (.failure(let error), .failure(let other)):
      try Complaint.unless(error == other, "another error from the same bytes")
      try Complaint.unlessLine(error.message(file: "x.npy"), about: "x.npy:")
    default: throw Complaint("an error from one source only")
    }
  }

  private static func check(_ tensor: StoredTensor, _ other: StoredTensor) throws(Complaint) {
    let count = tensor.shape.contains(0) ? 0 : tensor.shape.reduce(1, *)
    let all = Result { () throws(TensorError) in try tensor.numbers(in: 0..<count) }
    let again = Result { () throws(TensorError) in try other.numbers(in: 0..<count) }
    try Complaint.unless(all == again, "other numbers from the same bytes")
    for item in [nil, 0, 1, -1, .max] as [Int?] {
      for symbols in [nil, 3] as [Int?] {
        try sequence(TensorReader(item: item, symbolCount: symbols, classCount: 3), tensor)
      }
    }
  }

  private static func sequence(_ reader: TensorReader, _ tensor: StoredTensor) throws(Complaint) {
    let sequence: TensorSequence
    do {
      sequence = try reader.read(tensor, targets: tensor)
    } catch {
      return try Complaint.unlessLine(error.message(file: "x.npy"), about: "x.npy:")
    }
    let steps: Int
    switch sequence.steps {
    case .numbers(let values, let dimension):
      steps = values.count / dimension
      try Complaint.unless(values.allSatisfy(\.isFinite), "a number that is not finite")
    case .symbols(let symbols):
      steps = symbols.count
      try Complaint.unless(symbols.allSatisfy { (0..<3).contains($0) }, "a symbol that is none")
    }
    try Complaint.unless(steps > 0 && sequence.targets?.steps == steps, "other steps than targets")
  }
}
