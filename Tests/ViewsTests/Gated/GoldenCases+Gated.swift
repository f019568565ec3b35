import RNNCore

@testable import Screen

extension GoldenCase {
  private static let sizes = [(100, 30), (160, 48)].map { Size(width: $0.0, height: $0.1) }
  private static let bothCells: [CellKind] = [.lstm, .gru]

  /// What views draw of gated cells, of one unit and of sixteen.
  static let gated =
    sizes.flatMap { size in
      bothCells.flatMap { cell in
        let (name, end) = (cell.rawValue, "\(size.width)x\(size.height)")
        return [
          GoldenCase("\(name)-\(end)") { Sample.gated(cell, term: 35, size: size) },
          GoldenCase("\(name)-units-\(end)") { Sample.gatedUnits(cell, term: 35, size: size) },
          GoldenCase("\(name)-units-spectrum-\(end)") { Sample.gatedUnits(cell, term: 35, size: size, keys: "5") },
        ]
      }
    }
    + bothCells.flatMap { cell in
      let name = cell.rawValue
      return [
        GoldenCase("\(name)-80x24") { Sample.gated(cell, term: 35, size: Size(width: 80, height: 24)) },
        GoldenCase("\(name)-map-100x30") { Sample.gated(cell, term: 35, keys: "3") },
        GoldenCase("\(name)-landscape-100x30") { Sample.gated(cell, keys: "4") },
        GoldenCase("\(name)-units-map-100x30") { Sample.gatedUnits(cell, keys: "3") },
        GoldenCase("\(name)-units-landscape-100x30") { Sample.gatedUnits(cell, hidden: 4, steps: 20, keys: "4") },
        GoldenCase("\(name)-derivation-100x110") {
          Sample.gated(cell, target: 3, size: Size(width: 100, height: 110), keys: "2")
        },
        GoldenCase("\(name)-units-derivation-100x70") {
          Sample.gatedUnits(cell, term: 35, size: Size(width: 100, height: 70), keys: "2")
        },
      ]
    } + [
      GoldenCase("lstm-forgets-100x30") { Sample.gated(.lstm, keeping: 0, term: 20) },
      GoldenCase("lstm-keeps-100x30") { Sample.gated(.lstm, keeping: 3, term: 20) },
      GoldenCase("lstm-smallest-40x10") { Sample.gated(.lstm, size: Size(width: 40, height: 10)) },
      GoldenCase("lstm-ascii-100x30", ascii: true) { Sample.gated(.lstm, term: 35) },
      GoldenCase("lstm-unit-100x30") { Sample.gatedUnits(.lstm, term: 35, of: .unit(2)) },
      GoldenCase("lstm-derivation-44-100x60") {
        Sample.gated(.lstm, term: 35, size: Size(width: 100, height: 60), keys: "2")
      },
      GoldenCase("lstm-derivation-output-bias-100x100") {
        Sample.gated(
          .lstm, target: 3, theta: Parameter(.bias, gate: .outputGate), size: Size(width: 100, height: 100), keys: "2")
      },
      GoldenCase("lstm-derivation-loss-100x110") {
        Sample.gatedClassifier(.lstm, of: .loss, target: 3, size: Size(width: 100, height: 110), keys: "2")
      },
    ]
    // The upper one of two layers of a model in every view, and the lower one.
    + ["", "2", "3", "4", "5", "L"].map { keys in
      let name =
        ["": "flow", "2": "derivation", "3": "map", "4": "landscape", "5": "spectrum", "L": "below"][keys] ?? keys
      return GoldenCase("layers-\(name)-100x30") { Sample.layered().pressing(keys) }
    }
}
