@testable import RNNCore

/// A GRU or an LSTM with what PyTorch's automatic differentiation makes of it in float64; `Reference/pytorch_gated.py`.
struct GatedTorchReference: Sendable {
  /// What one parameter is told.
  struct View: Sendable {
    let parameter: Parameter
    /// The largest ‖C_i‖ of all steps.
    let largest: Double
    /// Of the block's steps.
    let norms: [Double]
    let signed: [Double]
    let total: TorchReference.Total
  }

  /// What one observable of one target step sees.
  struct Block: Sendable {
    let observable: Observable
    let target: Int
    let steps: [Int]
    let views: [View]
    /// ∂L/∂V and ∂L/∂c of a loss.
    let head: [TorchReference.Total]
  }

  let name: String
  let experiment: Experiment
  /// All that the units keep at T.
  let state: [Double]
  /// L_t, 0 without a target.
  let losses: [Double]
  /// σ_max(P(T,1)) of all that the units keep.
  let flow: Double
  let blocks: [Block]

  /// Every case; the file is read once.
  static func all() throws -> [GatedTorchReference] { try read.get() }

  private static let read = Result { try readAll() }

  private static func readAll() throws -> [GatedTorchReference] {
    var file = try ReferenceFile("pytorch-gated.txt")
    var cases: [GatedTorchReference] = []
    while !file.isAtEnd { cases.append(try GatedTorchReference(&file)) }
    return cases
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    experiment = try Self.experiment(&file)
    state = try file.nextDoubles("state")
    losses = try file.nextDoubles("losses")
    flow = try file.nextDoubles("flow")[1]
    let kind = experiment.network.cellKind
    var blocks: [Block] = []
    while true {
      let words = try file.next()
      if words == ["end"] { break }
      blocks.append(try Self.block(words, kind, &file))
    }
    self.blocks = blocks
  }

  private static func experiment(_ file: inout ReferenceFile) throws -> Experiment {
    guard let kind = CellKind(rawValue: try file.next("cell").joined()) else {
      throw ReferenceError.unexpectedLine("cell", file: file.name)
    }
    let shape = try file.next("shape").map { try integer($0) }
    let (n, m, p, rows) = (shape[0], shape[1], shape[2], kind.rowsPerUnit * shape[0])
    func matrix(_ keyword: String, _ rows: Int, _ columns: Int) throws -> Matrix {
      Matrix(rows: rows, columns: columns, elements: try file.nextDoubles(keyword))
    }
    let (W, U) = (try matrix("W", rows, n), try matrix("U", rows, m))
    let b = try file.nextDoubles("b")
    let second = kind.hasHiddenBias ? try file.nextDoubles("bh") : nil
    let network = try RNN(
      kind, inputWeights: U, recurrentWeights: W, bias: b, hiddenBias: second, outputWeights: try matrix("V", p, n),
      outputBias: try file.nextDoubles("c"))
    let s0 = try file.nextDoubles("s0")
    let values = try file.nextDoubles("inputs")
    let classes = try file.next("classes").map { try integer($0) }.map { $0 < 0 ? nil : $0 }
    return Experiment(
      network: network, initialState: s0,
      inputs: InputSequence(name: "random", dimension: m, values: values, classes: classes))
  }

  private static func block(_ words: [Substring], _ kind: CellKind, _ file: inout ReferenceFile) throws -> Block {
    let observable = try observable(words[1])
    var views: [View] = []
    for theta
      in (kind == .gru
      ? ["W", "U", "b", "bh", "W.r", "U.z", "W.n", "bh.n"] : ["W", "U", "b", "W.f", "U.i", "b.o", "W.g"])
    {
      let norms = try TorchReference.doubles("norms", theta, &file)
      guard let parameter = Parameter(rawValue: theta) else { throw ReferenceError.notANumber(theta) }
      views.append(
        View(
          parameter: parameter, largest: norms[0], norms: Array(norms.dropFirst()),
          signed: try TorchReference.doubles("signed", theta, &file), total: try TorchReference.total(theta, &file)))
    }
    return Block(
      observable: observable, target: try integer(words[2]), steps: try words.dropFirst(3).map { try integer($0) },
      views: views, head: observable.isLoss ? try ["V", "c"].map { try TorchReference.total($0, &file) } : [])
  }

  private static func observable(_ name: Substring) throws -> Observable {
    let words = name.split(separator: ":")
    return switch (words[0], words.count) {
    case ("state", _): .state
    case ("loss", _): .loss
    case ("total-loss", _): .totalLoss
    case ("cell", 1): .cell
    case ("cell", _): .cellUnit(try integer(words[1]))
    default: .unit(try integer(words[1]))
    }
  }
}
