import Testing

@testable import RNNCore

@Suite("Which cells there are, and what makes a network of one")
struct CellKindTests {
  private func zeros(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
  }

  @Test("Gates in PyTorch's order of rows, parts, biases and what keeps the state")
  func facts() throws {
    #expect(CellKind.allCases.map { $0.gates.map(\.rawValue).joined() } == ["", "rzn", "ifgo"])
    #expect(CellKind.allCases.map(\.rowsPerUnit) == [1, 3, 4] && CellKind.allCases.map(\.parts) == [1, 1, 2])
    #expect(CellKind.allCases.map(\.hasHiddenBias) == [false, true, false])
    #expect(CellKind.allCases.map(\.keepingGate) == [nil, .updateGate, .forgetGate])
    #expect(Gate.allCases.filter(\.isCandidate) == [.cellCandidate, .newGate])
    for kind in CellKind.allCases {
      let network = RNN(kind, hiddenSize: 2, inputSize: 3, seed: 1)
      #expect(network.cellKind == kind && !network.hasConstantGates && network.inputSize == 3)
      #expect(network.recurrentWeights.rows == 2 * kind.rowsPerUnit && network.stateSize == 2 * kind.parts)
      #expect((network.hiddenBias != nil) == kind.hasHiddenBias)
      #expect(network.stateRange == -1...1, "tanh of Elman's cell too")
      let scalar = try RNN(scalar: kind, W: 0.5, U: 2, b: 0.25)
      #expect(scalar.cellKind == kind && scalar.hasConstantGates == (kind != .elman) && scalar.hiddenBias == nil)
    }
    #expect(try RNN(scalar: .elman, activation: .relu, W: 1, U: 1).stateRange == Activation.relu.range)
    #expect(try RNN(cell: MinimalGatedUnit(units: 1, inputs: 1, seed: 1)).knownCellKind == nil)
  }

