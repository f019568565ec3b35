/// A part of a picture that costs more than the rest of a frame. It is kept until something changes that it depends on, and
/// may refine while one looks: coarse first, then finer.
package protocol ViewPart: Sendable {
  /// All that it depends on.
  associatedtype Key: Hashable & Sendable
  /// What it was made for.
  var key: Key { get }
  /// Whether nothing is left to compute.
  var isComplete: Bool { get }
  /// Whether it holds on to the analysis that it was made from, and is let go of with it.
  var holdsAnalysis: Bool { get }
  /// Takes over what an analysis has at hand.
  mutating func include(_ analysis: Analysis)
  /// Computes more, for so many moments; at least a sample.
  mutating func refine(_ analysis: Analysis, moments: Int)
}

extension ViewPart {
  package var isComplete: Bool { true }
  package var holdsAnalysis: Bool { false }
  package mutating func include(_ analysis: Analysis) {}
  package mutating func refine(_ analysis: Analysis, moments: Int) {}
}

/// The part of a view that needs none.
package enum NoPart: ViewPart {
  package var key: Never { switch self {} }
}

extension ViewDefinition {
  /// Makes the part of what a session shows, or has the one there is take over what is at hand; without a key the last one
  /// stays.
  func settle(_ parts: inout [View: any ViewPart], _ session: Session) {
    guard let key = key(session) else { return }
    let last = parts[view] as? Part
    if last?.key == key {
      parts[view]?.include(session.analysis)
    } else {
      parts[view] = part(key, session, previous: last)
    }
  }

  /// Whether something of the part that is shown is left to compute.
  func isRefining(_ session: Session) -> Bool {
    guard let part = session.parts[view] as? Part, !part.isComplete else { return false }
    return part.key == key(session)
  }
}

extension Session {
  /// The part that there is of a view, if it was made for a key.
  package func part<Part: ViewPart>(of view: View, for key: Part.Key) -> Part? {
    (parts[view] as? Part).flatMap { $0.key == key ? $0 : nil }
  }
}
