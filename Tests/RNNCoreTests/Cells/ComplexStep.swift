import RealModule

@testable import RNNCore

/// x + iy, as much of it as a step of a cell takes.
struct ComplexNumber {
  var real: Double
  var imaginary: Double

  init(_ real: Double, _ imaginary: Double = 0) { (self.real, self.imaginary) = (real, imaginary) }

  static func + (a: Self, b: Self) -> Self { Self(a.real + b.real, a.imaginary + b.imaginary) }
  static func - (a: Self, b: Self) -> Self { Self(a.real - b.real, a.imaginary - b.imaginary) }
  static func * (a: Self, b: Self) -> Self {
    Self(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  static func / (a: Self, b: Self) -> Self {
    let square = b.real * b.real + b.imaginary * b.imaginary
    return a * Self(b.real / square, -b.imaginary / square)
  }
  static func exp(_ a: Self) -> Self {
    let size = Double.exp(a.real)
    return Self(size * .cos(a.imaginary), size * .sin(a.imaginary))
  }
  static func log(_ a: Self) -> Self { Self(.log(.hypot(a.real, a.imaginary)), .atan2(y: a.imaginary, x: a.real)) }
  static func sigmoid(_ a: Self) -> Self { Self(1) / (Self(1) + exp(Self(0) - a)) }
  static func tanh(_ a: Self) -> Self { Self(2) * sigmoid(Self(2) * a) - Self(1) }
}

/// A cell whose step is written out once more, in complex numbers.
protocol ComplexCell: RecurrentCell {
  /// Which rows the blocks have, gate by gate; empty where they have no names.
  var rowNames: [Gate] { get }
  /// All that the units keep after a step, h first, from what they kept and the numbers of a block.
  func advance(
    _ state: [ComplexNumber], input x: [ComplexNumber], _ weights: (Parameter.Kind) -> [ComplexNumber]
  ) -> [ComplexNumber]
}

extension Array where Element == ComplexNumber {
  /// A row of a matrix, whose rows are as long as a vector, times the vector.
  func product(_ row: Int, _ v: [ComplexNumber]) -> ComplexNumber {
    v.indices.reduce(ComplexNumber(0)) { $0 + self[row * v.count + $1] * v[$1] }
  }
}

/// Derivatives of a cell's states and losses by the complex step (Squire, Trapp 1998): no difference is taken, so no
/// digits are lost. Every step has a copy of the parameters of its own.
struct ComplexStep {
  let cell: any ComplexCell
  let V: Matrix?
  let inputs: InputSequence
  let initialState: [Double]
  private let h = 1e-150

  /// Where an imaginary part goes in.
  enum Place: Equatable {
    case parameter(Parameter.Kind, index: Int, step: Int)
    case state(unit: Int, step: Int)
  }

  /// s_1 … s_k with one number moved.
  func states(through target: Int, moving place: Place) -> [[ComplexNumber]] {
    var state = initialState.map { ComplexNumber($0) }
    var states: [[ComplexNumber]] = []
    for step in 1...target {
      if case .state(let unit, step - 1) = place { state[unit].imaginary += h }
      state = advance(state, step, place)
      states.append(state)
    }
    return states
  }

  private func advance(_ state: [ComplexNumber], _ step: Int, _ place: Place) -> [ComplexNumber] {
    cell.advance(state, input: inputs[step].map { ComplexNumber($0) }) { kind in
      var numbers = (cell.blocks.first { $0.kind == kind }?.weights.elements ?? []).map { ComplexNumber($0) }
      if case .parameter(kind, let index, step) = place { numbers[index].imaginary = h }
      return numbers
    }
  }

  /// ∂g/∂(what is moved), a number for each of g's: s_k, one unit of it, or a loss.
  func derivative(of observable: Observable, target: Int, by place: Place) -> [Double] {
    let states = states(through: target, moving: place)
    let (h, n) = (h, cell.units)
    switch observable {
    case .state: return states[target - 1].prefix(n).map { $0.imaginary / h }
    case .cell: return states[target - 1].dropFirst(n).map { $0.imaginary / h }
    case .unit(let unit): return [states[target - 1][unit].imaginary / h]
    case .cellUnit(let unit): return [states[target - 1][n + unit].imaginary / h]
    case .loss: return [loss(states[target - 1], target).imaginary / h]
    case .totalLoss: return [(1...target).reduce(0) { $0 + loss(states[$1 - 1], $1).imaginary / h }]
    }
  }

  private func loss(_ state: [ComplexNumber], _ step: Int) -> ComplexNumber {
    guard let V, let y = inputs.classes?[step - 1] else { return ComplexNumber(0) }
    let z = (0..<V.rows).map { row in
      (0..<V.columns).reduce(ComplexNumber(0)) { $0 + ComplexNumber(V[row, $1]) * state[$1] }
    }
    let sum = z.reduce(ComplexNumber(0)) { $0 + ComplexNumber.exp($1) }
    return ComplexNumber.log(sum) - z[y]
  }

  /// C_i, all its numbers: by number of g, then by number of θ.
  func contribution(of observable: Observable, target: Int, parameter: Parameter, step: Int) -> [Double] {
    let count = cell.block(parameter)?.weights.elements.count ?? 0
    let first = (parameter.gate.flatMap { cell.rowNames.firstIndex(of: $0) } ?? 0) * count
    let columns = (first..<first + count).map {
      derivative(of: observable, target: target, by: .parameter(parameter.kind, index: $0, step: step))
    }
    return columns[0].indices.flatMap { row in columns.map { $0[row] } }
  }

  /// ∂s_k/∂s_i of all that the units keep, row by row.
  func flow(from step: Int, to target: Int) -> Matrix {
    let size = initialState.count
    var result = Matrix.identity(size)
    guard step < target else { return result }
    for unit in 0..<size {
      let column = states(through: target, moving: .state(unit: unit, step: step))[target - 1]
      for row in 0..<size { result[row, unit] = column[row].imaginary / h }
    }
    return result
  }
}

extension MinimalGatedUnit: ComplexCell {
  var rowNames: [Gate] { [] }

  func advance(
    _ state: [ComplexNumber], input x: [ComplexNumber], _ weights: (Parameter.Kind) -> [ComplexNumber]
  ) -> [ComplexNumber] {
    let (U, W, b, n) = (weights(.inputWeights), weights(.recurrentWeights), weights(.bias), state.count)
    return (0..<n).map { unit in
      let f = ComplexNumber.sigmoid(W.product(unit, state) + U.product(unit, x) + b[unit])
      let candidate = ComplexNumber.tanh(f * W.product(n + unit, state) + U.product(n + unit, x) + b[n + unit])
      return (ComplexNumber(1) - f) * state[unit] + f * candidate
    }
  }
}

extension GatedRecurrentUnit: ComplexCell {
  var rowNames: [Gate] { [.resetGate, .updateGate, .newGate] }

  func advance(
    _ state: [ComplexNumber], input x: [ComplexNumber], _ weights: (Parameter.Kind) -> [ComplexNumber]
  ) -> [ComplexNumber] {
    let (U, W, n) = (weights(.inputWeights), weights(.recurrentWeights), state.count)
    let (b, second) = (weights(.bias), weights(.hiddenBias))
    return (0..<n).map { unit in
      func heard(_ gate: Int) -> ComplexNumber { W.product(gate * n + unit, state) + second[gate * n + unit] }
      func told(_ gate: Int) -> ComplexNumber { U.product(gate * n + unit, x) + b[gate * n + unit] }
      let (r, z) = (ComplexNumber.sigmoid(told(0) + heard(0)), ComplexNumber.sigmoid(told(1) + heard(1)))
      return (ComplexNumber(1) - z) * .tanh(told(2) + r * heard(2)) + z * state[unit]
    }
  }
}

extension LongShortTermMemory: ComplexCell {
  var rowNames: [Gate] { [.inputGate, .forgetGate, .cellCandidate, .outputGate] }

  func advance(
    _ state: [ComplexNumber], input x: [ComplexNumber], _ weights: (Parameter.Kind) -> [ComplexNumber]
  ) -> [ComplexNumber] {
    let (U, W, b, n) = (weights(.inputWeights), weights(.recurrentWeights), weights(.bias), state.count / 2)
    let h = Array(state[..<n])
    func sum(_ gate: Int, _ unit: Int) -> ComplexNumber {
      W.product(gate * n + unit, h) + U.product(gate * n + unit, x) + b[gate * n + unit]
    }
    let c = (0..<n).map { unit in
      ComplexNumber.sigmoid(sum(1, unit)) * state[n + unit] + .sigmoid(sum(0, unit)) * .tanh(sum(2, unit))
    }
    return (0..<n).map { .sigmoid(sum(3, $0)) * .tanh(c[$0]) } + c
  }
}
