import RNNCore

@testable import Explorer
@testable import Screen

extension GoldenCase {
  /// What a cut and a clipping look like in the map, the derivation and the landscape, and checkpoints in the flow.
  static let remedies = [
    GoldenCase("checkpoints-100x30") { Sample.checkpointed().pressing("<Down><Down>") },
    GoldenCase("map-window-100x30") { cut(Sample.session(term: 35).pressing("3"), .window, 8) },
    GoldenCase("map-detach-100x30") { cut(Sample.session(term: 35).pressing("3"), .detach, 10) },
    GoldenCase("map-window-blocked-ascii-60x20", ascii: true) {
      cut(Sample.session(.relu, b: 0.5, term: 30, size: Size(width: 60, height: 20)).pressing("3"), .window, 20)
    },
    GoldenCase("map-matrix-detach-100x30") { cut(Sample.drawn(hidden: 3).pressing("3"), .detach, 10) },
    GoldenCase("derivation-window-k3-100x40") { cut(Sample.derivation(target: 3, term: 2), .window, 2) },
    GoldenCase("derivation-wrong-way-100x50") { wrongWay("2", height: 50) },
    GoldenCase("derivation-matrix-window-k3-100x80") {
      cut(MatrixSample.session(target: 3, size: Size(width: 100, height: 80), keys: "2"), .window, 2)
    },
    GoldenCase("landscape-wrong-way-100x30") { wrongWay("4", height: 30) },
    GoldenCase("landscape-clipped-100x30") {
      var session = Sample.session()
      if let scenario = Scenario.named("pascanu-wall") { session.open(scenario) }
      return cut(session.pressing("<Esc>"), .none, 1, .norm(1))
    },
  ]

  static func cut(_ session: Session, _ kind: Cut.Kind, _ length: Int, _ clipping: Clipping? = nil) -> Session {
    var session = session
    session.state.cut = Cut(kind, length: length)
    session.state.clipping = clipping
    return session
  }

  /// The network of which every window up to 32 steps has the wrong sign.
  static func wrongWay(_ keys: String, height: Int) -> Session {
    let session = Sample.session(
      .identity, W: 0.95, U: 0.3, s0: -10, input: "step", size: Size(width: 100, height: height))
    return cut(session.pressing(keys), .window, 8)
  }
}
