import RNNCore

/// A scalar network with reference values for every summand of the gradient of its last state.
struct TrajectoryReference: Sendable {
  /// What a computation in Doubles can be expected to agree to, and why; see `Reference/trajectories.py`.
  enum Class: String {
    case wellConditioned = "well-conditioned"
    /// The same rounding errors at each step of a settled orbit: they add up.
    case settled
    /// A state or a slope is small by cancellation.
    case cancelling
    /// Errors grow exponentially; the trajectory ends before they reach the tolerance.
    case chaotic

    var tolerance: Double {
      switch self {
      case .wellConditioned: 1e-12
      case .settled: 1e-11
      case .cancelling, .chaotic: 1e-10
      }
    }
  }

  struct Row: Sendable {
    let step: Int
    let flow: ReferenceNumber
    let contributions: [(parameter: Parameter, value: ReferenceNumber)]
  }

  let name: String
  let kind: Class
  /// The change of any term that rounding errors of their expected size brought about in trials with exact arithmetic.
  let condition: Double
  let experiment: Experiment
  let state: ReferenceNumber
  let totals: [(parameter: Parameter, value: ReferenceNumber)]
  let rows: [Row]

  /// k = T.
  var target: Int { experiment.inputs.steps }

  /// The tolerance of the class, or less where the trials say that the case permits less: four times what they found,
  /// for a handful of draws does not find the worst case, and 4e-15 for the few roundings they leave out.
  var tolerance: Double { min(kind.tolerance, 4 * condition + 4e-15) }

  static let files =
    Activation.allCases.map(\.rawValue) + ["saturated", "exploding", "classic", "long"]

  /// The cases of `trajectories-<name>.txt`.
  static func cases(in name: String) throws -> [TrajectoryReference] {
    let series = try inputSeries()
    var file = try ReferenceFile("trajectories-\(name).txt")
    var cases: [TrajectoryReference] = []
    while !file.isAtEnd { cases.append(try TrajectoryReference(&file, series)) }
    return cases
  }

  private init(_ file: inout ReferenceFile, _ series: [String: [Double]]) throws {
    name = try file.next("case").joined(separator: " ")
    guard let kind = Class(rawValue: try file.next("class").joined()) else {
      throw ReferenceError.unexpectedLine("class", file: file.name)
    }
    self.kind = kind
    condition = try file.nextDoubles("condition")[0]
    experiment = try Self.experiment(&file, series)
    state = try file.nextNumbers("state")[0]
    totals = try Self.totals(&file)
    rows = try Self.rows(&file)
  }

  private static func experiment(_ file: inout ReferenceFile, _ series: [String: [Double]]) throws -> Experiment {
    guard let activation = Activation(rawValue: try file.next("activation").joined()) else {
      throw ReferenceError.unexpectedLine("activation", file: file.name)
    }
    let (W, U) = (try file.nextDoubles("W")[0], try file.nextDoubles("U")[0])
    let (b, s0) = (try file.nextDoubles("b")[0], try file.nextDoubles("s0")[0])
    let words = try file.next("inputs")
    let (values, start, count) = (series[String(words[0])] ?? [], try integer(words[1]), try integer(words[2]))
    let cycle = (0..<count).map { values[(start + $0) % values.count] }
    return Experiment(
      network: try RNN(activation: activation, W: W, U: U, b: b), initialState: [s0],
      inputs: InputSequence(name: String(words[0]), values: cycle))
  }

  private static func totals(_ file: inout ReferenceFile) throws -> [(parameter: Parameter, value: ReferenceNumber)] {
    try Parameter.allCases.map { parameter in
      let words = try file.next("total")
      guard words[0] == parameter.rawValue[...] else {
        throw ReferenceError.unexpectedLine("total \(words[0])", file: file.name)
      }
      return (parameter, try ReferenceNumber(words[1]))
    }
  }

  private static func rows(_ file: inout ReferenceFile) throws -> [Row] {
    let columns = try file.next("terms").dropFirst().compactMap { Parameter(rawValue: String($0)) }
    var rows: [Row] = []
    while true {
      let words = try file.next()
      if words == ["end"] { return rows }
      let values = try words.dropFirst(2).map { try ReferenceNumber($0) }
      rows.append(
        Row(
          step: try integer(words[0]), flow: try ReferenceNumber(words[1]),
          contributions: Array(zip(columns, values)).map { (parameter: $0.0, value: $0.1) }))
    }
  }

  /// The series of `inputs.txt`.
  static func inputSeries() throws -> [String: [Double]] {
    var file = try ReferenceFile("inputs.txt")
    var series: [String: [Double]] = [:]
    while !file.isAtEnd {
      let words = try file.next("series")
      series[String(words[0])] = try (0..<integer(words[1])).map { _ in try double(try file.next()[0]) }
    }
    return series
  }
}
