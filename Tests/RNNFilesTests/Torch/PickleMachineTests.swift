import Testing

@testable import RNNFiles

/// Pickles by hand: what is known, and what is refused.
@Suite struct PickleMachineTests {
  private static let alone = "save model.state_dict() alone"
  private static let damaged = "the file is damaged, save it again with torch.save"

  private func message(_ pickle: [UInt8]) -> String {
    do {
      _ = try PickleMachine.contents(of: pickle)
      return "no error"
    } catch {
      return error.explanation
    }
  }

  /// The tensors of a file of a dictionary.
  private func file(
    _ entries: [(String, [UInt8])],
    _ storages: [String: [UInt8]] = ["0": littleEndian(Float(1).bitPattern) + [0, 0, 0, 0]]
  ) throws(TorchFileError) -> TorchFile<[UInt8]> {
    try TorchFile(torchFile(Pickle.of(Pickle.dictionary(entries)), storages: storages))
  }

  @Test("Plain values of every instruction are passed over")
  func plainValues() throws {
    let values: [[UInt8]] = [
      Pickle.none, [0x88], [0x89], [0x4A, 1, 0, 0, 0x80], [0x4B, 200], [0x4D, 1, 2], [0x8A, 0], [0x8A, 1, 0xFF],
      [0x8A, 9] + [UInt8](repeating: 1, count: 9), [0x8B, 2, 0, 0, 0, 1, 2], [0x47] + [UInt8](repeating: 0, count: 8),
      [0x8C, 1, 0x61], [0x8D, 1, 0, 0, 0, 0, 0, 0, 0, 0x61], [0x42, 1, 0, 0, 0, 9], [0x43, 1, 9],
      [0x8E, 1, 0, 0, 0, 0, 0, 0, 0, 9], [0x96, 1, 0, 0, 0, 0, 0, 0, 0, 9], [0x29], [0x4E, 0x85], [0x4E, 0x4E, 0x86],
      [0x4E, 0x4E, 0x4E, 0x87], [0x5D, 0x4E, 0x61], [0x5D, 0x28, 0x4E, 0x4E, 0x65], [0x8F, 0x28, 0x4E, 0x90],
      [0x28, 0x4E, 0x91], [0x7D, 0x4E, 0x4E, 0x73], [0x4E, 0x94], [0x4E, 0x71, 0],
      [0x4E, 0x72, 0, 0, 0, 0], [0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x4E],
      Pickle.text("collections") + Pickle.text("OrderedDict") + [0x93, 0x29, 0x52, 0x7D, 0x62],
      Pickle.global("argparse", "Namespace") + [0x29, 0x81, 0x7D, 0x62],
      Pickle.global("argparse", "Namespace") + [0x29, 0x7D, 0x92],
      Pickle.call("collections", "defaultdict", Pickle.global("__builtin__", "list")),
      Pickle.call("collections", "defaultdict", Pickle.none), Pickle.call("torch", "Size", Pickle.tuple()),
      Pickle.call("collections", "Counter", Pickle.emptyDictionary), Pickle.global("torch", "float32"),
    ]
    for value in values { #expect(message(Pickle.of(value, version: 4)) == "no error", "\(value)") }
  }

  @Test("Whole numbers are read in two's complement")
  func integers() throws {
    let values: [([UInt8], Int?)] = [
      ([0x8A, 0], 0), ([0x8A, 1, 0xFF], -1), ([0x8A, 2, 0xFF, 0], 255), ([0x8A, 8] + littleEndian(Int.min), Int.min),
      ([0x4A, 0xFE, 0xFF, 0xFF, 0xFF], -2), ([0x8A, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0], nil),
    ]
    for (bytes, expected) in values {
      let contents = try PickleMachine.contents(of: Pickle.of(bytes))
      guard case .integer(let number) = contents.root else {
        #expect(expected == nil)
        continue
      }
      #expect(number == expected)
    }
  }

  @Test(
    "Names that run something, and any other that no tensor needs",
    arguments: [
      ("os", "system"), ("posix", "system"), ("nt", "system"), ("subprocess", "Popen"), ("builtins", "eval"),
      ("builtins", "exec"), ("builtins", "getattr"), ("__builtin__", "__import__"), ("builtins", "open"),
      ("builtins", "map"), ("builtins", "type"), ("builtins", "object"), ("importlib", "import_module"),
      ("operator", "attrgetter"), ("functools", "partial"), ("runpy", "_run_code"), ("torch", "load"),
      ("torch.hub", "load"), ("torch._utils", "_rebuild_tensor"), ("torch.storage", "_load_from_bytes"),
      ("torch", "os"),
      ("torch.serialization", "os.system"), ("__main__", "Model"), ("", ""), ("collections", "OrderedDict.__reduce__"),
      ("pathlib", "os.system"), ("numpy", "load"), ("numpy.testing._private.utils", "runstring"),
      ("webbrowser", "open"),
    ])
  func hostileNames(module: String, name: String) {
    let words = "\"\(module).\(name)\" is no part of a state dict, and nothing in a file is run: \(Self.alone)"
    let call = Pickle.global(module, name) + Pickle.tuple(Pickle.text("touch /tmp/x")) + Pickle.reduce
    #expect(message(Pickle.of(call)) == "the pickle, byte 2: \(words)")
    let byStack = Pickle.text(module) + Pickle.text(name) + [0x93] + Pickle.tuple(Pickle.text("x")) + Pickle.reduce
    #expect(message(Pickle.of(byStack, version: 4)).hasSuffix(words))
    // Hidden among the arguments of something allowed, or as what a dictionary makes its values with.
    #expect(message(Pickle.of(Pickle.call("collections", "defaultdict", Pickle.global(module, name)))).hasSuffix(words))
  }

  @Test(
    "Instructions that no tensor needs, by their names",
    arguments: [
      (0x30, "POP"), (0x31, "POP_MARK"), (0x32, "DUP"), (0x46, "FLOAT"), (0x49, "INT"), (0x4C, "LONG"),
      (0x50, "PERSID"),
      (0x53, "STRING"), (0x54, "BINSTRING"), (0x55, "SHORT_BINSTRING"), (0x56, "UNICODE"), (0x64, "DICT"),
      (0x67, "GET"),
      (0x69, "INST"), (0x6C, "LIST"), (0x6F, "OBJ"), (0x70, "PUT"), (0x82, "EXT1"), (0x83, "EXT2"), (0x84, "EXT4"),
      (0x97, "NEXT_BUFFER"), (0x98, "READONLY_BUFFER"), (0x80, "PROTO"), (0x00, "0x00"), (0xFF, "0xFF"),
    ] as [(UInt8, String)])
  func instructions(byte: UInt8, name: String) {
    #expect(
      message(Pickle.of(Pickle.none, [byte]))
        == "the pickle, byte 3: the instruction \(name), which no tensor needs, is not carried out: \(Self.alone)")
  }

