import RNNFiles

/// Every symbol has a number, and the numbers say the text.
enum TextExercise {
  static func run(_ bytes: [UInt8]) throws(Complaint) {
    try run(TextReader(), bytes)
    try run(TextReader(readsBytes: true), bytes)
    try run(TextReader(vocabulary: "abc \né黒"), bytes)
    // The text's first line as the vocabulary of a model.
    try run(TextReader(vocabulary: String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)), bytes)
  }

  private static func run(_ reader: TextReader, _ bytes: [UInt8]) throws(Complaint) {
    let sequence: SymbolSequence
    do {
      sequence = try reader.read(bytes)
    } catch {
      return try Complaint.unlessLine(error.message(file: "x.txt"), about: "x.txt:")
    }
    let codes = reader.readsBytes ? bytes.map { UInt32($0) } : String(decoding: bytes, as: UTF8.self).scalarCodes
    let vocabulary = reader.vocabulary ?? Set(codes).sorted()
    try Complaint.unless(sequence.symbolCount == vocabulary.count, "another number of symbols")
    try Complaint.unless(sequence.symbols.map { vocabulary[$0] } == codes, "the symbols say another text")
    try Complaint.unless(sequence.nextSymbols.count == codes.count, "another number of next symbols")
  }
}

extension String {
  fileprivate var scalarCodes: [UInt32] { unicodeScalars.map(\.value) }
}
