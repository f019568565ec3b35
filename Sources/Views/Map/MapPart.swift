import Explorer
import RNNCore

/// What the Map view keeps from frame to frame: the map of what is shown where its targets must be visited, and that of what
/// is kept as B.
struct MapPart: ViewPart {
  struct Key: Hashable, Sendable {
    let shown: NormMap.Key?
    let other: CounterpartMap.Key?

    /// Nil where neither is kept.
    init?(_ session: Session, _ layout: MapLayout) {
      let state = session.state
      shown = state.needsNormMap ? NormMap.Key(state, layout) : nil
      let isDue = session.isCounterpartRemedyDue
      other = state.other.map {
        CounterpartMap.Key(terms: NormMap.Key($0, layout), target: state.target, isRemedyDue: isDue)
      }
      if shown == nil, other == nil { return nil }
    }
  }

  let key: Key
  private(set) var shown: NormMap?
  private(set) var other: CounterpartMap?
  /// How many may visit targets at a time.
  private let threads: Int

  /// As much of it as a frame has time for, and the row of k, whose terms are at hand; what is as it was is taken over.
  init(_ key: Key, _ session: Session, previous: MapPart?) {
    (self.key, threads) = (key, session.threads)
    let (last, beside) = (previous?.shown, previous?.other)
    shown = key.shown.flatMap { $0 == last?.key ? last : NormMap($0, of: session.analysis.trajectory) }
    other = key.other.flatMap { key in
      session.compared.map { setting in
        guard let beside, beside.key.terms == key.terms else { return CounterpartMap(key, setting) }
        return beside.key == key ? beside : beside.looked(at: key, setting)
      }
    }
    include(session.analysis)
    if key.shown != last?.key { shown?.refine(moments: 1, threads: threads) }
    if key.other?.terms != beside?.key.terms { other?.refine(moments: 1, threads: threads) }
  }

  var holdsCounterpart: Bool { other != nil }

  var isComplete: Bool { shown?.isComplete != false && other?.isComplete != false }

  var done: Double {
    let parts = [shown?.done, other?.done].compactMap { $0 }
    return parts.reduce(0, +) / Double(parts.count)
  }

  /// Adds the terms of the target that is looked at, which are at hand.
  mutating func include(_ analysis: Analysis) { shown?.include(analysis.keptContributions) }

  /// Both side by side: what is told of the one is to be compared with the other.
  mutating func refine(_ analysis: Analysis, moments: Int) {
    let both = shown?.isComplete == false && other?.isComplete == false
    let each = Double(moments) / (both ? 2 : 1)
    shown?.refine(moments: each, threads: threads)
    other?.refine(moments: each, threads: threads)
  }
}

extension Session {
  /// The map of norms that was shown last.
  var normMap: NormMap? { (parts[.map] as? MapPart)?.shown }
}
