import RNNCore

/// What PyTorch makes of truncation and clipping of the networks of `TorchReference`; `Reference/remedies.py`.
struct RemedyReference: Sendable {
  typealias Totals = [String: TorchReference.Total]

  let name: String
  /// By d.
  private(set) var detached: [(Int, Totals)] = []
  /// By τ.
  private(set) var windows: [(Int, Totals)] = []
  /// By c.
  private(set) var adjoints: [(Double, Totals)] = []
  /// By c: ‖g‖ before, and the norms of W, U, b, V and c after.
  private(set) var norms: [(Double, [Double])] = []
  /// By c: the norms after.
  private(set) var values: [(Double, [Double])] = []

  static func all() throws -> [RemedyReference] {
    var file = try ReferenceFile("remedies.txt")
    var cases: [RemedyReference] = []
    while !file.isAtEnd { cases.append(try RemedyReference(&file)) }
    return cases
  }

  private init(_ file: inout ReferenceFile) throws {
    name = try file.next("case").joined(separator: " ")
    while true {
      let words = try file.next()
      switch words[0] {
      case "end": return
      case "detach": detached.append((try integer(words[1]), try Self.totals(&file)))
      case "window": windows.append((try integer(words[1]), try Self.totals(&file)))
      case "adjoint": adjoints.append((try double(words[1]), try Self.totals(&file)))
      case "norm": norms.append((try double(words[1]), try words.dropFirst(2).map(double)))
      case "value": values.append((try double(words[1]), try words.dropFirst(2).map(double)))
      default: throw ReferenceError.unexpectedLine(words.joined(separator: " "), file: file.name)
      }
    }
  }

  private static func totals(_ file: inout ReferenceFile) throws -> Totals {
    var totals: Totals = [:]
    for theta in ["W", "U", "b", "V", "c"] { totals[theta] = try TorchReference.total(theta, &file) }
    return totals
  }
}
