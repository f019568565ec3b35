import RNNCore

/// A network with what PyTorch's automatic differentiation makes of it in float64; `Reference/pytorch.py`.
struct TorchReference: Sendable {
  /// All contributions to one parameter's gradient.
  struct View: Sendable {
    let norms: [Double]
    let signed: [Double]
  }

  /// ‖G‖ and every `stride`-th element of G, row by row.
  struct Total: Sendable {
    let norm: Double
    let stride: Int
    let elements: [Double]
  }

  /// What one observable of one target step sees.
  struct Block: Sendable {
    let observable: Observable
    let target: Int
    /// By "W", "U" and "b".
    let views: [String: View]
    /// Of a loss by "V" and "c" too.
    let totals: [String: Total]
  }

  let name: String
  let experiment: Experiment
  /// s_T.
  let state: [Double]
  /// L_t, 0 without a target.
  let losses: [Double]
  let blocks: [Block]

  /// Every case; the file is read once.
  static func all() throws -> [TorchReference] { try read.get() }

  private static let read = Result { try readAll() }

  private static func readAll() throws -> [TorchReference] {
    var file = try ReferenceFile("pytorch.txt")
    var cases: [TorchReference] = []
    while !file.isAtEnd { cases.append(try TorchReference(&file)) }
    return cases
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    experiment = try file.nextExperiment(classes: "classes")
    state = try file.nextDoubles("state")
    losses = try file.nextDoubles("losses")
    var blocks: [Block] = []
    while true {
      let words = try file.next()
      if words == ["end"] { break }
      blocks.append(try Self.block(words, &file))
    }
    self.blocks = blocks
  }

  private static func block(_ words: [Substring], _ file: inout ReferenceFile) throws -> Block {
    let observable = try Self.observable(words[1])
    var (views, totals) = ([String: View](), [String: Total]())
    for theta in ["W", "U", "b"] {
      views[theta] = View(
        norms: try doubles("norms", theta, &file), signed: try doubles("signed", theta, &file))
      totals[theta] = try total(theta, &file)
    }
    if observable.isLoss {
      for theta in ["V", "c"] { totals[theta] = try total(theta, &file) }
    }
    return Block(observable: observable, target: try integer(words[2]), views: views, totals: totals)
  }

  private static func observable(_ name: Substring) throws -> Observable {
    switch name {
    case "state": .state
    case "loss": .loss
    case "total-loss": .totalLoss
    default: .unit(try integer(name.dropFirst(5)))
    }
  }

  static func doubles(_ keyword: String, _ theta: String, _ file: inout ReferenceFile) throws -> [Double] {
    let words = try file.next(keyword)
    guard words.first == theta[...] else {
      throw ReferenceError.unexpectedLine(words.joined(separator: " "), file: file.name)
    }
    return try words.dropFirst().map(double)
  }

  static func total(_ theta: String, _ file: inout ReferenceFile) throws -> Total {
    let numbers = try doubles("total", theta, &file)
    return Total(norm: numbers[0], stride: Int(numbers[1]), elements: Array(numbers.dropFirst(2)))
  }
}
