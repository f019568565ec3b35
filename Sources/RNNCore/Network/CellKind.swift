/// The cells that the library has; each is a `RecurrentCell` in a file of its own.
public enum CellKind: String, CaseIterable, Sendable {
  /// s' = f(U x + W s + b) (Elman 1990).
  case elman
  /// The gated recurrent unit as PyTorch has it (Cho et al. 2014).
  case gru
  /// The long short-term memory as PyTorch has it (Hochreiter and Schmidhuber 1997).
  case lstm

  /// Whose rows W, U and b have, in their order; empty for Elman's cell, whose rows are the units' alone.
  public var gates: [Gate] {
    switch self {
    case .elman: []
    case .gru: [.resetGate, .updateGate, .newGate]
    case .lstm: [.inputGate, .forgetGate, .cellCandidate, .outputGate]
    }
  }

  /// How many rows W has for each unit.
  public var rowsPerUnit: Int { Swift.max(gates.count, 1) }
  /// How many numbers a unit keeps: h, and c of an LSTM.
  public var parts: Int { self == .lstm ? 2 : 1 }
  /// Whether the input's and the recurrent bias are two parameters.
  public var hasHiddenBias: Bool { self == .gru }
  /// What keeps the state: f of an LSTM, z of a GRU.
  public var keepingGate: Gate? {
    switch self {
    case .elman: nil
    case .gru: .updateGate
    case .lstm: .forgetGate
    }
  }

  /// The cell of some weights, whose shapes are for the caller to check.
  func cell(U: Matrix, W: Matrix, b: [Double], hiddenBias: [Double]?, activation: Activation = .tanh)
    -> any RecurrentCell
  {
    switch self {
    case .elman: ElmanCell(activation: activation, inputWeights: U, recurrentWeights: W, bias: b)
    case .gru: GatedRecurrentUnit(inputWeights: U, recurrentWeights: W, bias: b, hiddenBias: hiddenBias)
    case .lstm: LongShortTermMemory(inputWeights: U, recurrentWeights: W, bias: b)
    }
  }
}

extension RNN {
  /// Which of the library's cells it has; nil of a cell that is none of them.
  var knownCellKind: CellKind? {
    switch cell {
    case is ElmanCell: .elman
    case is GatedRecurrentUnit: .gru
    case is LongShortTermMemory: .lstm
    default: nil
    }
  }

  /// Which cell it has.
  public var cellKind: CellKind {
    guard let knownCellKind else { preconditionFailure("the cell is one of the library's") }
    return knownCellKind
  }

  /// Whether it is a gated cell whose gates have biases alone, constant numbers, and whose W and U are the candidate's.
  public var hasConstantGates: Bool { cell.onlyGate != nil }

  /// A network of a gated cell from its weights in PyTorch's order of rows; biases that are not given are 0.
  ///
  /// - Parameters:
  ///   - kind: `gru` or `lstm`, whose W has 3n or 4n rows; of Elman's cell f is tanh.
  ///   - U: a row for each of W's, m columns.
  ///   - W: a row for each unit of each gate, n columns.
  ///   - bias: a number for each row: of a GRU b_ih, else b_ih + b_hh.
  ///   - hiddenBias: b_hh of a GRU; nil for 0, and of every other cell.
  ///   - outputWeights: V, p×n, or nil for a network whose state is all that is looked at.
  ///   - outputBias: c, p numbers; nil for 0.
  /// - Throws: `NetworkError` where shapes do not fit or a weight is NaN or infinite.
  /// - Complexity: O(n·(n + m + p)).
  public init(
    _ kind: CellKind, inputWeights U: Matrix, recurrentWeights W: Matrix, bias: [Double]? = nil,
    hiddenBias: [Double]? = nil, outputWeights: Matrix? = nil, outputBias: [Double]? = nil
  ) throws(NetworkError) {
    let zeros = [Double](repeating: 0, count: W.rows)
    let (b, second) = (bias ?? zeros, kind.hasHiddenBias ? hiddenBias ?? zeros : hiddenBias)
    let rows = kind.rowsPerUnit * W.columns
    let times = kind == .elman ? "n" : "\(kind.rowsPerUnit)·n"
    try Self.check("W", W.rows, rows, "W of \(kind.withArticle) has \(times) = \(rows) rows")
    try Self.check("U", U.rows, rows, "U has a row for each of the \(rows) rows of W")
    try Self.check("b", b.count, rows, "b has a number for each of the \(rows) rows of W")
    if let second {
      try Self.check(
        "bh", second.count, kind.hasHiddenBias ? rows : 0,
        kind.hasHiddenBias ? "bh has a number for each of the \(rows) rows of W" : "only a GRU has a second bias")
    }
    try self.init(
      cell: kind.cell(U: U, W: W, b: b, hiddenBias: second), outputWeights: outputWeights, outputBias: outputBias)
  }

