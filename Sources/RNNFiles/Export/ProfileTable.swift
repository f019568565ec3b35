import RNNCore

/// How large contributions and flows are against the lag, over all targets of a sequence or of several
/// (`LagStatistics`), ready to be printed.
public struct ProfileTable: Sendable {
  private let statistics: LagStatistics
  /// The network, and the first of the sequences.
  private let first: Experiment
  private let sequences: Int
  private let parameter: Parameter
  private let observable: Observable
  private let provenance: Provenance

  /// The profile of experiments, one at least: of one network, each with a sequence of its own.
  ///
  /// - Parameters:
  ///   - experiments: the network with each sequence.
  ///   - parameter: θ.
  ///   - observable: what is looked at.
  ///   - threads: how many targets are looked at at a time, at most.
  ///   - provenance: where the network and the first sequence come from.
  ///   - reporting: is told now and then what part of the work is done.
  /// - Complexity: that of `LagStatistics`.
  public init(
    of experiments: [Experiment], parameter: Parameter, observable: Observable = .state, threads: Int = 1,
    provenance: Provenance = Provenance(), reporting: (Double) -> Void = { _ in }
  ) {
    precondition(!experiments.isEmpty, "a profile is of one sequence at least")
    (first, sequences) = (experiments[0], experiments.count)
    (self.parameter, self.observable, self.provenance) = (parameter, observable, provenance)
    statistics = LagStatistics(
      of: experiments.map { $0.trajectory() }, parameter: parameter, observable: observable, threads: threads,
      reporting: reporting)
  }

  /// Writes the profile: a row for each lag, `lag,count` and of contributions and flows mean, root mean square and
  /// quantiles; or one object with a list of such rows. The header alone, or an empty list, where no target has what is
  /// looked at.
  ///
  /// Complexity: O(T).
  public func write(_ format: RowFormat, to output: inout some TextOutputStream) {
    switch format {
    case .csv: writeCSV(to: &output)
    case .json: writeJSON(to: &output)
    }
  }

  /// What the numbers of a distribution are called, in their order.
  private static let names =
    ["mean", "rms"]
    + LagStatistics.Distribution.probabilities.map { probability in
      probability == 0 ? "min" : probability == 1 ? "max" : "p\(Int(probability * 100))"
    }

  private static func numbers(_ distribution: LagStatistics.Distribution) -> [ScaledDouble] {
    [distribution.mean, distribution.rootMeanSquare] + distribution.quantiles
  }

  private func writeCSV(to output: inout some TextOutputStream) {
    let titles = ["contribution", "flow"].flatMap { what in Self.names.map { "\(what)_\($0)" } }
    output.write("lag,count," + titles.joined(separator: ",") + "\n")
    for row in statistics.rows {
      let numbers = Self.numbers(row.contribution) + Self.numbers(row.flow)
      output.write("\(row.lag),\(row.count)," + numbers.map(\.fileDecimal).joined(separator: ",") + "\n")
    }
  }

  private func writeJSON(to output: inout some TextOutputStream) {
    JSONDocument.write(to: &output) { document in
      document.add("schema", document.schema)
      document.add(first.network, initialState: ArraySlice(first.initialState), inputs: first.inputs, provenance)
      document.add("sequences", sequences)
      document.add("wrt", parameter.rawValue)
      document.add("of", observable.name)
      document.addList("rows") { list in
        for row in statistics.rows { list.add(Self.object(row)) }
      }
    }
  }

  private static func object(_ row: LagStatistics.Row) -> JSONObject {
    var object = JSONObject()
    object.add("lag", row.lag)
    object.add("count", row.count)
    object.add("contribution", Self.object(row.contribution))
    object.add("flow", Self.object(row.flow))
    return object
  }

  private static func object(_ distribution: LagStatistics.Distribution) -> JSONObject {
    var object = JSONObject()
    for (name, number) in zip(names, numbers(distribution)) { object.add(name, number) }
    return object
  }
}
