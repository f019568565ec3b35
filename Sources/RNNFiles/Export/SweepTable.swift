import RNNCore

/// How one target step fares at every value of a swept variable of the scalar network.
///
/// One forward pass for each row; none is kept.
public struct SweepTable: Sendable {
  private let experiment: Experiment
  private let range: SweepRange
  private let target: Int
  private let parameter: Parameter
  private let observable: Observable
  private let truncation: Truncation

  /// The sweep of `range` for a target step in 1…T. The network must be scalar, and have a head where a loss is looked
  /// at. With a truncation there is beside each total what is left of it.
  public init(
    of experiment: Experiment, over range: SweepRange, target: Int, parameter: Parameter,
    observable: Observable = .state, truncation: Truncation = .none
  ) {
    precondition(
      experiment.network.hiddenSize == 1 && experiment.network.inputSize == 1, "a sweep is of a scalar network")
    self.experiment = experiment
    self.range = range
    self.target = target
    self.parameter = parameter
    self.observable = observable
    self.truncation = truncation
  }

  /// Writes the sweep: `value,s_k,total,lyapunov,peak,verdict`, or one object with a list of such rows; with a truncation
  /// `cutTotal` behind the total. The peak is the largest |P(k,i)|. Where a state overflows before the target, all
  /// numbers but the value are null in JSON and empty in CSV.
  ///
  /// - Throws: `NetworkError` for a value that is no weight.
  /// - Complexity: O(values·k).
  public func write(_ format: RowFormat, to output: inout some TextOutputStream) throws(NetworkError) {
    switch format {
    case .csv: try writeCSV(to: &output)
    case .json: try writeJSON(to: &output)
    }
  }

  private func writeCSV(to output: inout some TextOutputStream) throws(NetworkError) {
    output.write("value,s_k,total,\(isCut ? "cutTotal," : "")lyapunov,peak,verdict\n")
    for index in 0..<range.count {
      let point = try point(at: index)
      let cutTotal = isCut ? [point.cutTotal?.fileDecimal] : []
      let numbers =
        [point.value.shortestDecimal, point.state?.shortestDecimal, point.total?.fileDecimal] + cutTotal + [
          point.regime.knownLyapunovExponent(target: target)?.shortestDecimal, point.regime.peak?.flow.fileDecimal,
        ]
      output.write(numbers.map { $0 ?? "" }.joined(separator: ",") + ",\(point.regime.verdict.rawValue)\n")
    }
  }

  private func writeJSON(to output: inout some TextOutputStream) throws(NetworkError) {
    try JSONDocument.write(to: &output) { document throws(NetworkError) in
      let initialState = ArraySlice(experiment.initialState)
      document.add("schema", document.schema)
      document.add(experiment.network, initialState: initialState, inputs: experiment.inputs)
      document.add("target", target)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      document.add("vary", range.variable.rawValue)
      if isCut { document.add("cut", truncation.object) }
      try document.addList("rows") { list throws(NetworkError) in
        for index in 0..<range.count { list.add(object(try point(at: index))) }
      }
    }
  }

  private func point(at index: Int) throws(NetworkError) -> SweepPoint {
    try experiment.sweepPoint(
      range.variable, range.value(at: index), target: target, parameter: parameter, observable: observable,
      truncation: truncation)
  }

  private var isCut: Bool { truncation != .none }

  private func object(_ point: SweepPoint) -> JSONObject {
    var object = JSONObject()
    object.add("value", point.value)
    object.add("s_k", point.state)
    object.add("total", point.total)
    if isCut { object.add("cutTotal", point.cutTotal) }
    object.add("lyapunov", point.regime.knownLyapunovExponent(target: target))
    object.add("peak", point.regime.peak?.flow)
    object.add("verdict", point.regime.verdict.rawValue)
    return object
  }
}