  /// The scalar network (n = m = 1) of any cell, with a head where V is given (`init(activation:W:U:b:V:)`).
  ///
  /// Of a gated cell W, U and b are the candidate's. Its gates have no weights: each is a constant number, the sigmoid of
  /// its bias.
  ///
  /// - Parameters:
  ///   - kind: the cell.
  ///   - activation: f of Elman's cell; a gated cell has its own functions.
  ///   - W: the recurrent weight.
  ///   - U: the input weight.
  ///   - b: the bias.
  ///   - gateBiases: a bias for each gate but the candidate; 0 for one that is not given.
  ///   - V: the head's weight; nil for none.
  /// - Throws: `NetworkError.notFinite` for NaN or infinity.
  public init(
    scalar kind: CellKind, activation: Activation = .tanh, W: Double, U: Double, b: Double = 0,
    gateBiases: [Gate: Double] = [:], V: Double? = nil
  ) throws(NetworkError) {
    let biases = kind == .elman ? [b] : kind.gates.map { $0.isCandidate ? b : gateBiases[$0] ?? 0 }
    try self.init(
      cell: kind.cell(U: Matrix(U), W: Matrix(W), b: biases, hiddenBias: nil, activation: activation),
      outputWeights: V.map(Self.scalarHead))
  }

  /// Where every number of h lies, as far as its functions bound it: of a gated cell −1…1.
  public var stateRange: ClosedRange<Double>? {
    guard let elmanActivation else { return -1...1 }
    return elmanActivation.range
  }

  /// All that a gradient can be taken with respect to: W, U and b, bh of a GRU, then of a gated cell the rows of one gate
  /// after the other. Where the gates are constant W, U and b are the candidate's, and only b has other rows.
  public var parameters: [Parameter] {
    let layout = type(of: cell).layout
    let blocks = Parameter.Kind.allCases.compactMap { kind in cell.blocks.first { $0.kind == kind } }
    let rows = blocks.flatMap { block in block.gates.map { Parameter(block.kind, gate: layout.name(of: $0)) } }
    return blocks.map { Parameter($0.kind) } + rows.filter { $0.gate != nil && $0.gate != cell.onlyGate }
  }

  /// Whether a gradient can be taken with respect to a parameter.
  public func has(_ parameter: Parameter) -> Bool { cell.block(parameter) != nil }

  /// Says that no gradient can be taken with respect to a parameter, where none can.
  func validate(_ parameter: Parameter) throws(ExperimentError) {
    guard has(parameter) else { throw .noParameter(parameter, found: parameters) }
  }

  /// The block of a parameter that it has.
  func block(_ parameter: Parameter) -> ParameterBlock {
    guard let block = cell.block(parameter) else { preconditionFailure("θ is one of the network's parameters") }
    return block
  }
}

extension CellKind {
  /// `an Elman network`, `an LSTM`: in a sentence.
  package var withArticle: String {
    switch self {
    case .elman: "an Elman network"
    case .gru: "a GRU"
    case .lstm: "an LSTM"
    }
  }

  /// `RNN`, `GRU` or `LSTM`, as PyTorch calls it.
  public var name: String { self == .elman ? "RNN" : rawValue.uppercased() }
}
