import Foundation
import Testing

/// `-o FILE`.
@Suite struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("The file holds what standard output would, and nothing is left beside it", arguments: ["-o", "--output"])
  func file(flag: String) throws {
    #expect(try Program.output(["render", flag, "picture.txt"], in: folder.path) == "")
    #expect(try folder.read("picture.txt") == Program.output(["render"]))
    #expect(try folder.names == ["picture.txt"])
  }

  @Test("An old file is replaced whole")
  func replaced() throws {
    let old = String(repeating: "old\n", count: 10_000)
    try folder.write(old, to: "picture.txt")
    #expect(try Program.output(["render", "-o", "picture.txt"], in: folder.path) == "")
    #expect(try folder.read("picture.txt") == Program.output(["render"]))
  }

  @Test(
    "What is read is not written over, by whatever name", arguments: ["series.txt", "./series.txt", "link", "hard"])
  func input(name: String) throws {
    let path = try folder.write("1\n2\n3\n", to: "series.txt")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: path)
    try FileManager.default.linkItem(atPath: path, toPath: folder.file("hard"))
    let words = ["\(name): is the input", "choose another name"]
    for flags in [["--input", "series.txt"], ["--text", "series.txt", "--hidden", "2"]] {
      try Program.expectRefusal(["render"] + flags + ["-o", name], saying: words, in: folder.path)
    }
    try Program.expectRefusal(
      ["render", "--input", "-", "-o", name], saying: words, in: folder.path, input: .file(path))
    #expect(try folder.read("series.txt") == "1\n2\n3\n")
  }

  @Test("- is standard output", arguments: ["-", "/dev/stdout"])
  func standardOutput(path: String) throws {
    #expect(try Program.output(["render", "-o", path]) == Program.output(["render"]))
  }

  @Test("A link is written through, and stays a link")
  func link() throws {
    let target = try folder.write("old", to: "target.txt")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: target)
    #expect(try Program.output(["render", "-o", folder.file("link")]) == "")
    #expect(try folder.read("target.txt") == Program.output(["render"]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == target)
  }

  @Test("A device is written to, not replaced")
  func device() throws {
    #expect(try Program.output(["render", "-o", "/dev/null"]) == "")
    try Program.expectRefusal(["render", "-o", "/dev/full"], saying: ["cannot write /dev/full", "No space left"])
    for path in ["/dev/null", "/dev/full"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
    }
  }

  @Test("What cannot be written is said, and leaves nothing behind")
  func refused() throws {
    try Program.expectRefusal(["render", "-o", "/nope/x.svg"], saying: ["cannot write /nope/x.svg"])
    try Program.expectRefusal(["render", "-o", ""], saying: ["cannot write"])
    try Program.expectRefusal(["render", "-o", "."], saying: ["cannot write", "directory"], in: folder.path)
    #expect(try folder.names == [])
  }
}
