import Foundation
import Testing

/// `describe`, the line mode of the explorer, and pictures of every key.
@Suite struct DescribeTests {
  @Test("What is said is what the picture says, and an SVG says it too")
  func described() throws {
    let said = try Program.output(["describe", "--w", "1.1", "--keys", "a"])
    #expect(said.contains("with W at 1.1") && said.split(separator: "\n").allSatisfy { $0.hasSuffix(".") })
    let svg = try Program.output(["render", "--w", "1.1", "--keys", "a", "--format", "svg"])
    #expect(svg.contains("<desc>\(said.replacing("&", with: "&amp;"))</desc>"))
  }

  @Test("In a pipe every key is told of by what it changes; the end of the keys is the end")
  func pipe() throws {
    let run = try Program.run(["--describe"], input: .bytes(Array("\u{1b}[A[q".utf8)))
    let lines = run.text.split(separator: "\n").map(String.init)
    #expect(run.code == 0 && run.message.isEmpty)
    let begins = lines.indices.filter {
      lines[$0].contains("a recurrent network") || lines[$0].hasPrefix("A recurrent network")
    }
    #expect(begins.count == 2 && lines[begins[1]].contains("with W at 0.95"))
    #expect(
      lines.filter { $0.hasPrefix("Keys:") }.count == 1 && lines.contains { $0.hasPrefix("Inspected is term 43") })
    let ended = try Program.run(["explore", "--describe"], input: .bytes(Array("a".utf8)))
    #expect(ended.code == 0 && ended.text.contains("activation sigmoid"))
    let interrupted = try Program.run(["explore", "--describe"], input: .bytes(Array("\u{3}".utf8)))
    #expect(interrupted.code == 130)
  }

  @Test("In a terminal keys come one by one and unseen, and it is as it was afterwards")
  func terminal() throws {
    let terminal = try Tmux(width: 100, height: 30, "'\(Program.path)' --describe; echo left with $?")
    try terminal.screen { $0.contains("q leaves.") }
    try terminal.type("Up")
    let told = try terminal.screen { $0.contains("One press of up makes W 1:") }
    #expect(!told.contains("^[[A"))
    try terminal.type("q")
    #expect(try terminal.screen { $0.contains("left with") }.contains("left with 0"))
    #expect(try terminal.modes() == Tmux.plainModes)
  }

  @Test("A film has a picture for each key, and its first and last are those of render")
  func film() throws {
    let flags = ["render", "--keys", "<Up>a", "--frames"]
    let cast = try Program.output(flags + ["--format", "cast"])
    #expect(cast.split(separator: "\n").count == 1 + 3 + 1)
    let html = try Program.output(flags + ["--format", "html"])
    #expect(html.contains("3 of 3 · key <kbd>a</kbd>"))
    let last = try Program.output(["render", "--keys", "<Up>a", "--format", "svg"])
    let first = try Program.output(["render", "--format", "svg"])
    #expect(html.contains(last) && html.contains(first))
    #expect(try Program.output(flags + ["--format", "svg"]).contains("step-end infinite"))
    #expect(cast.split(separator: "\n").last?.hasSuffix("\\u001b[?25h\"]") == true, "the cursor is there again")
    try Program.expectUsageError(["render", "--frames"], saying: ["--keys"])
    try Program.expectUsageError(["render", "--frames", "--keys", "a"], saying: ["svg, html or cast"])
    try Program.expectUsageError(["render", "--seconds", "2"], saying: ["--frames"])
    try Program.expectUsageError(["render", "--frames", "--keys", "a", "--seconds", "0"], saying: ["0.01 to 60"])
  }
}
