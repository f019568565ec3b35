import RNNCore

/// The forms in which one target step is printed.
public enum TableFormat: String, CaseIterable, Sendable {
  /// Aligned columns for people.
  case text
  /// A header row and a row for each term.
  case csv
  /// One object.
  case json
}

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
  /// What truncation and clipping make of the gradient; nil where neither is asked for, or there are no contributions.
  let remedies: TableRemedies?
  private let provenance: Provenance

  /// The table of the contributions to ∂s_k/∂θ for a target k in 1…T.
  ///
  /// With a truncation the terms are those of the whole sum, each with whether it is kept, and beside the total there is what
  /// is left of it. A clipping is told of beside the total; one of the adjoint changes the terms themselves.
  ///
  /// - Parameters:
  ///   - trajectory: the forward pass.
  ///   - target: k.
  ///   - parameter: θ.
  ///   - observable: what of s_k is looked at.
  ///   - truncation: what is left out of the sum.
  ///   - clipping: what the gradient or the adjoint is limited to; nil for no limit.
  ///   - provenance: what the table says of where its numbers come from.
  ///   - threads: how many may share the terms of the whole state, on which no number depends.
  ///   - reporting: is told what part of the terms is there, 0 … 1.
  /// - Complexity: that of `Contributions`, `Regime`, `TruncationBias`, `EnoughWindow` and `ClippedGradient`.
  public init(
    of trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none, clipping: Clipping? = nil, provenance: Provenance = Provenance(), threads: Int = 1,
    reporting: (Double) -> Void = { _ in }
  ) {
    self.trajectory = trajectory
    self.provenance = provenance
    self.target = target
    self.parameter = parameter
    self.observable = observable
    let contributions = Self.contributions(
      of: trajectory, target: target, parameter, observable, adjointLimit: clipping?.adjointLimit, threads, reporting)
    self.contributions = contributions
    regime = contributions.map { Regime(of: $0) } ?? Regime(of: trajectory, target: target)
    remedies = contributions.flatMap { TableRemedies(of: $0, truncation, clipping) }
  }

  /// nil where the target is not reached, or does not have what is looked at.
  private static func contributions(
    of trajectory: Trajectory, target: Int, _ parameter: Parameter, _ observable: Observable, adjointLimit: Double?,
    _ threads: Int, _ reporting: (Double) -> Void
  ) -> Contributions? {
    guard trajectory.isFinite(through: target), trajectory.canObserve(observable, at: target) else { return nil }
    var sweep = GradientSweep(
      contributionsOf: trajectory, target: target, parameter: parameter, observable: observable, truncation: .none,
      adjointLimit: adjointLimit)
    while !sweep.isComplete {
      sweep.refine(budget: budget, threads: threads)
      reporting(sweep.progress)
    }
    return sweep.contributions
  }

  /// The multiplications between two reports of how far the terms are.
  private static let budget = 1e8

  /// The table of the contributions to the gradient at a target that a file or a user names.
  ///
  /// - Throws: `ExperimentError` where there is no such gradient, for which the table without the word has no terms.
  /// - Complexity: that of `Contributions` and `Regime`.
  public init(
    validating trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none, clipping: Clipping? = nil, provenance: Provenance = Provenance()
  ) throws(ExperimentError) {
    try trajectory.validate(observable, at: target)
    self.init(
      of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
      clipping: clipping, provenance: provenance)
  }

  /// The whole table as one string; JSON with the states s_0 … s_T unless they are left out. `write` keeps no row.
  ///
  /// Complexity: that of `write`, and memory for all that is printed.
  public func string(_ format: TableFormat, withStates: Bool = true) -> String {
    var text = ""
    write(format, to: &text, withStates: withStates)
    return text
  }

  /// Writes the table; JSON with the states s_0 … s_T unless they are left out.
  ///
  /// - Parameters:
  ///   - format: of the table.
  ///   - output: what it is written to.
  ///   - withStates: whether JSON has the states.
  ///   - threads: how many may share the step factors of CSV and JSON, on which no number depends.
  ///   - reporting: is told what part of the rows of CSV and JSON is written, 0 … 1.
  /// - Complexity: O(k) for n = 1; of several units O(k·n³) for CSV and JSON, O(k·n²) an iteration for text
  /// (`Trajectory.stepFactors(at:)`).
  public func write(
    _ format: TableFormat, to output: inout some TextOutputStream, withStates: Bool = true, threads: Int = 1,
    reporting: (Double) -> Void = { _ in }
  ) {
    switch format {
    case .text: writeText(to: &output)
    case .csv: writeCSV(to: &output, threads, reporting)
    case .json: writeJSON(to: &output, withStates: withStates, threads, reporting)
    }
  }

  /// Hands every term and its step factor to `body`: of many units each is a decomposition, and some are made at a time.
  private func forEachTerm(_ threads: Int, _ reporting: (Double) -> Void, _ body: (Contribution, ScaledDouble) -> Void)
  {
    guard let contributions else { return }
    let n = trajectory.hiddenSize
    let atOnce = Swift.max(8 * Swift.max(threads, 1), Swift.min((1 << 24) / (n * n * n), 1 << 16))
    for first in stride(from: 1, through: target, by: atOnce) {
      let steps = first...Swift.min(first + atOnce - 1, target)
      let factors = Concurrent.map(count: steps.count, threads: n > 16 ? threads : 1) {
        contributions.stepFactor(at: first + $0)
      }
      for (term, factor) in zip(contributions[steps], factors) { body(term, factor) }
      reporting(Double(steps.upperBound) / Double(target))
    }
  }
}

