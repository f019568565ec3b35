import Testing

@testable import gradflow

/// What is said of a word that is no flag and no command: its name, and the one that may have been meant.
@Suite struct UsageAdviceTests {
  @Test(
    "The message names the nearest flag or command",
    arguments: [
      ("tabel", "unknown command 'tabel'. Did you mean 'table'?"),
      ("rendr --size 100x30", "unknown command 'rendr'. Did you mean 'render'?"),
      ("help tabel", "unknown command 'tabel'. Did you mean 'table'?"),
      (
        "nosuch",
        "unknown command 'nosuch'. The commands are \(CommandName.all.joined(separator: ", "))."
      ),
      ("s.csv", "unknown command 's.csv'. A file needs a flag before its name: --input s.csv"),
      (
        "a/m.safetensors",
        "unknown command 'a/m.safetensors'. A file needs a flag before its name: --model a/m.safetensors"
      ),
      ("t.txt", "unknown command 't.txt'. A file needs a flag before its name: --text t.txt"),
      ("--w 1 table", "unexpected argument 'table'. A command comes first: gradflow table …"),
      ("table extra", "unexpected argument 'extra'"),
      ("table --stesp 3", "unknown option '--stesp'. Did you mean '--steps'?"),
      ("--activaton relu", "unknown option '--activaton'. Did you mean '--activation'?"),
      ("table -w 1", "unknown option '-w'. Did you mean '--w'?"),
      ("table -steps 3", "unknown option '-steps'. Did you mean '--steps'?"),
      (
        "table --term 3",
        "unknown option '--term', which 'gradflow explore', 'gradflow render' and 'gradflow describe' have, and 'gradflow table' has not"
      ),
      ("table --vary 3", "unknown option '--vary', which 'gradflow sweep' has, and 'gradflow table' has not"),
      ("table --qqqqqqqqqq", "unknown option '--qqqqqqqqqq'"),
      ("help --w", "unknown option '--w'"),
      ("table --w", "missing value for '--w <w>'"),
      ("table --w ten", "the value 'ten' is invalid for '--w <w>'"),
      (
        "table --gain 2",
        "--gain scales the W of a network of several units: give --hidden N, or --w for the scalar one"
      ),
    ])
  func advice(line: String, message: String) throws {
    let run = try Program.run(line.split(separator: " ").map(String.init))
    #expect(run.code == 64)
    #expect(run.message.split(separator: "\n").first.map(String.init) == "gradflow: " + message)
  }

  @Test(
    "help alone, and of a command that is one, is no error", arguments: ["help", "help help", "help table"])
  func help(line: String) throws {
    _ = try Program.output(line.split(separator: " ").map(String.init))
  }
}
