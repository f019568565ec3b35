import Foundation
import Testing

@testable import gradflow

/// The command lines that the program writes begin with what works from where its user is.
@Suite struct ProgramNameTests {
  @Test("Installed it is gradflow, else what a script says, else what was typed")
  func order() {
    #expect(ProgramName.name(isInstalled: true, by: "./scripts/run", as: "bin/gradflow") == "gradflow")
    #expect(ProgramName.name(isInstalled: false, by: "./scripts/run", as: "bin/gradflow") == "./scripts/run")
    #expect(ProgramName.name(isInstalled: false, by: nil, as: "bin/gradflow") == "bin/gradflow")
    #expect(ProgramName.name(isInstalled: false, by: "", as: "") == "gradflow")
    #expect(ProgramName.name(isInstalled: false, by: nil, as: nil) == "gradflow")
  }

  @Test("The first gradflow in PATH counts, by what it is and not by its name")
  func path() throws {
    let (mine, other) = (try TemporaryFolder(), try TemporaryFolder())
    let own = try mine.write("#!/bin/sh\n", to: "program")
    try other.write("#!/bin/sh\n", to: "gradflow")
    for file in [own, other.file("gradflow")] { #expect(chmod(file, 0o755) == 0) }
    let linked = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: linked.file("gradflow"), withDestinationPath: own)
    #expect(ProgramName.isInstalled(in: "/nonexistent:\(linked.path):\(other.path)", own: own))
    #expect(!ProgramName.isInstalled(in: "\(other.path):\(linked.path)", own: own))
    #expect(!ProgramName.isInstalled(in: "", own: own))
    #expect(!ProgramName.isInstalled(in: linked.path, own: "/nonexistent"))
  }

  @Test("y writes it", arguments: [nil, "./scripts/run", "a b"])
  func shown(command: String?) throws {
    let terminal = try PseudoTerminal(
      Program.path, ["--theme", "dark"], size: (width: 300, height: 30),
      environment: ["GRADFLOW_COMMAND": command ?? ""])
    var screen = EmulatedScreen(width: 300, height: 30)
    screen.feed(try #require(terminal.readToRest()))
    terminal.type("\u{1b}[Ay")
    screen.feed(try #require(terminal.readToRest()))
    let word = command.map { $0.contains(" ") ? "'\($0)'" : $0 } ?? Program.path
    #expect(screen.text.contains(" \(word) --w 0.95"), "\(screen.text)")
    terminal.type("qq")
    terminal.finish()
  }
}
