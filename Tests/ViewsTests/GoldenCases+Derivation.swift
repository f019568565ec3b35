import RNNCore

@testable import Explorer
@testable import Screen

extension GoldenCase {
  /// Derivations of the scalar network.
  static let derivations = derivationTargets + derivationWidths + derivationEdges
  /// Derivations in matrix form.
  static let matrixDerivations = matrixTargets + matrixEdges + matrixLosses

  private static func derivation(_ name: String, _ session: @escaping @Sendable () -> Session) -> GoldenCase {
    GoldenCase("derivation-" + name, session)
  }

  private static func matrixDerivation(_ name: String, _ session: @escaping @Sendable () -> Session) -> GoldenCase {
    GoldenCase("derivation-matrix-" + name, session)
  }

  private static let derivationTargets = [1, 2, 3, 24].flatMap { k in
    [("W", ""), ("U", "d"), ("b", "dd")].map { parameter, keys in
      derivation("k\(k)-\(parameter)-100x40") { Sample.derivation(target: k, term: k == 24 ? 9 : k, keys: keys) }
    }
  }

  private static let derivationWidths = [3, 24].flatMap { k in
    [60, 160].map { width in
      derivation("k\(k)-W-\(width)x50") {
        Sample.derivation(target: k, term: k == 24 ? 9 : k, width: width, height: 50)
      }
    }
  }

  private static let derivationEdges = [
    derivation("zero-W-100x40") { Sample.derivation(W: 0) },
    derivation("dead-relu-100x40") { Sample.derivation(.relu, b: 0.5, term: 30) },
    derivation("overflow-80x24") { Sample.derivation(.identity, W: 1e8, width: 80, height: 24) },
    derivation("half-revealed-100x30") {
      Sample.derivation(target: 3, height: 30, keys: "<Enter><Enter><Enter><Enter><Enter><Enter>")
    },
    derivation("scrolled-80x24") { Sample.derivation(target: 24, term: 9, width: 80, height: 24, keys: "<C-d><C-d>") },
    derivation("smallest-40x10") { Sample.derivation(target: 3, width: 40, height: 10) },
    derivation("tiny-terms-100x40") { Sample.derivation(W: 1e-200, target: 30, term: 7) },
  ]

  private static func matrixSession(
    target: Int, of observable: Observable = .state, width: Int = 100, height: Int = 60, keys: String = ""
  ) -> Session {
    MatrixSample.session(
      inputs: 2, target: target, term: Swift.max(target - 9, 1), of: observable,
      size: Size(width: width, height: height), keys: "2" + keys)
  }

  private static func loss(_ target: Int, keys: String) -> Session {
    var session = Sample.classifier(hidden: 3, classes: 4, size: Size(width: 100, height: 60))
    session.state.target = target
    session.state.inspected = Swift.max(target - 4, 1)
    return session.pressing("2" + keys)
  }

  /// Steps 6 and 17 have no class.
  private static let matrixLosses = [
    matrixDerivation("k3-loss-100x60") { loss(3, keys: "n") },
    matrixDerivation("k3-loss-U-100x60") { loss(3, keys: "nd") },
    matrixDerivation("k17-total-loss-100x60") { loss(17, keys: "nn") },
    matrixDerivation("k8-total-loss-bias-100x60") { loss(8, keys: "nndd") },
    matrixDerivation("k6-loss-without-class-100x60") { loss(6, keys: "n") },
  ]

  private static let matrixTargets = [1, 2, 3, 24].flatMap { k in
    [
      matrixDerivation("k\(k)-state-100x60") { matrixSession(target: k) },
      matrixDerivation("k\(k)-unit-100x60") { matrixSession(target: k, of: .unit(1), keys: "d") },
    ]
  }

  private static let matrixEdges = [
    matrixDerivation("k24-bias-160x60") { matrixSession(target: 24, width: 160, keys: "dd") },
    matrixDerivation("k24-state-60x90") { matrixSession(target: 24, width: 60, height: 90) },
    matrixDerivation("k3-state-160x60") { matrixSession(target: 3, width: 160) },
    matrixDerivation("smallest-40x10") { matrixSession(target: 3, width: 40, height: 10) },
    matrixDerivation("half-revealed-100x30") {
      matrixSession(target: 3, height: 30, keys: String(repeating: "<Enter>", count: 12))
    },
    matrixDerivation("dead-100x60") {
      MatrixSample.session(
        activation: .relu, target: 30, term: 20, size: Size(width: 100, height: 60), keys: "2")
    },
    matrixDerivation("overflow-80x24") {
      MatrixSample.session(activation: .identity, gain: 1e12, size: Size(width: 80, height: 24), keys: "2")
    },
  ]
}
