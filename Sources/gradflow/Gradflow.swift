import ArgumentParser
import Glibc
import RNNCore
import RNNFiles

/// The command line.
@main
struct Gradflow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradflow",
    abstract: "See how gradients flow back through time in a simple recurrent network.",
    discussion: """
      Without a subcommand the live explorer starts: ↑ and ↓ turn W, a changes the activation, ? shows every key.

        gradflow
        gradflow --activation relu --w 1.2 --input impulse
        gradflow --input series.csv --column temperature --scale standard
        gradflow --model builtin:sunspots --of loss
        gradflow table --target 30 --format json
        gradflow render --size 120x40 --format svg -o flow.svg
      """,
    version: "gradflow 0.1.0",
    subcommands: [
      Explore.self, Render.self, Table.self, Map.self, Sweep.self, Check.self, Inspect.self, List.self,
    ],
    defaultSubcommand: Explore.self)

  static func main() {
    BLASThreads.rest()
    WorkingMemory.keep()
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as InputError {
      StandardError.write("gradflow: \(Excerpt.printable(error.message))\n")
      Glibc.exit(2)
    } catch {
      leave(error)
    }
  }

  /// Ends as argument-parser does, but lets no argument that it quotes act on the terminal.
  private static func leave(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    if code.isSuccess { exit(withError: error) }
    let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.map(Excerpt.printable).joined(separator: "\n")
    if !text.isEmpty { StandardError.write(text + "\n") }
    Glibc.exit(code.rawValue)
  }
}

/// Input that cannot be used: what, where, what was expected, what to do. Exit code 2.
struct InputError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
