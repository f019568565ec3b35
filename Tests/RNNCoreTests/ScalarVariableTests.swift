import RNNCore
import Testing

@Suite("The numbers of a scalar network")
struct ScalarVariableTests {
  private func start(_ kind: CellKind) throws -> InitializedNetwork {
    let biases: [Gate: Double] = [
      .inputGate: -0.5, .forgetGate: 1, .outputGate: 0.25, .updateGate: 2, .resetGate: -1,
    ]
    return InitializedNetwork(
      network: try RNN(scalar: kind, W: 0.9, U: 0.8, b: 0.1, gateBiases: biases, V: 2),
      initialState: Array(repeating: 0.3, count: kind.parts))
  }

  @Test("Each cell has its own, and each gate's constant is a parameter")
  func variables() {
    func names(_ kind: CellKind) -> String {
      ScalarVariable.variables(of: kind).map(\.rawValue).joined(separator: " ")
    }
    #expect(names(.elman) == "W U b s0 V" && names(.gru) == "W U b s0 V bz br" && names(.lstm) == "W U b s0 V bf bi bo")
    let gates = ScalarVariable.allCases.map { $0.gate?.rawValue ?? "" }
    #expect(gates == ["", "", "", "", "", "f", "i", "o", "z", "r"])
    let parameters = ScalarVariable.allCases.map { $0.parameter?.rawValue ?? "" }
    #expect(parameters == ["W", "U", "b", "", "", "b.f", "b.i", "b.o", "b.z", "b.r"])
  }

  @Test("What is set is there, and nothing else has changed", arguments: CellKind.allCases)
  func setting(kind: CellKind) throws {
    let start = try start(kind)
    #expect(start.isScalar)
    let expected: [ScalarVariable: Double] = [
      .recurrentWeight: 0.9, .inputWeight: 0.8, .bias: 0.1, .initialState: 0.3, .outputWeight: 2, .forgetBias: 1,
      .inputGateBias: -0.5, .outputGateBias: 0.25, .updateBias: 2, .resetBias: -1,
    ]
    let variables = ScalarVariable.variables(of: kind)
    for variable in variables {
      #expect(start.value(of: variable) == expected[variable], "\(variable)")
      let changed = try start.setting(variable, to: -7.5)
      for other in variables {
        #expect(changed.value(of: other) == (other == variable ? -7.5 : expected[other]), "\(variable), \(other)")
      }
    }
    #expect(try start.setting(.initialState, to: 0.7).initialState == Array(repeating: 0.7, count: kind.parts))
    let bare = InitializedNetwork(
      network: try RNN(scalar: kind, W: 1, U: 1), initialState: Array(repeating: 0, count: kind.parts))
    #expect(bare.value(of: .outputWeight) == 0)
  }

  @Test("A number of another cell, or of a network of weights for each gate, is refused in words")
  func refused() throws {
    func words(_ start: InitializedNetwork, _ variable: ScalarVariable, _ value: Double = 1) -> String? {
      do { _ = try start.setting(variable, to: value) } catch { return "\(error)" }
      return nil
    }
    #expect(words(try start(.gru), .forgetBias) == "a GRU has no bf: choose one of W, U, b, s0, V, bz, br")
    #expect(words(try start(.lstm), .updateBias) == "an LSTM has no bz: choose one of W, U, b, s0, V, bf, bi, bo")
    #expect(words(try start(.elman), .inputGateBias) == "an Elman network has no bi: choose one of W, U, b, s0, V")
    #expect(words(try start(.lstm), .forgetBias, .nan)?.hasPrefix("bf holds NaN") == true)
    let drawn = InitializedNetwork(
      network: RNN(.lstm, hiddenSize: 1, inputSize: 1, seed: 1), initialState: [0, 0])
    #expect(!drawn.isScalar)
    #expect(
      words(drawn, .forgetBias)
        == "bf is one number where W has 1 row, the candidate's, and there are 4: change the shape of bf")
    let wide = InitializedNetwork(
      network: RNN(.gru, hiddenSize: 1, inputSize: 3, seed: 1), initialState: [0])
    #expect(
      words(wide, .updateBias)
        == "bz is one number where there are 1 unit and 1 input, and there are 3: change the shape of bz")
  }
}
