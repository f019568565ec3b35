/// A recurrent cell: what a step does, unit by unit, and nothing of the time around it.
///
/// Whatever the cell, a unit adds up a pre-activation for each of its gates (Elman's has one), and makes its new state of
/// them and of the state that it had:
///
///     a_t[gate] = Σ θ·c over the blocks θ that feed the gate       c: x_t, h_{t−1} or 1
///     s_t[part] = F(a_t, s_{t−1}), both of the same unit            s is h, or (h, c) where a unit keeps more than it says
///
/// So units meet only in the blocks, the contribution of a step to a block is rank one, and back-propagation needs of F
/// no more than its partial derivatives:
///
///     δ_t[gate] = Σ_part ∂s_t[part]/∂a_t[gate] ⊙ λ_t[part]                     at the pre-activations
///     λ_{t−1}[part] = Σ_other ∂s_t[other]/∂s_{t−1}[part] ⊙ λ_t[other]          at the state, and Wᵀ δ_t at h
///     C_t = δ_t c_tᵀ                                                            of the gates of a block
///
/// Tangents, Jacobians and their products follow from the same numbers. A cell is one file: its blocks, its layout, F
/// with its derivatives, and the careful path for derivatives that no `Double` holds.
protocol RecurrentCell: Hashable, Sendable {
  /// Which gates and parts there are, and what depends on what.
  static var layout: CellLayout { get }
  /// U: what x_t is multiplied by.
  var inputBlock: ParameterBlock { get }
  /// W: what h_{t−1} is multiplied by.
  var recurrentBlock: ParameterBlock { get }
  /// b: what is added.
  var biasBlock: ParameterBlock { get }
  /// A second bias, of a cell that adds one to W h where the other is not added; nil of every other.
  var hiddenBiasBlock: ParameterBlock? { get }
  /// The gate that a parameter without one means, where it means one and not all; nil where it means all.
  var onlyGate: Gate? { get }

  /// s_t of every unit with F's derivatives.
  func advance(_ step: CellStep)
  /// F's derivatives at one unit in extended range, in the order of the layout: where `advance` found a number that is
  /// not normal. Exactly 0 only what is 0.
  func derivatives(preActivations: [Double], previousState: [Double]) -> [ScaledDouble]
  /// Whether a part of a unit's state is 0 itself and not merely too small for a `Double`.
  func isZero(part: Int, unit: Int, _ step: CellStep) -> Bool
  /// The same cell with other numbers of a block that it has, all of them; they are finite and of the block's shape.
  func replacing(_ kind: Parameter.Kind, with weights: Matrix) -> Self

  /// By gate, the pre-activations at which a derivative jumps: a finite difference across one means nothing.
  var kinks: [[Double]] { get }
  /// γ, where every step factor is at most σ_max(W)·γ; nil where no such number bounds it.
  var derivativeSupremum: Double? { get }
}

extension RecurrentCell {
  var kinks: [[Double]] { Array(repeating: [], count: Self.layout.gates) }
  var derivativeSupremum: Double? { nil }

  var hiddenBiasBlock: ParameterBlock? { nil }
  var onlyGate: Gate? { nil }

  /// n.
  var units: Int { recurrentBlock.weights.columns }

  /// U, W, b, and a second bias where there is one.
  var blocks: [ParameterBlock] { [inputBlock, recurrentBlock, biasBlock] + (hiddenBiasBlock.map { [$0] } ?? []) }

  /// Whether every block has n rows for each of its gates, which ascend within the layout, and as many columns as what
  /// it is multiplied by has numbers.
  var hasFittingBlocks: Bool {
    let n = units
    let columns = [inputBlock.weights.columns, n, 1, 1]
    return zip(blocks, columns).allSatisfy { block, columns in
      let isAscending = zip(block.gates, block.gates.dropFirst()).allSatisfy { $0 < $1 }
      return isAscending && block.gates.allSatisfy { (0..<Self.layout.gates).contains($0) }
        && block.weights.rows == n * block.gates.count && block.weights.columns == columns
    }
  }

  /// The block of a parameter, or its rows of one gate; nil where the cell has no such parameter.
  func block(_ parameter: Parameter) -> ParameterBlock? {
    guard let whole = blocks.first(where: { $0.kind == parameter.kind }) else { return nil }
    guard let places = places(of: parameter, in: whole) else { return whole }
    return places.isEmpty ? nil : whole.rows(ofGatesAt: places, units: units)
  }

  /// The same cell with other numbers of a parameter that it has; they are finite and of its block's shape.
  func replacing(_ parameter: Parameter, with weights: Matrix) -> Self {
    guard let whole = blocks.first(where: { $0.kind == parameter.kind }),
      let places = places(of: parameter, in: whole)
    else { return replacing(parameter.kind, with: weights) }
    return replacing(parameter.kind, with: whole.replacing(gatesAt: places, units: units, with: weights))
  }

  /// Which of the gates that a block feeds a parameter means; nil for all of them.
  private func places(of parameter: Parameter, in block: ParameterBlock) -> [Int]? {
    guard let gate = parameter.gate ?? onlyGate else { return nil }
    return block.gates.indices.filter { Self.layout.name(of: block.gates[$0]) == gate }
  }
}

/// What a unit of a cell consists of.
struct CellLayout: Hashable, Sendable {
  /// How many pre-activations a unit has: one for each gate, and one where there are no gates.
  let gates: Int
  /// How many numbers a unit keeps; the first is h, which the recurrent weights and the head read.
  let parts: Int
  /// Every ∂s_t[part]/∂a_t[gate] that can be other than 0; each gate has one at least.
  let gateDerivatives: [GateDerivative]
  /// Every ∂s_t[part]/∂s_{t−1}[previous] that can be other than 0.
  let stateDerivatives: [StateDerivative]
  /// By pre-activation, what it is called; empty where rows have no names.
  var names: [Gate] = []

