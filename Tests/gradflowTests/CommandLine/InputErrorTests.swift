import Glibc
import Testing

/// Input that cannot be used: exit code 2, one line on standard error that helps, nothing on standard output.
@Suite struct InputErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "Numbers out of range name the flag and what was expected",
    arguments: [
      ("--w nan", "--w"), ("--u inf", "--u"), ("--bias -inf", "--bias"), ("--s0 1e999", "--s0"),
      ("--v nan", "--v"), ("--of loss --input sine --target 44", "step 44 has no target class"),
      ("--amplitude nan", "--amplitude"), ("--steps 0", "1 to 10000000"),
      ("--steps 9223372036854775807 --input noise", "1 to 10000000"), ("--offset -9223372036854775808", "--offset"),
      ("--offset 3 --input noise", "noise"), ("--target 0", "1 to T = 44"), ("--target -8 --steps 7", "1 to T = 7"),
      ("--of unit:1", "one unit"), ("--column a", "--column"),
    ])
  func numbers(flags: String, word: String) throws {
    try Program.expectRefusal(["table"] + words(flags), saying: [word])
  }

  @Test(
    "More steps than there is data says how many there are",
    arguments: [
      ("--steps 300", ["309", "--steps 209"]), ("--offset 309", ["309", "--offset below 309"]),
      ("--offset 9223372036854775807", ["309"]), ("--offset 300 --steps 44", ["309", "--steps 9"]),
    ])
  func data(flags: String, expected: [String]) throws {
    try Program.expectRefusal(["table"] + words(flags), saying: expected)
  }

  @Test("A term is one of the target's")
  func term() throws {
    try Program.expectRefusal(["render", "--term", "0"], saying: ["--term 0", "1 to k = 44"])
    try Program.expectRefusal(["render", "--term", "31", "--target", "30"], saying: ["--term 31", "1 to k = 30"])
  }

  @Test("The spectrum is of several units", arguments: ["render", "explore"])
  func spectrum(command: String) throws {
    try Program.expectRefusal(
      [command, "--view", "spectrum"], saying: ["--view spectrum", "scalar", "--hidden N or --model FILE"])
    #expect(try Program.output(["render", "--view", "spectrum", "--hidden", "1"]).contains("ρ(W)"))
  }

  @Test(
    "A picture has a size",
    arguments: ["19x5", "20x4", "1001x401", "-5x-5", "9999999999x9999999999"])
  func size(size: String) throws {
    try Program.expectRefusal(["render", "--size", size], saying: [size, "20x5", "1000x400"])
  }

  @Test(
    "A sweep leads from its start to its end, in a number of values that ends",
    arguments: ["W=0:3:0", "s0=0:3:-1", "U=0:inf:1", "b=-1e308:1e308:1e308"])
  func sweep(range: String) throws {
    try Program.expectRefusal(["sweep", "--vary", range], saying: ["--vary \(range)"])
  }

  @Test(
    "Files that are no series of numbers",
    arguments: [
      ("", ["empty"]), ("\n\n  \n", ["empty"]), ("# only a comment\n", ["no row"]), ("value\n", ["no row"]),
      ("1\n2\nthree\n4\n", ["f.csv:3:", "three"]), ("1\nNaN\n", ["f.csv:2:", "NaN", "finite"]),
      ("1\n-inf\n", ["f.csv:2:", "finite"]), ("1\n1e999\n", ["f.csv:2:", "1e999", "1.8e308"]),
      ("1\n2,3\n", ["f.csv:2:", "2 fields", "has 1"]), ("a,b\n1,2\n", ["\"a\", \"b\"", "--column"]),
      ("1,5\n2,5\n", ["--column"]), ("x;y\n1,5;2\n", ["--column"]), ("1\n\"2\n", ["f.csv:2:", "quote"]),
      ("1\n0x10\n", ["f.csv:2:", "0x10"]),
    ] as [(String, [String])])
  func contents(text: String, expected: [String]) throws {
    try Program.expectRefusal(["table", "--input", folder.write(text, to: "f.csv")], saying: ["f.csv"] + expected)
  }

  @Test(
    "Bytes that are no text", arguments: [[0x31, 0x0a, 0x00], [0xff, 0xfe, 0x31], [0x31, 0x0a, 0xc3]] as [[UInt8]])
  func binary(bytes: [UInt8]) throws {
    let path = try folder.write(bytes, to: "f.bin")
    try Program.expectRefusal(["table", "--input", path], saying: ["f.bin", "not a text file", "offset"])
  }

  @Test("A column that is not there, or has words in it")
  func columns() throws {
    let path = try folder.write("day,value\nMon,1\nTue,2\n", to: "f.csv")
    try Program.expectRefusal(["table", "--input", path, "--column", "x"], saying: ["\"x\"", "day", "value"])
    try Program.expectRefusal(["table", "--input", path, "--column", "3"], saying: ["3", "1 to 2"])
    try Program.expectRefusal(["table", "--input", path, "--column", "0"], saying: ["1 to 2"])
    try Program.expectRefusal(["table", "--input", path, "--column", "day"], saying: ["f.csv:2:", "Mon"])
    try Program.expectRefusal(["table", "--input", path, "--column", "1", "--column", "2"], saying: ["takes 1"])
  }

  @Test("A column of equal numbers has no scale")
  func constant() throws {
    let path = try folder.write("2\n2\n", to: "f.csv")
    try Program.expectRefusal(["table", "--input", path, "--scale", "unit"], saying: ["equal", "--scale none"])
  }

  @Test("What is not there, or no file")
  func paths() throws {
    try Program.expectRefusal(["table", "--input", "nope"], saying: ["nope", "sunspots", "noise"])
    try Program.expectRefusal(["table", "--input", "/nope/series.csv"], saying: ["/nope/series.csv"])
    try Program.expectRefusal(["table", "--input", ""], saying: ["sunspots"])
    try Program.expectRefusal(["table", "--input", folder.path], saying: [folder.path, "directory"])
    try Program.expectRefusal(["table", "--input", "/dev/null"], saying: ["/dev/null", "empty"])
    let long = String(repeating: "x", count: 5000)
    try Program.expectRefusal(["table", "--input", long], saying: ["too long"])
  }

  @Test("A file that may not be read", .enabled(if: getuid() != 0))
  func unreadable() throws {
    let path = try folder.write("1\n", to: "f.csv")
    chmod(path, 0)
    try Program.expectRefusal(["table", "--input", path], saying: ["f.csv", "ermission"])
  }

  @Test("Standard input that is empty, or not there")
  func standardInput() throws {
    try Program.expectRefusal(["table", "--input", "-"], saying: ["standard input", "empty"])
    try Program.expectRefusal(["table", "--input", "-"], saying: ["standard input"], input: .closed)
    try Program.expectRefusal(
      ["table", "--input", "-"], saying: ["standard input:2:", "two"], input: .bytes(Array("1\ntwo\n".utf8)))
  }

  @Test("A name may hold anything: the message stays one line and steers no terminal")
  func names() throws {
    for name in ["new\nline", "\u{1b}[31mred", "tab\there", "right\u{202e}left"] {
      let path = try folder.write("one\n", to: name)
      for input in [path, path + "-missing"] {
        let run = try Program.run(["table", "--input", input])
        #expect(run.code == 2)
        #expect(run.message.unicodeScalars.count { $0.value < 0x20 } == 1)
        #expect(!run.message.unicodeScalars.contains("\u{202e}"))
      }
    }
    let path = try folder.write("1\n2\n", to: "größe 数.csv")
    #expect(try Program.output(["table", "--input", path]).contains("größe 数.csv"))
  }

  @Test("More rows than the limit, 10 million, are refused", .enabled(if: isOptimised, "slow without optimisation"))
  func limit() throws {
    let rows = String(repeating: "1\n", count: 10_000_001)
    let path = try folder.write(rows, to: "rows.csv")
    try Program.expectRefusal(["table", "--input", path], saying: ["rows.csv", "10000000 rows"])
  }

  @Test("An endless file of zeros is no text, and said so at once")
  func zeros() throws {
    try Program.expectRefusal(["table", "--input", "/dev/zero"], saying: ["/dev/zero", "not a text file"])
  }

  private static var isOptimised: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  private func words(_ flags: String) -> [String] { flags.split(separator: " ").map(String.init) }
}
