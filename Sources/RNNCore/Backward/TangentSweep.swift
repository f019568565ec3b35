/// v_t = J_t v_{t−1}: the way of one direction of the state forward through time, in extended range.
///
/// All numbers of v share one power of two, so it stops where that is not enough (`BackwardSweep` has the reasons, and
/// another way): at a derivative near the ends of a `Double`'s range, and where numbers that W does not mix have gone
/// apart by 2^400.
///
/// Complexity: O(n²) a step.
struct TangentSweep: Sendable {
  /// v_t.
  private(set) var tangent: ScaledRows
  private let trajectory: Trajectory
  private let layout: CellLayout
  private let W: ScaledWeights
  /// The gates of W, its rows n by n.
  private let gates: [Int]
  private let canGoApart: Bool
  private var weighted: [Double]

  /// Begins with v of some step.
  init(_ trajectory: Trajectory, _ vector: [Double]) {
    let block = trajectory.network.cell.recurrentBlock
    self.trajectory = trajectory
    layout = trajectory.layout
    W = ScaledWeights(guarding: block.weights)
    gates = block.gates
    canGoApart = trajectory.numbersCanGoApart
    tangent = ScaledRows(vector, columns: trajectory.stateSize)
    weighted = Array(repeating: 0, count: block.weights.rows)
  }

  /// Goes into a step from the one before; false where it cannot.
  mutating func enter(_ step: Int) -> Bool {
    guard !trajectory.needsCare(at: step), W.exponent == 0 || layout.stateDerivatives.isEmpty else { return false }
    var next = tangent
    let (n, old) = (trajectory.hiddenSize, tangent.elements)
    W.elements.withUnsafeBufferPointer {
      LinearAlgebra.multiply($0, rows: gates.count * n, columns: n, old, into: &weighted)
    }
    let first = (step - 1) * layout.derivatives * n
    trajectory.derivatives.withUnsafeBufferPointer { all in
      let derivatives = UnsafeBufferPointer(rebasing: all[first..<first + layout.derivatives * n])
      next.rewrite(rows: 1, shift: W.exponent) { new in
        new.update(repeating: 0)
        addGates(derivatives, to: new)
        addState(derivatives, old, to: new)
      }
    }
    tangent = next
    return !(canGoApart && tangent.hasFaintNumbers(0))
  }

  private func addGates(_ derivatives: UnsafeBufferPointer<Double>, to new: UnsafeMutableBufferPointer<Double>) {
    let n = trajectory.hiddenSize
    for (place, derivative) in layout.gateDerivatives.enumerated() {
      guard let line = gates.firstIndex(of: derivative.gate) else { continue }
      for unit in 0..<n { new[derivative.part * n + unit] += derivatives[place * n + unit] * weighted[line * n + unit] }
    }
  }

  private func addState(
    _ derivatives: UnsafeBufferPointer<Double>, _ old: [Double], to new: UnsafeMutableBufferPointer<Double>
  ) {
    let n = trajectory.hiddenSize
    for (index, passed) in layout.stateDerivatives.enumerated() {
      let place = layout.gateDerivatives.count + index
      for unit in 0..<n {
        new[passed.part * n + unit] += derivatives[place * n + unit] * old[passed.previous * n + unit]
      }
    }
  }
}

extension Trajectory {
  /// Whether numbers of a covector can go apart for good: units pass something on by themselves, or W has zeros.
  var numbersCanGoApart: Bool {
    !layout.stateDerivatives.isEmpty || network.cell.recurrentBlock.weights.elements.contains(0)
  }
}
