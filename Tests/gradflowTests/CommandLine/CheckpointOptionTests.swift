import Foundation
import Testing

@testable import gradflow

/// Several `--model` files, or a pattern for them.
@Suite struct CheckpointOptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (step, scale) in [(2, Float(0.5)), (10, 1), (300, 2)] {
      try folder.write(SampleModel.bytes(scale: scale), to: "step\(step).safetensors")
    }
  }

  private func total(_ flags: String...) throws -> Substring? {
    try Program.output(["table", "--format", "csv"] + flags, in: folder.path)
      .split(separator: "\n").last
  }

  @Test("The last in natural order is shown, whichever way they are named, or the one with a number")
  func shown() throws {
    let last = try total("--model", "step300.safetensors")
    #expect(try total("--model", "step*.safetensors") == last)
    #expect(try total("--model", "step300.safetensors", "--model", "step2.safetensors") == last)
    #expect(try total("--model", "step*.safetensors", "--checkpoint", "2") == total("--model", "step10.safetensors"))
    #expect(try total("--model", "step*.safetensors", "--model", "step2.safetensors", "--checkpoint", "3") == last)
  }

  @Test("A file that is called like a pattern is that file, and a backslash takes a star's meaning away")
  func literal() throws {
    try folder.write(SampleModel.bytes(scale: 3), to: "a[1]*.safetensors")
    try folder.write(SampleModel.bytes(scale: 4), to: "a1b.safetensors")
    let own = try ModelArgument(argument: folder.file("a[1]*.safetensors")).files
    #expect(own == [folder.file("a[1]*.safetensors")])
    #expect(ModelArgument(argument: folder.file("a[1]?.safetensors")).files == [folder.file("a1b.safetensors")])
    #expect(ModelArgument(argument: folder.file("a\\[1\\]\\*.safe*")).files == [folder.file("a[1]*.safetensors")])
    #expect(ModelArgument(argument: folder.file("none*")).files == [folder.file("none*")])
    #expect(ModelArgument(argument: "builtin:*").files == ["builtin:*"])
  }

  @Test("A file of another network is named, with what it differs in")
  func otherShape() throws {
    try folder.write(SampleModel.bytes(inputs: 2), to: "other.safetensors")
    try folder.write(SampleModel.bytes(others: [("head.weight", [4, 3])]), to: "head.safetensors")
    let cases = [
      ("other", "inputs of 2 numbers, but step300.safetensors has inputs of 1 number"),
      ("head", "an output of 4 numbers, but step300.safetensors has no output layer"),
      ("absent", "absent.safetensors: no such file"),
    ]
    for (name, words) in cases {
      try Program.expectRefusal(
        ["render", "--model", "step*.safetensors", "--model", "\(name).safetensors"],
        saying: ["\(name).safetensors", words], in: folder.path)
    }
  }

  @Test("Numbers that are none, and flags that need others")
  func refusals() throws {
    let model = ["--model", "step*.safetensors"]
    try Program.expectRefusal(
      ["render"] + model + ["--checkpoint", "4"], saying: ["3 files", "from 1 to 3"], in: folder.path)
    try Program.expectRefusal(["render"] + model + ["--checkpoint", "0"], saying: ["from 1 to 3"], in: folder.path)
    try Program.expectRefusal(
      ["render", "--model", "nothing*"], saying: ["nothing*", "no such file"], in: folder.path)
    try Program.expectUsageError(["render", "--checkpoint", "1"], saying: ["--model"])
    try Program.expectUsageError(["explore", "--watch"], saying: ["--model"])
    try Program.expectUsageError(["explore", "--watch", "--model", "builtin:sunspots"], saying: ["--model FILE"])
    try Program.expectUsageError(["sweep"], saying: ["--vary", "--checkpoints"])
    try Program.expectUsageError(["sweep", "--checkpoints"], saying: ["--model"])
    try Program.expectUsageError(["sweep", "--checkpoints", "--vary", "g=0:1:1"] + model, saying: ["exclude"])
  }

  @Test("sweep --checkpoints has a row for each file, with the numbers that table has of it")
  func sweep() throws {
    let csv = try Program.output(["sweep", "--checkpoints", "--model", "step*.safetensors"], in: folder.path)
    let rows = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows[0] == ["value", "s_k", "total", "lyapunov", "peak", "verdict"])
    #expect(rows.dropFirst().map(\.[0]) == ["step2.safetensors", "step10.safetensors", "step300.safetensors"])
    for row in rows.dropFirst() {
      let json = try Program.output(["table", "--format", "json", "--model", String(row[0])], in: folder.path)
      #expect(json.contains("\"total\": \"\(row[2])\""))
      #expect(json.contains("\"verdict\": \"\(row[5])\""))
    }
    let json = try Program.output(
      ["sweep", "--checkpoints", "--format", "json", "--model", "step*.safetensors"], in: folder.path)
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["vary"] as? String == "checkpoint")
    let values = (object?["rows"] as? [[String: Any]])?.map { $0["value"] as? String }
    #expect(values == ["step2.safetensors", "step10.safetensors", "step300.safetensors"])
  }

  @Test("Names that are not unique are told apart by their folders")
  func folders() throws {
    try FileManager.default.createDirectory(atPath: folder.file("b"), withIntermediateDirectories: true)
    try folder.write(SampleModel.bytes(scale: 3), to: "b/step2.safetensors")
    let csv = try Program.output(
      ["sweep", "--checkpoints", "--model", "step2.safetensors", "--model", "b/step2.safetensors"], in: folder.path)
    #expect(
      csv.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } } == [
        "b/step2.safetensors", "step2.safetensors",
      ])
  }

  @Test("What was taken of the files is said in one line for all that are alike")
  func notes() throws {
    let result = try Program.run(["render", "--model", "step*.safetensors"], in: folder.path)
    let said = result.message.split(separator: "\n")
    #expect(said.count == 2)
    #expect(said.last == "gradflow: 3 checkpoints, step2.safetensors to step300.safetensors: the others likewise")
  }

  @Test("Traces are checkpoints, each with its own steps, chunks and gradients; weights alone are none of them")
  func traces() throws {
    for (name, copy) in [("elman-unbatched", "t1"), ("elman-detach-4", "t2"), ("elman-carried-state", "t10")] {
      let trace = URL(fileURLWithPath: Fixtures.folder + "/traces/\(name).safetensors")
      try folder.write([UInt8](Data(contentsOf: trace)), to: "\(copy).safetensors")
    }
    let all = ["--model", "t*.safetensors"]
    for (number, name) in ["t1", "t2", "t10"].enumerated() {
      let alone = try Program.output(["table", "--model", "\(name).safetensors"], in: folder.path)
      #expect(try Program.output(["table", "--checkpoint", "\(number + 1)"] + all, in: folder.path) == alone)
      let keys = ["render", "--checkpoint", "1", "--keys", "=\(number + 1)<Enter>"]
      let steps = try Program.run(keys + all, in: folder.path).text
      #expect(steps.contains(number == 1 ? "T 12" : "T 7"))
    }
    let sweep = try Program.run(["sweep", "--checkpoints"] + all, in: folder.path)
    let rows = sweep.text.split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    for row in rows.dropFirst() {
      let json = try Program.output(["table", "--format", "json", "--model", row[0]], in: folder.path)
      #expect(json.contains("\"total\": \"\(row[2])\""))
      #expect(row[3] == row[2] || json.contains("\"cutTotal\": \"\(row[3])\""))
    }
    #expect(rows.count == 4 && rows[2][3] != rows[2][2])
    let said = sweep.message.split(separator: "\n").map(String.init)
    #expect(said.count == 3 && said[1].hasSuffix("t1.safetensors to t10.safetensors: 1 others likewise"))
    #expect(said[2].contains("t2.safetensors") && said[2].contains("detached after the steps 4, 8"))
    // Without its mark the file is a state dict.
    let trace = try Data(contentsOf: URL(fileURLWithPath: folder.file("t1.safetensors")))
    let bare = [UInt8](trace).replacing(Array("gradflow_trace".utf8), with: Array("gradflow_dummy".utf8))
    try folder.write(bare, to: "a.safetensors")
    try Program.expectRefusal(
      ["render", "--model", "a.safetensors"] + all,
      saying: ["a.safetensors: weights alone, but t10.safetensors has a trace of what was trained"], in: folder.path)
  }

  @Test("No picture is written over one of the files")
  func protected() throws {
    try Program.expectRefusal(
      ["render", "--model", "step*.safetensors", "--format", "text", "-o", "step2.safetensors"],
      saying: ["step2.safetensors"], in: folder.path)
  }
}
