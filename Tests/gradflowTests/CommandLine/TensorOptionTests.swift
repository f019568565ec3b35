import Foundation
import Testing

/// Inputs from tensors, tokens and target values on the command line; the fixtures are `make_inputs.py`'s.
@Suite struct TensorOptionTests {
  private let folder: TemporaryFolder
  private static let fixtures = Fixtures.folder

  init() throws { folder = try TemporaryFolder() }

  private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  @Test(
    "Flags that exclude or need each other",
    arguments: [
      ("--tokens a", "--input FILE"), ("--tokens a --text b", "--tokens and --text exclude"),
      ("--input a.csv --tokens a --column b", "--column and --tokens exclude"),
      ("--input a.csv --tokens a --scale unit", "--scale and --tokens exclude"),
      ("--input a.csv --target-column a --target-values b", "--target-column and --target-values exclude"),
      ("--text a --tensor b", "--tensor and --text exclude"), ("--embedding a", "--model"),
    ])
  func usage(flags: String, word: String) throws {
    try Program.expectUsageError(["table"] + Self.words(flags), saying: [word])
  }

  @Test(
    "Input that cannot be used",
    arguments: [
      ("--input batch.npy --column 1", "--column: batch.npy has no columns"),
      ("--input steps.csv --tensor x", "--tensor: steps.csv has no tensors"),
      ("--input noise --sequence 1", "--sequence: noise has no tensors"),
      ("--input noise --tokens a", "--tokens: noise has no columns"),
      ("--input noise --target-values a", "--target-values: noise has no columns"),
      ("--hidden 2 --input nowhere.npy", "nowhere.npy: no such file: check the name"),
      ("--hidden 2 --input batch.npy --tensor x", "--tensor: batch.npy has one array alone: leave it out"),
      ("--hidden 2 --input batch.npy --target-tensor y", "--target-tensor y: batch.npy has one array alone"),
      ("--hidden 2 --input batch.npy --sequence 3", "no sequence 3 in \"batch.npy\": --sequence is from 0 to 2"),
      ("--hidden 2 --input batch.safetensors", "5 tensors: choose one with --tensor from"),
      ("--hidden 2 --input batch.safetensors --tensor z", "no tensor \"z\""),
      ("--hidden 2 --input batch.safetensors --tensor x --target-tensor q", "no tensor \"q\""),
      ("--input batch.npy", "has 2 numbers a step, and the network takes 1"),
      ("--input steps.csv --tokens token", "steps.csv: tokens are fed to a network of several inputs: give --hidden N"),
      (
        "--model builtin:sunspots --input steps.csv --tokens token",
        "the network takes one number, and has no embedding for tokens: name the column with --column"
      ),
      ("--model words.safetensors --input steps.csv --tokens a", "steps.csv:2: \""),
      (
        "--model words.safetensors --input batch.safetensors --tensor tokens --scale unit",
        "--scale: batch.safetensors holds tokens"
      ),
      ("--model words.safetensors --embedding x --text sample.txt", "no layer \"x\": --embedding is none, or \"emb\""),
      (
        "--model words.safetensors --embedding none --text sample.txt",
        "the model's vocabulary has 17 characters, and it takes 3"
      ),
      ("--model values.safetensors --input batch.npy --target-tensor batch.safetensors --of loss", "--target-tensor"),
      ("--hidden 2 --input sample.npy", "sample.npy"),
    ])
  func refusals(flags: String, word: String) throws {
    try Program.expectRefusal(["table"] + Self.words(flags), saying: [word], in: Self.fixtures)
  }

