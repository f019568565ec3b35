import RNNCore
import RNNFiles
import Views

@testable import Explorer
@testable import Screen

/// Sessions whose gradient is cut or clipped.
enum CutSample {
  static let sizes = [(60, 20), (100, 30), (160, 45)].map { Size(width: $0.0, height: $0.1) }

  /// The sunspots with a window.
  static func window(_ length: Int = 6, term: Int = 35, size: Size = Size(width: 100, height: 30)) -> Session {
    Sample.session(term: term, size: size).cut(.window, length)
  }

  /// A window that points the wrong way: MATH.md has −12.26 for ∂s₄₄/∂W, and every window up to 32 is positive.
  static func wrongWay(_ window: Int = 22, size: Size = Size(width: 100, height: 30)) -> Session {
    Sample.session(.identity, W: 0.95, U: 0.3, s0: -10, input: "step", size: size).cut(.window, window)
  }

  /// Sixteen units that see the total loss, detached between chunks.
  static func chunks(_ length: Int = 8, size: Size = Size(width: 100, height: 30)) -> Session {
    var session = Sample.classifier(hidden: 16, steps: 44, size: size)
    session.state.observable = .totalLoss
    return session.cut(.detach, length)
  }

  /// Adjoints that are clamped on their way back through an exploding flow.
  static func adjoint(_ limit: Double = 20, size: Size = Size(width: 100, height: 30)) -> Session {
    var session = Sample.session(.identity, W: 1.15, term: 12, size: size)
    session.state.clipping = .adjoint(limit)
    return session.settled
  }
}

extension Session {
  /// With so much cut.
  func cut(_ kind: Cut.Kind, _ length: Int) -> Session {
    var session = self
    session.state.cut = Cut(kind, length: length)
    return session.settled
  }

  /// With scales that fit, as a session has them that begins so.
  var settled: Session {
    var session = self
    session.state.scales = nil
    session.settle()
    return session
  }
}

extension GoldenCase {
  static let cut =
    CutSample.sizes.flatMap { size in
      let end = "\(size.width)x\(size.height)"
      return [
        GoldenCase("cut-window-\(end)") { CutSample.window(size: size) },
        GoldenCase("cut-wrong-way-linear-\(end)") { CutSample.wrongWay(size: size).pressing("s") },
        GoldenCase("cut-chunks-total-loss-\(end)") { CutSample.chunks(size: size) },
        GoldenCase("cut-adjoint-\(end)") { CutSample.adjoint(size: size) },
      ]
    } + [
      GoldenCase("cut-wrong-way-100x30") { CutSample.wrongWay() },
      GoldenCase("cut-window-total-loss-100x30") {
        var session = Sample.classifier(steps: 44)
        session.state.observable = .totalLoss
        return session.cut(.window, 3)
      },
      GoldenCase("cut-detach-100x30") { Sample.session(W: 1.1, term: 20).cut(.detach, 8) },
      GoldenCase("cut-detach-thinned-80x24") {
        Sample.session(input: "noise", steps: 200, target: 199, size: Size(width: 80, height: 24)).cut(.detach, 5)
      },
      GoldenCase("cut-pooled-linear-80x24") {
        Sample.session(.softplus, W: 0.97, offset: 0, steps: 309, size: Size(width: 80, height: 24)).cut(.window, 50)
          .pressing("s")
      },
      GoldenCase("cut-ascii-80x24", ascii: true) { CutSample.window(size: Size(width: 80, height: 24)) },
      GoldenCase("cut-ascii-linear-80x24", ascii: true) {
        CutSample.wrongWay(size: Size(width: 80, height: 24)).pressing("s")
      },
      GoldenCase("cut-smallest-40x10") { CutSample.wrongWay(size: Size(width: 40, height: 10)) },
      GoldenCase("cut-played-100x30") { CutSample.window(3).pressing("<Space><Tick><Tick><Tick><Tick>") },
      GoldenCase("clip-norm-100x30") {
        var session = Sample.session(.identity, W: 1.15, term: 12)
        session.state.clipping = .norm(1)
        return session.settled
      },
    ]
}