  /// ∂s_t[part]/∂a_t[gate].
  struct GateDerivative: Hashable, Sendable {
    let part: Int
    let gate: Int
  }

  /// ∂s_t[part]/∂s_{t−1}[previous], with the pre-activations held fixed.
  struct StateDerivative: Hashable, Sendable {
    let part: Int
    let previous: Int
  }

  /// What a pre-activation is called; nil where rows have no names.
  func name(of gate: Int) -> Gate? { names.isEmpty ? nil : names[gate] }
  /// The first pre-activation that is called so; there is one.
  func place(of gate: Gate) -> Int { names.prefix { $0 != gate }.count }

  /// How many derivatives a unit has.
  var derivatives: Int { gateDerivatives.count + stateDerivatives.count }
  /// Whether J_t = diag(f′(a_t))·W: the pre-activation's is the only derivative.
  var scalesWeights: Bool { derivatives == 1 }
}

/// θ: a matrix of a cell that knows what it is multiplied by and where the product goes.
struct ParameterBlock: Hashable, Sendable {
  /// c of the contribution δ cᵀ.
  enum LayerInput: Hashable, Sendable {
    /// x_t.
    case input
    /// h_{t−1}.
    case previousState
    /// 1.
    case one
  }

  /// Whose numbers they are.
  let kind: Parameter.Kind
  /// What it is multiplied by.
  let layerInput: LayerInput
  /// The gates of pre-activations that it feeds, ascending: its rows are n for each of them, in this order.
  let gates: [Int]
  /// (gates·n) × the length of what it is multiplied by.
  let weights: Matrix

  /// Whether a contribution to it is a single number, as is what it adds up to: then it has a sign.
  var isNumber: Bool { weights.rows == 1 && weights.columns == 1 }

  /// The rows of some of its gates alone, each n rows.
  func rows(ofGatesAt places: [Int], units n: Int) -> ParameterBlock {
    guard places.count < gates.count else { return self }
    let elements = places.flatMap { weights.elements[$0 * n * weights.columns..<($0 + 1) * n * weights.columns] }
    return ParameterBlock(
      kind: kind, layerInput: layerInput, gates: places.map { gates[$0] },
      weights: Matrix(rows: places.count * n, columns: weights.columns, elements: elements))
  }

  /// θᵀ δ number by number, of δ of every pre-activation that there is: a number for each of what it is multiplied by.
  func transposedProduct(_ deltas: [ScaledDouble], units n: Int) -> [ScaledSum] {
    var sums = [ScaledSum](repeating: ScaledSum(), count: weights.columns)
    for (place, gate) in gates.enumerated() {
      for unit in 0..<n where !deltas[gate * n + unit].isZero {
        for (column, weight) in weights[row: place * n + unit].enumerated() {
          sums[column].add(deltas[gate * n + unit] * ScaledDouble(weight))
        }
      }
    }
    return sums
  }

  /// All weights, with others in the rows of some of its gates.
  func replacing(gatesAt places: [Int], units n: Int, with rows: Matrix) -> Matrix {
    var elements = weights.elements
    let size = n * weights.columns
    for (index, place) in places.enumerated() {
      elements.replaceSubrange(
        place * size..<(place + 1) * size, with: rows.elements[index * size..<(index + 1) * size])
    }
    return Matrix(rows: weights.rows, columns: weights.columns, elements: elements)
  }
}

/// The numbers of one step of a cell, to be read and to be written. Lines, parts and derivatives follow each other,
/// each n numbers long.
struct CellStep {
  /// n.
  let units: Int
  /// a_t, gates·n, all finite.
  let preActivations: UnsafeBufferPointer<Double>
  /// s_{t−1}, parts·n.
  let previousState: UnsafeBufferPointer<Double>
  /// s_t, parts·n, to be written.
  let state: UnsafeMutableBufferPointer<Double>
  /// F's derivatives in the order of the layout, n numbers each, to be written.
  let derivatives: UnsafeMutableBufferPointer<Double>
}

extension CellStep {
  /// Hands every unit to `body`, as many at a time as `Numbers` holds.
  @inline(__always)
  func forEach<Numbers: UnitNumbers>(_: Numbers.Type, _ body: (CellPlace<Numbers>) -> Void) {
    for unit in stride(from: 0, to: units, by: Numbers.unitCount) {
      body(CellPlace(step: self, unit: unit, count: Swift.min(Numbers.unitCount, units - unit)))
    }
  }
}

/// The numbers of a step that belong to one unit, or to several neighbours.
struct CellPlace<Numbers: UnitNumbers> {
  fileprivate let step: CellStep
  /// The first unit.
  fileprivate let unit: Int
  /// How many units there are.
  fileprivate let count: Int

  /// a_t of a gate.
  @inline(__always)
  func preActivation(_ gate: Int) -> Numbers { .read(step.preActivations, at: gate * step.units + unit, count: count) }

  /// A part of s_{t−1}.
  @inline(__always)
  func previousState(_ part: Int) -> Numbers { .read(step.previousState, at: part * step.units + unit, count: count) }

  /// Sets a part of s_t.
  @inline(__always)
  func setState(_ part: Int, _ numbers: Numbers) {
    numbers.write(to: step.state, at: part * step.units + unit, count: count)
  }

  /// Sets one of F's derivatives.
  @inline(__always)
  func setDerivative(_ index: Int, _ numbers: Numbers) {
    numbers.write(to: step.derivatives, at: index * step.units + unit, count: count)
  }
}
