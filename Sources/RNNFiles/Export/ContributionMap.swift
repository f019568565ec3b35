import RNNCore

/// The forms in which many rows are printed.
public enum RowFormat: String, CaseIterable, Sendable {
  /// A header row and the rows.
  case csv
  /// One object with a list of the rows.
  case json
}

/// Every contribution (k, i) of a trajectory, 1 ≤ i ≤ k ≤ T, row by row of the triangle: T(T+1)/2 of them.
///
/// A target that an overflow keeps from being reached has rows too, without a contribution: null in JSON, empty in CSV.
/// Memory is that of one target's contributions; time O(T²) for n = 1.
public struct ContributionMap: Sendable {
  private let trajectory: Trajectory
  private let parameter: Parameter
  private let observable: Observable
  private let truncation: Truncation
  private let provenance: Provenance

  /// The map of the contributions to ∂s_k/∂θ. With a truncation the contributions are those of the whole sum, each with
  /// whether it is kept; of a total loss, whether it takes part in the gradient of any step's loss.
  public init(
    of trajectory: Trajectory, parameter: Parameter, observable: Observable = .state, truncation: Truncation = .none,
    provenance: Provenance = Provenance()
  ) {
    self.trajectory = trajectory
    self.provenance = provenance
    self.parameter = parameter
    self.observable = observable
    self.truncation = truncation
  }

  /// Writes the map: `k,i,lag,contribution`, with a truncation `kept` behind them, or one object with a list of such rows.
  ///
  /// Complexity: O(T²) for n = 1, O(T²·n²) for a unit or a loss and O(T²·n³) for the whole state otherwise.
  public func write(_ format: RowFormat, to output: inout some TextOutputStream) {
    switch format {
    case .csv: writeCSV(to: &output)
    case .json: writeJSON(to: &output)
    }
  }

  private func writeCSV(to output: inout some TextOutputStream) {
    let kept = kept
    output.write("k,i,lag,contribution" + (kept == nil ? "" : ",kept") + "\n")
    forEach { k, i, contribution in
      let isKept = kept.map { ",\($0(k, i))" } ?? ""
      output.write("\(k),\(i),\(k - i),\(contribution?.fileDecimal ?? "")\(isKept)\n")
    }
  }

  /// Whether pairs take part in what a truncation leaves; nil without one.
  ///
  /// A step's first loss is the one that it has a part in soonest: O(T), then O(1) for each pair.
  private var kept: ((_ k: Int, _ i: Int) -> Bool)? {
    guard truncation != .none else { return nil }
    let truncation = truncation
    guard observable == .totalLoss else { return { k, i in i >= truncation.firstStep(reaching: k) } }
    var firstLoss = [Int](repeating: Int.max, count: trajectory.steps + 2)
    for step in stride(from: trajectory.steps, through: 1, by: -1) {
      firstLoss[step] = trajectory.canObserve(.loss, at: step) ? step : firstLoss[step + 1]
    }
    return { k, i in firstLoss[i] <= k && i >= truncation.firstStep(reaching: firstLoss[i]) }
  }

  private func writeJSON(to output: inout some TextOutputStream) {
    let kept = kept
    JSONDocument.write(to: &output) { document in
      document.add("schema", document.schema)
      document.add(trajectory, provenance)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      if kept != nil { document.add("cut", truncation.object) }
      document.addList("rows") { list in
        forEach { k, i, contribution in
          var row = JSONObject()
          row.add("k", k)
          row.add("i", i)
          row.add("lag", k - i)
          row.add("contribution", contribution)
          if let kept { row.add("kept", kept(k, i)) }
          list.add(row)
        }
      }
    }
  }

  private func forEach(_ body: (_ k: Int, _ i: Int, _ contribution: ScaledDouble?) -> Void) {
    if trajectory.hasScalarTerms(parameter) {
      for target in 1...trajectory.steps { row(target, terms(of: target), body) }
    } else {
      forEachNorm(body)
    }
  }

  /// The terms of one target, or nil where it has none.
  private func terms(of target: Int) -> [ScaledDouble]? {
    guard trajectory.isFinite(through: target), trajectory.canObserve(observable, at: target) else { return nil }
    return Contributions(of: trajectory, target: target, parameter: parameter, observable: observable).values()
  }

  /// Many targets at once: their adjoints are one matrix.
  private func forEachNorm(_ body: (_ k: Int, _ i: Int, _ contribution: ScaledDouble?) -> Void) {
    let atOnce = ContributionNorms.targetsAtOnce(hiddenSize: trajectory.hiddenSize, observable: observable)
    for first in stride(from: 1, through: trajectory.steps, by: atOnce) {
      let targets = first...Swift.min(first + atOnce - 1, trajectory.steps)
      let norms = ContributionNorms(
        of: trajectory, targets: targets.filter { trajectory.isFinite(through: $0) }, parameter: parameter,
        observable: observable)
      for (place, target) in targets.enumerated() {
        let row = place < norms.targets.count ? norms.norms(ofTargetAt: place) : []
        self.row(target, row.isEmpty ? nil : row, body)
      }
    }
  }

  private func row(
    _ target: Int, _ terms: [ScaledDouble]?, _ body: (_ k: Int, _ i: Int, _ contribution: ScaledDouble?) -> Void
  ) {
    for step in 1...target { body(target, step, terms?[step - 1]) }
  }
}
