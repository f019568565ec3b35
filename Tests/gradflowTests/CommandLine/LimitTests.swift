import Explorer
import Foundation
import Screen
import Testing

@testable import gradflow

/// What would take more memory or time than there is, is refused at once, with what is possible.
@Suite struct LimitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "Steps, units and pairs; the memory they would take is said",
    arguments: [
      ("table --input noise --steps 10000001", ["1 to 10000000", "about 1 GB"]),
      ("table --input noise --steps 9223372036854775807", ["1 to 10000000", "GB of memory"]),
      ("table --input noise --steps 10000000 --hidden 64", ["about 45 GB of memory", "at most --steps 312500"]),
      ("render --input sine --steps 10000 --hidden 2048", ["10000 steps", "2048 units", "at most --steps 9765"]),
      ("explore --input sine --steps 10000000 --model builtin:sunspots", ["16 units", "at most --steps 1250000"]),
      ("table --hidden 2049", ["1 to 2048"]), ("table --hidden 9223372036854775807", ["1 to 2048"]),
      ("table --hidden 0", ["1 to 2048"]),
      ("map --input noise --steps 10000000", ["50000005000000 pairs", "at most --steps 14141"]),
      ("sweep --vary W=0:1e12:1", ["at most 10000000 values"]), ("sweep --vary W=0:1:1e-300", ["10000000"]),
      ("render --size 1001x400", ["1000x400"]), ("table --model builtin:sunspots --layer -1", ["--layer"]),
      ("table --model builtin:sunspots --layer 9223372036854775807", ["--layer"]),
      ("table --w 1e400", ["--w", "finite"]),
      ("table --hidden 2 --gain 1e400", ["--gain", "finite"]), ("table --hidden 2 --gain nan", ["--gain", "finite"]),
    ])
  func numbers(line: String, words: [String]) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let refused = arguments.first == "explore" ? ["render"] + arguments.dropFirst() : arguments
    try Program.expectRefusal(refused, saying: words)
  }

  @Test("A seed is one of 64 bits")
  func seed() throws {
    try Program.expectUsageError(["table", "--seed", "18446744073709551616"], saying: ["--seed"])
    _ = try Program.output(["table", "--seed", "18446744073709551615", "--input", "noise"])
  }

  @Test("Files of more bytes than are read, of which nothing is allocated")
  func files() throws {
    let path = folder.file("large")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, 1 << 40) == 0)
    try Program.expectRefusal(["table", "--input", path], saying: ["large", "1024 MiB"])
    try Program.expectRefusal(["table", "--text", path, "--hidden", "2"], saying: ["large", "64 MiB"])
    try Program.expectRefusal(["table", "--model", path], saying: ["large"])
    try Program.expectRefusal(["table", "--text", "/dev/zero", "--hidden", "2"], saying: ["/dev/zero", "64 MiB"])
  }

  @Test("A model of more weights than are read, of which nothing is allocated")
  func model() throws {
    let n = 200_000
    let header =
      "{\"weight_ih_l0\":{\"dtype\":\"F32\",\"shape\":[\(n),1],\"data_offsets\":[0,\(4 * n)]},"
      + "\"weight_hh_l0\":{\"dtype\":\"F32\",\"shape\":[\(n),\(n)],\"data_offsets\":[\(4 * n),\(4 * n * (n + 1))]}}"
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    let path = try folder.write(length + Array(header.utf8), to: "large.safetensors")
    #expect(truncate(path, 8 + header.utf8.count + 4 * n * (n + 1)) == 0)
    for command in [["table", "--model"], ["render", "--model"]] {
      try Program.expectRefusal(command + [path], saying: ["weight_hh_l0", "100000000"])
    }
    #expect(try Program.output(["inspect", path]).contains("100000000"))
  }

  @Test("More characters than U has room for")
  func characters() throws {
    let scalars = (0x400..<0x1_0400).compactMap { Unicode.Scalar(UInt32($0)) }
    let path = try folder.write(String(String.UnicodeScalarView(scalars)), to: "many.txt")
    try Program.expectRefusal(
      ["table", "--text", path, "--hidden", "2048", "--steps", "9"], saying: ["--hidden 2048", "U", "fewer"])
  }

  @Test(
    "What is no file of data",
    arguments: ["/proc/self/mem", "/proc/self/fd", "loop", "socket"])
  func otherFiles(path: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.file("loop"), withDestinationPath: "loop")
    let socket = folder.file("socket")
    #expect(mknod(socket, S_IFSOCK | 0o600, 0) == 0)
    for option in [["--input"], ["--hidden", "2", "--text"], ["--model"]] {
      let run = try Program.run(["table"] + option + [path], in: folder.path, within: .seconds(60))
      #expect(run.code == 2 && run.text == "", Comment(rawValue: "\(option) \(path): \(run.message)"))
      #expect(run.message.hasPrefix("gradflow: ") && run.message.count { $0 == "\n" } == 1)
    }
  }

  @Test("In the explorer too T grows only as far as its network fits")
  func knob() throws {
    var session = try PictureOptions.parse(["--hidden", "100", "--input", "noise"])
      .session(size: Size(width: 80, height: 24))
    for key in try KeyScript.keys("<Tab>=10000000<Enter>") { _ = session.handle(key) }
    #expect(session.state.input.steps == 44)
    #expect(session.frame().plainText.contains("T is at most 200000"))
  }

  @Test("What was typed steers no terminal when it is refused")
  func usage() throws {
    for arguments in [["render", "--keys", "<\u{1b}[31m>"], ["table", "--w", "\u{1b}]0;x\u{7}"], ["\u{202e}"]] {
      let run = try Program.run(arguments)
      #expect(run.code == 64)
      #expect(
        run.message.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202e}" && $0 != "\u{7f}" })
    }
  }
}
