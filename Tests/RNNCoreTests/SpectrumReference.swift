import RNNCore

/// A network and the spectra of its weights and flows; `Reference/spectra.py`.
struct SpectrumReference: Sendable {
  let name: String
  let experiment: Experiment
  /// Singular values of P(T, T − lag) by lag, the largest first.
  let flows: [(lag: Int, values: [ReferenceNumber])]
  /// Singular values of W.
  let weights: [ReferenceNumber]
  /// Real and imaginary parts of the eigenvalues of W.
  let eigenvalues: [(real: Double, imaginary: Double)]

  static func all() throws -> [SpectrumReference] {
    var file = try ReferenceFile("spectra.txt")
    var cases: [SpectrumReference] = []
    while !file.isAtEnd { cases.append(try SpectrumReference(&file)) }
    return cases
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    guard let activation = Activation(rawValue: try file.next("activation").joined()) else {
      throw ReferenceError.unexpectedLine("activation", file: file.name)
    }
    let n = try integer(try file.next("hidden")[0])
    let W = Matrix(rows: n, columns: n, elements: try file.nextDoubles("W"))
    let U = Matrix(rows: n, columns: 1, elements: try file.nextDoubles("U"))
    let network = try RNN(activation: activation, inputWeights: U, recurrentWeights: W)
    let inputs = InputSequence(name: "random", values: try file.nextDoubles("inputs"))
    experiment = Experiment(network: network, initialState: Array(repeating: 0, count: n), inputs: inputs)
    (flows, weights, eigenvalues) = try Self.spectra(&file)
  }

  private static func spectra(_ file: inout ReferenceFile) throws -> (
    [(lag: Int, values: [ReferenceNumber])], [ReferenceNumber], [(real: Double, imaginary: Double)]
  ) {
    var flows: [(lag: Int, values: [ReferenceNumber])] = []
    var weights: [ReferenceNumber] = []
    var parts: [Double] = []
    while true {
      let line = try file.next()
      switch line.first {
      case "lag": flows.append((try integer(line[1]), try line.dropFirst(2).map { try .init($0) }))
      case "weights": weights = try line.dropFirst().map { try .init($0) }
      case "eigenvalues": parts = try line.dropFirst().map { try double($0) }
      case "end":
        return (flows, weights, stride(from: 0, to: parts.count, by: 2).map { (parts[$0], parts[$0 + 1]) })
      default: throw ReferenceError.unexpectedLine(line.joined(separator: " "), file: file.name)
      }
    }
  }
}
