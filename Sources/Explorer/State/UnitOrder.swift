import RNNCore
import Screen

/// When the units of a network were sorted: the gain, T, k and the quantity at which their shares decided who stands where.
///
/// Everything else that the shares follow from is the state's own. So the rows stay while the gain, T and k change, and
/// the order is still a function of the state: undo, redo and the command line that `y` shows bring it back.
package struct UnitSorting: Hashable, Sendable {
  /// g of W = g·W₀.
  package var gain: Double
  /// T.
  package var steps: Int
  /// k, in 1…T.
  package var target: Int
  /// What of s_k was looked at. Units are looked at one after the other in the order in which the whole state shows them,
  /// so that no unit stands here.
  package var observable: Observable

  /// Sorted by what a state has now.
  package init(by state: State) {
    gain = state.matrix?.gain ?? 1
    steps = state.input.steps
    target = state.target
    observable = state.observable.isUnit ? .state : state.observable
  }
}

extension State {
  /// What the units would be sorted by now; nil where there is one.
  var freshSorting: UnitSorting? { start.network.hiddenSize > 1 ? UnitSorting(by: self) : nil }

  /// Sorts the units by what they have now.
  package mutating func sortUnits() { sorting = freshSorting }

  /// The state with its units in the order of the one before it, as long as only the gain, T and k differ, or the units
  /// are looked at one after the other; else sorted anew.
  package func sorted(after other: State) -> State {
    guard sorting == other.sorting, !keepsOrder(of: other) else { return self }
    var state = self
    state.sortUnits()
    return state
  }

  private func keepsOrder(of other: State) -> Bool {
    matrix?.base == other.matrix?.base && parameter == other.parameter && input.source == other.input.source
      && input.seed == other.input.seed && (observable.isUnit || observable == sorting?.observable)
  }

  /// The state as it was when its units were sorted; nil where a weight of it would be no finite number, and where its
  /// input has not so many steps.
  func whenSorted(_ sources: [InputSource]) -> State? {
    let available = source(of: sources).availableSteps(offset: input.offset, hidden: start.network.hiddenSize)
    guard let sorting, sorting.steps <= available else { return nil }
    var state = self
    state.input.steps = sorting.steps
    (state.target, state.observable) = (sorting.target, sorting.observable)
    if var matrix {
      matrix.gain = sorting.gain
      guard (try? state.setMatrix(matrix)) != nil else { return nil }
    }
    return state
  }
}

extension Observable {
  /// Whether it is a single unit.
  package var isUnit: Bool {
    if case .unit = self { true } else { false }
  }
}

extension UnitSorting: LosslessStringConvertible {
  /// As `--order` takes it: `g=1.05,T=44,k=40,of=state`.
  package var description: String { "g=\(gain),T=\(steps),k=\(target),of=\(observable.name)" }

  /// Reads what `description` writes; nil for anything else.
  package init?(_ description: String) {
    let halves = description.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.split(separator: "=", omittingEmptySubsequences: false)
    }
    guard halves.allSatisfy({ $0.count == 2 }), halves.map(\.[0]) == ["g", "T", "k", "of"],
      let gain = Double(halves[0][1]), gain.isFinite, let steps = Int(halves[1][1]), let target = Int(halves[2][1]),
      (1...InputSource.stepLimit).contains(steps), (1...steps).contains(target),
      let observable = [Observable.state, .loss, .totalLoss].first(where: { $0.name == halves[3][1] })
    else { return nil }
    (self.gain, self.steps, self.target, self.observable) = (gain, steps, target, observable)
  }
}