  @Test("An array that is none, a folder, and one of constants that is to be scaled")
  func files() throws {
    try folder.write("1,2\n", to: "a.npy")
    try Program.expectRefusal(
      ["table", "--input", "a.npy"], saying: ["a.npy: not a NumPy file"], in: folder.path)
    try FileManager.default.createDirectory(atPath: folder.file("d.npy"), withIntermediateDirectories: false)
    try Program.expectRefusal(["table", "--input", "d.npy"], saying: ["d.npy: a directory"], in: folder.path)
    try folder.write([1, 2, 3], to: "b.safetensors")
    try Program.expectRefusal(
      ["table", "--input", "b.safetensors"], saying: ["b.safetensors: 3 bytes"], in: folder.path)
    let header = Array("{'descr':'|i1','fortran_order':False,'shape':(3,)}".utf8)
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0]
    try folder.write(magic + header + [1, 1, 1], to: "c.npy")
    try Program.expectRefusal(
      ["table", "--input", "c.npy", "--scale", "unit"], saying: ["all values of column \"1\" are equal"],
      in: folder.path)
    #expect(try Program.output(["table", "--input", folder.file("c.npy")]).contains("c.npy, 3 steps"))
  }

  @Test("The title says which sequence is fed, and through what; y writes the flags")
  func picture() throws {
    func picture(_ flags: String) throws -> String {
      try Program.output(["render", "--size", "250x30"] + Self.words(flags), in: Self.fixtures)
    }
    let batch = try picture(
      "--model values.safetensors --input batch.npy --sequence 1 --target-tensor targets.npy --keys y")
    #expect(batch.contains("batch.npy[1]"))
    #expect(batch.contains("--input batch.npy --sequence 1 --target-tensor targets.npy"))
    let tokens = try picture(
      "--model words.safetensors --embedding emb --input batch.safetensors --tensor tokens --keys y")
    #expect(tokens.contains("batch.safetensors:tokens[0] through emb"))
    #expect(tokens.contains("--embedding emb") && tokens.contains("--input batch.safetensors --tensor tokens"))
    #expect(tokens.contains("its row of the embedding"))
    let column = try picture(
      "--model words.safetensors --input steps.csv --tokens token --target-column class --keys y")
    #expect(column.contains("steps.csv through emb") && column.contains("--tokens token --target-column class"))
    let values = try picture("--model values.safetensors --input steps.csv --column 1-2 --target-values 5-6 --keys y")
    #expect(values.contains("--column 1-2 --target-values 5-6"))
  }

  @Test("Extent, amplitude and scale work as on a CSV file")
  func extent() throws {
    let model = ["table", "--model", "values.safetensors", "--format", "csv"]
    let csv = ["--input", "steps.csv", "--column", "1-2"], array = ["--input", "batch.npy", "--sequence", "1"]
    for flags in ["", "--steps 4 --offset 3", "--amplitude -2", "--scale standard", "--scale unit --steps 5"] {
      let (one, other) = (
        try Program.output(model + csv + Self.words(flags), in: Self.fixtures),
        try Program.output(model + array + Self.words(flags), in: Self.fixtures)
      )
      #expect(one == other, "\(flags)")
    }
    try Program.expectRefusal(
      model + array + ["--steps", "10"], saying: ["batch.npy[1]: 10 steps from offset 0", "9 steps"], in: Self.fixtures)
  }

  @Test("Tokens are one-hot without an embedding, and of a network that is drawn as many as there are")
  func oneHot() throws {
    try folder.write("t,y\n0,1\n2,0\n1,\n", to: "t.csv")
    let drawn = try Program.output(["table", "--hidden", "3", "--input", folder.file("t.csv"), "--tokens", "t"])
    #expect(drawn.contains("n 3  m 3"))
    try folder.write(
      SampleModel.bytes(inputs: 4, others: [("fc.weight", [2, 3]), ("fc.bias", [2])]), to: "m.safetensors")
    let run = try Program.run(
      Self.words("table --model m.safetensors --input t.csv --tokens t --target-column y --of loss"), in: folder.path)
    #expect(run.code == 0 && run.text.contains("m 4"))
    try Program.expectRefusal(
      Self.words("table --hidden 3 --input t.csv --tokens y"), saying: ["t.csv:4: a number is missing"], in: folder.path
    )
  }

  @Test("What may be the embedding or the output layer is asked for in one line")
  func doubt() throws {
    try folder.write(SampleModel.bytes(inputs: 3, others: [("emb.weight", [2, 3])]), to: "either.safetensors")
    try folder.write("abab", to: "ab.txt")
    let text = ["table", "--model", "either.safetensors", "--text", "ab.txt"]
    try Program.expectRefusal(
      text,
      saying: [
        "ab.txt: the model's \"emb\" could embed its inputs or be its output layer: say --embedding emb, "
          + "--output-layer emb, or --embedding none for one-hot inputs"
      ], in: folder.path)
    let fed = try Program.run(text + ["--embedding", "emb"], in: folder.path)
    #expect(fed.code == 0 && fed.message.contains("embedding \"emb\" of 2 symbols, whose rows are the inputs"))
    let both = try Program.run(text + ["--embedding", "emb", "--output-layer", "emb", "--of", "loss"], in: folder.path)
    #expect(
      both.code == 0 && both.message.contains("output layer \"emb\" of 2 classes; embedding \"emb\" of 2 symbols"))
    try folder.write(
      SampleModel.bytes(inputs: 3, others: [("a.weight", [2, 3]), ("b.weight", [2, 3])]), to: "tied.safetensors")
    try Program.expectRefusal(
      ["table", "--model", "tied.safetensors", "--text", "ab.txt"],
      saying: ["each of the model's \"a\", \"b\" could embed its inputs: choose with --embedding"], in: folder.path)
    try folder.write(
      SampleModel.bytes(inputs: 2, others: [("emb.weight", [2, 2])], metadata: "{\"vocabulary\":\"abc\"}"),
      to: "few.safetensors")
    try Program.expectRefusal(
      ["table", "--model", "few.safetensors", "--text", "ab.txt"],
      saying: ["the model's vocabulary has 3 characters, and its embedding \"emb\" 2 rows"], in: folder.path)
  }
}
