/// Which source is fed to the network, and how much of it.
package struct InputChoice: Hashable, Sendable {
  /// The source's place in the session's list.
  package var source: Int
  /// Recorded steps that are passed over.
  package var offset: Int
  /// T.
  package var steps: Int
  /// What every number is multiplied by.
  package var amplitude: Double
  /// The seed of what is random.
  package var seed: UInt64

  /// A choice.
  package init(source: Int, offset: Int, steps: Int, amplitude: Double = 1, seed: UInt64 = 1) {
    self.source = source
    self.offset = offset
    self.steps = steps
    self.amplitude = amplitude
    self.seed = seed
  }
}

/// What a network takes of a source besides its numbers.
package struct Intake: Hashable, Sendable {
  /// Whether the layers below, where a source has some, are the network's own: the scalar network stands on none.
  package let standsOnLayers: Bool
  /// p, the classes that it tells apart; nil where it tells none and looks at none.
  package let classCount: Int?

  /// What a network takes that stands on the source's layers or on none, and tells so many classes apart or none.
  package init(standsOnLayers: Bool, classCount: Int?) {
    (self.standsOnLayers, self.classCount) = (standsOnLayers, classCount)
  }
}
