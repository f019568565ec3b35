import Screen

/// A part of a picture that costs more than the rest of a frame. It is kept until something changes that it depends on.
protocol KeptPart: Sendable {
  /// All that it depends on.
  associatedtype Key: Hashable
  /// What it was made for.
  var key: Key { get }
}

/// A part that refines while one looks: coarse first, then finer.
protocol RefinedPart: KeptPart {
  /// Whether nothing is left to compute.
  var isComplete: Bool { get }
}

extension Optional where Wrapped: RefinedPart {
  /// Whether it is the part of a key, and something of it is left to compute.
  func isUnderWay(for key: @autoclosure () -> Wrapped.Key?) -> Bool {
    guard let part = self, !part.isComplete, let key = key() else { return false }
    return part.key == key
  }
}

extension Optional where Wrapped: KeptPart {
  /// The part, if it is the one of a key.
  func current(for key: Wrapped.Key) -> Wrapped? { flatMap { $0.key == key ? $0 : nil } }

  /// Makes the part anew where it is not the one of a key; without a key the last one stays.
  mutating func settle(for key: Wrapped.Key?, _ make: (Wrapped.Key) -> Wrapped) {
    if let key, self?.key != key { self = make(key) }
  }
}
