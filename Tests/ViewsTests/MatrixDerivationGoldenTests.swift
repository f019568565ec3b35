import RNNCore
import Snapshots
import Testing

@testable import Explorer
@testable import Screen

/// Every derivation in matrix form that is kept as a file: its name, and how it comes about.
struct MatrixDerivationGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let session: @Sendable () -> Session

  var testDescription: String { name }

  init(_ name: String, _ session: @escaping @Sendable () -> Session) {
    self.name = "derivation-matrix-" + name
    self.session = session
  }

  private static func session(
    target: Int, of observable: Observable = .state, width: Int = 100, height: Int = 60, keys: String = ""
  ) -> Session {
    MatrixSample.session(
      inputs: 2, target: target, term: Swift.max(target - 9, 1), of: observable,
      size: Size(width: width, height: height), keys: "2" + keys)
  }

  static let all = targets + special + losses

  private static func loss(_ target: Int, keys: String) -> Session {
    var session = Sample.classifier(hidden: 3, classes: 4, size: Size(width: 100, height: 60))
    session.state.target = target
    session.state.inspected = Swift.max(target - 4, 1)
    return session.pressing("2" + keys)
  }

  /// Steps 6 and 17 have no class.
  private static let losses = [
    MatrixDerivationGolden("k3-loss-100x60") { loss(3, keys: "n") },
    MatrixDerivationGolden("k3-loss-U-100x60") { loss(3, keys: "nd") },
    MatrixDerivationGolden("k17-total-loss-100x60") { loss(17, keys: "nn") },
    MatrixDerivationGolden("k8-total-loss-bias-100x60") { loss(8, keys: "nndd") },
    MatrixDerivationGolden("k6-loss-without-class-100x60") { loss(6, keys: "n") },
  ]

  private static let targets = [1, 2, 3, 24].flatMap { k in
    [
      MatrixDerivationGolden("k\(k)-state-100x60") { session(target: k) },
      MatrixDerivationGolden("k\(k)-unit-100x60") { session(target: k, of: .unit(1), keys: "d") },
    ]
  }

  private static let special = [
    MatrixDerivationGolden("k24-bias-160x60") { session(target: 24, width: 160, keys: "dd") },
    MatrixDerivationGolden("k24-state-60x90") { session(target: 24, width: 60, height: 90) },
    MatrixDerivationGolden("k3-state-160x60") { session(target: 3, width: 160) },
    MatrixDerivationGolden("smallest-40x10") { session(target: 3, width: 40, height: 10) },
    MatrixDerivationGolden("half-revealed-100x30") {
      session(target: 3, height: 30, keys: String(repeating: "<Enter>", count: 12))
    },
    MatrixDerivationGolden("dead-100x60") {
      MatrixSample.session(
        activation: .relu, target: 30, term: 20, size: Size(width: 100, height: 60), keys: "2")
    },
    MatrixDerivationGolden("overflow-80x24") {
      MatrixSample.session(activation: .identity, gain: 1e12, size: Size(width: 80, height: 24), keys: "2")
    },
  ]
}

@Suite("Goldens of the derivation in matrix form")
struct MatrixDerivationGoldenTests {
  @Test(
    "Every derivation is what its file says, glyph by glyph and style by style", arguments: MatrixDerivationGolden.all)
  func screen(golden: MatrixDerivationGolden) throws {
    var session = golden.session()
    try Golden(golden.name + ".txt").check(StyledText.text(of: session.frame()))
  }
}
