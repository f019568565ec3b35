import RNNCore
import Testing

@testable import RNNFiles

/// A file whose header can be read, and nothing behind it.
private struct CutSource: ByteSource {
  let bytes: [UInt8]
  /// Data bytes that it says it has besides.
  var missing = 0
  var byteCount: Int { bytes.count + missing }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    let headerEnd = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
    guard range.upperBound <= headerEnd else { throw .unreadable(reason: "Input/output error") }
    return Array(bytes[range])
  }
}

@Suite struct RNNModelSourceTests {
  @Test("A file that stops being readable says so")
  func unreadable() throws {
    let file = try SafetensorsFile(CutSource(bytes: safetensors(layer())))
    do {
      _ = try RNNModel(file)
      Issue.record("no error")
    } catch {
      #expect(error.message(file: "m") == "m: cannot be read: Input/output error")
    }
  }

  @Test("A model of more numbers than are taken is refused before any of them is read")
  func tooLarge() throws {
    func tensor(_ name: String, _ shape: [Int], _ begin: Int, _ end: Int) -> String {
      "\"\(name)\":{\"dtype\":\"F16\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
    }
    let header =
      "{" + tensor("weight_hh_l0", [12_000, 12_000], 0, 288_000_000) + ","
      + tensor("weight_ih_l0", [12_000, 1], 288_000_000, 288_024_000) + "}"
    let file = try SafetensorsFile(CutSource(bytes: safetensors(header), missing: 288_024_000))
    do {
      _ = try RNNModel(file)
      Issue.record("no error")
    } catch {
      let message = error.message(file: "m")
      #expect(message.hasPrefix("m: ") && message.contains("[12000, 12000]") && message.contains("100000000"))
    }
  }

  @Test("Weights that do not fit each other, told by the network")
  func network() {
    let shape = RNNModelError.network(.shape(parameter: "c", rule: "c has a number for each row of V", found: 3))
    #expect(
      shape.message(file: "m") == "m: c has a number for each row of V, and there are 3: save the whole state dict")
    #expect(
      RNNModelError.network(.notFinite(parameter: "W")).message(file: "m")
        == "m: W is not finite: use weights from before the training diverged")
  }

  @Test(
    "Names of other tensors are none of a recurrent layer",
    arguments: ["weight", "fc2", "gamma_l0", "weight_hh_l01", "weight_hh_l", "weight_hh_l99999999999999999999"])
  func otherNames(name: String) { #expect(RecurrentName(name) == nil) }

  @Test(
    "Layers with a part missing or of another shape",
    arguments: [
      (["rnn.bias_ih_l0"], [], "\"rnn.bias_hh_l0\" without \"rnn.bias_ih_l0\""),
      (["rnn.bias_hh_l0"], [], "\"rnn.bias_ih_l0\" without \"rnn.bias_hh_l0\""),
      (
        ["rnn.weight_ih_l0"], [SampleTensor(name: "rnn.weight_ih_l0", shape: [2], values: [1, 2])],
        "\"rnn.weight_ih_l0\" of shape [2] has 1 dimension: expected 2"
      ),
    ] as [([String], [SampleTensor], String)])
  func parts(without names: [String], with others: [SampleTensor], words: String) throws {
    let file = try SafetensorsFile(safetensors(layer().filter { !names.contains($0.name) } + others))
    do {
      _ = try RNNModel(file)
      Issue.record("no error")
    } catch {
      #expect(error.message(file: "m").contains(words))
    }
  }

  @Test("A long list of names is cut")
  func manyNames() throws {
    let tensors = (1...9).map { SampleTensor(name: "t\($0)", shape: [1], values: [0]) }
    let lines = ModelListing(try SafetensorsFile(safetensors(tensors)), name: "m").lines
    #expect(lines.last?.hasSuffix("\"t8\", … (9 in all)") == true)
  }

  @Test("An output layer called weight alone")
  func bareWeight() throws {
    let bare = SampleTensor(name: "weight", shape: [3, 2], values: Array(repeating: 1, count: 6))
    let model = try RNNModel(SafetensorsFile(safetensors(layer() + [bare])), outputLayer: "weight")
    #expect(model.network.outputWeights?.rows == 3)
    #expect(throws: RNNModelError.unknownOutputLayer("fc", fitting: ["weight"])) {
      try RNNModel(SafetensorsFile(safetensors(layer() + [bare])), outputLayer: "fc")
    }
  }
}
