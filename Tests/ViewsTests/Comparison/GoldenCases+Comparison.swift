import RNNCore
import Views

@testable import Explorer
@testable import Screen

extension GoldenCase {
  static let comparison = [
    GoldenCase("compare-weights-60x20") { ComparisonSample.weights(size: Size(width: 60, height: 20)) },
    GoldenCase("compare-weights-100x30") { ComparisonSample.weights() },
    GoldenCase("compare-weights-160x45") { ComparisonSample.weights(size: Size(width: 160, height: 45)) },
    GoldenCase("compare-linear-100x30") { ComparisonSample.weights().pressing("s") },
    GoldenCase("compare-ascii-80x24", ascii: true) { ComparisonSample.weights(size: Size(width: 80, height: 24)) },
    GoldenCase("compare-longer-100x30") {
      Sample.session(steps: 30).beside(Sample.session(.relu, W: 1.2, b: 0.5, steps: 60, target: 50))
    },
    GoldenCase("compare-units-100x30") {
      Sample.drawn(.orthogonal, hidden: 8, activation: .identity).beside(Sample.drawn(hidden: 16))
    },
    GoldenCase("compare-unit-and-many-100x30") { Sample.drawing().beside(Sample.drawn(hidden: 16)) },
    GoldenCase("compare-map-100x30") { ComparisonSample.weights().pressing("3") },
    GoldenCase("compare-landscape-100x30") {
      Sample.session(.sigmoid, W: 1.1).beside(Sample.session(W: 0.9)).pressing("4")
    },
    GoldenCase("compare-landscape-shared-60x20") {
      ComparisonSample.weights(size: Size(width: 60, height: 20)).pressing("4")
    },
    GoldenCase("compare-spectrum-100x30") {
      Sample.spectrum(.orthogonal, hidden: 8).beside(Sample.spectrum(hidden: 16))
    },
    GoldenCase("compare-smallest-40x10") { ComparisonSample.weights(size: Size(width: 40, height: 10)) },
  ]
}
