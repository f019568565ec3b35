import Foundation
import Testing

/// Models, texts and classes on the command line.
@Suite struct ModelOptionsTests {
  private let folder: TemporaryFolder
  private static let fixtures = Fixtures.folder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "Flags that exclude or need each other",
    arguments: [
      ("--model builtin:sunspots --w 1", "--w"), ("--model builtin:sunspots --hidden 3", "--hidden"),
      ("--layer 0", "--model"), ("--prefix a", "--model"), ("--output-layer a", "--model"), ("--bytes", "--text"),
      ("--text a --input noise", "--input"), ("--text a --target-column 1", "--target-column"),
    ])
  func usage(flags: String, word: String) throws {
    try Program.expectUsageError(["table"] + flags.split(separator: " ").map(String.init), saying: [word])
  }

  @Test(
    "Input that cannot be used",
    arguments: [
      ("--model nowhere", "no such file"), ("--model /", "directory"), ("--model builtin:moon", "builtin:sunspots"),
      ("--model /dev/null", "0 bytes"), ("--model sample.txt", "not a safetensors file"),
      ("--model deep.safetensors", "takes 17"), ("--model deep.safetensors --text deep.safetensors", "not UTF-8"),
      ("--model deep.safetensors --text autograd.txt", "autograd.txt:1:1: the character \"c\""),
      ("--text sample.txt", "--hidden N"),
      ("--model deep.safetensors --layer 2 --text sample.txt", "from 0 to 1"),
      ("--model builtin:sunspots --of loss --input noise", "targets"),
      ("--model builtin:sunspots --gain 1.7e308", "--gain"), ("--model builtin:sunspots --s0 nan", "--s0"),
      ("--target-column 2", "CSV"),
    ])
  func refusals(flags: String, word: String) throws {
    try Program.expectRefusal(
      ["table"] + flags.split(separator: " ").map(String.init), saying: [word], in: Self.fixtures)
  }

  @Test("A text comes from standard input")
  func standardInput() throws {
    let arguments = ["table", "--of", "loss", "--target", "9", "--model", "deep.safetensors", "--text"]
    let expected = try Program.output(arguments + ["sample.txt"], in: Self.fixtures)
    let piped = try Program.output(arguments + ["-"], in: Self.fixtures, input: .file(Self.fixtures + "/sample.txt"))
    #expect(piped.split(separator: "\n").dropFirst() == expected.split(separator: "\n").dropFirst())
  }

  @Test("Columns are inputs, and a column of classes is told")
  func columns() throws {
    let file = try folder.write("a,b,y\n1,2,0\n3,4,1\n2,2,0\n", to: "f.csv")
    let table = try Program.output(["table", "--hidden", "3", "--input", file, "--target-column", "y"])
    #expect(table.contains("n 3  m 2"))
    let model = ["table", "--model", "builtin:sunspots", "--input", file, "--column", "a", "--target-column", "y"]
    #expect(try Program.output(model + ["--of", "total-loss"]).contains("n 16  m 1"))
  }

  @Test("A model's own picture is drawn, and y says how")
  func picture() throws {
    let flags = ["--model", "builtin:sunspots", "--of", "loss", "--gain", "0.5", "--activation", "relu"]
    let shown = try Program.output(["render", "--size", "200x30"] + flags + ["--keys", "y"])
    #expect(shown.contains("gradflow --activation relu --model builtin:sunspots --gain 0.5 --of loss"))
    for key in ["i", "I", "a", "2", "3", "4", "5", "<Up><Up>"] {
      _ = try Program.output(["render"] + flags + ["--keys", key])
    }
  }

  @Test("--prefix picks one of several networks, also of B's file and for inspect, and y writes it")
  func prefix() throws {
    let file = try folder.write(
      SampleModel.bytes(others: [("out.cell.weight_ih", [2, 1]), ("out.cell.weight_hh", [2, 2])]), to: "two.safetensors"
    )
    let list = "the prefixes \"out.cell\", \"rnn\": choose one with --prefix"
    try Program.expectRefusal(["table", "--model", file], saying: [list])
    try Program.expectRefusal(["render", "--compare", "--model \(file)"], saying: ["--compare: ", list])
    let cell = ["--model", file, "--prefix", "out.cell"]
    #expect(try Program.output(["table"] + cell).contains("n 2  m 1"))
    #expect(try Program.output(["table", "--model", file, "--prefix=rnn."]).contains("n 3  m 1"))
    let shown = try Program.output(["render", "--size", "240x30"] + cell + ["--keys", "y"])
    #expect(shown.contains("--prefix out.cell"))
    let compared = try Program.run(["render", "--compare", "--model \(file) --prefix rnn"])
    #expect(compared.code == 0 && compared.message.contains("--compare: \(file): takes layer 0"))
    #expect(try Program.output(["inspect", file]).contains(list))
    #expect(try Program.output(["inspect", file, "--prefix", "out.cell"]).contains("W of layer 0"))
  }

  @Test func inspect() throws {
    let listing = try Program.output(["inspect", "deep.safetensors"], in: Self.fixtures)
    #expect(listing.contains("head.weight       F64  [17, 6]  V of the output layer"))
    try Program.expectRefusal(["inspect", "sample.txt"], saying: ["not a safetensors file"], in: Self.fixtures)
  }

  /// The files that PyTorch wrote for the tests of their reader.
  private static let torch = "../../RNNFilesTests/Torch/Fixtures/"

  @Test(
    "PyTorch's own files are as the safetensors files of the same state dict",
    arguments: [
      ("lstm.pt", "lstm"), ("training.pt", "lstm"), ("lightning.ckpt", "lstm"), ("gru.pth", "gru"),
      ("bfloat.pt", "bfloat"),
    ])
  func torchFiles(name: String, other: String) throws {
    let text = try folder.write("abcacbabcc", to: "abc.txt")
    func rows(_ file: String) throws -> [Substring] {
      let flags = ["--text", text, "--format", "csv", "--model", Self.torch + file]
      return try Program.output(["table"] + flags, in: Self.fixtures).split(separator: "\n")
    }
    let read = try rows(name)
    #expect(read.count == 11)
    #expect(try read == rows("\(other).safetensors"))
  }

  @Test("inspect says where the state dict of a checkpoint stands")
  func inspectTorch() throws {
    let listing = try Program.output(["inspect", Self.torch + "lightning.ckpt"], in: Self.fixtures)
    #expect(listing.contains("lightning.ckpt: 6 tensors, 65 numbers"))
    #expect(listing.contains("  state dict: under state_dict"))
    #expect(listing.contains("fc.weight         F32  [3, 2]  V of the output layer"))
    let refusals = [
      ("module.pt", "save model.state_dict() instead of model"), ("bare.pickle", "before PyTorch 1.6"),
      ("sparse.pt", "nothing in a file is run"),
    ]
    for (name, words) in refusals {
      try Program.expectRefusal(["inspect", Self.torch + name], saying: [words], in: Self.fixtures)
    }
  }

  /// In less memory than the file has bytes.
  @Test(
    "A large file costs only the tensors that are taken",
    .disabled(if: Program.isSanitized, "a sanitizer takes terabytes of address space"))
  func largeFile() throws {
    let size = 1 << 30
    let header = """
      {"e":{"dtype":"U8","shape":[\(size)],"data_offsets":[0,\(size)]},\
      "weight_hh_l0":{"dtype":"F64","shape":[1,1],"data_offsets":[\(size),\(size + 8)]},\
      "weight_ih_l0":{"dtype":"F64","shape":[1,1],"data_offsets":[\(size + 8),\(size + 16)]}}
      """
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let path = try folder.write(length + header.utf8, to: "large.safetensors")
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: UInt64(8 + header.utf8.count + size + 16))
    try handle.close()
    let command = "ulimit -v 900000; exec '\(Program.path)' table --model '\(path)'"
    let child = try ChildProcess(
      "/bin/sh", ["-c", command], environment: Program.environment, input: .file("/dev/null"), output: .captured)
    let run = try child.finish(within: .seconds(60))
    #expect(run.code == 0, Comment(rawValue: run.message))
    #expect(run.text.contains("sunspots, 44 steps"))
  }
}
