import RNNCore

/// The order in which units are shown, and the one that is being found beside the keys.
struct UnitOrdering: Sendable {
  /// The last one; nil for one unit.
  private(set) var order: UnitOrder?
  private var work = Background<UnitOrder.Origin, UnitOrderSweep>()

  /// Whether one is being found.
  var isUnderWay: Bool { work.purpose != nil }

  /// Makes the order that a state asks for, or begins with it where that takes more multiplications than are made at once.
  mutating func settle(
    _ state: State, _ analysis: Analysis, _ sources: [InputSource], atOnce most: Double, threads: () -> Int
  ) {
    guard state.start.network.hiddenSize > 1 else { return self = UnitOrdering() }
    let key = UnitOrder.Origin(state)
    guard order?.key != key else { return work.abandon() }
    guard work.purpose != key else { return }
    work.abandon()
    let sweep = UnitOrderSweep(state, analysis, sources)
    guard sweep.cost > most else { return order = sweep.finished(threads: threads()) }
    work.begin(for: key, Self.slice(of: sweep, threads: threads()))
  }

  /// Goes on with it, for so long at most.
  mutating func advance(within patience: Duration, threads: Int) {
    guard let sweep = work.take(within: patience) else { return }
    if let order = sweep.order {
      self.order = order
    } else {
      work.begin(for: sweep.key, Self.slice(of: sweep, threads: threads))
    }
  }

  private static func slice(of sweep: UnitOrderSweep, threads: Int) -> Future<UnitOrderSweep> {
    Future(sweep) { $0.refine(budget: AnalysisUnderWay.slice, threads: threads) }
  }
}

extension Session {
  /// The order in which units are shown, as it follows from the state; nil for one unit.
  package var unitOrder: UnitOrder? { ordering.order }

  /// Whether the order of the units is being found.
  package var isOrdering: Bool { ordering.isUnderWay }

  /// Whether the units stand in the order that the state asks for; else in the one before it, or in their own.
  package var isOrdered: Bool { state.start.network.hiddenSize == 1 || unitOrder?.key == UnitOrder.Origin(state) }

  /// The units in the order in which they are shown; empty for one unit.
  package var shownUnits: [Int] {
    let count = state.start.network.hiddenSize
    guard count > 1 else { return [] }
    return unitOrder.flatMap { $0.units.count == count ? $0.units : nil } ?? Array(0..<count)
  }

  /// Has the order of the units at hand, or being found.
  mutating func settleOrder() {
    ordering.settle(state, analysis, sources, atOnce: waitingCost, threads: grantedThreads)
  }

  /// Goes on with the order of the units, for as long as a key may have to wait, or less.
  mutating func continueOrder(patience: Duration) { ordering.advance(within: patience, threads: threads) }

  /// Has the order of the units at hand, however long that takes.
  mutating func finishOrder() {
    while isOrdering { continueOrder(patience: .seconds(1)) }
  }
}
