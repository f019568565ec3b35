import Testing

@testable import RNNCore

/// Layers, or the two directions of one, with what PyTorch makes of them; `Reference/layers.py`.
struct LayersReference {
  /// What one observable of one target sees of one layer.
  struct View {
    let observable: Observable
    let target: Int
    let layer: Int
    var norms: [Parameter: [Double]] = [:]
    var signed: [Parameter: [Double]] = [:]
  }

  let name: String
  let layers: [RNN]
  let inputs: InputSequence
  private(set) var views: [View] = []

  /// V, and c.
  let head: (weights: Matrix, bias: [Double])

  /// The stacks.
  static func all() throws -> [LayersReference] { try read("layers.txt") { 1 } }

  /// The bidirectional layers: the forward direction, then the reverse one.
  static func bidirectional() throws -> [LayersReference] { try read("bidirectional.txt") { 2 } }

  private static func read(_ name: String, _ directions: () -> Int) throws -> [LayersReference] {
    var file = try ReferenceFile(name)
    var cases: [LayersReference] = []
    while !file.isAtEnd { cases.append(try LayersReference(&file, directions: directions())) }
    return cases
  }

  private init(_ file: inout ReferenceFile, directions: Int) throws {
    let words = try file.next("case")
    name = words.joined(separator: " ")
    let kind = try #require(CellKind(rawValue: String(words[0])))
    let count = try integer(words[1])
    let shape = try file.next("shape").map { try integer($0) }
    let (n, m, p) = (shape[0], shape[1], shape[2])
    var layers: [RNN] = []
    for layer in 0..<count {
      _ = try file.next("layer")
      let rows = kind.rowsPerUnit * n
      let U = Matrix(rows: rows, columns: layer == 0 || directions == 2 ? m : n, elements: try file.nextDoubles("U"))
      let W = Matrix(rows: rows, columns: n, elements: try file.nextDoubles("W"))
      let b = try file.nextDoubles("b")
      layers.append(
        try RNN(
          kind, inputWeights: U, recurrentWeights: W, bias: b,
          hiddenBias: kind == .gru ? try file.nextDoubles("bh") : nil))
    }
    head = (
      Matrix(rows: p, columns: directions * n, elements: try file.nextDoubles("V")), try file.nextDoubles("c")
    )
    if directions == 1 {
      layers[count - 1] = try RNN(
        cell: layers[count - 1].cell, outputWeights: head.weights, outputBias: head.bias)
    }
    self.layers = layers
    let values = try file.nextDoubles("inputs")
    let classes = try file.next("classes").map { try integer($0) }.map { $0 < 0 ? nil : $0 }
    inputs = InputSequence(name: "random", dimension: m, values: values, classes: classes)
    while true {
      let words = try file.next()
      if words == ["end"] { break }
      if words[0] == "observable" {
        views.append(
          View(
            observable: words[1] == "loss" ? .loss : .totalLoss, target: try integer(words[2]),
            layer: try integer(words[3])))
      } else {
        let parameter = try #require(Parameter(rawValue: String(words[1])))
        let numbers = try words.dropFirst(2).map { try double($0) }
        if words[0] == "norms" {
          views[views.count - 1].norms[parameter] = numbers
        } else {
          views[views.count - 1].signed[parameter] = numbers
        }
      }
    }
  }

  /// A layer with those above it, fed by those below.
  func experiment(ofLayer place: Int) throws -> Experiment {
    let above = layers[(place + 1)...].map {
      InitializedNetwork(network: $0, initialState: Array(repeating: 0, count: $0.stateSize))
    }
    let layer = try layers[place].under(above)
    return try Experiment(validating: layer, inputs: inputs.throughLayers(Array(layers[..<place])))
  }

  func trajectory(ofLayer place: Int) throws -> Trajectory { try experiment(ofLayer: place).trajectory() }

  /// One direction of a bidirectional layer, 0 for forward, with the other one beside it.
  func experiment(ofDirection place: Int) throws -> Experiment {
    let n = layers[place].hiddenSize
    func half(_ direction: Int) -> Matrix {
      Matrix((0..<head.weights.rows).map { row in (0..<n).map { head.weights[row, direction * n + $0] } })
    }
    let (own, other) = (layers[place], layers[1 - place])
    let network = try RNN(cell: own.cell, outputWeights: half(place), outputBias: head.bias)
      .beside(
        InitializedNetwork(network: other, initialState: other.zeroState), outputWeights: half(1 - place))
    return try Experiment(validating: network, inputs: place == 0 ? inputs : inputs.reversed())
  }
}