/// The order in which the units of a network are shown: those first to whose parameters the contributions said most when
/// they were sorted.
///
/// The measure of unit r is `Contributions.unitShares`, its part of Σ_i ‖C_i‖². It follows from the state and is kept
/// until something changes that it depends on.
package struct UnitOrder: Sendable {
  /// All that the order depends on.
  package struct Origin: Hashable {
    package let sorting: UnitSorting?
    package let base: InitializedNetwork?
    package let intake: Intake
    package let input: InputChoice
    package let parameter: Parameter

    package init(_ state: State) {
      sorting = state.sorting
      (base, intake) = (state.matrix?.base, state.intake)
      var input = state.input
      input.steps = 0
      (self.input, parameter) = (input, state.parameter)
    }
  }

  package let key: Origin
  /// The units by rank.
  package let units: [Int]

  /// So many units in the order of their shares; in their own where there are none.
  fileprivate init(_ key: Origin, _ shares: [Double], count: Int) {
    self.key = key
    // Units that differ by rounding alone, as in an orthogonal network, stand in their own order on every processor.
    let shares = shares.map { Float($0) }
    let all = 0..<count
    units = shares.count == count ? all.sorted { (shares[$0], $1) > (shares[$1], $0) } : Array(all)
  }
}

/// The order of a state's units, a part at a time: what decides it may take many times as long as what is looked at, as for
/// one unit, whose rows stand where the whole state has them.
struct UnitOrderSweep: Sendable {
  /// What the order depends on.
  let key: UnitOrder.Origin
  /// The multiplications of all of it, as `AnalysisUnderWay` counts them; 0 where what decides is there.
  let cost: Double
  private let count: Int
  private var work: Work

  private enum Work: Sendable {
    /// The forward pass of the state as it was when its units were sorted, before its inputs are there.
    case inputs(State, [InputSource])
    case forward(ForwardSweep, State)
    case terms(GradientSweep)
    case complete(UnitOrder)
  }

  /// Begins for a state whose analysis is there, from which all is taken that it has.
  init(_ state: State, _ analysis: Analysis, _ sources: [InputSource]) {
    (key, count) = (UnitOrder.Origin(state), state.start.network.hiddenSize)
    let isSame = state.sorting == state.freshSorting && state.sorting?.observable == state.observable
    guard !isSame, let then = state.whenSorted(sources) else {
      let shares = isSame ? analysis.contributions?.unitShares : nil
      (work, cost) = (.complete(UnitOrder(key, shares ?? [], count: count)), 0)
      return
    }
    cost = AnalysisUnderWay.cost(of: then)
    work = .inputs(then, sources)
    if then.start == state.start, then.input == state.input { beginTerms(of: then, analysis.trajectory) }
  }

  /// The order; nil before it is complete.
  var order: UnitOrder? {
    if case .complete(let order) = work { order } else { nil }
  }

  /// Does more work, about so many multiplications on each of so many threads, on neither of which the order depends.
  mutating func refine(budget: Double, threads: Int) {
    // Nothing else holds what is worked on, so that no step copies it.
    let part = work
    work = .complete(UnitOrder(key, [], count: count))
    advance(part, budget: budget, threads)
  }

  private mutating func advance(_ part: consuming Work, budget: Double, _ threads: Int) {
    switch consume part {
    case .inputs(let then, let sources):
      work = .forward(ForwardSweep(of: Experiment(start: then.start, inputs: then.inputs(sources))), then)
    case .forward(var sweep, let then):
      sweep.refine(budget: budget / AnalysisUnderWay.vectorCost)
      if let trajectory = sweep.trajectory { beginTerms(of: then, trajectory) } else { work = .forward(sweep, then) }
    case .terms(var sweep):
      sweep.refine(budget: budget, threads: threads)
      if let terms = sweep.contributions { finish(terms.unitShares) } else { work = .terms(sweep) }
    case .complete(let order):
      work = .complete(order)
    }
  }

  private mutating func beginTerms(of then: State, _ trajectory: Trajectory) {
    guard trajectory.isFinite(through: then.target), trajectory.canObserve(then.observable, at: then.target) else {
      return finish([])
    }
    work = .terms(
      GradientSweep(
        contributionsOf: trajectory, target: then.target, parameter: then.parameter, observable: then.observable,
        truncation: .none))
  }

  private mutating func finish(_ shares: [Double]) { work = .complete(UnitOrder(key, shares, count: count)) }

  /// The order, with all that is left to do for it.
  consuming func finished(threads: Int) -> UnitOrder {
    while true {
      if let order { return order }
      refine(budget: .infinity, threads: threads)
    }
  }
}
