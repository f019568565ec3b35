import ArgumentParser

/// `gradflow inspect`: what is in a safetensors file.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the tensors of a safetensors file, and what would be taken as what.")

  @Argument(help: "A safetensors file, or builtin:sunspots.")
  var file: String

  func run() throws {
    var output = StandardOutput()
    for line in try ModelFile(path: file).listing() { print(line, to: &output) }
    try output.flush()
  }
}
