import Foundation
import RNNCore
import RNNFiles
import Testing

/// Every prefix of the sample files, and every bit of them flipped: a result, or an error of one line.
@Suite struct DamageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let modelPaths =
    ["bare", "bfloat", "deep", "gru", "half"].map { "Tests/gradflowTests/Fixtures/\($0).safetensors" }
    + ["Sources/RNNFiles/Resources/sunspots-rnn.safetensors"]

  @Test("Series", arguments: ["Sources/RNNFiles/Resources/sunspots.csv", "Fuzzing/Seeds/csv/features.csv"])
  func series(path: String) throws {
    let bytes = try Self.bytes(path)
    try damage(bytes, bits: Self.sample(bytes.indices, of: 1200)) { bytes throws(Complaint) in
      let result = Result { () throws(CSVError) in try CSVReader(columnCount: 1).read(bytes) }
      if case .failure(let error) = result { try Complaint.unlessLine(error.message(file: "x.csv"), about: "x.csv:") }
    }
  }

  @Test("Texts", arguments: ["Tests/gradflowTests/Fixtures/sample.txt", "Fuzzing/Seeds/text/hello.txt"])
  func texts(path: String) throws {
    let bytes = try Self.bytes(path)
    try damage(bytes, bits: Array(bytes.indices)) { bytes throws(Complaint) in try Exercise.text.run(bytes) }
  }

  @Test("Models: the header whole, of the data what a seed picks", arguments: modelPaths)
  func models(path: String) throws {
    let bytes = try Self.bytes(path)
    let dataStart = 8 + (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let data = Self.sample(dataStart..<bytes.count, of: 40)
    try damage(bytes, bits: Array(0..<dataStart) + data) { bytes throws(Complaint) in
      switch Result(catching: { () throws(SafetensorsError) in try SafetensorsFile(bytes) }) {
      case .failure(let error): try Complaint.unlessLine(error.message(file: "m"), about: "m:")
      case .success(let file):
        let model = Result { () throws(RNNModelError) in try RNNModel(file) }
        if case .failure(let error) = model { try Complaint.unlessLine(error.message(file: "m"), about: "m:") }
      }
    }
  }

  @Test("PyTorch's files: what a seed picks", arguments: ["lstm.pt", "small.pt"])
  func torch(name: String) throws {
    let bytes = try Self.bytes("Tests/RNNFilesTests/Torch/Fixtures/\(name)")
    try damage(bytes, bits: Self.sample(bytes.indices, of: 60)) { bytes throws(Complaint) in
      try Exercise.torch.run(bytes)
    }
  }

  /// Runs a reader on every prefix, and with every bit of some bytes flipped.
  private func damage(_ bytes: [UInt8], bits places: [Int], _ read: ([UInt8]) throws(Complaint) -> Void) throws {
    #expect(throws: Never.self) { try read(bytes) }
    for count in bytes.indices {
      expect("prefix \(count)") { () throws(Complaint) in try read(Array(bytes[..<count])) }
    }
    for place in places {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(bit)
        expect("bit \(bit) of byte \(place)") { () throws(Complaint) in try read(damaged) }
      }
    }
  }

  private func expect(_ context: String, _ body: () throws(Complaint) -> Void) {
    do { try body() } catch { Issue.record("\(context): \(error.message)") }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: root.appending(path: path)))
  }

  /// At most `count` of a range, always the same.
  private static func sample(_ range: Range<Int>, of count: Int) -> [Int] {
    var generator = SplitMix64(seed: 5)
    return range.count <= count ? Array(range) : (0..<count).map { _ in Int.random(in: range, using: &generator) }
  }
}
