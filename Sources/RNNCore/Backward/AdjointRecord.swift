/// λ and δ of every step on the way back from a target step, taken apart: λ by the parts of the state, h and c of an LSTM,
/// and δ by the gates. Of a loss they are what the layer has of it, through those that stand on it.
///
/// Of a network of one unit, seen as one number, each is that number with its sign. Otherwise it is a norm: of the one
/// covector of a unit or a loss, and of the whole state over the covectors of all units, ‖·‖_F.
///
/// Complexity: O(k·n²) for a unit or a loss, O(k·n³) for the whole state.
package struct AdjointRecord: Sendable {
  /// By step, a number for each part of the state and then for each line of pre-activations.
  private let numbers: [[ScaledDouble]]
  private let layout: CellLayout

  /// That of what is looked at, whole: nothing of it is cut or clamped.
  package init(of contributions: Contributions) {
    let (trajectory, target) = (contributions.trajectory, contributions.target)
    let sweep = ContributionSweep(
      trajectory, target: target, parameter: contributions.parameter, observable: contributions.observable)
    let areNumbers = sweep.count == 1 && trajectory.hiddenSize == 1
    let layout = trajectory.layout
    var sums = Array(repeating: Array(repeating: ScaledSum(), count: layout.parts + layout.gates), count: target)
    for places in sweep.batches() {
      _ = sweep.history(places) { backward, step in
        for row in 0..<backward.activeCount {
          for (line, size) in backward.sizes(row, layout, areNumbers: areNumbers).enumerated() {
            sums[step - 1][line].add(areNumbers ? size : size * size)
          }
        }
      }
    }
    self.layout = layout
    numbers = sums.map { $0.map { areNumbers ? $0.value : $0.value.squareRoot() } }
  }

  /// λ_i of h, part 0, or of c, part 1, at a step in 1…k.
  package func adjoint(part: Int = 0, at step: Int) -> ScaledDouble { numbers[step - 1][part] }

  /// δ_i of a gate of the cell. `behindReset` means, of a GRU's candidate, that at W h + b_hh, which its reset gate
  /// multiplies.
  package func delta(_ gate: Gate, behindReset: Bool = false, at step: Int) -> ScaledDouble {
    numbers[step - 1][layout.parts + layout.place(of: gate) + (behindReset ? 1 : 0)]
  }
}

extension BackwardSweep {
  /// What a row has in each part of λ and then in each line of δ: numbers where it is of one unit, else norms.
  fileprivate func sizes(_ row: Int, _ layout: CellLayout, areNumbers: Bool) -> [ScaledDouble] {
    (0..<layout.parts).map { areNumbers ? adjointNumber(row, part: $0) : adjointNorm(row, part: $0) }
      + (0..<layout.gates).map { areNumbers ? deltaNumber(row, gate: $0) : deltaNorm(row, gates: [$0]) }
  }
}
