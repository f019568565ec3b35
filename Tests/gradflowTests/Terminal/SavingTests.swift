import Foundation
import Testing

/// S and E in the explorer: what was saved, or why not, stands on the screen, and the session goes on.
@Suite(.serialized, .onOwnThreads) struct SavingTests {
  private func start(_ prepare: String = "") throws -> Tmux {
    let terminal = try Tmux(width: 100, height: 30, "\(prepare)'\(Program.path)' --theme dark")
    try terminal.screen { $0.contains("gradflow") }
    return terminal
  }

  private func goesOn(_ terminal: Tmux) throws {
    try terminal.type("Escape", "Up")
    let expected = try Program.output(["render", "--theme", "dark", "--keys", "<Up>"])
    #expect(try terminal.screen { $0 == expected } == expected)
  }

  private func names(_ terminal: Tmux) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: terminal.path("")).sorted()
  }

  @Test("Each save is a file of its own, and none is overwritten")
  func files() throws {
    let terminal = try start("echo old >gradflow-table.json; ")
    for (key, name) in [
      ("S", "gradflow-flow.svg"), ("S", "gradflow-flow-2.svg"), ("E", "gradflow-table-2.json"),
    ] {
      try terminal.type(key)
      #expect(try terminal.screen { $0.contains("saved \(name)") }.contains("saved \(name)"))
    }
    try goesOn(terminal)
    #expect(
      try names(terminal) == [
        "gradflow-flow-2.svg", "gradflow-flow.svg", "gradflow-table-2.json", "gradflow-table.json",
      ])
    #expect(try String(contentsOfFile: terminal.path("gradflow-table.json"), encoding: .utf8) == "old\n")
  }

  @Test("The numbers of a gradient that is cut are those that table prints")
  func cut() throws {
    let terminal = try start()
    try terminal.type("D", "E")
    try terminal.screen { $0.contains("saved gradflow-table.json") }
    let saved = try String(contentsOfFile: terminal.path("gradflow-table.json"), encoding: .utf8)
    #expect(saved == (try Program.output(["table", "--format", "json", "--cut-window", "8"])))
    #expect(saved.contains("\"cut\": {\"window\": 8, \"detach\": null}"))
  }

  @Test(
    "A file that may not grow", .disabled(if: Program.isThreadSanitized),
    arguments: [("S", "gradflow-flow.svg"), ("E", "gradflow-table.json")])
  func limit(key: String, name: String) throws {
    let terminal = try start("ulimit -f 1; ")
    try terminal.type(key)
    let message = "cannot write \(name): File too large"
    #expect(try terminal.screen { $0.contains(message) }.contains(message))
    try goesOn(terminal)
    #expect(try names(terminal) == [])
  }

  @Test("A folder that goes away while the program runs")
  func vanished() throws {
    let terminal = try start()
    try FileManager.default.removeItem(atPath: terminal.path(""))
    for key in ["S", "E"] {
      try terminal.type(key)
      #expect(try terminal.screen { $0.contains("cannot write") }.contains("No such file"))
      try terminal.type("Escape")
      try terminal.screen { !$0.contains("cannot write") }
    }
    try goesOn(terminal)
  }
}
