import RNNCore

/// One target step and every contribution to it, ready to be printed as text, CSV or JSON.
///
/// Rows are written one after the other and none is kept: memory does not grow with what is printed. A target that a
/// state's overflow keeps from being reached has no total and no terms, nor has a loss at a step without a target class.
///
/// CSV and JSON promise all 17 digits that they print; of several units the step factors σ_max(J_i) then cost a singular
/// value decomposition for each row, O(n³). Text promises what it shows, three digits of them, the last one to within a
/// unit: they are found together, to 0.1 %. A number beyond 10^±3.47·10^17, where not even exponents are told apart, is
/// written as `<1e-347063955532709820` or `>1e+347063955532709820`; a rate or a share that would follow from one is null.
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

  /// Writes the table; JSON with the states s_0 … s_T unless they are left out.
  public func write(_ format: TableFormat, to output: inout some TextOutputStream, withStates: Bool = true) {
    switch format {
    case .text: writeText(to: &output)
    case .csv: writeCSV(to: &output)
    case .json: writeJSON(to: &output, withStates: withStates)
    }
  }
}
