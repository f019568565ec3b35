import RNNCore

/// A network with several units, and every view of its contributions read off full tensors; `Reference/matrices.py`.
struct MatrixReference: Sendable {
  /// One view of all contributions to one parameter's gradient, for the steps 1 … k.
  struct View: Sendable {
    let norms: [ReferenceNumber]
    let signed: [ReferenceNumber]
    /// The elements of the total; of the whole state its norm alone.
    let total: [ReferenceNumber]
  }

  let name: String
  let experiment: Experiment
  let target: Int
  let state: [ReferenceNumber]
  /// P(k,1), row by row.
  let flow: [ReferenceNumber]
  /// ‖P(k,i)‖₂ for i = 1 … k.
  let flowNorms: [ReferenceNumber]
  /// "whole", "unit-0", "unit-1", …, "loss", for each parameter.
  let views: [Parameter: [String: View]]
  /// L.
  let fullLoss: ReferenceNumber
  /// ∂L/∂θ row by row, for "W", "U", "b", "V" and "c".
  let lossGradients: [String: [ReferenceNumber]]

  static func all() throws -> [MatrixReference] {
    var file = try ReferenceFile("matrices.txt")
    var cases: [MatrixReference] = []
    while !file.isAtEnd { cases.append(try MatrixReference(&file)) }
    return cases
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    experiment = try file.nextExperiment(classes: "targets")
    target = try integer(try file.next("target-step")[0])
    state = try file.nextNumbers("state")
    flow = try file.nextNumbers("flow")
    flowNorms = try file.nextNumbers("flow-norms")
    let numbers = try Self.numbers(&file)
    views = Self.views(numbers)
    guard let loss = numbers["full-loss"]?.first else {
      throw ReferenceError.unexpectedLine("full-loss", file: file.name)
    }
    fullLoss = loss
    lossGradients = Dictionary(
      uniqueKeysWithValues: ["W", "U", "b", "V", "c"].map { ($0, numbers["loss-gradient " + $0] ?? []) })
  }

  /// The remaining lines of a case: numbers by the words before them.
  private static func numbers(_ file: inout ReferenceFile) throws -> [String: [ReferenceNumber]] {
    var numbers: [String: [ReferenceNumber]] = [:]
    while true {
      let words = try file.next()
      if words == ["end"] { return numbers }
      let isNamedByTwo = Parameter(rawValue: String(words[1])) != nil || words[0] == "loss-gradient"
      let names = words.prefix(isNamedByTwo ? 2 : 1)
      numbers[names.joined(separator: " ")] = try words.dropFirst(names.count).map { try ReferenceNumber($0) }
    }
  }

  private static func views(_ numbers: [String: [ReferenceNumber]]) -> [Parameter: [String: View]] {
    var views: [Parameter: [String: View]] = [:]
    for parameter in Parameter.allCases {
      let suffix = " " + parameter.rawValue
      for name in ["whole", "loss"] + (0..<9).map({ "unit-\($0)" }) {
        guard let norms = numbers[name + suffix] else { continue }
        views[parameter, default: [:]][name] = View(
          norms: norms, signed: numbers[name + "-signed" + suffix] ?? [], total: numbers[name + "-total" + suffix] ?? []
        )
      }
    }
    return views
  }
}
