import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

/// `gradflow list`: names, one per line.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List activations, cells, inputs, keys, views or scenarios, one per line.")

  /// What can be listed.
  enum Topic: String, CaseIterable, ExpressibleByArgument { case activations, cells, inputs, keys, views, scenarios }

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
    case .cells: CellKind.allCases.map(\.rawValue)
    case .inputs: SequenceNames.all
    case .keys: KeyBindings.rows.map { "\($0.keys)\t\($0.does)" }
    case .views: View.allCases.map(\.rawValue)
    case .scenarios: Scenario.all.map(\.name)
    }
  }
}

/// `gradflow inspect`: what is in a file of tensors.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the tensors of a safetensors or PyTorch file, and what would be taken as what.")

  @Argument(help: "A safetensors file, PyTorch's .pt, .pth or .ckpt, or builtin:sunspots.")
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The network to take, by what stands before its tensors' names, where there are several.", valueName: "name"))
  var prefix: String?

  func run() throws {
    var output = StandardOutput()
    for line in try listing { print(line, to: &output) }
    try output.flush()
  }

  /// The lines that say what is in the file.
  var listing: [String] {
    get throws { try ModelFile(path: file).listing(ModelSelection(prefix: prefix)) }
  }
}
