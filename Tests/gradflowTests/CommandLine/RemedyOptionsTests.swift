import Explorer
import RNNCore
import Screen
import Testing

@testable import gradflow

/// `--cut-window`, `--detach` and `--clip`.
@Suite struct RemedyOptionsTests {
  private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  private func chosen(_ line: String) throws -> ChosenExperiment {
    try ExperimentOptions.parse(Self.words(line)).chosen()
  }

  private func state(_ line: String) throws -> State {
    try Render.parse(Self.words(line)).picture.session(size: Size(width: 100, height: 30)).state
  }

  @Test("They say what is cut and clipped, for numbers and for pictures")
  func chosen() throws {
    for (line, cut, clipping) in [
      ("", Cut(), nil), ("--cut-window 22", Cut(.window, length: 22), nil),
      ("--detach 1", Cut(.detach, length: 1), nil),
      ("--cut-window=1000", Cut(.window, length: 1000), .norm(1)), ("--clip each:0.5", Cut(), .each(0.5)),
      ("--clip value:1e-3 --detach 7", Cut(.detach, length: 7), .value(0.001)),
      ("--clip adjoint:2", Cut(), .adjoint(2)),
    ] as [(String, Cut, Clipping?)] {
      let flags = line + (clipping == .norm(1) ? " --clip norm:1" : "")
      let (numbers, picture) = (try chosen(flags), try state(flags))
      #expect(numbers.cut == cut && numbers.clipping == clipping, "\(flags)")
      #expect(picture.cut == cut && picture.clipping == clipping, "\(flags)")
    }
  }

  @Test("They override a scenario's own, one by one, and none takes it away")
  func overrides() throws {
    #expect(try state("--scenario wrong-way").cut == Cut(.window, length: 13))
    #expect(try state("--scenario wrong-way --cut-window 40").cut == Cut(.window, length: 40))
    #expect(try state("--scenario wrong-way --detach 5").cut == Cut(.detach, length: 5))
    for flags in ["--cut-window none", "--detach none"] {
      #expect(try state("--scenario wrong-way " + flags).cut.truncation == .none)
    }
    #expect(try state("--scenario clipped-wall --clip none").clipping == nil)
    #expect(try state("--scenario detach-chunks --of state").observable == .state)
  }

  @Test(
    "What is no length is refused in one line", arguments: ["0", "-3", "abc", "1.5", "", "99999999999999999999", "inf"])
  func lengths(text: String) throws {
    for flag in ["--cut-window", "--detach"] {
      try Program.expectRefusal(
        ["table", flag, text], saying: ["\(flag) \(text)", "a whole number of steps from 1 on", "none"])
    }
  }

  @Test(
    "What is no clipping is refused in one line",
    arguments: ["1", "norm", "norm:", "norm:0", "each:-1", "value:nan", "adjoint:inf", "total:1", "", "norm:1:1"])
  func clippings(text: String) throws {
    try Program.expectRefusal(
      ["table", "--clip", text], saying: ["--clip \(text)", "norm:C, each:C, value:C or adjoint:C", "above 0"])
  }

  @Test("Both cuts at once are refused", arguments: ["explore", "render", "table", "map", "check"])
  func both(command: String) throws {
    try Program.expectRefusal(
      [command, "--cut-window", "5", "--detach", "5"], saying: ["--cut-window and --detach exclude each other"])
  }

  @Test("No word of a flag steers a terminal")
  func control() throws {
    let run = try Program.run(["table", "--clip", "\u{1b}[31m:1"])
    #expect(run.code == 2 && !run.message.contains("\u{1b}"))
  }

  @Test("Commands that have nothing to say of a clipping refuse it, and a scenario's own does not get in their way")
  func refused() throws {
    for clipping in ["norm:1", "adjoint:1"] {
      try Program.expectRefusal(["map", "--clip", clipping], saying: ["map --clip \(clipping)", "leave --clip out"])
      try Program.expectRefusal(
        ["sweep", "--vary", "W=0:1:1", "--clip", clipping], saying: ["sweep --clip \(clipping)", "leave --clip out"])
    }
    #expect(try Program.output(["map", "--clip", "none", "--steps", "2"]).count { $0 == "\n" } == 4)
    #expect(try Program.output(["map", "--scenario", "clipped-wall", "--steps", "2"]).count { $0 == "\n" } == 4)
  }
}
