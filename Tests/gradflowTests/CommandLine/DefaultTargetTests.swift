import Foundation
import Testing

/// Without --target the last step is looked at that has what is looked at.
@Suite struct DefaultTargetTests {
  private let folder: TemporaryFolder
  private static let fixtures = Fixtures.folder
  private static let text = ["--model", "deep.safetensors", "--text", "sample.txt"]

  init() throws { folder = try TemporaryFolder() }

  private struct Table: Decodable { let target: Int }

  private func target(_ flags: [String], in folder: String) throws -> Int {
    let json = try Program.output(["table", "--format", "json"] + flags, in: folder)
    return try JSONDecoder().decode(Table.self, from: Data(json.utf8)).target
  }

  @Test("A text's last character has no next one: its loss is looked at one step before")
  func text() throws {
    let count = try Data(contentsOf: URL(filePath: Self.fixtures + "/sample.txt")).count
    #expect(try target(Self.text, in: Self.fixtures) == count)
    #expect(try target(Self.text + ["--of", "loss"], in: Self.fixtures) == count - 1)
    #expect(try target(Self.text + ["--of", "total-loss"], in: Self.fixtures) == count - 1)
    #expect(try target(Self.text + ["--of", "loss", "--steps", "20"], in: Self.fixtures) == 20)
    for command in ["map", "check", "render"] {
      _ = try Program.output([command, "--of", "loss"] + Self.text, in: Self.fixtures)
    }
  }

  @Test("Blank classes, and -100, are steps without a target")
  func blank() throws {
    try folder.write("x,y\n1,\n2,3\n-1,0\n0,-100\n1,\n", to: "f.csv")
    let flags = ["--model", "builtin:sunspots", "--input", "f.csv", "--column", "x", "--target-column", "y"]
    #expect(try target(flags, in: folder.path) == 5)
    #expect(try target(flags + ["--of", "loss"], in: folder.path) == 3)
    #expect(try target(flags + ["--of", "total-loss"], in: folder.path) == 3)
    try Program.expectRefusal(
      ["table", "--of", "loss", "--target", "5"] + flags, saying: ["step 5 has no target class", "--target 3"],
      in: folder.path)
    try Program.expectRefusal(
      ["table", "--of", "total-loss", "--target", "1"] + flags, saying: ["up to 1", "--target 2"], in: folder.path)
    try Program.expectRefusal(
      ["check", "--of", "loss", "--offset", "3"] + flags, saying: ["none of the steps", "--offset"], in: folder.path)
  }

  @Test("Where no step has a class, pictures show it, as the explorer that gets there does; numbers there are none of")
  func none() throws {
    let line = "no step up to T has a target class"
    for subject in ["loss", "total-loss"] {
      let flags = ["--input", "constant", "--of", subject, "--steps", "1"]
      #expect(try Program.output(["render"] + flags, in: folder.path).contains(line))
      let keys = ["--input", "constant", "--of", subject, "--keys", "<Tab><Tab><Tab><Tab><Tab>=1<Enter>"]
      #expect(try Program.output(["render"] + keys, in: folder.path).contains(line))
      #expect(
        try Program.output(["render"] + keys.dropLast() + [keys[keys.count - 1] + "y"], in: folder.path).contains(
          "--input constant --steps 1 --of \(subject)"))
      for command in ["table", "check", "map"] {
        try Program.expectRefusal([command] + flags, saying: ["none of the steps has a target class"], in: folder.path)
      }
    }
  }

  @Test("A picture of a step without a target says where to go, and y writes a line that shows it again")
  func picture() throws {
    let (line, flags) = ("step 60 has no target class; go to step 59 (←)", ["render", "--size", "160x30"] + Self.text)
    let loss = flags + ["--of", "loss"]
    #expect(try Program.output(loss + ["--keys", "<End>"], in: Self.fixtures).contains(line))
    #expect(try Program.output(loss + ["--keys", "<End>y"], in: Self.fixtures).contains("--target 60 --of loss"))
    #expect(try Program.output(loss + ["--target", "60"], in: Self.fixtures).contains(line))
    #expect(try !Program.output(loss + ["--keys", "y"], in: Self.fixtures).contains("--target"))
    #expect(try Program.output(flags + ["--keys", "n"], in: Self.fixtures).contains(line))
  }
}
