import Explorer
import Testing

@testable import gradflow

/// What `gradflow help COMMAND` says beside the flags.
@Suite struct HelpTests {
  private static let commands = Gradflow.configuration.subcommands

  @Test("Every command has examples that the parser takes, and says its exit codes", arguments: commands.indices)
  func examples(place: Int) throws {
    let command = Self.commands[place]
    let discussion = command.configuration.discussion
    let lines = discussion.split(separator: "\n").filter { $0.hasPrefix("  gradflow ") }
    #expect(lines.count >= 2, "\(command)")
    for line in lines {
      let words = try ShellWord.split(String(line)).dropFirst()
      #expect(throws: Never.self, "\(line)") { try Gradflow.parseAsRoot(CommandWords.bound(Array(words))) }
      #expect(CommandName.command(of: Array(words))._commandName == command._commandName, "\(line)")
    }
    let codes = try #require(discussion.split(separator: "\n").last)
    #expect(codes.hasPrefix("Exit codes: 0 ") && codes.contains("64 usage"), "\(codes)")
  }

  @Test("The columns of a table are those that help explains", arguments: [[], ["--cut-window", "3"]])
  func columns(flags: [String]) throws {
    let help = try Program.output(["help", "table"])
    let header = try #require(Program.output(["table", "--format", "csv"] + flags).split(separator: "\n").first)
    for column in header.split(separator: ",") { #expect(help.contains("\n  \(column) "), "\(column)") }
  }

  @Test("The root's help shows both ways to start, and its examples parse")
  func root() throws {
    let help = try Program.output(["--help"])
    for line in ["USAGE: gradflow [<flags of explore>]", "gradflow <subcommand> [<flags>]", "Exit codes: 0 good"] {
      #expect(help.contains(line))
    }
    for line in Gradflow.configuration.discussion.split(separator: "\n") where line.hasPrefix("  gradflow") {
      let words = try ShellWord.split(String(line)).dropFirst()
      #expect(throws: Never.self, "\(line)") { try Gradflow.parseAsRoot(CommandWords.bound(Array(words))) }
    }
  }
}
