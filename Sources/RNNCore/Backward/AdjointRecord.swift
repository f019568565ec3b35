/// λ and δ of every step on the way back from a target step, taken apart: λ by the parts of the state, h and c of an LSTM,
/// and δ by the gates.
///
/// Of a network of one unit, seen as one number, each is that number with its sign. Otherwise it is a norm: of the one
/// covector of a unit or a loss, and of the whole state over the covectors of all units, ‖·‖_F.
///
/// Complexity: O(k·n²) for a unit or a loss, O(k·n³) for the whole state.
package struct AdjointRecord: Sendable {
  /// By step, a number for each part.
  private var adjoints: [[ScaledDouble]]
  /// By step, a number for each line of pre-activations.
  private var deltas: [[ScaledDouble]]
  private let names: [Gate]

  /// That of what is looked at, whole: nothing of it is cut or clamped.
  package init(of contributions: Contributions) {
    let (trajectory, target) = (contributions.trajectory, contributions.target)
    let layout = trajectory.layout
    names = layout.names
    adjoints = Array(repeating: [], count: target)
    deltas = adjoints
    let losses =
      contributions.observable == .totalLoss ? OutputErrors(trajectory, through: target)?.covectors : nil
    var sweep = BackwardSweep(
      trajectory, target: target, covectors: Self.covectors(contributions.observable, trajectory, target))
    for step in stride(from: target, through: 1, by: -1) {
      if let losses { sweep.add(losses, row: step - 1, toRow: 0) }
      sweep.enter(step)
      adjoints[step - 1] = Self.sizes(sweep.adjoints, lines: layout.parts, trajectory.hiddenSize)
      deltas[step - 1] = Self.sizes(sweep.deltas, lines: layout.gates, trajectory.hiddenSize)
      if step > 1 { sweep.leave() }
    }
  }

  /// λ_i of h, part 0, or of c, part 1, at a step in 1…k.
  package func adjoint(part: Int = 0, at step: Int) -> ScaledDouble { adjoints[step - 1][part] }

  /// δ_i of a gate of the cell. `behindReset` means, of a GRU's candidate, that at W h + b_hh, which its reset gate
  /// multiplies.
  package func delta(_ gate: Gate, behindReset: Bool = false, at step: Int) -> ScaledDouble {
    deltas[step - 1][names.prefix { $0 != gate }.count + (behindReset ? 1 : 0)]
  }

  private static func covectors(_ observable: Observable, _ trajectory: Trajectory, _ target: Int) -> ScaledRows {
    guard observable.isVector else { return ScaledRows([trajectory.covector(of: observable, at: target)]) }
    return ScaledRows(
      (0..<trajectory.hiddenSize).map { trajectory.covector(of: observable.unit($0), at: target) })
  }

  /// What all rows have in each of so many lines of n numbers.
  private static func sizes(_ rows: ScaledRows, lines: Int, _ n: Int) -> [ScaledDouble] {
    (0..<lines).map { line in
      if rows.count == 1, n == 1 { return rows.number(0, column: line) }
      var sum = ScaledSum()
      for row in 0..<rows.count {
        let norm = rows.norm(row, gates: [line], units: n)
        sum.add(norm * norm)
      }
      return sum.value.squareRoot()
    }
  }
}
