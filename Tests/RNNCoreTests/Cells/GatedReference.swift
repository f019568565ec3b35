@testable import RNNCore

/// A scalar gated network with every contribution to the gradient of its last state to 60 digits; `Reference/gated.py`.
struct GatedReference: Sendable {
  /// A step with its flow and its contributions to each of the parameters.
  struct Row: Sendable {
    let step: Int
    let flow: ReferenceNumber
    let values: [ReferenceNumber]
  }

  /// What h_T or c_T sees.
  struct View: Sendable {
    let observable: Observable
    /// By parameter.
    let totals: [ReferenceNumber]
    /// Σ|C_i| by parameter.
    let sizes: [ReferenceNumber]
    let rows: [Row]
  }

  let name: String
  let experiment: Experiment
  /// h_T, and c_T of an LSTM.
  let state: [ReferenceNumber]
  let views: [View]

  /// W, U and b of the candidate and the gates' biases: all that such a network has.
  var parameters: [Parameter] { experiment.network.parameters }

  /// Every case; the file is read once.
  static func all() throws -> [GatedReference] { try read.get() }

  private static let read = Result { try readAll() }

  private static func readAll() throws -> [GatedReference] {
    let series = try TrajectoryReference.inputSeries()
    var file = try ReferenceFile("gated.txt")
    var cases: [GatedReference] = []
    while !file.isAtEnd { cases.append(try GatedReference(&file, series)) }
    return cases
  }

  private init(_ file: inout ReferenceFile, _ series: [String: [Double]]) throws {
    name = try file.next("case").joined(separator: " ")
    guard let kind = CellKind(rawValue: try file.next("cell").joined()) else {
      throw ReferenceError.unexpectedLine("cell", file: file.name)
    }
    let (W, U, b) = (try file.nextDoubles("W")[0], try file.nextDoubles("U")[0], try file.nextDoubles("b")[0])
    let gates = kind.gates.filter { !$0.isCandidate }
    let biases = Dictionary(uniqueKeysWithValues: zip(gates, try file.nextDoubles("gates")))
    let s0 = try file.nextDoubles("s0")
    let words = try file.next("inputs")
    let (values, start) = (series[String(words[0])] ?? [], try integer(words[1]))
    experiment = Experiment(
      network: try RNN(scalar: kind, W: W, U: U, b: b, gateBiases: biases), initialState: s0,
      inputs: InputSequence(
        name: name, values: try (0..<integer(words[2])).map { values[(start + $0) % values.count] }))
    state = try file.nextNumbers("state")
    var views: [View] = []
    while try file.next() != ["end"] { views.append(try Self.view(views.isEmpty ? .state : .cell, &file)) }
    self.views = views
  }

  private static func view(_ observable: Observable, _ file: inout ReferenceFile) throws -> View {
    let (totals, sizes) = (try file.nextNumbers("totals"), try file.nextNumbers("sizes"))
    var rows: [Row] = []
    while let words = file.peek(), let step = Int(words[0]) {
      _ = try file.next()
      let numbers = try words.dropFirst().map { try ReferenceNumber($0) }
      rows.append(Row(step: step, flow: numbers[0], values: Array(numbers.dropFirst())))
    }
    return View(observable: observable, totals: totals, sizes: sizes, rows: rows)
  }
}