  @Test("What d cycles through: matrices, then the rows of one gate; of constant gates their biases")
  func parameters() throws {
    func names(_ network: RNN) -> String { network.parameters.map(\.rawValue).joined(separator: " ") }
    #expect(names(RNN(.elman, hiddenSize: 2, inputSize: 1, seed: 1)) == "W U b")
    #expect(
      names(RNN(.gru, hiddenSize: 1, inputSize: 1, seed: 1))
        == "W U b bh W.r W.z W.n U.r U.z U.n b.r b.z b.n bh.r bh.z bh.n")
    #expect(
      names(RNN(.lstm, hiddenSize: 2, inputSize: 1, seed: 1))
        == "W U b W.i W.f W.g W.o U.i U.f U.g U.o b.i b.f b.g b.o")
    let (gru, lstm) = (try RNN(scalar: .gru, W: 1, U: 1), try RNN(scalar: .lstm, W: 1, U: 1))
    #expect(names(gru) == "W U b b.r b.z" && names(lstm) == "W U b b.i b.f b.o")
    for network in [gru, lstm] { #expect(network.parameters.allSatisfy { network.has($0) }) }
    #expect(lstm.has(Parameter(.recurrentWeights, gate: .cellCandidate)), "W itself, by its other name")
    for missing in ["W.f", "U.o", "bh", "b.z", "W.n"] {
      #expect(!lstm.has(try #require(Parameter(rawValue: missing))), "\(missing)")
    }
  }

  @Test("A parameter is its rows, and others in their place change nothing else")
  func rows() throws {
    let network = RNN(.lstm, hiddenSize: 2, inputSize: 1, seed: 1)
    let forget = Parameter(.recurrentWeights, gate: .forgetGate)
    let block = network.block(forget)
    #expect(block.weights.elements == Array(network.recurrentWeights.elements[4..<8]))
    #expect(block.gates == [1] && block.layerInput == .previousState && !block.isNumber)
    let changed = try network.replacing(forget, with: Matrix([[1, 2], [3, 4]]))
    #expect(changed.block(forget).weights.elements == [1, 2, 3, 4])
    for other in network.parameters where other.gate != nil && other != forget {
      #expect(changed.block(other) == network.block(other), "\(other)")
    }
    for parameter in network.parameters {
      #expect(try network.replacing(parameter, with: network.block(parameter).weights) == network)
    }
    let gru = RNN(.gru, hiddenSize: 2, inputSize: 1, seed: 1)
    for parameter in gru.parameters {
      let doubled = Matrix(
        rows: gru.block(parameter).weights.rows, columns: gru.block(parameter).weights.columns,
        elements: gru.block(parameter).weights.elements.map { 2 * $0 })
      let changed = try gru.replacing(parameter, with: doubled)
      #expect(changed.block(parameter).weights == doubled && changed != gru, "\(parameter)")
    }
  }

  @Test("Weights make the network they say; biases that are not given are 0")
  func making() throws {
    let network = try RNN(.gru, inputWeights: zeros(6, 1), recurrentWeights: zeros(6, 2))
    #expect(network.bias == Array(repeating: 0, count: 6) && network.hiddenBias == network.bias)
    #expect(network.outputWeights == nil && network.elmanActivation == nil)
    let second = (0..<6).map(Double.init)
    let other = try RNN(
      .gru, inputWeights: zeros(6, 1), recurrentWeights: zeros(6, 2), hiddenBias: second, outputWeights: zeros(3, 2),
      outputBias: [1, 2, 3])
    #expect(other.hiddenBias == second && other.outputBias == [1, 2, 3] && other != network)
    #expect(try RNN(.lstm, inputWeights: zeros(4, 1), recurrentWeights: zeros(4, 1), hiddenBias: []).hiddenBias == nil)
    let elman = try RNN(.elman, inputWeights: zeros(2, 1), recurrentWeights: zeros(2, 2), bias: [1, 2])
    #expect(elman.activation == .tanh && elman.bias == [1, 2])
  }

  @Test("Shapes that do not fit, each with its words")
  func shapes() {
    func words(_ make: () throws -> RNN) -> String? {
      do { _ = try make() } catch { return "\(error)" }
      return nil
    }
    #expect(
      words { try RNN(.lstm, inputWeights: zeros(8, 1), recurrentWeights: zeros(6, 2)) }
        == "W of an LSTM has 4·n = 8 rows, and there are 6: change the shape of W")
    #expect(
      words { try RNN(.gru, inputWeights: zeros(3, 1), recurrentWeights: zeros(4, 1)) }
        == "W of a GRU has 3·n = 3 rows, and there are 4: change the shape of W")
    #expect(
      words { try RNN(.elman, inputWeights: zeros(2, 1), recurrentWeights: zeros(1, 2)) }
        == "W of an Elman network has n = 2 rows, and there is 1: change the shape of W")
    #expect(
      words { try RNN(.lstm, inputWeights: zeros(6, 1), recurrentWeights: zeros(8, 2)) }
        == "U has a row for each of the 8 rows of W, and there are 6: change the shape of U")
    #expect(
      words { try RNN(.lstm, inputWeights: zeros(8, 1), recurrentWeights: zeros(8, 2), bias: [1]) }
        == "b has a number for each of the 8 rows of W, and there is 1: change the shape of b")
    #expect(
      words { try RNN(.gru, inputWeights: zeros(3, 1), recurrentWeights: zeros(3, 1), hiddenBias: [1, 2]) }
        == "bh has a number for each of the 3 rows of W, and there are 2: change the shape of bh")
    #expect(
      words { try RNN(.lstm, inputWeights: zeros(4, 1), recurrentWeights: zeros(4, 1), hiddenBias: [1, 2, 3, 4]) }
        == "only a GRU has a second bias, and there are 4: change the shape of bh")
    #expect(
      words { try RNN(.lstm, inputWeights: zeros(8, 1), recurrentWeights: zeros(8, 2), outputWeights: zeros(2, 3)) }
        == "V has a column for each of the 2 hidden units, and there are 3: change the shape of V")
    let bad = Matrix([[1], [.nan], [0]])
    #expect(throws: NetworkError.notFinite(parameter: "U")) {
      try RNN(.gru, inputWeights: bad, recurrentWeights: zeros(3, 1))
    }
    #expect(throws: NetworkError.notFinite(parameter: "bh")) {
      try RNN(.gru, inputWeights: zeros(3, 1), recurrentWeights: zeros(3, 1), hiddenBias: [0, 0, .infinity])
    }
    #expect(throws: NetworkError.notFinite(parameter: "b")) {
      try RNN(scalar: .lstm, W: 1, U: 1, gateBiases: [.forgetGate: .nan])
    }
  }
}
