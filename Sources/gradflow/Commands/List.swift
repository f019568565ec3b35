import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

/// `gradflow list`: names, one per line.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List activations, cells, inputs, keys, views or scenarios, one per line.",
    discussion: """
      Names as flags take them; keys with a tab and what they do.

        gradflow list scenarios
        gradflow list keys

      Exit codes: 0 good, 64 usage.
      """)

  /// What can be listed.
  enum Topic: String, CaseIterable, ExpressibleByArgument { case activations, cells, inputs, keys, views, scenarios }

  @Argument(help: "What to list.")
  var topic: Topic

  @OptionGroup var config: ConfigOptions

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
    commandName: "inspect",
    abstract: "List the tensors of a safetensors or PyTorch file, and what would be taken as what.",
    discussion: """
      A line for each tensor with its type, shape and what it is, then what would be taken as layer, output layer and \
      embedding, what is assumed, and what is not used. Nothing in a file is ever run.

        gradflow inspect model.safetensors
        gradflow inspect checkpoint.pt --prefix decoder

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @Argument(help: "A safetensors file, PyTorch's .pt, .pth or .ckpt, or builtin:sunspots.", completion: .model)
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The network to take, by what stands before its tensors' names, where there are several.", valueName: "name"))
  var prefix: String?

  @OptionGroup var config: ConfigOptions

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
