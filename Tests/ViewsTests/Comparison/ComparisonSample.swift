import RNNCore
import Views

@testable import Explorer
@testable import Screen

/// Sessions beside which something is kept as B.
enum ComparisonSample {
  /// tanh with W 1.1 beside W 0.9.
  static func weights(size: Size = Size(width: 100, height: 30)) -> Session {
    Sample.session(W: 1.1, term: 35, size: size).beside(Sample.drawing())
  }

  /// The pairs that may stand beside each other: other weights, activations, lengths, targets, gradients, cells of one unit and
  /// of several, what is cut, what overflows.
  static let pairs: [(shown: Session, other: Session)] = {
    let scalars = [
      Sample.drawing(), Sample.session(W: 1.1), Sample.session(.sigmoid, W: 3, input: "noise", steps: 100),
      Sample.session(.relu, W: 1.4, b: 0.5, steps: 20),
      Sample.session(.identity, W: 1.2, s0: -1, steps: 60, target: 12),
      Sample.session(.identity, W: 1e30, input: "step", steps: 30), CutSample.wrongWay(),
      Sample.session(.relu, b: -0.6, steps: 33), Sample.session(input: "noise", steps: 400), Sample.session(steps: 1),
    ]
    let drawn = [
      Sample.drawn(hidden: 5), Sample.drawn(.orthogonal, hidden: 8, activation: .identity, steps: 70),
      Sample.classifier(hidden: 4, classes: 3), CutSample.chunks(5),
    ]
    let all = scalars + drawn
    return all.indices.flatMap { place in
      [1, 3, 7].map { (all[place], all[(place + $0) % all.count]) }
    }
  }()
}

extension Session {
  /// With the setting of another session kept as B, whose source is made one of this one's.
  func beside(_ other: Session) -> Session {
    let source = other.sources[other.state.input.source]
    let sources = self.sources.contains(source) ? self.sources : self.sources + [source]
    var kept = other.state
    kept.input.source = sources.firstIndex(of: source) ?? 0
    var state = self.state
    (state.counterpart, state.scales) = (Counterpart(kept), nil)
    return Session(state: state, sources: sources, size: size)
  }
}
