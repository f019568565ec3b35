import RNNCore

/// One target step and every contribution to it, ready to be printed as text, CSV or JSON.
///
/// Rows are written one after the other and none is kept: memory does not grow with what is printed. A target that a
/// state's overflow keeps from being reached has no total and no terms, nor has a loss at a step without a target class.
public struct ContributionTable: Sendable {
  let trajectory: Trajectory
  let target: Int
  let parameter: Parameter
  let observable: Observable
  /// nil where the target is not reached.
  let contributions: Contributions?
  let regime: Regime

  /// The table of the contributions to ∂s_k/∂θ for a target k in 1…T.
  public init(of trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable = .state) {
    self.trajectory = trajectory
    self.target = target
    self.parameter = parameter
    self.observable = observable
    if trajectory.isFinite(through: target), trajectory.canObserve(observable, at: target) {
      let contributions = Contributions(
        of: trajectory, target: target, parameter: parameter, observable: observable)
      self.contributions = contributions
      regime = Regime(of: contributions)
    } else {
      contributions = nil
      regime = Regime(of: trajectory, target: target)
    }
  }

  /// Writes the table.
  public func write(_ format: TableFormat, to output: inout some TextOutputStream) {
    switch format {
    case .text: writeText(to: &output)
    case .csv: writeCSV(to: &output)
    case .json: writeJSON(to: &output)
    }
  }
}
