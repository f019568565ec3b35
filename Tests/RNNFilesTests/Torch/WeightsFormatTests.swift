import Testing

@testable import RNNFiles

@Suite struct WeightsFormatTests {
  @Test("A file is told by its first bytes")
  func formats() throws {
    #expect(try WeightsFormat.open(try TorchFixtures.bytes("lstm.pt")) is TorchFile<[UInt8]>)
    let file = try WeightsFormat.open(try TorchFixtures.bytes("lstm.safetensors"))
    #expect(file is SafetensorsFile<[UInt8]>)
    #expect(file.metadata.isEmpty && file.tensors.count == 6)
    #expect(throws: WeightsFileError.safetensors(.tooShort(byteCount: 0))) { try WeightsFormat.open([]) }
    #expect(throws: WeightsFileError.torch(.archive(.noEnd))) { try WeightsFormat.open([0x50, 0x4B, 3, 4]) }
  }

  @Test("Wherever a source is gone, the line says so")
  func unreadable() throws {
    for name in ["training.pt", "lstm.safetensors"] {
      let bytes = try TorchFixtures.bytes(name)
      var reads = 0
      while reads < 1000 {
        do {
          let file = try WeightsFormat.open(CountingSource(bytes, reads: reads))
          for tensor in file.tensors { _ = try file.weights(of: tensor) }
          break
        } catch {
          #expect(error.message(file: "m") == "m: cannot be read: gone")
        }
        reads += 1
      }
      #expect(reads > 3 && reads < 1000)
    }
  }

  @Test("A model and a listing are made of either")
  func listing() throws {
    let torch = ModelListing(try TorchFile(try TorchFixtures.bytes("training.pt")), name: "m").lines
    #expect(torch.contains("  state dict: under model") && torch.contains("  output: output layer \"fc\" of 3 classes"))
    #expect(throws: RNNModelError.file(.torch(.archive(.wrongChecksum("lstm/data/0"))))) {
      var bytes = try TorchFixtures.bytes("lstm.pt")
      let place = try #require(ZipArchive(bytes)["lstm/data/0"]).bytes.lowerBound
      bytes[place] ^= 1
      _ = try RNNModel(TorchFile(bytes))
    }
  }
}
