import Testing

@testable import gradflow

/// The format of a picture that is written to a file: its suffix says it.
@Suite struct PictureFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "The suffix chooses, in capitals too; a name without one holds what is asked for",
    arguments: [
      ("x.txt", nil, .text), ("x.svg", nil, .svg), ("x.ansi", nil, .ansi), ("x.html", nil, .html),
      ("x.cast", nil, .cast), ("x.tex", nil, .latex), ("x", .latex, .latex), ("a.b/X.SVG", nil, .svg),
      ("x.svg", .svg, .svg), (nil, nil, .text), (nil, .svg, .svg), ("-", .ansi, .ansi), ("plain", nil, .text),
      ("a.txt/plain", .svg, .svg), (".svg", nil, .text), ("plain.", .svg, .svg), ("/dev/fd/1.x", .svg, .svg),
      ("", nil, .text),
    ] as [(String?, PictureFormat?, PictureFormat)])
  func chosen(output: String?, asked: PictureFormat?, expected: PictureFormat) throws {
    #expect(try PictureFormat.chosen(asked, for: output) == expected)
  }

  @Test(
    "Another suffix, or another than --format says, is refused in one line and nothing is written",
    arguments: [
      ("-o x.png", ["x.png", ".txt, .ansi, .svg, .html, .cast or .tex", "rsvg-convert"]),
      ("-o x.pdf", ["x.pdf", ".pdf", ".txt, .ansi, .svg, .html, .cast or .tex"]),
      ("-o x.cast --format text", ["x.cast"]), ("-o x.PNG --format svg", ["x.PNG", "rsvg-convert"]),
      ("-o x.svg --format text", ["x.svg", "--format text", ".txt"]), ("-o x.txt --format svg", ["x.txt", ".svg"]),
      ("-o x.latex", [".latex", ".tex"]), ("-o x.svg --format latex", ["--format latex", ".tex"]),
      ("-o x.svg.gz", [".gz"]), ("-o x.ansi --format text", ["--format text"]),
    ])
  func refused(flags: String, words: [String]) throws {
    try Program.expectRefusal(["render"] + flags.split(separator: " ").map(String.init), saying: words, in: folder.path)
    #expect(try folder.names == [])
  }

  @Test("A file called .svg holds SVG, one called .ansi has colours, one called .txt has none")
  func written() throws {
    for (name, format) in [("x.svg", "svg"), ("x.ansi", "ansi"), ("x.txt", "text")] {
      #expect(try Program.output(["render", "-o", name], in: folder.path) == "")
      #expect(try folder.read(name) == Program.output(["render", "--format", format]))
    }
    #expect(try folder.read("x.svg").hasPrefix("<svg") || folder.read("x.svg").hasPrefix("<?xml"))
  }
}
