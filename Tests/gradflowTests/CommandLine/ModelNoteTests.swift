import Testing

/// Nothing in a model's file is taken silently.
@Suite struct ModelNoteTests {
  private let folder: TemporaryFolder
  private static let head = [(name: "fc.weight", shape: [2, 3]), (name: "fc.bias", shape: [2])]
  private static let norm = [(name: "norm.weight", shape: [3])]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleModel.bytes(others: Self.head), to: "m.safetensors")
    try folder.write(SampleModel.bytes(others: Self.head + Self.norm), to: "norm.safetensors")
    try folder.write(
      SampleModel.bytes(others: Self.head, metadata: "{\"nonlinearity\":\"relu\"}"), to: "relu.safetensors")
    try folder.write(SampleModel.bytes(inputs: 2, others: [("emb.weight", [4, 2])]), to: "emb.safetensors")
    try folder.write("abab", to: "ab.txt")
    try folder.write("x,y\n1,0\n-1,1\n1,\n", to: "f.csv")
  }

  private func run(_ line: String) throws -> Finished {
    try Program.run(line.split(separator: " ").map(String.init), in: folder.path)
  }

  @Test(
    "Every command that opens a file says in one line what it took, and what it did not",
    arguments: ["table", "map", "check", "render"])
  func note(command: String) throws {
    let run = try run("\(command) --model norm.safetensors")
    #expect(run.code == 0)
    #expect(
      run.message == "gradflow: norm.safetensors: takes layer 0 (\"rnn.weight_hh_l0\", n = 3, m = 1); "
        + "tanh assumed, since no metadata names the nonlinearity (--activation); "
        + "no output layer, since \"norm.weight\" may lie before \"fc\" (--output-layer fc insists); no embedding; "
        + "not used: \"fc.weight\", \"fc.bias\", \"norm.weight\"\n")
    #expect(try self.run("\(command) --model builtin:sunspots --of loss").message == "")
  }

  @Test("A loss needs a head that is taken, or insisted on")
  func loss() throws {
    let flags = ["--input", "f.csv", "--column", "x", "--target-column", "y", "--of", "loss"]
    let table = ["table", "--model", "norm.safetensors"] + flags
    try Program.expectRefusal(
      table, saying: ["--of loss", "\"norm.weight\" may lie before \"fc\"", "--output-layer fc"], in: folder.path)
    let insisted = try Program.run(table + ["--output-layer", "fc"], in: folder.path)
    #expect(insisted.code == 0)
    #expect(insisted.message.contains("output layer \"fc\" of 2 classes") && insisted.message.contains("norm.weight"))
    #expect(insisted.text == (try Program.output(["table", "--model", "m.safetensors"] + flags, in: folder.path)))
  }

  @Test("What the file says is not assumed, and ReLU is not tanh")
  func activation() throws {
    let relu = try run("table --model relu.safetensors")
    #expect(relu.message.contains("; relu by its metadata; "))
    #expect(try run("table --model m.safetensors --activation relu").text == relu.text)
    #expect(try run("table --model m.safetensors").text != relu.text)
  }

  @Test("The title says that tanh is assumed, as long as it is, and y shows the same again")
  func title() throws {
    func picture(_ flags: String, size: String = "120x30") throws -> String {
      try run("render --size \(size) --model \(flags)").text
    }
    for size in ["60x20", "100x30", "200x60"] {
      #expect(try picture("m.safetensors", size: size).contains("tanh assumed"))
    }
    for flags in ["relu.safetensors", "m.safetensors --activation tanh", "m.safetensors --keys a", "builtin:sunspots"] {
      #expect(try !picture(flags).contains("assumed"))
    }
    #expect(try picture("m.safetensors --keys aA").contains("tanh assumed"))
    #expect(try picture("m.safetensors --activation tanh --keys y").contains("--activation tanh --model"))
    #expect(try !picture("m.safetensors --keys y").contains("--activation"))
  }

  @Test("A text goes through the embedding, and says whose order its symbols have")
  func text() throws {
    try Program.expectRefusal(
      ["table", "--model", "emb.safetensors", "--text", "ab.txt"],
      saying: ["2 different characters, and its embedding \"emb\" has 4 rows", "vocabulary"], in: folder.path)
    try folder.write("abcda", to: "abcd.txt")
    let fed = try run("table --model emb.safetensors --text abcd.txt")
    #expect(
      fed.message.contains("embedding \"emb\" of 4 symbols, whose rows are the inputs; symbols assumed in the order"))
    #expect(fed.text.contains("abcd.txt through emb, 5 steps"))
    try folder.write(SampleModel.bytes(inputs: 2), to: "ab.safetensors")
    #expect(try run("table --model ab.safetensors --text ab.txt").message.contains("symbols assumed in the order"))
    try folder.write(SampleModel.bytes(inputs: 2, metadata: "{\"vocabulary\":\"ba\"}"), to: "ba.safetensors")
    #expect(try !run("table --model ba.safetensors --text ab.txt").message.contains("symbols"))
  }

  @Test("inspect says it at length")
  func inspect() throws {
    let listing = try Program.output(["inspect", "norm.safetensors"], in: folder.path)
    for words in [
      "  norm.weight       F32  [3]     not used", "  activation: tanh assumed", "  output: no output layer, since",
      "  not used: \"fc.weight\", \"fc.bias\", \"norm.weight\"",
    ] { #expect(listing.contains(words)) }
  }
}
