import RNNCore

/// What is left out of the sum, as keys and flags choose it: one kind of truncation, or none, and how long it is.
package struct Cut: Hashable, Sendable {
  /// Ways to truncate.
  package enum Kind: String, CaseIterable, Sendable {
    /// Nothing is left out.
    case none
    /// Each target hears a window of steps.
    case window
    /// `detach()` between chunks of steps.
    case detach
  }

  /// Which way.
  package var kind: Kind
  /// τ or d, at least 1; what it was before `none` is what it will be again.
  package private(set) var length: Int

  /// Nothing is left out; windows begin with 8 steps.
  package init(_ kind: Kind = .none, length: Int = 8) {
    (self.kind, self.length) = (kind, Swift.max(length, 1))
  }

  /// What the core takes.
  package var truncation: Truncation {
    switch kind {
    case .none: .none
    case .window: Truncation(window: length)
    case .detach: Truncation(detachEvery: length)
    }
  }

  /// Longer or shorter, among T steps: by one step up to ten, then by a tenth. What is off begins as a window.
  mutating func changeLength(by count: Int, steps: Int) {
    if kind == .none {
      kind = .window
      length = Swift.min(length, Swift.max(steps, 1))
      return
    }
    for _ in 0..<count.magnitude {
      let next = count > 0 ? length + Swift.max(length / 10, 1) : length - Swift.max((length - 1) / 11, 1)
      length = Swift.min(Swift.max(next, 1), Swift.max(steps, 1))
    }
  }

  /// The next kind: a window, then chunks, then none.
  mutating func cycle() {
    let kinds = Kind.allCases
    kind = kinds[(kinds.firstIndex(of: kind).map { $0 + 1 } ?? 0) % kinds.count]
  }
}
