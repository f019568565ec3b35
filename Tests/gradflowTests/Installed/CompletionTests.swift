import Foundation
import Testing

@testable import gradflow

/// Completions, in the shells themselves: someone types a line and presses Tab.
@Suite struct CompletionTests {
  private static let shells = CompletingShell.installed

  /// A line up to the cursor, and the words that the program is given then.
  private static let lines = [
    // Commands, and the flags of the default one without it.
    ("rend", "<render>"), ("--activ", "<--activation>"), ("--w 1 --activ", "<--w><1><--activation>"),
    ("help tab", "<help><table>"), ("sweep --va", "<sweep><--vary>"),
    // Values: those of a flag in two spellings, beginnings of values, and where a command has others than the next.
    ("--activation leak", "<--activation><leakyrelu>"), ("--cell=gr", "<--cell=gru>"),
    ("--scenario lstm-ca", "<--scenario><lstm-carousel>"), ("--model builtin:s", "<--model><builtin:sunspots>"),
    ("--clip adj", "<--clip><adjoint:>"), ("table --format j", "<table><--format><json>"),
    ("render --format s", "<render><--format><svg>"), ("--view=spec", "<--view=spectrum>"),
    ("list sc", "<list><scenarios>"), ("--input imp", "<--input><impulse>"),
    // Files that it can open, and the way to them.
    ("--model mod", "<--model><model-a.safetensors>"), ("inspect mod", "<inspect><model-a.safetensors>"),
    ("--model deep/m", "<--model><deep/model-b.pt>"), ("--input nu", "<--input><numbers.csv>"),
    ("--input it", "<--input><it's here.csv>"), ("--text no", "<--text><notes.md>"),
    // What takes no value of a list is left alone, and so is what nothing begins like.
    ("--w no", "<--w><no>"), ("--nosuch", "<--nosuch>"), ("table --view f", "<table><--view><f>"),
  ]

  @Test("A beginning is completed; a flag that is given is not, unless it can be given again", arguments: shells)
  func completed(name: CompletingShell.Name) throws {
    let shell = try CompletingShell(name)
    for (typed, given) in Self.lines { #expect(shell.completed("gradflow " + typed) == given, "\(typed)") }
    #expect(shell.completed("gradflow --cell gru --cel") == "<--cell><gru><--cel>")
    #expect(shell.completed("gradflow --model a.pt --mode") == "<--model><a.pt><--model>")
  }

  @Test("What can be meant is shown", arguments: shells)
  func offered(name: CompletingShell.Name) throws {
    let shell = try CompletingShell(name)
    let flags = shell.offered("gradflow --w")
    for flag in ["--w", "--wrt", "--window", "--watch"] { #expect(flags.contains(flag), "\(flags)") }
    #expect(!flags.contains("--view"))
    let commands = shell.offered("gradflow ")
    for command in CommandName.all { #expect(commands.contains(command), "\(commands)") }
    let views = shell.offered("gradflow render --view ")
    for view in ["flow", "derivation", "map", "landscape", "spectrum"] { #expect(views.contains(view), "\(views)") }
  }

  @Test("Each shell takes its script without a word", arguments: shells)
  func syntax(shell: CompletingShell.Name) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(Program.output(["--generate-completion-script", shell.rawValue]), to: "completion")
    let path = try #require(shell.path)
    let run = try ChildProcess(
      path, ["-n", script], environment: Program.environment, input: .file("/dev/null"), output: .captured
    ).finish(within: .seconds(20))
    #expect(run.code == 0 && run.message == "" && run.text == "", "\(run.message)")
  }

  @Test("bash, zsh and fish are here, where scripts/setup has been asked for them")
  func installed() {
    if CompletingShell.installed.count < CompletingShell.Name.allCases.count {
      print("not every shell is installed: completions are tested in \(Self.shells.map(\.rawValue)) only")
    }
    #expect(CompletingShell.installed.contains(.bash))
  }
}
