import Foundation
import Snapshots
import Testing

/// A derivation that is kept as a document.
struct LaTeXCase: Sendable, CustomTestStringConvertible {
  let name: String
  let flags: [String]

  init(_ name: String, _ flags: String) {
    (self.name, self.flags) = (name, flags.split(separator: " ").map(String.init))
  }

  var testDescription: String { name }
  /// `derivation-k3.tex`.
  var fileName: String { "derivation-\(name).tex" }

  /// What is kept: one document of each kind.
  static let all = [
    LaTeXCase("k3", "--target 3"), LaTeXCase("k6-window", "--target 6 --cut-window 2 --wrt U"),
    LaTeXCase("loss", "--target 3 --of loss"), LaTeXCase("lstm", "--cell lstm --target 2"),
    LaTeXCase("gru", "--cell gru --target 2 --wrt b.z"), LaTeXCase("overflow", "--activation identity --w 1e300"),
  ]
}

/// `render --format latex`.
@Suite struct LaTeXTests {
  private static let flags = ["render", "--view", "derivation", "--format", "latex"]
  private static let beside = URL(filePath: #filePath).deletingLastPathComponent().path

  @Test("The documents are what their files say", arguments: LaTeXCase.all)
  func golden(golden: LaTeXCase) throws {
    try Golden(golden.fileName, beside: Self.beside).check(Program.output(Self.flags + golden.flags))
  }

  @Test("The suffix .tex says it too, and the file says how it was made")
  func written() throws {
    let folder = try TemporaryFolder()
    let flags = ["render", "--view", "derivation", "--target", "3"]
    #expect(try Program.output(flags + ["-o", "x.tex"], in: folder.path) == "")
    let text = try folder.read("x.tex")
    #expect(try text == Program.output(Self.flags + ["--target", "3"]))
    #expect(text.hasPrefix("% gradflow render --target 3 --view derivation --format latex\n"))
    #expect(try Program.output(["render", "--keys", "2", "--target", "3", "--format", "latex"]).contains("\\section*"))
  }

  @Test("It is of the derivation alone, and one document: anything else is refused in a line")
  func refused() throws {
    for view in ["flow", "map", "landscape"] {
      try Program.expectRefusal(
        ["render", "--view", view, "--format", "latex"],
        saying: ["--format latex", "the view is \(view)", "--view derivation"])
    }
    try Program.expectRefusal(["render", "-o", "x.tex"], saying: ["the view is flow", "--view derivation"])
    try Program.expectRefusal(
      Self.flags + ["--frames", "--keys", "a"], saying: ["--frames", "one document", "leave --frames out"])
  }

  /// Programs of TeX, where they are installed.
  private static let pdflatex = ["/usr/bin", "/usr/local/bin", "/Library/TeX/texbin"].map { $0 + "/pdflatex" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(
    "pdflatex takes it as it is, and nothing runs off the page", .enabled(if: pdflatex != nil),
    arguments: LaTeXCase.all + [
      LaTeXCase("k44", ""), LaTeXCase("long", "--input noise --steps 130"),
      LaTeXCase("units", "--hidden 3 --target 10"),
      LaTeXCase("unit", "--hidden 3 --of unit:1 --target 5 --wrt U"), LaTeXCase("lstm-44", "--cell lstm"),
      LaTeXCase("lstm-units", "--cell lstm --hidden 2"), LaTeXCase("gru-units", "--cell gru --hidden 2 --wrt bh"),
      LaTeXCase("losses", "--of total-loss --detach 5"), LaTeXCase("clipped", "--clip adjoint:0.5 --target 9"),
      LaTeXCase("sunspots", "--model builtin:sunspots --of loss"), LaTeXCase("dead", "--activation relu --bias 0.5"),
    ])
  func compiles(golden: LaTeXCase) throws {
    let (folder, program) = (try TemporaryFolder(), try #require(Self.pdflatex))
    try folder.write(Program.output(Self.flags + golden.flags), to: "x.tex")
    let process = try ChildProcess(
      "/usr/bin/env", ["-C", folder.path, program, "-interaction=nonstopmode", "-halt-on-error", "x.tex"],
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path], input: .file("/dev/null"), output: .captured)
    let run = try process.finish(within: .seconds(60))
    let log = try String(decoding: Data(contentsOf: URL(filePath: folder.file("x.log"))), as: UTF8.self)
    #expect(run.code == 0, "\(log.split(separator: "\n").filter { $0.hasPrefix("!") })")
    #expect(try folder.names.contains("x.pdf"))
    #expect(!log.contains("Overfull \\hbox"), "\(log.split(separator: "\n").filter { $0.hasPrefix("Overfull") })")
  }
}
