import RNNCore
import Testing

@testable import RNNFiles

/// Traces that are none, each told in one line, and what is said of good ones.
@Suite("What a trace says, and what is wrong with one")
struct TraceErrorTests {
  private static func tensor(_ name: String, _ shape: [Int], _ value: Double = 0.5, type: String = "F64")
    -> SampleTensor
  {
    SampleTensor(name: name, shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)), type: type)
  }

  /// One unit, two steps.
  private static let module = [tensor("weight_ih_l0", [1, 1]), tensor("weight_hh_l0", [1, 1])]
  private static let good = module + [tensor("x", [2, 1]), tensor("dy", [2, 1])]

  private static func file(
    _ tensors: [SampleTensor], _ metadata: [String: String] = [:]
  ) throws -> SafetensorsFile<[UInt8]> {
    try SafetensorsFile(safetensors(tensors, metadata: ["gradflow_trace": "1"].merging(metadata) { $1 }))
  }

  private static func message(
    _ tensors: [SampleTensor], _ metadata: [String: String] = [:], sequence: Int = 0, direction: LayerDirection? = nil
  ) throws -> String? {
    do {
      _ = try Trace(file(tensors, metadata), direction: direction, sequence: sequence)
      return nil
    } catch let error as TraceError { return error.message(file: "t") }
  }

  private static func replacing(_ name: String, _ other: SampleTensor) -> [SampleTensor] {
    good.map { $0.name == name ? other : $0 }
  }

  @Test("Each fault is one line that says what, what was expected and what to do")
  func faults() throws {
    let rows: [(String?, String)] = [
      (try Self.message(Self.good, ["gradflow_trace": "2"]), "of version \"2\", expected 1"),
      (try Self.message(Self.good.filter { $0.name != "x" }), "without the tensor \"x\""),
      (try Self.message(Self.good.filter { $0.name != "dy" }), "without dy, dhn and dcn"),
      (try Self.message(Self.good, ["cell": "gru"]), "of the cell \"gru\", and its parameters are of an RNN"),
      (try Self.message(Self.replacing("x", Self.tensor("x", [2, 3]))), "shape [2, 3], expected T×1 or B×T×1"),
      (try Self.message(Self.replacing("dy", Self.tensor("dy", [3, 1]))), "shape [3, 1], expected [2, 1]"),
      (try Self.message(Self.good + [Self.tensor("c0", [1, 1])]), "which has no \"c0\""),
      (try Self.message(Self.replacing("dy", Self.tensor("dy", [2, 1], type: "I64"))), "is I64, expected F64"),
      (try Self.message(Self.replacing("dy", Self.tensor("dy", [2, 1], .nan))), "\"dy\"[0, 0] is NaN"),
      (try Self.message(Self.replacing("x", Self.tensor("x", [2, 1], .infinity))), "is infinite"),
      (try Self.message(Self.good, sequence: 1), "of one sequence, and --sequence is 1: leave --sequence out"),
      (
        try Self.message(Self.module + [Self.tensor("x", [2, 2, 1]), Self.tensor("dy", [2, 2, 1])], sequence: 2),
        "of 2 sequences, and --sequence is 2: choose 0 to 1"
      ),
      (
        try Self.message(Self.module + [Self.tensor("x", [1, 2, 1]), Self.tensor("dy", [1, 2, 1])], sequence: -1),
        "of 1 sequence, and --sequence is -1: choose 0"
      ),
      (try Self.message(Self.good, ["boundaries": "1 a"]), "boundaries \"1 a\", expected ascending steps"),
      (try Self.message(Self.good, ["boundaries": "2"]), "expected ascending steps"),
      (try Self.message(Self.good, direction: .reverse), "reads forward alone"),
    ]
    for (message, part) in rows {
      #expect(message?.contains(part) == true && message?.hasPrefix("t: ") == true, "\(message ?? "none"): \(part)")
    }
    let tensor = TensorDescription(name: "x", type: .f64, shape: [1 << 40])
    #expect(
      TraceError.tooLarge(tensor, limit: 9).message(file: "t").contains("at most 9 are read: record a smaller batch"))
    let missing = WithoutData(file: try Self.file(Self.good))
    #expect(throws: TraceError.model(.file(.safetensors(.unreadable(reason: "gone"))))) { try Trace(missing) }
  }

  /// A file whose x cannot be read.
  private struct WithoutData: WeightsFile {
    let file: SafetensorsFile<[UInt8]>
    var tensors: [TensorDescription] { file.tensors }
    var metadata: [String: String] { file.metadata }

    func weights(of tensor: TensorDescription) throws(WeightsFileError) -> [Double] {
      if tensor.name == "x" { throw .safetensors(.unreadable(reason: "gone")) }
      return try file.weights(of: tensor)
    }
  }

  @Test("A tensor beyond the limit is refused before it is read")
  func limit() throws {
    let file = WithoutData(file: try Self.file(Self.good))
    let tensors = try TraceTensors(Beyond(file: file))
    #expect(throws: TraceError.missing("h0")) { try tensors.tensor("h0") }
    #expect {
      try tensors.tensor("x")
    } throws: { error in
      if case TraceError.tooLarge? = error as? TraceError { true } else { false }
    }
  }

  /// The same with an x of too many numbers.
  private struct Beyond: WeightsFile {
    let file: WithoutData
    var tensors: [TensorDescription] {
      file.tensors.map { $0.name == "x" ? TensorDescription(name: "x", type: .f64, shape: [1 << 40, 1]) : $0 }
    }
    var metadata: [String: String] { file.metadata }

    func weights(of tensor: TensorDescription) throws(WeightsFileError) -> [Double] { try file.weights(of: tensor) }
  }

  @Test("What is taken is said, and that y is not what was said there")
  func words() throws {
    let plain = try Trace(try Self.file(Self.good))
    #expect(
      plain.inputs.name == "trace" && plain.outputDifference == nil && plain.isReproduced && plain.takenBriefly == nil)
    #expect(plain.taken == "takes a trace of layer 0 (\"weight_hh_l0\", n = 1, m = 1); tanh")
    let named = ["name": "run", "step": "3", "loss": "0.5", "boundaries": "1", "nonlinearity": "relu", "cell": "elman"]
    // s = relu(0.5·0.5 + 0.5 s): 0.25, 0.375.
    let y = SampleTensor(name: "y", shape: [1, 2, 1], values: [0.25, 0.375])
    let batch = Self.module + [Self.tensor("x", [1, 2, 1]), Self.tensor("dhn", [1, 1, 1]), y]
    let good = try Trace(try Self.file(batch, named))
    #expect(
      good.taken.hasSuffix(
        "; relu; sequence 0 of 0 to 0; \"run\", step 3, loss 0.5; detached after the steps 1; its output is reproduced to 0"
      ))
    #expect(
      good.takenAlike
        == "takes a trace of layer 0 (\"weight_hh_l0\", n = 1, m = 1); relu; sequence 0 of 0 to 0; detached after the steps 1"
    )
    #expect(good.boundaries == [1] && good.inputs.targets?.knownSteps.first == 2)
    let other = SampleTensor(name: "y", shape: [2, 1], values: [0.25, 0.3], type: "F16")
    var half = other
    half.type = "F64"
    let wrong = try Trace(try Self.file(Self.good + [half], ["nonlinearity": "relu"]))
    #expect(wrong.takenAlike.contains("differs by 1e0 of its largest number"))
    #expect(wrong.taken.contains("differs by 1e0 of its largest number from the recorded one"))
    #expect(wrong.takenBriefly == "y differs from the recorded one · gradflow inspect says more")
    let bfloat = try Trace(
      try Self.file(Self.good + [Self.tensor("y", [2, 1], 0, type: "F32")], ["nonlinearity": "relu"]))
    #expect(!bfloat.isReproduced)
  }

  @Test("A state that overflows here reproduces nothing, and nothing of it traps")
  func overflow() throws {
    let large = [Self.tensor("weight_ih_l0", [1, 1], 1e308), Self.tensor("weight_hh_l0", [1, 1], 1e308)]
    let rest = [Self.tensor("x", [2, 1], 10), Self.tensor("dy", [2, 1]), Self.tensor("y", [2, 1])]
    let trace = try Trace(try Self.file(large + rest, ["nonlinearity": "relu"]))
    #expect(!trace.isReproduced && trace.taken.contains("its output differs without bound from the recorded one"))
    let upper = [Self.tensor("weight_ih_l1", [1, 1]), Self.tensor("weight_hh_l1", [1, 1])]
    let stacked = try Trace(try Self.file(large + upper + rest, ["nonlinearity": "relu"]))
    #expect(stacked.outputDifference == .infinity)
  }

  @Test("Of a bidirectional module a lower layer has no loss, and the last one's is that of its columns")
  func bidirectional() throws {
    func layer(_ number: Int, _ inputs: Int) -> [SampleTensor] {
      ["", "_reverse"].flatMap {
        [Self.tensor("weight_ih_l\(number)\($0)", [1, inputs]), Self.tensor("weight_hh_l\(number)\($0)", [1, 1])]
      }
    }
    let file = try Self.file(layer(0, 1) + layer(1, 2) + [Self.tensor("x", [2, 1]), Self.tensor("dhn", [4, 1])])
    let lower = try Trace(file, layer: 0)
    #expect(
      lower.inputs.targets == nil
        && lower.takenBriefly?.contains("forward direction · no loss of this layer alone") == true)
    let last = try Trace(file, direction: .reverse)
    #expect(
      last.inputs.targets?.kind == .gradients(RecordedGradients(width: 1, numbers: [0, 0], finals: [[], [0.5]])))
  }

  @Test("inspect says what each tensor is, and why a trace is none")
  func listing() throws {
    let more = ["h0", "dhn"].map { Self.tensor($0, [1, 1]) } + [Self.tensor("y", [2, 1])]
    let lines = ModelListing(try Self.file(Self.good + more), name: "t").lines.joined(separator: "\n")
    for words in [
      "what entered the module", "what it said", "∂L/∂y from the rest of the model", "where it started",
      "what reached h behind the last step itself", "W of layer 0", "takes a trace of layer 0",
    ] { #expect(lines.contains(words), "\(words)") }
    let bad = ModelListing(try Self.file(Self.good, ["cell": "lstm"]), name: "t").lines.joined(separator: "\n")
    #expect(bad.contains("not a trace to look at: t: a trace of the cell \"lstm\""))
  }

  @Test("The words for a head that is not asked for, for one of one value, and for chunks in tables")
  func others() throws {
    let model = try RNNModel(recorded: try Self.file(Self.good), ModelSelection(), activation: nil)
    #expect(model.reasonForNoOutput == "no output layer, since what reached the output is recorded")
    let head = [Self.tensor("head.weight", [1, 1]), Self.tensor("head.bias", [1])]
    let headed = try RNNModel(try SafetensorsFile(safetensors(Self.module + head)))
    #expect(headed.taken.contains("output layer \"head\" of 1 value"))
    let inputs = InputSequence(
      name: "x", values: [1, 2], targets: Targets(.values(TargetValues(width: 1, numbers: [0.5, 1]))))
    let experiment = try headed.experiment(inputs)
    var json = ""
    ContributionTable(
      of: experiment.trajectory(), target: 2, parameter: .recurrentWeights, observable: .totalLoss,
      truncation: Truncation(detachAfter: [1])
    ).write(.json, to: &json)
    #expect(json.contains("\"values\"") && json.contains("\"detachAfter\""))
    #expect(Truncation(detachAfter: [1, 3]).words == "after the steps 1, 3, by detach()")
    #expect(
      NumpyError.tooLarge(shape: [4, 5]).message(file: "a.npy").contains("[4, 5] in Fortran's order is read whole"))
    let elsewhere = ZipLongFields.elsewhere
    let extra: [UInt8] = [1, 0, 8, 0, 7, 0, 0, 0, 0, 0, 0, 0]
    #expect(ZipLongFields(extra).resolved([5, elsewhere]) == [5, 7] && ZipLongFields([]).resolved([elsewhere]) == nil)
  }
}
