/// The norms that stand for each contribution of a network with several units, and their signed bars.
///
/// All arrays are indexed by step − 1. Everything follows from adjoints: row r of P(k,i)·diag f′(a_i) is the covector
/// δ_i = f′(a_i) ⊙ λ_i of unit r, so the whole state is the sum over its units and no n×n×n tensor is formed.
struct MatrixContributions: Sendable {
  private(set) var flows: [ScaledDouble] = []
  private(set) var immediates: [ScaledDouble] = []
  private(set) var values: [ScaledDouble] = []
  private(set) var signed: [ScaledDouble] = []
  private(set) var total = ScaledDouble.zero

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable) {
    let carried = CarriedFactors(trajectory, target: target, parameter: parameter)
    let units = observable == .state ? Array(0..<trajectory.hiddenSize) : observable.units
    let views = units.map { UnitView(Adjoint(of: trajectory, target: target, unit: $0), carried) }
    combine(views, carried)
    immediates = (1...target).map { step in
      let norm = carried.norm(at: step)
      return observable == .state ? trajectory.scaledDerivatives(at: step).norm * norm : norm
    }
  }

  /// Norms add as squares over units, inner products as they are.
  private mutating func combine(_ views: [UnitView], _ carried: CarriedFactors) {
    total = Self.root(views.map(\.totalNorm))
    for index in 0..<carried.count {
      flows.append(Self.root(views.map { $0.flowNorms[index] }))
      values.append(Self.root(views.map { $0.deltaNorms[index] }) * carried.norm(at: index + 1))
      var inner = ScaledSum()
      for view in views { inner.add(view.innerProducts[index]) }
      signed.append(total.isZero ? .zero : inner.value / total)
    }
  }

  private static func root(_ norms: [ScaledDouble]) -> ScaledDouble {
    if norms.count == 1 { return norms[0] }
    var sum = ScaledSum()
    for norm in norms { sum.add(norm * norm) }
    return sum.value.squareRoot()
  }
}

extension Observable {
  fileprivate var units: [Int] {
    if case .unit(let unit) = self { [unit] } else { [] }
  }
}

/// The right factor of each rank-one contribution δ_i c_iᵀ: c_i is s_{i−1} for W, x_i for U and 1 for b.
struct CarriedFactors: Sendable {
  let count: Int
  let dimension: Int
  /// c_1 … c_k, row by row, under one exponent.
  let rows: ScaledVector

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter) {
    count = target
    switch parameter {
    case .recurrentWeights:
      dimension = trajectory.hiddenSize
      rows = ScaledVector(Array(trajectory.states[0..<target * dimension]))
    case .inputWeights:
      dimension = trajectory.inputs.dimension
      rows = ScaledVector(Array(trajectory.inputs.values[0..<target * dimension]))
    case .bias:
      dimension = 1
      rows = ScaledVector(Array(repeating: 1, count: target))
    }
  }

  func norm(at step: Int) -> ScaledDouble {
    let row = rows.elements[(step - 1) * dimension..<step * dimension]
    return ScaledVector(Array(row), exponent: rows.exponent).norm
  }
}

/// The adjoint of one unit r of s_k, run from the target step to the first:
/// λ_k = e_r, δ_i = f′(a_i) ⊙ λ_i, λ_{i−1} = Wᵀ δ_i.
struct Adjoint: Sendable {
  /// δ_1 … δ_k.
  let deltas: [ScaledVector]
  /// ‖λ_1‖₂ … ‖λ_k‖₂.
  let flowNorms: [ScaledDouble]

  init(of trajectory: Trajectory, target: Int, unit: Int) {
    precondition((0..<trajectory.hiddenSize).contains(unit), "the unit is one of the network's")
    var (deltas, flowNorms) = ([ScaledVector](), [ScaledDouble]())
    let covector = ScaledVector((0..<trajectory.hiddenSize).map { $0 == unit ? 1 : 0 })
    Self.visit(trajectory, target: target, covector: covector) { _, adjoint, delta in
      flowNorms.append(adjoint.norm)
      deltas.append(delta)
    }
    self.deltas = deltas.reversed()
    self.flowNorms = flowNorms.reversed()
  }

  /// Hands step i, λ_i and δ_i to `body` for i = k … 1, starting from any λ_k.
  static func visit(
    _ trajectory: Trajectory, target: Int, covector: ScaledVector,
    _ body: (_ step: Int, _ adjoint: ScaledVector, _ delta: ScaledVector) -> Void
  ) {
    var adjoint = covector
    var product = covector.elements
    for step in stride(from: target, through: 1, by: -1) {
      let delta = trajectory.derivatives(at: step, times: adjoint)
      body(step, adjoint, delta)
      LinearAlgebra.multiply(trajectory.network.recurrentWeights, transposed: true, delta.elements, into: &product)
      adjoint = ScaledVector(product, exponent: delta.exponent)
    }
  }
}

/// What one unit sees: G = Σ δ_i c_iᵀ, and each contribution's inner product with it.
private struct UnitView {
  let flowNorms: [ScaledDouble]
  let deltaNorms: [ScaledDouble]
  let innerProducts: [ScaledDouble]
  let totalNorm: ScaledDouble

  init(_ adjoint: Adjoint, _ carried: CarriedFactors) {
    let n = adjoint.deltas[0].elements.count
    let top = adjoint.deltas.map(\.exponent).max() ?? 0
    let aligned = adjoint.deltas.flatMap { delta in
      delta.elements.map { Double(sign: .plus, exponent: Swift.max(delta.exponent - top, -4000), significand: $0) }
    }
    let gradient = ScaledVector(
      LinearAlgebra.product(
        carried.rows.elements, transposedA: true, aligned, rows: carried.dimension, inner: carried.count, columns: n),
      exponent: top + carried.rows.exponent)
    let projections = LinearAlgebra.product(
      carried.rows.elements, gradient.elements, rows: carried.count, inner: carried.dimension, columns: n)
    flowNorms = adjoint.flowNorms
    deltaNorms = adjoint.deltas.map(\.norm)
    totalNorm = gradient.norm
    innerProducts = adjoint.deltas.indices.map { index in
      let delta = adjoint.deltas[index]
      var inner = 0.0
      for unit in 0..<n { inner += delta.elements[unit] * projections[index * n + unit] }
      return ScaledDouble(
        significand: inner, exponent: delta.exponent + gradient.exponent + carried.rows.exponent)
    }
  }
}
