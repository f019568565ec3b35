import ArgumentParser
import Explorer
import RNNCore

/// `gradflow list`: names, one per line.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List activations, inputs, keys, views or scenarios, one per line.")

  /// What can be listed.
  enum Topic: String, CaseIterable, ExpressibleByArgument { case activations, inputs, keys, views, scenarios }

  @Argument(help: "What to list.")
  var topic: Topic

  func run() throws {
    var output = StandardOutput()
    for line in lines { print(line, to: &output) }
    try output.flush()
  }

  private var lines: [String] {
    switch topic {
    case .activations: Activation.allCases.map(\.rawValue)
    case .inputs: SequenceNames.all
    case .keys: KeyBindings.rows.map { "\($0.keys)\t\($0.does)" }
    case .views: View.allCases.map(\.rawValue)
    case .scenarios: Scenario.all.map(\.name)
    }
  }
}

/// The inputs that have a name.
enum SequenceNames {
  static let all = ["sunspots"] + SyntheticInput.allCases.map(\.rawValue)
}
