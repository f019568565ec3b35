import RNNCore
import Testing

@Suite("Networks and their shapes")
struct RNNTests {
  private func network(
    U: Matrix = Matrix([[1, 2, 3], [4, 5, 6]]), W: Matrix = Matrix([[1, 0], [0, 1]]), b: [Double]? = nil,
    V: Matrix? = nil, c: [Double]? = nil
  ) throws -> RNN {
    try RNN(
      activation: .tanh, inputWeights: U, recurrentWeights: W, bias: b, outputWeights: V, outputBias: c)
  }

  @Test("Sizes follow from the weights; biases not given are 0")
  func sizes() throws {
    let network = try network(V: Matrix([[1, 2], [3, 4], [5, 6]]))
    #expect((network.hiddenSize, network.inputSize) == (2, 3))
    #expect(network.bias == [0, 0])
    #expect(network.outputBias == [0, 0, 0])
    let scalar = try RNN(activation: .relu, W: 2, U: 3)
    #expect(scalar.recurrentWeights == Matrix(2) && scalar.inputWeights == Matrix(3) && scalar.bias == [0])
    #expect(scalar.outputWeights == nil && scalar.outputBias == nil)
  }

  @Test("An output bias without output weights does not fit")
  func biasAlone() {
    #expect(throws: NetworkError.shape(parameter: "c", rule: "an output bias needs output weights V", found: 1)) {
      try network(c: [1])
    }
  }

  @Test("Every shape that does not fit is named")
  func shapes() {
    func parameter(_ make: () throws -> RNN) -> String? {
      do {
        _ = try make()
        return nil
      } catch NetworkError.shape(let parameter, _, _) {
        return parameter
      } catch {
        return "another error"
      }
    }
    #expect(parameter { try network(W: Matrix([[1, 2, 3], [4, 5, 6]])) } == "W")
    #expect(parameter { try network(U: Matrix([[1]])) } == "U")
    #expect(parameter { try network(b: [1]) } == "b")
    #expect(parameter { try network(V: Matrix([[1]])) } == "V")
    #expect(parameter { try network(V: Matrix([[1, 2]]), c: [1, 2]) } == "c")
    #expect(parameter { try network(c: [1]) } == "c")
    #expect(parameter { try network() } == nil)
  }

  @Test("NaN and infinity are named", arguments: [Double.nan, .infinity, -.infinity])
  func numbers(bad: Double) {
    #expect(throws: NetworkError.notFinite(parameter: "W")) { try RNN(activation: .tanh, W: bad, U: 1) }
    #expect(throws: NetworkError.notFinite(parameter: "U")) { try RNN(activation: .tanh, W: 1, U: bad) }
    #expect(throws: NetworkError.notFinite(parameter: "b")) { try RNN(activation: .tanh, W: 1, U: 1, b: bad) }
    #expect(throws: NetworkError.notFinite(parameter: "V")) { try network(V: Matrix([[1, bad]])) }
    #expect(throws: NetworkError.notFinite(parameter: "c")) { try network(V: Matrix([[1, 2]]), c: [bad]) }
  }

  @Test("Rows of numbers are a network, and rows that are none say what is wrong with them")
  func rows() throws {
    let network = try RNN(
      activation: .tanh, W: [[1, 2], [3, 4]], U: [[5], [6]], b: [7, 8], V: [[9, 10], [11, 12], [13, 14]], c: [1, 2, 3])
    #expect(network.recurrentWeights == Matrix([[1, 2], [3, 4]]) && network.inputWeights == Matrix([[5], [6]]))
    #expect(network.bias == [7, 8] && network.outputWeights?.rows == 3 && network.outputBias == [1, 2, 3])
    #expect(try RNN(activation: .tanh, W: [[1]], U: [[1]]).bias == [0])
    func error(W: [[Double]] = [[1, 2], [3, 4]], U: [[Double]] = [[1], [1]], V: [[Double]]? = nil) -> String {
      do {
        _ = try RNN(activation: .tanh, W: W, U: U, V: V)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(
      error(W: [[1, 2], [3]])
        == "every row of W has as many numbers as its first one, 2, and there is 1: change the shape of W")
    #expect(error(W: []) == "W has one row and one column at least, and there are 0: change the shape of W")
    #expect(error(U: [[], []]) == "U has one row and one column at least, and there are 0: change the shape of U")
    #expect(error(V: [[1, 2], [3, 4, 5]]).hasPrefix("every row of V has as many numbers as its first one, 2"))
    #expect(
      error(W: [[1, 2], [3, 4], [5, 6]]) == "W is n×n with n = 3 rows, and there are 2: change the shape of W")
    #expect(
      error(W: [[1, 2], [3, .nan]])
        == "W holds NaN or infinity: give it finite numbers, of before the training diverged")
  }
}
