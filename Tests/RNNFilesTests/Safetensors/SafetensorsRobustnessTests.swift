import RNNCore
import Testing

@testable import RNNFiles

/// Damaged files give an error or a result, and never end the program.
@Suite struct SafetensorsRobustnessTests {
  private static let small = safetensors(
    [
      SampleTensor(name: "rnn.weight_hh_l0", shape: [2, 2], values: [1, 2, 3, 4]),
      SampleTensor(name: "rnn.weight_ih_l0", shape: [2, 1], values: [5, 6]),
      SampleTensor(name: "fc.weight", shape: [3, 2], values: [1, 2, 3, 4, 5, 6]),
    ], metadata: ["nonlinearity": "tanh"])

  /// Reads all that can be read.
  private func read(_ bytes: [UInt8]) {
    do {
      let file = try SafetensorsFile(bytes)
      for tensor in file.header.tensors where tensor.type.isWeight { _ = try file.values(of: tensor) }
    } catch {
      #expect(!error.message(file: "m").contains("cannot be used"))
    }
  }

  @Test func anEmptyTensorCanHaveAnyOtherDimension() throws {
    let huge = "[\(Int.max),2,0]"
    let header = "{\"weight_hh_l0\":{\"dtype\":\"F32\",\"shape\":\(huge),\"data_offsets\":[0,0]}}"
    let file = try SafetensorsFile(safetensors(header))
    #expect(file.header.tensors.map(\.elementCount) == [0])
    #expect(ModelListing(file, name: "m").lines.first == "m: 1 tensor, 0 numbers")
  }

  @Test func everyPrefixIsRefused() {
    for count in 0..<Self.small.count {
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(Array(Self.small[..<count])) }
    }
  }

  @Test func everySingleBitCanFlip() {
    for position in Self.small.indices {
      for bit in 0..<8 {
        var bytes = Self.small
        bytes[position] ^= 1 << bit
        read(bytes)
      }
    }
  }

  @Test func anyBytesCanStandInTheHeader() {
    var generator = SplitMix64(seed: 1)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "u", "d83d", "0", "1", "a", "\"dtype\"", "\"F32\"", "\"shape\"",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<40, using: &generator)
      let header = "{" + (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      read(safetensors(header, dataCount: 8))
    }
  }
}
