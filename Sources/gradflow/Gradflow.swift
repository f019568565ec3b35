import ArgumentParser
import Glibc
import RNNCore
import RNNFiles

/// The command line.
@main
struct Gradflow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradflow",
    abstract: "See how gradients flow back through time in a recurrent network.",
    usage: """
      gradflow [<flags of explore>]
      gradflow <subcommand> [<flags>]
      """,
    discussion: """
      Without a subcommand the live explorer starts: ↑ and ↓ turn W, a changes the activation, ? shows every key.

        gradflow
        gradflow --activation relu --w 1.2 --input impulse
        gradflow --input series.csv --column temperature --scale standard
        gradflow --cell lstm --bf 3 --input impulse
        gradflow --model builtin:sunspots --of loss
        gradflow --input step --cut-window 13
        gradflow --w 1.1 --compare '--w 0.9 --input noise'
        gradflow table --target 30 --format json
        gradflow render --size 120x40 -o flow.svg

      Exit codes: 0 good, 1 a check failed, 2 input that cannot be used, 64 usage, 130 interrupted.
      """,
    version: "gradflow \(Version.number)",
    subcommands: [
      Explore.self, Render.self, Describe.self, Table.self, Map.self, Sweep.self, Check.self, Spectrum.self,
      Profile.self,
      Inspect.self, List.self,
    ],
    defaultSubcommand: Explore.self)

  /// What messages begin with, argument-parser's own too.
  static let _errorLabel = "gradflow"

  static func main() {
    settleThreads()
    WorkingMemory.keep()
    // Writing says by itself that nobody reads, or that the file grew to its limit.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      try runCommand()
    } catch {
      StandardError.write("gradflow: \(Excerpt.printable((error as? InputError)?.message ?? "\(error)"))\n")
      Glibc.exit(2)
    }
  }

  /// One thread for each product of matrices, which is fastest up to some hundred units and gives the same digits whatever
  /// the environment grants: that many pieces of independent work are done at a time (`Processors`).
  static func settleThreads() {
    BLASThreads.use(1)
  }

  /// Does what the command line says, or prints argument-parser's own words: help, or what it would not take.
  private static func runCommand() throws {
    let words = CommandWords.given
    if let document = WrittenDocument(words) { return try print(document.text(), end: "") }
    do {
      try CommandName.check(words)
      try run(ConfiguredWords.reading(CommandWords.bound(words)))
    } catch let error as InputError {
      throw error
    } catch {
      let code = exitCode(for: error)
      if code.isSuccess { try print(fullMessage(for: error)) } else { refuse(UsageMessage.text(for: error, words)) }
      Glibc.exit(code.rawValue)
    }
  }

  /// Runs a command line; an error of the flags file is one of input, and says its line.
  private static func run(_ configured: ConfiguredWords) throws {
    do {
      var command = try command(configured.words)
      try command.run()
    } catch {
      guard !exitCode(for: error).isSuccess, !(error is ExitCode) else { throw error }
      let said = (error as? InputError)?.message ?? UsageMessage.line(for: error)
      let isParsed = !(error is InputError)
      let place = configured.source(of: said) { isParsed && (try? parseAsRoot($0)) != nil }
      guard let place else { throw error }
      throw InputError("\(place): \(said)")
    }
  }

  /// The command that words make. The default one is tried by itself: the root has no flags, but takes as long to find that
  /// out as the explorer to start. What it would not take, or asks for help, is the root's to answer.
  private static func command(_ words: [String]) throws -> any ParsableCommand {
    if CommandName.command(of: words) == Explore.self, let explorer = try? Explore.parseAsRoot(words) as? Explore {
      return explorer
    }
    return try parseAsRoot(words)
  }

  private static func print(_ text: String, end: String = "\n") throws {
    var output = StandardOutput()
    output.write(text.isEmpty ? "" : text + end)
    try output.flush()
  }

  /// What was typed steers no terminal.
  private static func refuse(_ text: String) {
    guard !text.isEmpty else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Excerpt.printable($0) }
    StandardError.write(lines.joined(separator: "\n") + "\n")
  }
}
