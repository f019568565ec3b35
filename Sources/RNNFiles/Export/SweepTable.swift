import RNNCore

/// How a target step fares in every setting of a sweep.
///
/// Some rows are made at a time, none is kept.
public struct SweepTable: Sendable {
  private let plan: SweepPlan
  private let base: Experiment
  private let target: Int
  private let parameter: Parameter
  private let observable: Observable
  private let truncation: Truncation
  private let provenance: Provenance

  /// The sweep of a plan. With a truncation there is beside each total what is left of it.
  ///
  /// - Parameters:
  ///   - plan: the settings.
  ///   - base: the network and the sequence that JSON names, of which each setting turns something.
  ///   - target: k of the base; each row is of its setting's own.
  ///   - parameter: θ.
  ///   - observable: what is looked at.
  ///   - truncation: what is left out of the sum.
  ///   - provenance: where the base comes from.
  public init(
    _ plan: SweepPlan, of base: Experiment, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none, provenance: Provenance = Provenance()
  ) {
    (self.plan, self.base, self.target) = (plan, base, target)
    (self.parameter, self.observable, self.truncation) = (parameter, observable, truncation)
    self.provenance = provenance
  }

  /// The sweep of a number of the scalar network for a target step in 1…T.
  public init(
    of experiment: Experiment, varying variable: ScalarVariable, over range: SweepRange, target: Int,
    parameter: Parameter, observable: Observable = .state, truncation: Truncation = .none
  ) {
    precondition(experiment.start.isScalar, "W, U, b, s0 and V are numbers of a scalar network")
    self.init(
      SweepPlan(variable.rawValue, of: experiment, varying: .scalar(variable), over: range, target: target),
      of: experiment, target: target, parameter: parameter, observable: observable, truncation: truncation)
  }

  /// Writes the sweep: `value,s_k,total,lyapunov,peak,verdict`, or one object with a list of such rows; with a truncation
  /// `cutTotal` behind the total. Of several units s_k is ‖s_k‖₂ and the total a norm. The peak is the largest
  /// σ_max(P(k,i)). Where a state overflows before the target, all numbers but the value are null in JSON and empty in CSV.
  /// Settings with a name have that for a value.
  ///
  /// - Parameters:
  ///   - format: CSV or JSON.
  ///   - output: what it is written to.
  ///   - threads: how many rows are made at a time, at most; what is written does not depend on it.
  ///   - reporting: is told now and then what part of all rows is written: what was written until then need not wait.
  /// - Throws: `NetworkError` for a value that is no weight.
  /// - Complexity: that of `SweepPoint` for each row.
  public func write<Output: TextOutputStream>(
    _ format: RowFormat, to output: inout Output, threads: Int = 1,
    reporting: (inout Output, Double) -> Void = { _, _ in }
  ) throws(NetworkError) {
    switch format {
    case .csv: try writeCSV(to: &output, threads, reporting)
    case .json: try writeJSON(to: &output, threads, reporting)
    }
  }

  /// A row, with what its setting is called.
  private typealias Row = (label: SweepSetting.Label, target: Int, point: SweepPoint)

  /// So many rows for each thread are made before they are written: a thread that is done first finds another one to make.
  /// Those of many units take so long that fewer are made at a time.
  private var rowsOfThread: Int { Swift.max(Swift.min(512 / base.network.hiddenSize, 32), 1) }

  /// Hands the rows to `body`, and what part of all of them there is to `reporting`.
  private func forEachRow(
    _ threads: Int, _ body: (Row) -> Void, _ reporting: (Double) -> Void
  ) throws(NetworkError) {
    let atOnce = rowsOfThread * Swift.max(threads, 1)
    for first in stride(from: 0, to: plan.count, by: atOnce) {
      let last = Swift.min(first + atOnce, plan.count)
      let rows = try plan.points(
        first..<last, parameter: parameter, observable: observable, truncation: truncation, threads: threads)
      for row in rows { body(row) }
      reporting(Double(last) / Double(plan.count))
    }
  }

  private func writeCSV<Output: TextOutputStream>(
    to output: inout Output, _ threads: Int, _ reporting: (inout Output, Double) -> Void
  ) throws(NetworkError) {
    output.write("value,s_k,total,\(isCut ? "cutTotal," : "")lyapunov,peak,verdict\n")
    try forEachRow(threads) { row in
      let point = row.point
      let cutTotal = isCut ? [point.cutTotal?.fileDecimal] : []
      let numbers =
        [Self.field(row.label), point.state?.shortestDecimal, point.total?.fileDecimal] + cutTotal + [
          point.regime.knownLyapunovExponent(target: row.target)?.shortestDecimal, point.regime.peak?.flow.fileDecimal,
        ]
      output.write(numbers.map { $0 ?? "" }.joined(separator: ",") + ",\(point.regime.verdict.rawValue)\n")
    } _: {
      reporting(&output, $0)
    }
  }

  /// A name in quotation marks where CSV (RFC 4180) asks for them.
  private static func field(_ label: SweepSetting.Label) -> String {
    switch label {
    case .value(let value): return value.shortestDecimal
    case .name(let name):
      guard name.contains(where: { "\",\r\n".contains($0) }) else { return name }
      return "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
  }

  private func writeJSON<Output: TextOutputStream>(
    to output: inout Output, _ threads: Int, _ reporting: (inout Output, Double) -> Void
  ) throws(NetworkError) {
    try JSONDocument.write(to: &output) { document throws(NetworkError) in
      document.add("schema", document.schema)
      document.add(base.network, initialState: ArraySlice(base.initialState), inputs: base.inputs, provenance)
      document.add("target", target)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      document.add("vary", plan.name)
      if truncation != .none { document.add("cut", truncation.object) }
      try document.addList("rows") { list throws(NetworkError) in
        try forEachRow(threads) {
          list.add(object($0))
        } _: { part in
          list.report { reporting(&$0, part) }
        }
      }
    }
  }

  private var isCut: Bool { truncation != .none || plan.hasTruncations }

  private func object(_ row: Row) -> JSONObject {
    let point = row.point
    var object = JSONObject()
    switch row.label {
    case .value(let value): object.add("value", value)
    case .name(let name): object.add("value", name)
    }
    object.add("s_k", point.state)
    object.add("total", point.total)
    if isCut { object.add("cutTotal", point.cutTotal) }
    object.add("lyapunov", point.regime.knownLyapunovExponent(target: row.target))
    object.add("peak", point.regime.peak?.flow)
    object.add("verdict", point.regime.verdict.rawValue)
    return object
  }
}
