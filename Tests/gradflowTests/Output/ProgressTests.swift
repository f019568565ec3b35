import Glibc
import Testing

@testable import gradflow

/// What long work says on a terminal while it goes on, and that nothing of it stays.
@Suite struct ProgressTests {
  @Test("Words: what, how far and how long yet")
  func words() {
    #expect(ProgressText.line("map", part: 0.34, after: 6) == "gradflow: map: 34 %, 12 s left")
    #expect(ProgressText.line("map", part: 0.005, after: 6) == "gradflow: map: 0 %")
    #expect(ProgressText.line("map", part: 1, after: 6) == "gradflow: map: 100 %, 0 s left")
    #expect(ProgressText.line("map", part: 1.5, after: 6) == "gradflow: map: 100 %, 0 s left")
    #expect(ProgressText.line("check", part: -1, after: 2.1) == "gradflow: check: 3 s so far")
    let durations = [0, 59.2, 60, 125, 3600, 12_000, 1e12, -1].map(ProgressText.duration)
    #expect(
      durations == ["0 s", "1 min 0 s", "1 min 0 s", "2 min 5 s", "1 h 0 min", "3 h 20 min", "277777 h 46 min", "0 s"])
  }

  /// A command on a terminal, its output going to a file.
  private func start(_ arguments: [String], output: String = "/dev/null") throws -> PseudoTerminal {
    let words = ([Program.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try PseudoTerminal("/bin/sh", ["-c", "exec \(words) > '\(output)'"])
  }

  /// What it writes on the terminal until it has ended, and how it ended.
  private func end(_ terminal: PseudoTerminal) -> (text: String, death: Death?) {
    var bytes: [UInt8] = []
    let death = terminal.finish(within: .seconds(60)) { bytes += $0 }
    return (String(decoding: bytes, as: UTF8.self), death)
  }

  private static let cleared = "\r\u{1b}[K"

  @Test(
    "Work over half a second shows how far it is, and clears the line when it is done",
    arguments: [
      (["map", "--input", "noise", "--steps", "9000"], "gradflow: map: ", " %"),
      (
        ["sweep", "--input", "noise", "--steps", "8000", "--vary", "W=0:1:0.0001"], "gradflow: sweep: ", " s left"
      ),
      (["profile", "--input", "noise", "--steps", "5000"], "gradflow: profile: ", " %"),
      (
        ["table", "--hidden", "200", "--steps", "400", "--input", "noise", "--format", "csv"], "gradflow: table: ",
        " %"
      ),
      (["spectrum", "--hidden", "128", "--steps", "400", "--input", "noise"], "gradflow: spectrum: ", " %"),
      (["check", "--hidden", "256", "--steps", "600", "--input", "noise"], "gradflow: check: ", " s so far"),
    ])
  func shown(arguments: [String], beginning: String, end: String) throws {
    let (text, death) = self.end(try start(arguments))
    #expect(text.contains("\r" + beginning) && text.contains(end), "\(text)")
    #expect(text.hasSuffix(Self.cleared) && death == .code(0), "\(text)")
  }

  @Test("Short work says nothing, nor do rows that are on the terminal themselves, nor work without a terminal")
  func silent() throws {
    #expect(end(try start(["map"])).text == "")
    let rows = end(try PseudoTerminal(Program.path, ["map", "--input", "noise", "--steps", "400"])).text
    #expect(rows.hasPrefix("k,i,lag,contribution") && !rows.contains("gradflow"))
    let piped = try Program.run(["profile", "--input", "noise", "--steps", "5000"], output: .file("/dev/null"))
    #expect(piped.message == "" && piped.code == 0)
  }

  @Test("Ctrl-C clears the line and ends it with the signal, which a shell calls 130")
  func interrupted() throws {
    let terminal = try start(["map", "--input", "noise", "--steps", "14000"])
    let before = terminal.read { String(decoding: $0, as: UTF8.self).contains("gradflow: map: ") }
    #expect(String(decoding: before, as: UTF8.self).contains("gradflow: map: "))
    terminal.signal(SIGINT)
    let (text, death) = end(terminal)
    #expect(text.hasSuffix(Self.cleared) && death == .signal(SIGINT), "\(text)")
  }

  @Test("An interrupt that is ignored stays so")
  func ignored() throws {
    let words = "trap '' INT; exec '\(Program.path)' map --input noise --steps 7000 > /dev/null"
    let terminal = try PseudoTerminal("/bin/sh", ["-c", words])
    terminal.read { String(decoding: $0, as: UTF8.self).contains("gradflow: map: ") }
    terminal.signal(SIGINT)
    #expect(end(terminal).death == .code(0))
  }

  @Test("The first rows of a map that takes minutes are there at once")
  func firstRows() throws {
    let began = ContinuousClock.now
    let shell = try ChildProcess(
      "/bin/bash", ["-c", "\"$0\" map --hidden 64 --steps 2000 --input noise | head -n 3", Program.path],
      environment: Program.environment, input: .file("/dev/null"), output: .captured)
    let run = shell.finish(within: .seconds(20 * Program.patience))
    #expect(run.lines.count == 3 && run.lines.last?.hasPrefix("2,1,1,") == true, "\(run.text)")
    #expect(ContinuousClock.now - began < .seconds(10) * Program.patience)
  }
}
