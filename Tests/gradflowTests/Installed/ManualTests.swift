import Explorer
import Foundation
import Testing

@testable import gradflow

/// The manual page, made of the declarations.
@Suite struct ManualTests {
  private let root: DeclaredCommand

  init() throws { root = try DeclaredCommand.commandLine() }

  private func page() throws -> String { try Program.output(["--generate-manual"]) }

  /// As a reader of some width sees it, where there is groff.
  private func formatted(_ page: String) throws -> Finished? {
    let folder = try TemporaryFolder()
    return try Self.run("groff", ["-man", "-Tutf8", "-ww", "-P-c", folder.write(page, to: "gradflow.1")])
  }

  private static func run(_ tool: String, _ arguments: [String]) throws -> Finished? {
    guard let path = ["/usr/bin/", "/bin/"].map({ $0 + tool }).first(where: FileManager.default.isExecutableFile) else {
      print("\(tool) is not installed: the manual page was not given to it")
      return nil
    }
    return try ChildProcess(
      path, arguments, environment: Program.environment, input: .file("/dev/null"), output: .captured
    ).finish(within: .seconds(30))
  }

  @Test("It has every command and every flag, with what help says of each")
  func whole() throws {
    let page = try page()
    for command in root.subcommands where command.name != "help" {
      #expect(page.contains(".SS \"gradflow \(command.name)"))
      for flag in command.flags {
        for name in flag.names { #expect(page.contains(Roff.bold(name)), "\(command.name) \(name)") }
        #expect(page.contains(Roff.text(flag.help).prefix(40)), "\(flag.name)")
      }
    }
    for row in KeyBindings.rows { #expect(page.contains(Roff.bold(row.keys)), "\(row.keys)") }
  }

  @Test("groff and mandoc have nothing to say of it, and no line of it is broken within a name")
  func silent() throws {
    let page = try page()
    let folder = try TemporaryFolder()
    if let run = try formatted(page) {
      #expect(run.code == 0 && run.message == "", "\(run.message)")
      #expect(run.text.contains("gradflow --activation relu --w 1.2 --input impulse"))
      #expect(!run.text.contains("\u{2010}"))
    }
    if let run = try Self.run("mandoc", ["-Tlint", folder.write(page, to: "gradflow.1")]) {
      #expect(run.code == 0 && run.text == "" && run.message == "", "\(run.text)\(run.message)")
    }
  }

  @Test("Same bytes in every locale, ASCII alone")
  func ascii() throws {
    let page = try page()
    #expect(page.utf8.allSatisfy { $0 < 0x80 })
    #expect(try Program.output(["--generate-manual"], environment: ["LC_ALL": "C"]) == page)
  }

  @Test(
    "What roff would take for something else",
    arguments: [
      (".br", "\\&.br"), ("'tis", "\\&'tis"), ("a\\b", "a\\eb"), ("∂s_k", "\\[u2202]s_k"),
      ("x^2 ~ `y`", "x\\(ha2 \\(ti \\(gay\\(ga"),
      ("", ""),
    ])
  func escapes(text: String, roff: String) { #expect(Roff.text(text) == roff) }

  @Test("What is typed to the letter")
  func literal() {
    #expect(Roff.literal("--keys 'a'") == "\\-\\-keys \\(aqa\\(aq")
    #expect(Roff.literal(".x") == "\\&.x")
    #expect(Roff.argument("say \"so\"") == "\"say \\(dqso\\(dq\"")
  }

  @Test("Paragraphs, examples and lists")
  func paragraphs() {
    #expect(
      Roff.paragraphs("One.\n\n  gradflow -x\n\nTwo.\n  word   meaning")
        == [
          ".PP", "One.", ".PP", ".RS 4", ".EX", "gradflow \\-x", ".EE", ".RE", ".PP", "Two.", ".TP", "\\fBword\\fR",
          "meaning",
        ])
    #expect(Roff.paragraphs("  one\n  two") == [".PP", ".RS 4", ".EX", "one", "two", ".EE", ".RE"])
  }

  @Test("Long sentences are lines of eighty characters, of whole words")
  func lines() {
    let words = Array(repeating: "word", count: 40).joined(separator: " ")
    let lines = Roff.text(words).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 } && lines.joined(separator: " ") == words)
  }
}
