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
/// Memory is that of one target's contributions for n = 1, else that of a batch of targets for each thread, 128 megabytes
/// each at most; time O(T²) for n = 1.
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
  /// - Parameters:
  ///   - format: CSV or JSON.
  ///   - output: what it is written to, some hundred rows at a time.
  ///   - threads: how many batches of targets of several units are computed at a time, at most; what is written does not
  ///     depend on it.
  ///   - reporting: is told behind the rows of each target what part of all rows is written: what was written until then
  ///     need not wait for the rest.
  /// - Complexity: O(T²) for n = 1, that of `ContributionNorms` otherwise.
  public func write<Output: TextOutputStream>(
    _ format: RowFormat, to output: inout Output, threads: Int = 1,
    reporting: (inout Output, Double) -> Void = { _, _ in }
  ) {
    switch format {
    case .csv: writeCSV(to: &output, threads, reporting)
    case .json: writeJSON(to: &output, threads, reporting)
    }
  }

  private func writeCSV<Output: TextOutputStream>(
    to output: inout Output, _ threads: Int, _ reporting: (inout Output, Double) -> Void
  ) {
    let kept = kept
    output.write("k,i,lag,contribution" + (kept == nil ? "" : ",kept") + "\n")
    var rows = MapRows(.csv)
    forEachTarget(threads) { target, terms in
      rows.write(target, terms, kept) { output.write($0) }
      reporting(&output, part(through: target))
    }
  }

  /// What part of all rows those of the targets up to one are.
  private func part(through target: Int) -> Double {
    let steps = Double(trajectory.steps)
    return Double(target) * Double(target + 1) / (steps * (steps + 1))
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

  private func writeJSON<Output: TextOutputStream>(
    to output: inout Output, _ threads: Int, _ reporting: (inout Output, Double) -> Void
  ) {
    let kept = kept
    JSONDocument.write(to: &output) { document in
      document.add("schema", document.schema)
      document.add(trajectory, provenance)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      if kept != nil { document.add("cut", truncation.object) }
      document.addList("rows") { list in
        var rows = MapRows(.json)
        forEachTarget(threads) { target, terms in
          rows.write(target, terms, kept) { list.add(elements: $0) }
          list.report { reporting(&$0, part(through: target)) }
        }
      }
    }
  }

  /// Hands each target and its terms to `body`; nil where it has none.
  private func forEachTarget(_ threads: Int, _ body: (_ target: Int, _ terms: [ScaledDouble]?) -> Void) {
    guard trajectory.hasScalarTerms(parameter) else { return forEachNorm(threads, body) }
    for target in 1...trajectory.steps { body(target, terms(of: target)) }
  }

  /// The terms of one target, or nil where it has none.
  private func terms(of target: Int) -> [ScaledDouble]? {
    guard trajectory.isFinite(through: target), trajectory.canObserve(observable, at: target) else { return nil }
    return Contributions(of: trajectory, target: target, parameter: parameter, observable: observable).values()
  }

  /// Many targets at once, whose adjoints are one matrix, and as many such batches as there are threads.
  private func forEachNorm(_ threads: Int, _ body: (_ target: Int, _ terms: [ScaledDouble]?) -> Void) {
    let batches = batches
    for first in stride(from: 0, to: batches.count, by: Swift.max(threads, 1)) {
      let some = batches[first..<Swift.min(first + Swift.max(threads, 1), batches.count)]
      let found = Concurrent.map(count: some.count, threads: threads) { terms(of: some[first + $0]) }
      for (target, terms) in zip(some.joined(), found.joined()) { body(target, terms) }
    }
  }

  /// The targets that are found at once: of the whole state few at first, so that rows come soon, and never more than some
  /// hundred megabytes of terms.
  private var batches: [ClosedRange<Int>] {
    let most = ContributionNorms.targetsAtOnce(hiddenSize: trajectory.hiddenSize, observable: observable)
    let numbers = Swift.max((1 << 23) / trajectory.steps, 1)
    var (batches, first) = ([ClosedRange<Int>](), 1)
    while first <= trajectory.steps {
      let count = observable.isVector ? Swift.min(most, Swift.max(first - 1, 16), numbers) : most
      batches.append(first...Swift.min(first + count - 1, trajectory.steps))
      first += count
    }
    return batches
  }

  /// The terms of some targets, nil of those that have none.
  private func terms(of targets: ClosedRange<Int>) -> [[ScaledDouble]?] {
    let norms = ContributionNorms(
      of: trajectory, targets: targets.filter { trajectory.isFinite(through: $0) }, parameter: parameter,
      observable: observable)
    return (0..<targets.count).map { place in
      let row = place < norms.targets.count ? norms.norms(ofTargetAt: place) : []
      return row.isEmpty ? nil : row
    }
  }
}
