import RNNCore

/// How one target step fares at every value of a swept variable of the scalar network.
///
/// One forward pass for each row; none is kept.
public struct SweepTable: Sendable {
  private let experiment: Experiment
  private let range: SweepRange
  private let target: Int
  private let parameter: Parameter

  /// The sweep of `range` for a target step in 1…T. The network must be scalar.
  public init(of experiment: Experiment, over range: SweepRange, target: Int, parameter: Parameter) {
    precondition(
      experiment.network.hiddenSize == 1 && experiment.network.inputSize == 1, "a sweep is of a scalar network")
    self.experiment = experiment
    self.range = range
    self.target = target
    self.parameter = parameter
  }

  /// Writes the sweep: `value,s_k,total,lyapunov,verdict`, or one object with a list of such rows. Where a state
  /// overflows before the target, s_k, total and lyapunov are null in JSON and empty in CSV.
  ///
  /// - Throws: `NetworkError` for a value that is no weight.
  public func write(_ format: RowFormat, to output: inout some TextOutputStream) throws(NetworkError) {
    switch format {
    case .csv: try writeCSV(to: &output)
    case .json: try writeJSON(to: &output)
    }
  }

  private func writeCSV(to output: inout some TextOutputStream) throws(NetworkError) {
    output.write("value,s_k,total,lyapunov,verdict\n")
    for index in 0..<range.count {
      let point = try point(at: index)
      let numbers = [
        point.value.shortestDecimal, point.state?.shortestDecimal, point.total?.fileDecimal,
        point.regime.knownLyapunovExponent(target: target)?.shortestDecimal,
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
      document.add("of", Observable.state.name)
      document.add("vary", range.variable.rawValue)
      try document.addList("rows") { list throws(NetworkError) in
        for index in 0..<range.count { list.add(object(try point(at: index))) }
      }
    }
  }

  private func point(at index: Int) throws(NetworkError) -> SweepPoint {
    try experiment.sweepPoint(range.variable, range.value(at: index), target: target, parameter: parameter)
  }

  private func object(_ point: SweepPoint) -> JSONObject {
    var object = JSONObject()
    object.add("value", point.value)
    object.add("s_k", point.state)
    object.add("total", point.total)
    object.add("lyapunov", point.regime.knownLyapunovExponent(target: target))
    object.add("verdict", point.regime.verdict.rawValue)
    return object
  }
}
