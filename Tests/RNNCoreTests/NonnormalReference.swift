import RNNCore

/// A network far from normal and the singular values of its flows; `Reference/nonnormal.py`.
struct NonnormalReference: Sendable {
  let name: String
  let trajectory: Trajectory
  /// Singular values of P(T, T − lag) by lag, the largest first.
  let flows: [(lag: Int, values: [ReferenceNumber])]

  static func all() throws -> [NonnormalReference] {
    var file = try ReferenceFile("nonnormal.txt")
    var cases: [NonnormalReference] = []
    while !file.isAtEnd { cases.append(try NonnormalReference(&file)) }
    return cases
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    guard let activation = Activation(rawValue: try file.next("activation").joined()) else {
      throw ReferenceError.unexpectedLine("activation", file: file.name)
    }
    let n = try integer(try file.next("hidden")[0])
    let W = try Self.weights(try file.next(), order: n)
    let inputs = try file.nextDoubles("inputs")
    flows = try Self.flows(&file)
    let steps = flows.last?.lag ?? 1
    let network = try RNN(
      activation: activation, inputWeights: Matrix(rows: n, columns: 1, elements: Array(repeating: 1, count: n)),
      recurrentWeights: W)
    trajectory = Trajectory(
      network: network,
      inputs: InputSequence(name: "x", values: inputs.isEmpty ? Array(repeating: 0, count: steps) : inputs),
      initialState: Array(repeating: 0, count: n))
  }

  /// `jordan` with the numbers on and above the diagonal, or `W` with every element.
  private static func weights(_ line: [Substring], order n: Int) throws -> Matrix {
    let numbers = try line.dropFirst().map(double)
    guard line[0] == "jordan" else { return Matrix(rows: n, columns: n, elements: numbers) }
    return .jordan(n, numbers[0], numbers[1])
  }

  private static func flows(_ file: inout ReferenceFile) throws -> [(lag: Int, values: [ReferenceNumber])] {
    var flows: [(lag: Int, values: [ReferenceNumber])] = []
    while true {
      let line = try file.next()
      if line[0] == "end" { return flows }
      flows.append((try integer(line[1]), try line.dropFirst(2).map { try .init($0) }))
    }
  }
}

extension Matrix {
  /// The n×n Jordan block of one number on the diagonal, another one above it.
  static func jordan(_ n: Int, _ diagonal: Double, _ above: Double) -> Matrix {
    Matrix((0..<n).map { row in (0..<n).map { $0 == row ? diagonal : $0 == row + 1 ? above : 0 } })
  }
}
