import RNNCore
import Testing

@testable import RNNFiles

/// Files that PyTorch wrote (`Fixtures/make_checkpoints.py`), against what it loads from them.
@Suite struct TorchFileTests {
  @Test("Every element of every tensor is the one that torch.load has, bit by bit")
  func values() throws {
    let files = try TorchFixtures.values()
    #expect(files.count == 13)
    for (name, expected) in files {
      let file = try TorchFile(try TorchFixtures.bytes(name))
      #expect(file.tensors == expected.map(\.description), "\(name)")
      for tensor in expected {
        guard let bits = tensor.bits else {
          #expect(throws: TorchFileError.notNumbers(tensor.description.type, tensor: tensor.description.name)) {
            try file.values(of: tensor.description)
          }
          continue
        }
        let values = try file.values(of: tensor.description)
        // A NaN's payload is not Python's to keep.
        let same = zip(values, bits).allSatisfy { $0.bitPattern == $1 || $0.isNaN && Double(bitPattern: $1).isNaN }
        #expect(values.count == bits.count && same, "\(name): \(tensor.description.name)")
      }
    }
  }

  @Test(
    "The state dict of a checkpoint, and under which key it stands",
    arguments: [
      ("lstm.pt", nil), ("training.pt", "under model"), ("lightning.ckpt", "under state_dict"),
      ("encoder.pt", "under encoder"),
    ] as [(String, String?)])
  func nested(name: String, place: String?) throws {
    let file = try TorchFile(try TorchFixtures.bytes(name))
    #expect(file.metadata["state dict"] == place && file.metadata.count == (place == nil ? 0 : 1))
    #expect(try RNNModel(file).network.inputSize == 3)
  }

  @Test(
    "A model is the one of the safetensors file of the same state dict",
    arguments: [
      ("lstm.pt", "lstm"), ("training.pt", "lstm"), ("lightning.ckpt", "lstm"), ("protocol4.pt", "lstm"),
      ("gru.pth", "gru"),
      ("rnn.pt", "rnn"), ("encoder.pt", "rnn"), ("bfloat.pt", "bfloat"),
    ])
  func models(name: String, other: String) throws {
    let model = try RNNModel(TorchFile(try TorchFixtures.bytes(name)))
    let same = try RNNModel(SafetensorsFile(try TorchFixtures.bytes("\(other).safetensors")))
    #expect(model.network == same.network)
    #expect(model.layersBelow == same.layersBelow)
    #expect(model.taken == same.taken)
  }

  @Test(
    "What is no state dict is refused with a line that says what to do",
    arguments: [
      ("tensor.pt", "a tensor by itself, expected a state dict: save model.state_dict()"),
      ("list.pt", "no dictionary, expected a state dict: save model.state_dict()"),
      (
        "module.pt",
        "the pickle, byte 2: a whole module, by \"torch.nn.modules.rnn.RNN\", which is code and not numbers: "
          + "save model.state_dict() instead of model"
      ),
      ("several.pt", "2 dictionaries of tensors, \"model\", \"net\": save the one that is meant alone"),
      ("nothing.pt", "no tensors under \"epoch\", \"loss\", expected a state dict: save model.state_dict() alone"),
      (
        "sparse.pt",
        "the pickle, byte 13: \"torch._utils._rebuild_sparse_tensor\" is no part of a state dict, "
          + "and nothing in a file is run: save model.state_dict() alone"
      ),
      (
        "conjugate.pt",
        "tensor \"w\" is a view whose numbers are still to be conjugated or negated: "
          + "save it with resolve_conj() and resolve_neg()"
      ),
      (
        "wide.pt",
        "tensor \"w\" of shape [8192, 8192] has more elements than its storage, and than 16777216: save it with contiguous()"
      ),
      ("script.pt", "a program of torch.jit.save: save model.state_dict() with torch.save"),
      (
        "arrays.npz",
        "a zip archive that torch.save did not write, with \"w.npy\": name a .pt, .pth, .ckpt or .safetensors file"
      ),
      (
        "bare.pickle",
        "a bare pickle, which torch.save wrote before PyTorch 1.6: save it anew with torch.save(torch.load(FILE), \"model.pt\")"
      ),
    ])
  func refused(name: String, words: String) throws {
    let bytes = try TorchFixtures.bytes(name)
    do {
      _ = try WeightsFormat.open(bytes)
      Issue.record("no error")
    } catch {
      #expect(error.message(file: "f") == "f: " + words)
    }
  }

  @Test("Only weights of the file's own tensors are read as numbers")
  func foreignTensors() throws {
    let file = try TorchFile(try TorchFixtures.bytes("small.pt"))
    let foreign = TensorDescription(name: "w", type: .f32, shape: [1])
    #expect(throws: TorchFileError.noSuchTensor(name: "w")) { try file.values(of: foreign) }
    #expect(throws: TorchFileError.noSuchTensor(name: "v")) {
      try file.values(of: TensorDescription(name: "v", type: .f32, shape: [2]))
    }
  }

  @Test("A big-endian file is read as one")
  func byteOrder() throws {
    let pickle = Pickle.of(Pickle.dictionary([("w", Pickle.tensor())]))
    let storage = [Float(1.5), -2].flatMap { littleEndian($0.bitPattern.bigEndian) }
    func file(_ word: String) throws(TorchFileError) -> TorchFile<[UInt8]> {
      try TorchFile(
        torchFile(
          pickle, storages: ["0": storage], others: [SampleMember(name: "m/byteorder", bytes: Array(word.utf8))]))
    }
    let big = try file("big")
    #expect(try big.values(of: big.tensors[0]) == [1.5, -2])
    #expect(throws: TorchFileError.unknownByteOrder("middle")) { try file("middle") }
    #expect(throws: TorchFileError.unknownByteOrder("littlelittlelitt")) { try file("littlelittlelittle") }
  }

  @Test("Only the directory, the headers, the pickle and the numbers that are asked for are read")
  func thrift() throws {
    let storages = ["0": [UInt8](repeating: 0, count: 1 << 20), "1": [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]]
    let pickle = Pickle.of(
      Pickle.dictionary([
        ("large", Pickle.tensor(Pickle.storage(count: 1 << 18), offset: 7, shape: [2])),
        ("small", Pickle.tensor(Pickle.storage(key: "1"))),
      ]))
    let source = CountingSource(torchFile(pickle, storages: storages))
    let file = try TorchFile(source)
    #expect(source.bytesRead < 1500)
    let before = source.bytesRead
    #expect(try file.values(of: file.tensors[1]) == [1, 2])
    #expect(try file.values(of: file.tensors[0]) == [0, 0])
    #expect(source.bytesRead == before + 16)
  }
}

/// Bytes that count how many of them are handed out, and can be gone from some moment on.
final class CountingSource: ByteSource {
  private let all: [UInt8]
  private(set) var bytesRead = 0
  /// How many reads succeed; nil for all.
  private var readsLeft: Int?

  init(_ bytes: [UInt8], reads: Int? = nil) { (all, readsLeft) = (bytes, reads) }

  var byteCount: Int { all.count }

  func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    if let left = readsLeft {
      guard left > 0 else { throw .unreadable(reason: "gone") }
      readsLeft = left - 1
    }
    bytesRead += range.count
    return all.bytes(in: range)
  }
}