extension ContributionTable {
  /// A header and one row for each term; the header alone where the target is not reached. A share that is null is empty.
  func writeCSV(to output: inout some TextOutputStream, _ threads: Int, _ reporting: (Double) -> Void) {
    let cut = remedies?.cut
    output.write("step,lag,stepFactor,flow,immediate,contribution,signed,share" + (cut == nil ? "" : ",kept") + "\n")
    forEachTerm(threads, reporting) { term, stepFactor in
      let kept = cut.map { ",\($0.keeps(term.step))" } ?? ""
      output.write(Self.row(term, stepFactor) + kept + "\n")
    }
  }

  private static func row(_ term: Contribution, _ stepFactor: ScaledDouble) -> String {
    var row = "\(term.step),\(term.lag)"
    for number in [stepFactor, term.flow, term.immediateDerivative, term.value, term.signed] {
      row += "," + number.fileDecimal
    }
    return row + ",\(term.share?.shortestDecimal ?? "")"
  }
}

extension ContributionTable {
  /// One object, its members in the order of the contract. States from the first overflowed step on are null.
  func writeJSON(
    to output: inout some TextOutputStream, withStates: Bool, _ threads: Int, _ reporting: (Double) -> Void
  ) {
    JSONDocument.write(to: &output) { document in
      document.add("schema", document.schema)
      document.add(trajectory, provenance)
      document.add("target", target)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      addOutput(to: &document)
      if withStates { addStates(to: &document) }
      document.add("total", contributions?.total)
      remedies?.add(to: &document)
      addTerms(to: &document, threads, reporting)
      document.add("lyapunov", regime.knownLyapunovExponent(target: target))
      document.add("verdict", regime.verdict.rawValue)
      document.add("peak", regime.peak.map(Self.object))
      document.add("trough", regime.trough.map(Self.object))
      document.add("roundingDecidesAt", trajectory.roundingDecidesAt)
      document.add("blockedAt", regime.blockedAt)
      document.add("overflowAt", trajectory.overflowAt)
      document.add("underflowAt", trajectory.underflowAt)
    }
  }

  /// Of a network whose head tells classes apart the target step's loss, null without a target class, and probabilities; of one
  /// that is held against values those that it says instead. They are null where the output overflows.
  private func addOutput(to document: inout JSONDocument<some TextOutputStream>) {
    if case .values = trajectory.inputs.targets?.kind {
      let said = trajectory.valuesSaid(at: target)
      document.add("loss", said?.loss)
      return document.add("values", said?.values)
    }
    guard trajectory.network.hasClasses else { return }
    let output = trajectory.output(at: target)
    document.add("loss", [output?.loss].compactMap { $0 }.first { $0.isFinite })
    document.add("probabilities", output?.probabilities)
  }

  /// h_0 … h_T, and of an LSTM c_0 … c_T.
  private func addStates(to document: inout JSONDocument<some TextOutputStream>) {
    add("states", to: &document, trajectory.state)
    if trajectory.network.cellKind.parts == 2 { add("cells", to: &document, trajectory.cellState) }
  }

  private func add(
    _ key: String, to document: inout JSONDocument<some TextOutputStream>, _ numbers: (Int) -> ArraySlice<Double>
  ) {
    document.addList(key) { list in
      for step in 0...trajectory.steps { list.add(trajectory.isFinite(through: step) ? numbers(step) : nil) }
    }
  }

  private func addTerms(
    to document: inout JSONDocument<some TextOutputStream>, _ threads: Int, _ reporting: (Double) -> Void
  ) {
    guard contributions != nil else { return document.addNull("terms") }
    document.addList("terms") { list in
      forEachTerm(threads, reporting) { term, stepFactor in
        var object = Self.object(term, stepFactor)
        if let cut = remedies?.cut { object.add("kept", cut.keeps(term.step)) }
        list.add(object)
      }
    }
  }

  private static func object(_ extreme: FlowExtreme) -> JSONObject {
    var object = JSONObject()
    object.add("lag", extreme.lag)
    object.add("flow", extreme.flow)
    return object
  }

  private static func object(_ term: Contribution, _ stepFactor: ScaledDouble) -> JSONObject {
    var object = JSONObject()
    object.add("step", term.step)
    object.add("lag", term.lag)
    object.add("stepFactor", stepFactor)
    object.add("flow", term.flow)
    object.add("immediate", term.immediateDerivative)
    object.add("contribution", term.value)
    object.add("signed", term.signed)
    object.add("share", term.share)
    return object
  }
}
