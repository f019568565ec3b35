import ArgumentParser
import Foundation
import RNNCore
import Testing

@testable import Explorer
@testable import gradflow
@testable import Screen

/// The command line that `y` shows brings the same screen back, glyph by glyph and style by style.
@Suite struct ReproductionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let rows = (1...80).map { "\($0),\(Double($0 * $0 % 17) / 3),\($0 % 5)" }
    try folder.write("day,it's \"a\" column,w\n" + rows.joined(separator: "\n"), to: "it's a $file.csv")
    try folder.write(rows.joined(separator: "\n"), to: "plain.csv")
    for (step, scale) in [(2, Float(0.5)), (10, 1.25), (300, 2)] {
      try folder.write(SampleModel.bytes(scale: scale), to: "step\(step).safetensors")
    }
  }

  /// Where players start.
  private static let starts: [[String]] = [
    [], ["--activation", "relu", "--w", "1.2", "--bias", "-0.3"],
    ["--input", "noise", "--seed", "7", "--steps", "500"],
    ["--activation", "identity", "--w", "1e8", "--target", "30"], ["--input", "impulse", "--amplitude", "-1e-300"],
    ["--offset", "0", "--steps", "309", "--term", "17"], ["--keys", "s.<Tab><Tab>", "--ascii", "--theme", "light"],
    ["--activation", "sigmoid", "--w", "5", "--bias", "-2.612296656009273", "--s0", "0.6224593312018546"],
    ["--input", "it's a $file.csv", "--column", "it's \"a\" column", "--scale", "standard", "--offset", "3"],
    ["--input", "plain.csv", "--column", "2", "--scale", "unit", "--steps", "30", "--color", "16"],
    ["--hidden", "5"], ["--hidden", "9", "--init", "shift", "--gain", "-1.5", "--of", "unit:3", "--steps", "20"],
    ["--hidden", "3", "--init", "orthogonal", "--seed", "5", "--input", "noise", "--activation", "relu", "--wrt", "U"],
    ["--model", "builtin:sunspots", "--of", "loss", "--s0", "0.25"],
    // What is kept as B is of the same kind, of another one, fed by files, or brought by a scenario.
    ["--compare", "--w 1.1 --input noise --seed 3 --steps 70 --target 50 --wrt U"],
    [
      "--input", "plain.csv", "--column", "2", "--compare",
      #"--input "it's a \$file.csv" --column 'it'\''s "a" column' --offset 7 --cut-window 9"#,
    ],
    ["--hidden", "5", "--seed", "3", "--compare", "--model builtin:sunspots --of total-loss --term 12"],
    ["--model", "builtin:sunspots", "--compare", "--hidden 9 --init shift --gain -1.5 --of unit:3 --clip norm:1"],
    ["--scenario", "orthogonal-or-gaussian", "--steps", "40"],
    // Checkpoints: two files by name, of which the second is shown, and all that a pattern names.
    ["--model", "step2.safetensors", "--model", "step10.safetensors", "--steps", "30"],
    ["--model", "step*.safetensors", "--checkpoint", "1", "--gain", "1.25", "--compare", "--model step2.safetensors"],
  ]

  /// The scripts for each start; `GRADFLOW_SCRIPTS=200` makes it thousands in all, for some minutes.
  private static let scripts = ProcessInfo.processInfo.environment["GRADFLOW_SCRIPTS"].flatMap { UInt64($0) } ?? 2

  @Test("Whatever was pressed", arguments: starts.indices, 1...scripts)
  func randomKeys(start: Int, seed: UInt64) throws {
    var player = KeyPlayer(seed: seed &* 1000 &+ UInt64(start))
    let script = player.script(strokes: 9 + (Int(seed) * 14 + start * 5) % 30)
    let size = [Size(width: 100, height: 30), Size(width: 80, height: 24), Size(width: 160, height: 45)][start % 3]
    try check(Self.starts[start], script, size)
  }

  @Test(
    "What has no flag of its own",
    arguments: [
      "s", ".", "s.<Tab>", "}}}", "{", "<Tab><Tab><Tab><Tab>", "<Up><Up><Up><Down><Down><Down>",
      // Scales in force are those of a past setting, by hysteresis or by a pin.
      "=1.2<Enter>aaa=0.9<Enter>", ".=3<Enter>aaaa", "=8<Enter>.=0.1<Enter>", "aaaa=1.1<Enter><Up>-a", "}.{", "s.}d",
      "iRRR.<Up>s", "<Tab><Tab><Tab><Tab>=1<Enter>", "ggg[[", "4", "4v", "4<lt><lt>", "4,<Up><Up>", "4<Tab><Tab>>v",
      "4vv=1.5<Enter>=-0.3<Enter>", "4v=2.9<Enter><Tab><Tab>=1.9<Enter>",
      "p", "ps", "p.3", "s2<Tab>", "<Space>",
      "<Space><Tick><Tick>", "<Space><Tick><Space>",
      "<Space><Tick><Enter><Enter><Backspace>-", "<Space>+++++<Tick><Tick><Tick>4",
      "<Space><Enter><Space>++++++++<Tick>",
      "iii<Tab><Tab><Tab><Tab>=2000<Enter><Space><Tick><Enter><Space>", "=1e300<Enter>aaaa",
      "=-2.612296656009273<Enter>",
      "b", "b<Up><Up>", "baax", "baax<Up>3", "b=3<Enter>.x", "biii<Tab><Tab><Tab><Tab>=70<Enter>x4", "=1e8<Enter>baab",
      "b=1.2<Enter>aaabb=0.9<Enter>", "b<Up><Left><Left>xuu", "bD))x2<Tab>", "iRRbRRx",
      "=1e-300<Enter>}}}}}}}}}}}}", "<Tab>=1e-300<Enter><Tab>=1e-300<Enter><Tab>=1e-300<Enter>d",
    ])
  func single(script: String) throws {
    try check([], script, Size(width: 100, height: 30))
  }

  @Test("A shell reads the line as the arguments that it stands for")
  func shell() throws {
    for start in Self.starts {
      let session = try session(start, "<Tab>s.[", Size(width: 100, height: 30))
      let line = ReproducingCommand.text(for: session)
      let child = try ChildProcess(
        "/bin/sh", ["-c", "gradflow() { printf '%s\\n' \"$@\"; }; " + line], environment: [:],
        input: .file("/dev/null"), output: .captured)
      #expect(child.finish(within: .seconds(20)).lines.map(String.init) == ReproducingCommand.arguments(for: session))
    }
  }

  @Test("Names with control characters make one harmless line that a shell reads right")
  func controlCharacters() throws {
    let name = "\u{1b}[31mred\u{1b}]0;title\u{7}\r\n% \\033 it's\t\u{9b}7m\u{2028}ü"
    try folder.write("\"\(name)\",other\n1,2\n3,4\n", to: "control.csv")
    let compared = "--input \(ShellWord.quotedAsIs(folder.file("control.csv"))) --column \(ShellWord.quotedAsIs(name))"
    let session = try session(
      ["--input", "control.csv", "--column", name, "--compare", compared], "<Up>", Size(width: 100, height: 30))
    let line = session.commandLine
    #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{2028}" }, "\(line)")
    let child = try ChildProcess(
      "/bin/sh", ["-c", "gradflow() { printf '%s\\0' \"$@\"; }; " + line], environment: ["PATH": "/usr/bin:/bin"],
      input: .file("/dev/null"), output: .captured)
    let words = child.finish(within: .seconds(20)).text.split(separator: "\0").map(String.init)
    #expect(words == ReproducingCommand.arguments(for: session))
    #expect(words.contains(name))
    let place = try #require(words.firstIndex(of: "--compare"))
    #expect(try ShellWord.split(words[place + 1]).suffix(2) == ["--column", name])
    // Read back, both are fed by that column.
    let again = try self.session(words, "", Size(width: 100, height: 30))
    #expect(again.source.flags == session.source.flags && again.compared?.source.flags == session.source.flags)
  }

  @Test("A line is split as the shell splits it, and refused where the shell refuses it", arguments: 1...120)
  func split(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let parts = ["a", "b", "'", "\"", "\\", " ", "\t", "\\\n", "''", "\"\"", "é", "\u{301}", "黒", "\\\"", "~b", "="]
    let line = (0..<1 + seed % 14).map { _ in parts[Int(generator.next() % UInt64(parts.count))] }.joined()
    let child = try ChildProcess(
      "/bin/sh", ["-c", "printf '%s\\0' x " + line], environment: [:], input: .file("/dev/null"), output: .captured)
    let result = child.finish(within: .seconds(20))
    guard result.code == 0 else {
      #expect(throws: ShellWord.SplitError.self, "\(line)") { try ShellWord.split(line) }
      return
    }
    let words = result.text.split(separator: "\0", omittingEmptySubsequences: false).dropFirst().dropLast()
    #expect(try ShellWord.split(line) == words.map(String.init), "\(line.debugDescription)")
  }

  @Test("The program itself draws the screen again")
  func program() throws {
    let start = Self.starts[8]
    let size = Size(width: 100, height: 30)
    var session = try session(start, "<Up>}s<Tab>[[", size)
    let arguments = ReproducingCommand.arguments(for: session)
    let text = try Program.output(["render"] + arguments, in: folder.path)
    #expect(text.split(separator: "\n").dropLast() == session.frame().plainText.split(separator: "\n").dropLast())
  }

  private func check(_ start: [String], _ script: String, _ size: Size) throws {
    // Any key puts the card of y away.
    var played = try session(start, script + "y<Esc>", size)
    #expect(played.mode == .exploring && played.notice == nil)
    let arguments = ReproducingCommand.arguments(for: played)
    var again = try session(arguments, "", size)
    let (expected, found) = (played.frame(), again.frame())
    // The last row names the keys that work now, and undo knows a history that no command line has.
    let different = (0..<size.height - 1).filter { expected.row($0) != found.row($0) }
    let context: Comment = "\(start) \(script)\n\(arguments)\n\(Self.excerpt(expected, found, different))"
    #expect(different.isEmpty, context)
  }

  private static func excerpt(_ expected: Frame, _ found: Frame, _ rows: [Int]) -> String {
    rows.prefix(6).map { row in
      "\(row)\n- \(String(expected.row(row).map(\.glyph)))\n+ \(String(found.row(row).map(\.glyph)))"
    }.joined(separator: "\n")
  }

  /// A session as the real parser makes it. File names are relative, as somebody would type them.
  private func session(_ arguments: [String], _ script: String, _ size: Size) throws -> Session {
    var located = locating(arguments)
    if let place = located.firstIndex(of: "--compare") {
      located[place + 1] = locating(try ShellWord.split(located[place + 1])).map(ShellWord.quotedAsIs)
        .joined(separator: " ")
    }
    var session = try PictureOptions.parse(located).session(size: size)
    for key in try KeyScript.keys(script) { _ = session.handle(key) }
    return session
  }

  private func locating(_ arguments: [String]) -> [String] {
    var located = arguments
    if let place = located.firstIndex(of: "--input"), located[place + 1].hasSuffix(".csv") {
      let name = located[place + 1]
      if !name.hasPrefix("/") { located[place + 1] = folder.file(name) }
    }
    for place in located.indices.dropLast() where located[place] == "--model" {
      let name = located[place + 1]
      if name.hasPrefix("step") { located[place + 1] = folder.file(name) }
    }
    return located
  }
}
