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

/// Derivatives of a minimal gated unit's states and losses by the complex step (Squire, Trapp 1998): no difference is
/// taken, so no digits are lost. Every step has a copy of the parameters of its own.
struct ComplexStep {
  let cell: MinimalGatedUnit
  let V: Matrix?
  let inputs: InputSequence
  let initialState: [Double]
  private let h = 1e-150

  /// Where an imaginary part goes in.
  enum Place: Equatable {
    case parameter(Parameter, index: Int, step: Int)
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
    func weights(_ parameter: Parameter, _ matrix: Matrix) -> [ComplexNumber] {
      var numbers = matrix.elements.map { ComplexNumber($0) }
      if case .parameter(parameter, let index, step) = place { numbers[index].imaginary = h }
      return numbers
    }
    let (U, W) = (weights(.inputWeights, cell.U), weights(.recurrentWeights, cell.W))
    let b = weights(.bias, cell.b)
    let (n, x) = (state.count, inputs[step].map { ComplexNumber($0) })
    func product(_ A: [ComplexNumber], _ row: Int, _ v: [ComplexNumber]) -> ComplexNumber {
      v.indices.reduce(ComplexNumber(0)) { $0 + A[row * v.count + $1] * v[$1] }
    }
    return (0..<n).map { unit in
      let f = ComplexNumber.sigmoid(product(W, unit, state) + product(U, unit, x) + b[unit])
      let candidate = ComplexNumber.tanh(f * product(W, n + unit, state) + product(U, n + unit, x) + b[n + unit])
      return (ComplexNumber(1) - f) * state[unit] + f * candidate
    }
  }

  /// ∂g/∂(what is moved), a number for each of g's: s_k, one unit of it, or a loss.
  func derivative(of observable: Observable, target: Int, by place: Place) -> [Double] {
    let states = states(through: target, moving: place)
    switch observable {
    case .state, .cell, .cellUnit: return states[target - 1].map { $0.imaginary / h }
    case .unit(let unit): return [states[target - 1][unit].imaginary / h]
    case .loss: return [loss(states[target - 1], target).imaginary / h]
    case .totalLoss: return [(1...target).reduce(0) { $0 + loss(states[$1 - 1], $1).imaginary / h }]
    }
  }

  private func loss(_ state: [ComplexNumber], _ step: Int) -> ComplexNumber {
    guard let V, let y = inputs.classes?[step - 1] else { return ComplexNumber(0) }
    let z = (0..<V.rows).map { row in
      state.indices.reduce(ComplexNumber(0)) { $0 + ComplexNumber(V[row, $1]) * state[$1] }
    }
    let sum = z.reduce(ComplexNumber(0)) { $0 + ComplexNumber.exp($1) }
    return ComplexNumber.log(sum) - z[y]
  }

  /// C_i, all its numbers: by number of g, then by number of θ.
  func contribution(of observable: Observable, target: Int, parameter: Parameter, step: Int) -> [Double] {
    let block = cell.block(parameter)?.weights.elements.count ?? 0
    let columns = (0..<block).map {
      derivative(of: observable, target: target, by: .parameter(parameter, index: $0, step: step))
    }
    return columns[0].indices.flatMap { row in columns.map { $0[row] } }
  }

  /// ∂s_k/∂s_i, row by row.
  func flow(from step: Int, to target: Int) -> Matrix {
    let n = initialState.count
    var result = Matrix.identity(n)
    guard step < target else { return result }
    for unit in 0..<n {
      let column = derivative(of: .state, target: target, by: .state(unit: unit, step: step))
      for row in 0..<n { result[row, unit] = column[row] }
    }
    return result
  }
}
