import RNNCore

@testable import Screen

extension GoldenCase {
  private static let sizes = [(60, 20), (100, 30), (160, 45)].map { Size(width: $0.0, height: $0.1) }

  /// Screens of networks of several units.
  static let matrices =
    sizes.flatMap { size in
      let end = "\(size.width)x\(size.height)"
      return [
        GoldenCase("units-\(end)") { Sample.drawn(term: 35, size: size) },
        GoldenCase("unit-\(end)") { Sample.drawn(.orthogonal, term: 35, size: size).pressing("n") },
        GoldenCase("loss-\(end)") { Sample.classifier(term: 40, size: size).pressing("nO") },
      ]
    } + [
      GoldenCase("units-smallest-40x10") { Sample.drawn(size: Size(width: 40, height: 10)) },
      GoldenCase("units-ascii-100x30", ascii: true) { Sample.drawn(term: 35) },
      GoldenCase("units-linear-100x30") { Sample.drawn(term: 35).pressing("s") },
      GoldenCase("units-many-100x30") { Sample.drawn(hidden: 64, gain: 1.4, input: "noise", steps: 200) },
      GoldenCase("units-before-the-end-100x30") { Sample.drawn(activation: .relu, gain: 0.9).pressing("<S-Left>dd") },
      GoldenCase("units-nilpotent-80x24") { Sample.drawn(.shift, hidden: 6, size: Size(width: 80, height: 24)) },
      GoldenCase("units-overflow-80x24") {
        Sample.drawn(hidden: 3, activation: .identity, gain: 1e40, size: Size(width: 80, height: 24))
      },
      GoldenCase("units-played-100x30") { Sample.drawn().pressing("<Space><Tick><Tick><Tick>") },
      GoldenCase("total-loss-ascii-100x30", ascii: true) { Sample.classifier().pressing("nnO") },
      GoldenCase("units-help-100x40") { Sample.classifier(size: Size(width: 100, height: 40)).pressing("?") },
      GoldenCase("no-target-class-100x30") { Sample.classifier(steps: 39).pressing("nO") },
    ]
}
