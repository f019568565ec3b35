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
  /// Of `detach` the steps after which chunks of different lengths end; empty where all have one length.
  package private(set) var boundaries: [Int] = []

  /// Nothing is left out; windows begin with 8 steps.
  package init(_ kind: Kind = .none, length: Int = 8) {
    (self.kind, self.length) = (kind, Swift.max(length, 1))
  }

  /// Detached after some steps, ascending from 1 on; where they make chunks of one length of T steps, that is `detach` with it.
  package init(detachAfter steps: [Int], of total: Int? = nil) {
    let first = steps.first ?? 1
    self.init(.detach, length: first)
    if total.map({ Array(stride(from: first, to: $0, by: first)) }) != steps { boundaries = steps }
  }

  /// As a recording was detached; nothing where it was not.
  package init(of recording: ScaledNetwork.Recording) {
    self = recording.boundaries.isEmpty ? Cut() : Cut(detachAfter: recording.boundaries, of: recording.inputs.steps)
  }

  /// The flags that ask for it; none where nothing is left out.
  package var flags: [String] {
    switch kind {
    case .none: []
    case .window: ["--cut-window", "\(length)"]
    case .detach: ["--detach", boundaries.isEmpty ? "\(length)" : boundaries.map { "\($0)" }.joined(separator: ",")]
    }
  }

  /// What the core takes.
  package var truncation: Truncation {
    switch kind {
    case .none: .none
    case .window: Truncation(window: length)
    case .detach: boundaries.isEmpty ? Truncation(detachEvery: length) : Truncation(detachAfter: boundaries)
    }
  }

  /// Longer or shorter, among T steps: to the next of 1, 2, 3 … 50, 55 … 100, 110 … 200, 220 …, so that each way undoes the
  /// other. What leaves nothing out gets no longer, and shorter at once by so much that something is left out. What is off
  /// begins as a window.
  mutating func changeLength(by count: Int, steps: Int) {
    guard kind != .none else { return cycle(steps: steps) }
    boundaries = []
    for _ in 0..<count.magnitude {
      if count > 0 {
        guard length < steps else { return }
        length = Swift.min((length / Self.unit(length) + 1) * Self.unit(length), steps)
      } else {
        let present = Swift.min(length, Swift.max(steps, 1))
        let unit = Self.unit(present - 1)
        length = Swift.max((present - 1) / unit * unit, 1)
      }
    }
  }

  /// How far apart the lengths from this one on stand: 1 step below 50, then 5 below 100, 10 below 200, 20 below 500 …
  private static func unit(_ length: Int) -> Int {
    var (decade, leading) = (1, length)
    while leading >= 100 { (decade, leading) = (decade * 10, leading / 10) }
    return leading >= 50 ? 5 * decade : decade > 1 && leading >= 20 ? 2 * decade : decade
  }

  /// The next kind: a window, then chunks, then none. A window that would leave nothing of T steps out begins with half of
  /// them.
  mutating func cycle(steps: Int) {
    if kind == .none, length >= steps { length = Swift.max(steps / 2, 1) }
    kind = kind.neighbour(1)
    boundaries = []
  }
}

extension Cut {
  /// What is left out, in a line for the reader.
  func words(target k: Int, observable: Observable) -> String {
    let steps = "\(length) step\(length == 1 ? "" : "s")"
    switch kind {
    case .detach where !boundaries.isEmpty:
      return
        "detached after the steps \(Self.list(boundaries)), where s is passed on as a constant: k = \(k) hears \(heard(k))"
    case .none: return "nothing is cut: k = \(k) hears every step from 1 on"
    case .window:
      let own = observable == .totalLoss ? " for each step's loss" : ""
      return "a window of \(steps)\(own): k = \(k) hears \(heard(k))"
    case .detach:
      let chunks = length == 1 ? "step" : steps
      return "detached after every \(chunks), where s is passed on as a constant: k = \(k) hears \(heard(k))"
    }
  }

  /// `5, 8, 12 and 4 more`.
  private static func list(_ steps: [Int]) -> String {
    let shown = steps.prefix(steps.count > 7 ? 6 : 7).map { "\($0)" }.joined(separator: ", ")
    return shown + (steps.count > 7 ? " and \(steps.count - 6) more" : "")
  }

  private func heard(_ target: Int) -> String {
    let first = truncation.firstStep(reaching: target)
    guard first > 1 else { return "every step from 1 on, as without" }
    return first == target ? "step \(target) alone" : "the steps \(first) to \(target), and no farther back"
  }
}

extension Cut {
  /// Why its length stays as it is.
  func reasonForNoChange(_ by: Int, steps: Int) -> String {
    let name = kind == .detach ? "a chunk" : "a window"
    return by < 0 ? "\(name) has one step at least" : "\(name) of \(length) steps leaves nothing of T = \(steps) out"
  }
}

/// What is said of `detach()`, in words that fit behind others.
extension Cut {
  /// `detach() every 5`, or `detach() at 3 steps` where chunks have different lengths.
  package var detachWords: String {
    boundaries.isEmpty ? "detach() every \(length)" : "detach() at \(boundaries.count) steps"
  }
}

/// What the hints say of it, where something is left out.
extension Cut {
  /// What `(` and `)` change.
  var hint: String {
    switch kind {
    case .none: ""
    case .window: "window \(length)"
    case .detach: boundaries.isEmpty ? "chunk \(length)" : "chunks"
    }
  }

  /// What `D` leads to.
  var nextHint: String {
    switch kind {
    case .none: ""
    case .window: "detach"
    case .detach: "uncut"
    }
  }
}

extension Clipping {
  /// `norm:1`, as `--clip` takes it.
  package var flag: String {
    let digits = threshold.description
    return name + ":" + (digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits)
  }

  /// Reads what `flag` writes; nil for anything else, and for a threshold that is not finite and above 0.
  package init?(flag: String) {
    let halves = flag.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let threshold = Double(halves[1]), threshold.isFinite, threshold > 0 else { return nil }
    switch halves[0] {
    case "norm": self = .norm(threshold)
    case "each": self = .each(threshold)
    case "value": self = .value(threshold)
    case "adjoint": self = .adjoint(threshold)
    default: return nil
    }
  }
}
