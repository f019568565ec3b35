import Foundation
import FoundationXML
import Testing

/// The picture, printed.
@Suite struct RenderTests {
  @Test(
    "Text has the rows asked for, none wider than asked for, without trailing blanks", arguments: ["40x10", "101x33"])
  func text(size: String) throws {
    let parts = size.split(separator: "x").compactMap { Int($0) }
    let text = try Program.output(["render", "--size", size])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == parts[1] + 1)
    #expect(lines.last == "")
    #expect(lines.allSatisfy { $0.count <= parts[0] && !$0.hasSuffix(" ") })
    #expect(!text.contains("\u{1b}"))
  }

  @Test("At the smallest sizes one line says what is needed")
  func small() throws {
    #expect(try Program.output(["render", "--size", "20x5"]) == "needs 40×10\n\n\n\n\n")
    #expect(try Program.output(["render", "--size", "39x100"]).contains("40×10"))
  }

  @Test("The largest size is drawn, in a moment")
  func large() throws {
    let run = try Program.run(["render", "--size", "1000x400"], within: .seconds(60))
    #expect(run.text.split(separator: "\n", omittingEmptySubsequences: false).count == 401)
  }

  @Test("Colours: as many as asked for, 256 by default, none with NO_COLOR unless asked for")
  func colors() throws {
    let expected: [(color: String?, noColor: String?, sequence: String?)] = [
      (nil, nil, ";38;5;"), ("auto", nil, ";38;5;"), ("256", nil, ";38;5;"), ("always", nil, ";38;5;"),
      ("truecolor", nil, ";38;2;"), ("never", nil, nil), (nil, "1", nil), ("auto", "1", nil), (nil, "", ";38;5;"),
      ("always", "1", ";38;5;"), ("16", nil, nil),
    ]
    #expect(try Program.output(["render", "--format", "ansi", "--color", "16"]).contains(/;[39][0-7]m/))
    for (color, noColor, sequence) in expected {
      let flags = color.map { ["--color", $0] } ?? []
      let environment = noColor.map { ["NO_COLOR": $0] } ?? [:]
      let ansi = try Program.output(["render", "--format", "ansi"] + flags, environment: environment)
      let context: Comment = "\(color ?? "-") with NO_COLOR \(noColor ?? "unset")"
      let found = [";38;5;", ";38;2;"].filter { ansi.contains($0) }
      #expect(found == [sequence].compactMap { $0 }, context)
    }
  }

  @Test("ANSI without its sequences is the text")
  func ansi() throws {
    let ansi = try Program.output(["render", "--format", "ansi"])
    #expect(SeenText.plain(ansi) == (try Program.output(["render"])))
  }

  @Test("A light theme has other colours and the same glyphs")
  func theme() throws {
    #expect(try Program.output(["render", "--theme", "light"]) == Program.output(["render", "--theme", "dark"]))
    let dark = try Program.output(["render", "--format", "ansi"])
    #expect(try Program.output(["render", "--format", "ansi", "--theme", "dark"]) == dark)
    #expect(try Program.output(["render", "--format", "ansi", "--theme", "light"]) != dark)
  }

  @Test("--ascii has ASCII only, in every format", arguments: ["text", "ansi", "svg"])
  func ascii(format: String) throws {
    let text = try Program.output(["render", "--ascii", "--format", format])
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    #expect(isASCII)
    #expect(try !Program.output(["render", "--format", format]).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("SVG is XML that needs nothing else")
  func svg() throws {
    let svg = try Program.output(["render", "--format", "svg", "--input", "noise", "--size", "60x20"])
    #expect(svg.contains("<svg "))
    for word in ["<script", "@import", "url(", "xlink", "<image"] { #expect(!svg.contains(word)) }
    #expect(XMLParser(data: Data(svg.utf8)).parse())
  }

  @Test("Keys that leave the program or write files do nothing")
  func harmlessKeys() throws {
    let folder = try TemporaryFolder()
    let plain = try Program.output(["render"])
    for keys in ["q", "<C-c>", "<C-z>", "<C-l>", "SE"] {
      #expect(try Program.output(["render", "--keys", keys], in: folder.path) == plain)
    }
    #expect(try folder.names == [])
  }

  @Test("Keys do what the flags do")
  func keys() throws {
    let expected = [
      ("<Up><Up>", "--w 1.0"), ("=1.5<Enter>-", "--w -1.5"), ("A", "--activation sine"), ("i", "--input impulse"),
      ("d", "--wrt U"), ("<S-Left>[[", "--target 34 --term 32"),
    ]
    for (keys, flags) in expected {
      let played = try Program.output(["render", "--keys", keys])
      let asked = try Program.output(["render"] + flags.split(separator: " ").map(String.init))
      #expect(Self.whatIsSaid(played) == Self.whatIsSaid(asked), "\(keys)")
    }
  }

  /// Title, verdict, axis and inspector: scales keep some of their history, and hints name keys that only one has.
  private static func whatIsSaid(_ picture: String) -> [Substring] {
    let lines = picture.split(separator: "\n", omittingEmptySubsequences: false)
    return Array(lines.prefix(2) + lines.suffix(8).dropLast(2))
  }
}
