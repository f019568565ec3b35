import RNNCore
import Snapshots
import Testing

@testable import Explorer
@testable import Screen

/// Every derivation that is kept as a file: its name, and how it comes about.
struct DerivationGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let session: @Sendable () -> Session

  var testDescription: String { name }

  init(_ name: String, _ session: @escaping @Sendable () -> Session) {
    self.name = "derivation-" + name
    self.session = session
  }

  static let all = targets + widths + special

  /// A session that shows the derivation.
  static func session(
    _ activation: Activation = .tanh, W: Double = 0.9, b: Double = 0, s0: Double = 0.1, target: Int? = nil,
    term: Int? = nil, width: Int = 100, height: Int = 40, keys: String = ""
  ) -> Session {
    Sample.session(
      activation, W: W, b: b, s0: s0, target: target, term: term, size: Size(width: width, height: height)
    ).pressing("2" + keys)
  }

  private static let targets = [1, 2, 3, 24].flatMap { k in
    [("W", ""), ("U", "d"), ("b", "dd")].map { parameter, keys in
      DerivationGolden("k\(k)-\(parameter)-100x40") { session(target: k, term: k == 24 ? 9 : k, keys: keys) }
    }
  }

  private static let widths = [3, 24].flatMap { k in
    [60, 160].map { width in
      DerivationGolden("k\(k)-W-\(width)x50") { session(target: k, term: k == 24 ? 9 : k, width: width, height: 50) }
    }
  }

  private static let special = [
    DerivationGolden("zero-W-100x40") { session(W: 0) },
    DerivationGolden("dead-relu-100x40") { session(.relu, b: 0.5, term: 30) },
    DerivationGolden("overflow-80x24") { session(.identity, W: 1e8, width: 80, height: 24) },
    DerivationGolden("half-revealed-100x30") {
      session(target: 3, height: 30, keys: "<Enter><Enter><Enter><Enter><Enter><Enter>")
    },
    DerivationGolden("scrolled-80x24") { session(target: 24, term: 9, width: 80, height: 24, keys: "<C-d><C-d>") },
    DerivationGolden("smallest-40x10") { session(target: 3, width: 40, height: 10) },
    DerivationGolden("tiny-terms-100x40") { session(W: 1e-200, target: 30, term: 7) },
  ]
}

@Suite("Goldens of the derivation")
struct DerivationGoldenTests {
  @Test("Every derivation is what its file says, glyph by glyph and style by style", arguments: DerivationGolden.all)
  func screen(golden: DerivationGolden) throws {
    var session = golden.session()
    try Golden(golden.name + ".txt").check(StyledText.text(of: session.frame()))
  }
}
