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
  let dimension: Int
  /// c_1 … c_k, each under an exponent of its own: states may span a `Double`'s whole range.
  let rows: [ScaledVector]

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter) {
    let values: [Double]
    switch parameter {
    case .recurrentWeights: (values, dimension) = (trajectory.states, trajectory.hiddenSize)
    case .inputWeights: (values, dimension) = (trajectory.inputs.values, trajectory.inputs.dimension)
    case .bias: (values, dimension) = (Array(repeating: 1, count: target), 1)
    }
    rows = (0..<target).map { [dimension] in ScaledVector(Array(values[$0 * dimension..<($0 + 1) * dimension])) }
  }

  var count: Int { rows.count }

  func norm(at step: Int) -> ScaledDouble { rows[step - 1].norm }
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
    let factors = carried.rows.flatMap(\.elements)
    let gradient = Self.sum(of: adjoint.deltas, carried, factors)
    let projections = LinearAlgebra.product(
      factors, gradient.elements, rows: carried.count, inner: carried.dimension, columns: n)
    flowNorms = adjoint.flowNorms
    deltaNorms = adjoint.deltas.map(\.norm)
    totalNorm = gradient.norm
    innerProducts = adjoint.deltas.indices.map { index in
      let delta = adjoint.deltas[index]
      var inner = 0.0
      for unit in 0..<n { inner += delta.elements[unit] * projections[index * n + unit] }
      return ScaledDouble(
        significand: inner, exponent: delta.exponent + gradient.exponent + carried.rows[index].exponent)
    }
  }

  /// Gᵀ = Σ c_i δ_iᵀ, one matrix product of the blocks brought to the largest exponent of any term that is not 0.
  private static func sum(of deltas: [ScaledVector], _ carried: CarriedFactors, _ factors: [Double]) -> ScaledVector {
    let exponents = zip(deltas, carried.rows).map { delta, row in
      delta.isZero || row.isZero ? nil : delta.exponent + row.exponent
    }
    let top = exponents.compactMap { $0 }.max() ?? 0
    let aligned = zip(deltas, exponents).flatMap { delta, exponent in
      let shift = exponent.map { Swift.max($0 - top, -4000) }
      return delta.elements.map { element in
        shift.map { Double(sign: .plus, exponent: $0, significand: element) } ?? 0
      }
    }
    return ScaledVector(
      LinearAlgebra.product(
        factors, transposedA: true, aligned, rows: carried.dimension, inner: carried.count,
        columns: deltas[0].elements.count),
      exponent: top)
  }
}
