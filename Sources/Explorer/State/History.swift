import RNNCore

/// The states that undo, or redo, goes back to, the newest last.
///
/// It is bounded, so that a program that is used for weeks does not grow: by ten thousand changes, of under a kilobyte
/// each, and by the numbers of all networks that were drawn anew meanwhile, 64 MB. The oldest changes are let go of.
package struct History: Equatable, Sendable {
  /// How many changes are kept.
  package static let limit = 10_000
  /// How many numbers of networks are kept, unless one alone has more.
  var numbersLimit = 8_000_000

  private var states: [State] = []
  /// The numbers of all different networks among the states.
  package private(set) var numbers = 0

  /// Whether there is nothing to go back to.
  package var isEmpty: Bool { states.isEmpty }
  /// How many changes there are.
  package var count: Int { states.count }

  /// Remembers a state. A scaled network is kept as W₀ and g: states that differ in g share W₀.
  package mutating func append(_ state: State) {
    var kept = state
    if let matrix = state.matrix { kept.start = matrix.base }
    numbers += kept.numbers(besides: states.last)
    states.append(kept)
    letGo()
  }

  /// Takes the newest state out; nil when there is none.
  package mutating func popLast() -> State? {
    guard var state = states.popLast() else { return nil }
    numbers -= state.numbers(besides: states.last)
    if let start = try? state.matrix?.start() { state.start = start }
    return state
  }

  /// Drops the oldest states once there are too many; a tenth at a time, since the others move up.
  private mutating func letGo() {
    while states.count > 1, states.count > Self.limit || numbers > numbersLimit {
      states.removeFirst(max(states.count / 10, 1))
      numbers = states.indices.reduce(0) { $0 + states[$1].numbers(besides: $1 > 0 ? states[$1 - 1] : nil) }
    }
  }
}

extension State {
  /// Whether the session has these weights anyway, those of a checkpoint that was not read anew.
  private var isSharedWithSession: Bool { checkpoint?.revision == 0 }

  /// The numbers of the network that this state holds and its predecessor does not.
  fileprivate func numbers(besides other: State?) -> Int {
    (isMatrix && !isSharedWithSession && matrix?.base != other?.matrix?.base ? start.network.numbers : 0)
      + (counterpart?.matrix != nil && counterpart?.start != other?.counterpart?.start
        ? counterpart?.start.network.numbers ?? 0 : 0)
  }
}

extension RNN {
  /// All that it holds.
  fileprivate var numbers: Int { recurrentWeights.elements.count + inputWeights.elements.count + 4 * hiddenSize }
}
