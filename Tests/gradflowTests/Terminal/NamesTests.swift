import Foundation
import Testing

@testable import Explorer
@testable import Views

/// Names of files and columns, texts and command lines with characters that are wide, that combine, that go from right
/// to left, or that a terminal acts on.
@Suite(.serialized, .onOwnThreads) struct NamesTests {
  private static let names = [
    "a\u{1b}[31m.csv", "\u{1b}]0;title\u{7}.csv", "黒点.csv", "太陽\u{1b}c黒点.csv", "e\u{301}te\u{301}.csv", "👨‍👩‍👧🇫🇷👍🏽.csv",
    "\u{202e}vsc.a", "שלום.csv", "مرحبا.csv", "zero\u{200b}\u{200d}\u{feff}width.csv", "\u{9b}31m.csv",
    "tab\tnew\nline.csv",
    "❤️ it's $HOME `x` \\.csv", "a\u{7f}\u{8}\u{8}\u{8}b.csv", "हिन्दी.csv", "각.csv", "%s%n.csv", "-\r.csv",
  ]
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let rows = (1...40).map { "\(Double($0 * $0 % 17) / 9 - 1)" }.joined(separator: "\n")
    for name in Self.names { try folder.write("a\u{1b}[7m黒\n" + rows, to: name) }
  }

  /// Whether a terminal only shows it: no control characters but newlines, nothing that formats.
  private func isPlain(_ text: String, but exceptions: String = "\n") -> Bool {
    text.unicodeScalars.allSatisfy { $0.isShown || exceptions.unicodeScalars.contains($0) }
  }

  @Test("In text, ANSI and SVG they stand in whole columns, and nothing of them is a command", arguments: names)
  func rendered(name: String) throws {
    let flags = ["--input", name, "--target", "30"]
    let text = try Program.output(["render"] + flags, in: folder.path)
    #expect(isPlain(text))
    let ansi = try Program.output(["render", "--format", "ansi", "--color", "always"] + flags, in: folder.path)
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(Array(ansi.replacing("\n", with: "\r\n").utf8.dropLast(2)))
    #expect(screen.unknown == [] && screen.text == text)
    #expect(Set(screen.cells.prefix(100).map(\.look.background)).count == 1, "the title bar is as wide as the screen")
    let svg = try Program.output(["render", "--format", "svg"] + flags, in: folder.path)
    #expect(isPlain(svg))
    #expect(XMLCheck.isWellFormed(svg))
    let ascii = try Program.output(["render", "--ascii"] + flags, in: folder.path)
    #expect(ascii.utf8.allSatisfy { $0 == 10 || (0x20..<0x7f).contains($0) })
  }

  @Test("On the real screen they are what render prints", arguments: names)
  func shown(name: String) throws {
    let terminal = try PseudoTerminal(
      "/usr/bin/env", ["-C", folder.path, Program.path, "--theme", "dark", "--input", name])
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(try #require(terminal.readToRest()))
    #expect(screen.text == (try Program.output(["render", "--input", name], in: folder.path)))
    #expect(screen.unknown == [])
    terminal.type("y")
    screen.feed(try #require(terminal.readToRest()))
    #expect(
      // What is said of the clipboard no printed picture can know.
      screen.text.replacing(#/ sent to the clipboard.*/#, with: "")
        == (try Program.output(["render", "--theme", "dark", "--input", name, "--keys", "y"], in: folder.path)))
    #expect(screen.unknown == [])
    // A death by a bug says the command line, below the screen that has been given back.
    terminal.signal(SIGSEGV)
    var last: [UInt8] = []
    #expect(terminal.finish { last += $0 } == .signal(SIGSEGV))
    let report = String(decoding: last, as: UTF8.self).components(separatedBy: "gradflow: ").last ?? ""
    #expect(report.hasPrefix("a bug ended the program") && isPlain(report, but: "\r\n"), "\(report.debugDescription)")
  }

  @Test("In tmux, which has widths of its own, the columns stand in line")
  func tmux() throws {
    try folder.write(try folder.read("黒点.csv"), to: "é黒点x👍.csv")
    let terminal = try Tmux(
      width: 100, height: 30, "cd '\(folder.path)'; '\(Program.path)' --theme dark --input é黒点x👍.csv")
    let expected = try Program.output(["render", "--input", "é黒点x👍.csv"], in: folder.path)
    #expect(try terminal.screen { $0 == expected } == expected)
  }

  @Test("A shell reads the command line of y as the name that it stands for", arguments: names)
  func command(name: String) throws {
    let line = "--input " + ShellWord.quoted(name)
    #expect(isPlain(line, but: ""))
    let child = try ChildProcess(
      "/bin/sh", ["-c", "printf '%s|' \(line)"], environment: [:], input: .file("/dev/null"), output: .captured)
    #expect(child.finish(within: .seconds(20)).text == "--input|\(name)|")
  }

  @Test("Nor does cutting it at the edge of the screen change the name", arguments: names + ["it's \\ 'quoted'"])
  func cutCommand(name: String) throws {
    let long = String(repeating: name, count: 12)
    for width in 20...40 {
      let lines = CommandPanel.continued(["words", "--input", ShellWord.quoted(long)], width: width)
      #expect(lines.allSatisfy { Array($0).count <= width }, "\(lines)")
      let script = "words() { printf '%s|' \"$@\"; }\n" + lines.joined(separator: "\n")
      let child = try ChildProcess(
        "/bin/sh", ["-c", script], environment: [:], input: .file("/dev/null"), output: .captured)
      #expect(child.finish(within: .seconds(20)).text == "--input|\(long)|", "\(width)")
    }
  }

  @Test(
    "No message lets an argument act on the terminal",
    arguments: [
      ["--input", "\u{1b}[31mx"], ["table", "--model", "\u{1b}]0;x\u{7}"], ["--activation", "\u{1b}[31m"],
      ["\u{1b}[31m"], ["--\u{1b}[31m"], ["render", "--keys", "<\u{9b}31m>"], ["render", "-o", "/no\u{1b}[31m/x"],
      ["--text", "\u{1b}c"], ["inspect", "\u{1b}c"], ["--scenario", "\u{1b}c"], ["sweep", "--vary", "\u{1b}c=0:1:1"],
      ["render", "--size", "\u{1b}c"], ["--of", "unit:\u{1b}c"], ["list", "\u{1b}c"], ["render", "--axes", "\u{1b}c"],
      ["render", "--input", "黒点.csv", "--column", "\u{1b}c"], ["render", "--theme", "\u{1b}c"],
      ["--input", "黒点.csv", "--column", "a", "--target-column", "\u{1b}[7m"], ["--output-layer", "\u{1b}c"],
    ])
  func messages(arguments: [String]) throws {
    let run = try Program.run(arguments, in: folder.path)
    #expect(run.code == 2 || run.code == 64, "\(arguments)")
    #expect(!run.message.isEmpty && isPlain(run.message), "\(run.message.debugDescription)")
    #expect(run.text == "")
  }

  @Test("Numbers as JSON, CSV and text keep the terminal out of it as well")
  func tables() throws {
    for name in Self.names {
      for format in ["text", "csv", "json"] {
        let text = try Program.output(["table", "--input", name, "--format", format], in: folder.path)
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }, "\(name)")
      }
    }
  }

  @Test("A text of such characters feeds a network, and what inspect says of a model's is plain")
  func texts() throws {
    try folder.write("黒e\u{301}\u{1b}[31m\u{202e}👨‍👩‍👧ש" + String(repeating: "ab黒", count: 9), to: "text.txt")
    for flags in [["--hidden", "4"], ["--hidden", "4", "--bytes"]] {
      for view in ["flow", "derivation", "map", "spectrum"] {
        let text = try Program.output(["render", "--text", "text.txt", "--view", view] + flags, in: folder.path)
        #expect(isPlain(text))
      }
    }
    try folder.write(hostileModel(), to: "model.safetensors")
    let listing = try Program.output(["inspect", "model.safetensors"], in: folder.path)
    #expect(isPlain(listing) && listing.contains("weight_hh_l0") && listing.contains("\\u{1B}"), "\(listing)")
    try Program.expectRefusal(
      ["render", "--model", "model.safetensors", "--output-layer", "x"], saying: ["model.safetensors: "],
      in: folder.path)
  }

  /// A model whose tensors and metadata have names and values that act on a terminal.
  private func hostileModel() -> [UInt8] {
    let evil = "\\u001b[31m\\u009b黒\\u202e"
    let tensors = ["\(evil).weight_hh_l0", "\(evil).weight_ih_l0", "\(evil)\\n.bias"].enumerated().map { place, name in
      "\"\(name)\":{\"dtype\":\"F64\",\"shape\":\(place < 2 ? "[1,1]" : "[1]"),"
        + "\"data_offsets\":[\(place * 8),\(place * 8 + 8)]}"
    }
    let header = Array(
      "{\"__metadata__\":{\"\(evil)\":\"\(evil)\",\"vocabulary\":\"\(evil)\"},\(tensors.joined(separator: ","))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + [UInt8](repeating: 0, count: 24)
  }
}

/// Whether a text is XML, by a parser that shares no code with the program.
private enum XMLCheck {
  static func isWellFormed(_ text: String) -> Bool {
    let check = "import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.buffer.read())"
    let child = try? ChildProcess(
      "/usr/bin/env", ["python3", "-c", check], environment: Program.environment, input: .bytes(Array(text.utf8)),
      output: .captured)
    guard let child else { return false }
    return child.finish(within: .seconds(20)).code == 0
  }
}