  @Test("A whole module is told from its names")
  func modules() {
    #expect(
      message(Pickle.of(Pickle.global("torch.nn.modules.rnn", "GRU")))
        == "the pickle, byte 2: a whole module, by \"torch.nn.modules.rnn.GRU\", which is code and not numbers: "
        + "save model.state_dict() instead of model")
  }

  @Test(
    "Instructions that do not find what they take",
    arguments: [
      [0x2E], [0x28, 0x2E], [0x4E, 0x4E, 0x2E], [0x28, 0x4E, 0x2E], [0x74], [0x85], [0x4E, 0x86], [0x28, 0x85],
      [0x4E, 0x28, 0x85],
      [0x61], [0x4E, 0x61], [0x4E, 0x4E, 0x61], [0x65], [0x28, 0x65], [0x4E, 0x28, 0x4E, 0x65], [0x29, 0x28, 0x90],
      [0x91],
      [0x73], [0x4E, 0x73], [0x4E, 0x4E, 0x4E, 0x73], [0x7D, 0x28, 0x4E, 0x75], [0x75], [0x7D, 0x28, 0x4E, 0x4E, 0x73],
      [0x4E, 0x28, 0x75], [0x28, 0x75], [0x71, 0], [0x94], [0x93], [0x8C, 0, 0x93], [0x4E, 0x8C, 0, 0x93],
      [0x8C, 0, 0x4E, 0x93],
      [0x52], [0x29, 0x52], [0x4E, 0x29, 0x52], [0x4E, 0x4E, 0x52], [0x4E, 0x29, 0x81], [0x92], [0x29, 0x29, 0x92],
      [0x62], [0x4E, 0x62], [0x4E, 0x4E, 0x62], [0x29, 0x7D, 0x62], [0x51], [0x4E, 0x51], [0x29, 0x51],
    ] as [[UInt8]])
  func operands(body: [UInt8]) {
    #expect(message(Pickle.of(body)).hasSuffix("something else than it takes: \(Self.damaged)"))
  }

  @Test(
    "Calls of allowed names with something else than they take",
    arguments: [
      Pickle.call("torch._utils", "_rebuild_tensor_v2"),
      Pickle.call("torch._utils", "_rebuild_tensor_v2", Pickle.storage()),
      Pickle.call("torch._utils", "_rebuild_tensor_v2", Pickle.text("x"), [0x4E, 0x4E, 0x4E, 0x4E, 0x4E]),
      Pickle.call("torch._utils", "_rebuild_tensor_v2", Pickle.storage(), [0x4E, 0x4E, 0x4E, 0x4E, 0x4E]),
      Pickle.call("torch._utils", "_rebuild_tensor_v2", Pickle.storage(), [0x4B, 0, 0x4E, 0x4E, 0x4E, 0x4E]),
      Pickle.call("torch._utils", "_rebuild_tensor_v2", Pickle.storage(), [0x4B, 0, 0x29, 0x4E, 0x4E, 0x4E]),
      Pickle.call("torch._utils", "_rebuild_tensor_v3", Pickle.storage(), [0x4B, 0, 0x29, 0x29, 0x4E, 0x4E]),
      Pickle.call("torch._utils", "_rebuild_tensor_v3", Pickle.storage(), [0x4B, 0, 0x29, 0x29, 0x4E, 0x4E, 0x4E]),
      Pickle.call("torch._utils", "_rebuild_parameter", Pickle.none), Pickle.call("torch._utils", "_rebuild_parameter"),
      Pickle.call("torch._tensor", "_rebuild_from_type_v2", Pickle.global("torch._utils", "_rebuild_tensor_v2")),
      Pickle.call(
        "torch._tensor", "_rebuild_from_type_v2", Pickle.global("torch._tensor", "_rebuild_from_type_v2"),
        Pickle.none, Pickle.emptyTuple),
      Pickle.call("torch", "FloatStorage"), Pickle.call("torch", "float32"),
      Pickle.call("collections", "OrderedDict", [0x5D]),
      Pickle.global("torch._utils", "_rebuild_parameter") + [0x29, 0x81],
      Pickle.tuple(
        Pickle.text("storages"), Pickle.global("torch", "FloatStorage"), Pickle.text("0"), Pickle.none, [0x4B, 1]) + [
          0x51
        ],
      Pickle.tuple(Pickle.text("storage"), Pickle.none, Pickle.text("0"), Pickle.none, [0x4B, 1]) + [0x51],
      Pickle.tuple(Pickle.text("storage"), Pickle.global("torch", "FloatStorage"), Pickle.none, Pickle.none, [0x4B, 1])
        + [0x51],
      Pickle.tuple(
        Pickle.text("storage"), Pickle.global("torch", "FloatStorage"), Pickle.text("0"), Pickle.none, [0x4E]) + [0x51],
    ])
  func calls(body: [UInt8]) {
    #expect(message(Pickle.of(body)).hasSuffix("something else than it takes: \(Self.damaged)"))
  }

  @Test(
    "Pickles that are cut, of another protocol, or go on",
    arguments: [
      ([], "the pickle ends before it says so: \(damaged)"), ([0x80], "the pickle ends before it says so: \(damaged)"),
      ([0x28, 0x2E], "the pickle does not begin with its protocol: \(damaged)"),
      ([0x80, 1, 0x4E, 0x2E], "the pickle is of protocol 1, expected 2 to 5: \(alone)"),
      ([0x80, 6, 0x4E, 0x2E], "the pickle is of protocol 6, expected 2 to 5: \(alone)"),
      ([0x80, 2, 0x4E], "the pickle ends before it says so: \(damaged)"),
      ([0x80, 2, 0x4E, 0x2E, 0, 0], "2 bytes behind the pickle's end: \(damaged)"),
      ([0x80, 2, 0x58, 2, 0, 0, 0, 0xC3, 0x28, 0x2E], "the pickle, byte 7: a text that is not UTF-8: \(damaged)"),
      ([0x80, 2, 0x58, 9, 0, 0, 0, 0x61, 0x2E], "the pickle ends before it says so: \(damaged)"),
      ([0x80, 2, 0x8D] + [UInt8](repeating: 0xFF, count: 8), "the pickle ends before it says so: \(damaged)"),
      ([0x80, 4, 0x95, 9, 0, 0, 0, 0, 0, 0, 0, 0x2E], "the pickle ends before it says so: \(damaged)"),
      ([0x80, 2, 0x63, 0x61], "the pickle ends before it says so: \(damaged)"),
      ([0x80, 2, 0x68, 3], "the pickle, byte 2: the memo has no place 3: \(damaged)"),
      ([0x80, 2, 0x4E, 0x71, 3], "the pickle, byte 3: the memo has no place 3: \(damaged)"),
      ([0x80, 2, 0x6A, 0, 0, 0, 1], "the pickle, byte 2: the memo has no place 16777216: \(damaged)"),
    ] as [([UInt8], String)])
  func cut(pickle: [UInt8], words: String) { #expect(message(pickle) == words) }

  @Test(
    "A tensor's storage, offset, shape, strides and metadata must fit each other",
    arguments: [
      (Pickle.tensor(shape: [3]), "tensor \"w\" of shape [3] reaches beyond its storage of 2 numbers: \(damaged)"),
      (Pickle.tensor(offset: 1), "reaches beyond its storage of 2 numbers"),
      (Pickle.tensor(offset: 3, shape: [0]), "reaches beyond"),
      (Pickle.tensor(strides: [2]), "reaches beyond"),
      (Pickle.tensor(shape: [2, 2], strides: [.max, 1]), "reaches beyond"),
      (Pickle.tensor(offset: .max, shape: [1]), "reaches beyond"), (Pickle.tensor(offset: .max), "reaches beyond"),
      (Pickle.tensor(shape: [3], strides: [.max]), "reaches beyond"),
      (
        Pickle.tensor(shape: [.max, .max], strides: [0, 0]), "has more elements than its storage, and than 16777216: "
      ),
      (Pickle.tensor(shape: [1 << 24 + 1], strides: [0]), "save it with contiguous()"),
      (Pickle.tensor(offset: -1), "has a shape and strides that are none"),
      (Pickle.tensor(shape: [-1]), "that are none"),
      (Pickle.tensor(strides: [-1]), "that are none"), (Pickle.tensor(shape: [1, 2]), "that are none"),
      (Pickle.tensor(shape: [Int](repeating: 1, count: 65), strides: [Int](repeating: 1, count: 65)), "that are none"),
      (Pickle.tensor(metadata: Pickle.text("neg")), "is a view whose numbers are still to be conjugated or negated"),
      (Pickle.tensor(metadata: Pickle.dictionary([("neg", [0x88])])), "is a view whose numbers are still"),
      (
        Pickle.tensor(Pickle.storage(count: 3)),
        "tensor \"w\" has a storage of 3 numbers, and 8 bytes are there: \(damaged)"
      ),
      (Pickle.tensor(Pickle.storage(count: .max)), "has a storage of 9223372036854775807 numbers"),
      (Pickle.tensor(Pickle.storage(count: -1)), "has a storage of -1 numbers"),
      (Pickle.tensor(Pickle.storage(key: "1")), "tensor \"w\" has its numbers in data/1, which is missing: \(damaged)"),
      (Pickle.tensor(Pickle.storage(key: "../0")), "data/../0, which is missing"),
      (Pickle.tensor(Pickle.storage(key: String(repeating: "1", count: 65))), "data/?, which is missing"),
      (
        Pickle.call(
          "torch._utils", "_rebuild_tensor_v2", Pickle.storage(), [0x4B, 0], Pickle.tuple([0x4E]), [0x29, 0x89, 0x7D]),
        "that are none"
      ),
      (
        Pickle.call(
          "torch._utils", "_rebuild_tensor_v2", Pickle.storage(), [0x4B, 0, 0x29], Pickle.tuple([0x4E]), [0x89, 0x7D]),
        "that are none"
      ),
    ] as [([UInt8], String)])
  func tensors(tensor: [UInt8], words: String) {
    do {
      _ = try file([("w", tensor)])
      Issue.record("no error")
    } catch {
      #expect(error.message(file: "m").contains(words))
    }
  }

  @Test("A tensor of a class, a parameter with a state, and empty or absent metadata")
  func allowed() throws {
    let arguments = Pickle.storage() + Pickle.integer(0) + Pickle.integers([2]) + Pickle.integers([1]) + [0x89, 0x7D]
    let file = try file([
      (
        "a",
        Pickle.call(
          "torch._tensor", "_rebuild_from_type_v2", Pickle.global("torch._utils", "_rebuild_tensor_v2"),
          Pickle.global("torch", "Tensor"), [0x28] + arguments + [0x74], Pickle.emptyDictionary)
      ),
      ("b", Pickle.call("torch._utils", "_rebuild_parameter_with_state", Pickle.tensor(), [0x88, 0x7D, 0x7D])),
      ("c", Pickle.tensor(metadata: Pickle.emptyDictionary)), ("d", Pickle.tensor(metadata: Pickle.none)),
      ("e", Pickle.none),
    ])
    #expect(file.tensors.map(\.name) == ["a", "b", "c", "d"])
    for tensor in file.tensors { #expect(try file.values(of: tensor) == [1, 0]) }
  }

  @Test("An empty tensor can have any other dimension and any strides")
  func empty() throws {
    let shapes = [([0, .max, .max], [0, .max, 1]), ([.max, 0], [.max, .max])] as [([Int], [Int])]
    for (shape, strides) in shapes {
      let file = try file([("w", Pickle.tensor(offset: 2, shape: shape, strides: strides))])
      #expect(try file.values(of: file.tensors[0]).isEmpty)
      #expect(ModelListing(file, name: "m").lines.first == "m: 1 tensor, 0 numbers")
    }
  }

  @Test("Which dictionary is the state dict")
  func stateDicts() throws {
    let (tensors, tensor) = (Pickle.dictionary([("w", Pickle.tensor())]), Pickle.tensor())
    #expect(try file([("net", tensors), ("ema", tensors), ("best", tensor)]).metadata == ["state dict": "under net"])
    #expect(try file([("rnn", tensors), ("epoch", Pickle.none)]).metadata == ["state dict": "under rnn"])
    #expect(try file([("model", Pickle.none), ("w", tensor)]).metadata.isEmpty)
    #expect(throws: TorchFileError.severalStateDicts([nil, "rnn"])) { try file([("rnn", tensors), ("w", tensor)]) }
    #expect(throws: TorchFileError.severalStateDicts(["a", "b"])) { try file([("a", tensors), ("b", tensors)]) }
    #expect(throws: TorchFileError.noStateDict(keys: [])) { try file([]) }
    #expect(throws: TorchFileError.doubledTensor(name: "w")) { try file([("w", tensor), ("w", tensor)]) }
    #expect(throws: TorchFileError.noDictionary(.other)) { try TorchFile(torchFile(Pickle.of(Pickle.none))) }
    let words = [
      TorchFileError.severalStateDicts([nil, "b"]), .noStateDict(keys: []), .doubledTensor(name: "w"),
      .unknownByteOrder("x"), .noPickle(members: []), .notNumbers(.i64, tensor: "w"), .noSuchTensor(name: "w"),
    ].map { $0.message(file: "m") }
    #expect(
      words == [
        "m: 2 dictionaries of tensors, the whole, \"b\": save the one that is meant alone",
        "m: no tensors under any name, expected a state dict: save model.state_dict() alone",
        "m: \"w\" stands twice in the state dict, and only one can be meant: save it again",
        "m: the byte order is \"x\", expected little or big: \(Self.damaged)",
        "m: an empty zip archive: name a file of torch.save",
        "m: tensor \"w\" is I64, and only F64, F32, F16 and BF16 are read as numbers: save it with float()",
        "m: no tensor \"w\" of this type and shape: take it from the tensors of the same file",
      ])
  }

  @Test("An archive without a pickle, or with two")
  func archives() {
    let pickle = Pickle.of(Pickle.dictionary([("w", Pickle.tensor())]))
    for members in [
      [], [SampleMember(name: "data.pkl", bytes: pickle)], [SampleMember(name: "a/b/data.pkl", bytes: pickle)],
    ] {
      #expect(throws: TorchFileError.noPickle(members: members.map(\.name))) { try TorchFile(zip(members)) }
    }
    let two = [SampleMember(name: "a/data.pkl", bytes: pickle), SampleMember(name: "b/data.pkl", bytes: pickle)]
    #expect(throws: TorchFileError.noPickle(members: two.map(\.name))) { try TorchFile(zip(two)) }
  }
}
