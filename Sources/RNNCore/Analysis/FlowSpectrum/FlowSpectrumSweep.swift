/// The singular values of a flow lag by lag, from the smallest one on, for whoever must not wait for all of them at once.
///
///     var sweep = FlowSpectrumSweep(of: trajectory, target: 256, lags: Array(0..<256))
///     while !sweep.isComplete { sweep.refine(budget: 1e8) }
///     sweep.spectrum         // as `FlowSpectrum(of:target:lags:)` has it, to the last bit
public struct FlowSpectrumSweep: Sendable {
  /// k.
  public let target: Int
  /// The lags that were asked for, in ascending order.
  public let lags: [Int]
  private var work: Work

  /// What is left to be done. Nothing but this holds what it works on, so that no step copies it.
  private enum Work: Sendable {
    /// Everything.
    case all(Trajectory)
    /// The graded product, lag by lag.
    case graded(GradedFlowSweep)
    /// The plain product beside what the graded one came to, where that lacks digits.
    case plain(PlainFlowSweep, beside: [MeasuredFlow])
    /// Nothing.
    case ended([MeasuredFlow])
  }

  /// Begins with a target step whose steps are finite, and lags in 0…k, as for `FlowSpectrum`.
  ///
  /// Complexity: O(lags·log lags).
  public init(of trajectory: Trajectory, target: Int, lags: [Int]) {
    let wanted = Set(lags).sorted()
    precondition((1...trajectory.steps).contains(target) && trajectory.isFinite(through: target), "k is a finite step")
    precondition(wanted.allSatisfy { (0...target).contains($0) }, "lags from 0 to k")
    (self.target, self.lags) = (target, wanted)
    work = wanted.isEmpty ? .ended([]) : .all(trajectory)
  }

  /// Whether all lags are there, with all the digits that they get.
  public var isComplete: Bool { if case .ended = work { true } else { false } }

  /// The spectrum at the lags that are there, of which some may get more digits yet. Complexity: O(n·lags).
  public var spectrum: FlowSpectrum {
    let flows: ArraySlice<MeasuredFlow> =
      switch work {
      case .all: []
      case .graded(let sweep): sweep.known
      case .plain(_, let flows), .ended(let flows): ArraySlice(flows)
      }
    return FlowSpectrum(
      target: target,
      lags: zip(lags, flows).map { FlowSpectrum.Lag(lag: $0, singularValues: $1.singularValues) })
  }

  /// How much of it is done, 0 … 1: of the lags that have values, or, where these lack digits, that have all of them.
  public var progress: Double {
    switch work {
    case .all: 0
    case .graded(let sweep): Double(sweep.known.count) / Double(lags.count)
    case .plain(let sweep, _): Double(sweep.place) / Double(lags.count)
    case .ended: 1
    }
  }

  /// About how many multiplications the next lags take, fewer than which `refine` does not take in; 0 where nothing is left.
  public var costOfNext: Double {
    switch work {
    case .all(let trajectory): LagCosts(lags, trajectory.stateSize).ofNext(from: 0)
    case .graded(let sweep): sweep.costOfNext
    case .plain(let sweep, _): sweep.cost
    case .ended: 0
    }
  }

  /// Does more work, about so many multiplications on each of so many threads, 1 or less for this one alone, at least until another lag is there, or has all
  /// its digits. What comes of it in the end depends on neither.
  ///
  /// Complexity: O(`budget`), or that of one lag, of many units of three, where it is more.
  public mutating func refine(budget: Double, threads: Int = 1) {
    let threads = Swift.max(threads, 1)
    var spent = 0.0
    repeat { spent += advance(budget: budget - spent, threads: threads) } while !isComplete && spent < budget
  }

  /// Goes by some lags that can be shown, at least one, and returns about how many multiplications that took each thread.
  private mutating func advance(budget: Double, threads: Int) -> Double {
    let current = work
    work = .ended([])
    switch current {
    case .all(let trajectory):
      work = .graded(GradedFlowSweep(trajectory, target: target, lags: lags))
      return advance(budget: budget, threads: threads)
    case .graded(var sweep):
      let cost = sweep.advance(budget: budget * Double(threads), threads: threads) / Double(threads)
      work = sweep.isComplete ? Self.next(after: sweep) : .graded(sweep)
      return cost
    case .plain(var sweep, var flows):
      let (cost, place) = (sweep.cost / Double(Swift.min(threads, 2)), sweep.place)
      flows[place].takeBetter(of: sweep.advance(threads: threads))
      work = sweep.isComplete ? .ended(flows) : .plain(sweep, beside: flows)
      return cost
    case .ended:
      work = current
      return 0
    }
  }

  private static func next(after sweep: GradedFlowSweep) -> Work {
    let flows = Array(sweep.known)
    guard flows.contains(where: \.lacksDigits) else { return .ended(flows) }
    return .plain(PlainFlowSweep(sweep.trajectory, target: sweep.target, lags: sweep.lags), beside: flows)
  }
}

/// About what the values at lags cost, in multiplications, and which lags go together.
private struct LagCosts {
  private let lags: [Int]
  private let order: Int

  init(_ lags: [Int], _ order: Int) { (self.lags, self.order) = (lags, order) }

  /// Up to so many units the second product is compared at every lag.
  private static let smallOrder = 32

  /// Of a large network the second product is compared at every third lag, from the last one back.
  func isCompared(_ place: Int) -> Bool { order <= Self.smallOrder || (lags.count - 1 - place).isMultiple(of: 3) }

  /// The places of lags to go on with: as many as a budget and some ten megabytes are enough for, the last one compared.
  func next(from first: Int, budget: Double) -> Range<Int> {
    let most = (1 << 20) / (order * order)
    var (end, cost) = (first, 0.0)
    repeat {
      cost += self.cost(ofPlace: end)
      end += 1
    } while !isCompared(end - 1) || end < lags.count && cost < budget && end - first < most
    return first..<end
  }

  /// That of the next ones that are compared.
  func ofNext(from first: Int) -> Double { cost(of: next(from: first, budget: 0)) }

  func cost(of places: Range<Int>) -> Double { places.reduce(0) { $0 + cost(ofPlace: $1) } }

  /// That of a lag's values, those of the two products, and what a step takes beside them.
  private func cost(ofPlace place: Int) -> Double {
    let steps = lags[place] - (place > 0 ? lags[place - 1] : 0)
    let cube = Double(order * order * order)
    return Double(steps) * (6 * cube + 1e5) + 30 * cube
  }
}

/// The flow at some lags by a graded product, and by a second one that is rounded otherwise.
///
/// Of a large network the second product is compared at every third lag, from the last one back; those between have the
/// error of the next one that is compared.
private struct GradedFlowSweep: Sendable {
  let trajectory: Trajectory
  let target: Int
  let lags: [Int]
  private var product: GradedProduct
  /// The second product; nil where nothing is ever rounded.
  private var other: GradedProduct?
  private var rounding: RoundingEstimate
  private var flows: [MeasuredFlow] = []
  /// How many of them have errors.
  private var compared = 0
  /// The steps that have been multiplied.
  private var done = 0

  init(_ trajectory: Trajectory, target: Int, lags: [Int]) {
    (self.trajectory, self.target, self.lags) = (trajectory, target, lags)
    let n = trajectory.stateSize
    let W = trajectory.layout.scalesWeights ? trajectory.network.recurrentWeights : nil
    product = GradedProduct(W, order: n)
    other = W?.isMonomial ?? false ? nil : product.reflected(seed: 1)
    rounding = RoundingEstimate(order: n)
  }

  /// The flows that have errors.
  var known: ArraySlice<MeasuredFlow> { flows.prefix(compared) }
  var isComplete: Bool { compared == lags.count }
  private var costs: LagCosts { LagCosts(lags, trajectory.stateSize) }

  /// Goes on for about so many multiplications, at least to the next lag that is compared, and returns how many that took.
  ///
  /// The two products are two chains, which are factored where they have to be; what they are at a lag is factored by
  /// itself, and its values are found, on whichever thread is free.
  mutating func advance(budget: Double, threads: Int) -> Double {
    let places = costs.next(from: flows.count, budget: budget)
    let all = places.map { lags[$0] }
    let compared = places.filter(costs.isCompared).map { lags[$0] }
    let (chain, otherChain) = Concurrent.both(
      threads: threads, { [self] in products(product, at: all) }, { [self] in other.map { products($0, at: compared) } }
    )
    let values = Self.values(of: chain + (otherChain ?? []), threads: threads)
    take(Array(values.prefix(all.count)), otherChain == nil ? nil : Array(values.dropFirst(all.count)))
    if let last = chain.last { product = last }
    if let last = otherChain?.last { other = last }
    done = lags[places.upperBound - 1]
    return costs.cost(of: places)
  }

  /// About how many multiplications the next lags take that are compared.
  var costOfNext: Double { costs.ofNext(from: flows.count) }

  /// What a product becomes at some lags, not factored there.
  private func products(_ product: GradedProduct, at lags: [Int]) -> [GradedProduct] {
    var (product, done) = (product, done)
    return lags.map { lag in
      while done < lag {
        product.multiply(by: GradedProduct.Factor(trajectory, at: target - done))
        done += 1
      }
      return product
    }
  }

  /// The singular values of products, and which of them are lost.
  private static func values(of products: [GradedProduct], threads: Int) -> [(MeasuredFlow, [ScaledDouble])] {
    Concurrent.map(count: products.count, threads: threads) { place in
      var product = products[place]
      product.factor()
      let values = product.singularValues
      return (MeasuredFlow(product, values), values)
    }
  }

  /// Takes the values of the next lags in, and those of the second product at those of them that are compared; of what is never
  /// rounded nil.
  private mutating func take(
    _ values: [(flow: MeasuredFlow, values: [ScaledDouble])], _ others: [(flow: MeasuredFlow, values: [ScaledDouble])]?
  ) {
    var rest = ArraySlice(others ?? [])
    for (flow, values) in values {
      let place = flows.count
      flows.append(flow)
      guard costs.isCompared(place) else { continue }
      rounding.compare(values, rest.popFirst()?.values ?? values)
      for place in compared...place { flows[place].addErrors(rounding, lag: lags[place]) }
      compared = place + 1
    }
  }
}

/// The flow at some lags by the plain product that the regime is taken from, in rows of a common exponent each.
///
/// The second product has every row times a number of its own, which is taken out again: the same zeros and the same
/// signs, so that where nothing cancels nothing is lost, but every sum is rounded otherwise.
private struct PlainFlowSweep: Sendable {
  private let target: Int
  private let lags: [Int]
  private var first: BackwardSweep
  private var second: BackwardSweep
  /// What the rows of the second one are multiplied by.
  private let factors: [Double]
  private var rounding: RoundingEstimate
  /// The next lag's place.
  private(set) var place = 0
  private var done = 0

  init(_ trajectory: Trajectory, target: Int, lags: [Int]) {
    (self.target, self.lags) = (target, lags)
    let n = trajectory.stateSize
    var generator = SplitMix64(seed: 1)
    factors = (0..<n).map { _ in 1 + generator.nextUniform() }
    first = Self.sweep(trajectory, target, rowFactors: Array(repeating: 1, count: n))
    second = Self.sweep(trajectory, target, rowFactors: factors)
    rounding = RoundingEstimate(order: n)
  }

  private static func sweep(_ trajectory: Trajectory, _ target: Int, rowFactors: [Double]) -> BackwardSweep {
    let n = rowFactors.count
    let diagonal = (0..<n * n).map { $0 / n == $0 % n ? rowFactors[$0 / n] : 0 }
    return BackwardSweep(trajectory, target: target, covectors: ScaledRows(diagonal, columns: n))
  }

  var isComplete: Bool { place == lags.count }

  /// About how many multiplications the next lag takes.
  var cost: Double {
    let cube = Double(factors.count * factors.count * factors.count)
    return Double(lags[place] - done) * (2 * cube + 1e5) + 40 * cube
  }

  /// Goes on to the next lag, of which there is one.
  mutating func advance(threads: Int) -> MeasuredFlow {
    let lag = lags[place]
    let ones = Array(repeating: 1.0, count: factors.count)
    let (one, two) = Concurrent.both(
      threads: threads, { [self] in flow(first, to: lag, rowFactors: ones) },
      { [self] in flow(second, to: lag, rowFactors: factors) })
    (first, second, done) = (one.sweep, two.sweep, lag)
    place += 1
    rounding.compare(one.values, two.values)
    return MeasuredFlow(plain: one.values, rounding, lag: lag)
  }

  /// A product that has gone on to a lag, and its singular values.
  private func flow(
    _ sweep: BackwardSweep, to lag: Int, rowFactors: [Double]
  ) -> (sweep: BackwardSweep, values: [ScaledDouble]) {
    var sweep = sweep
    for done in done..<lag { sweep.goBack(target - done) }
    return (sweep, Self.singularValues(sweep, rowFactors: rowFactors))
  }

  private static func singularValues(_ sweep: BackwardSweep, rowFactors: [Double]) -> [ScaledDouble] {
    let (n, product) = (rowFactors.count, sweep.adjoints.matrix())
    let elements = product.elements.indices.map { product.elements[$0] / rowFactors[$0 / n] }
    return LinearAlgebra.singularValues(elements, rows: n, columns: n).map {
      ScaledDouble(significand: $0, exponent: product.exponent)
    }
  }
}

extension MeasuredFlow {
  /// Values of a graded product: those that count, those that are lost, those that are 0.
  fileprivate init(_ product: GradedProduct, _ values: [ScaledDouble]) {
    let n = product.order
    self.init(
      values: values + Array(repeating: .zero, count: n - values.count),
      errors: (0..<n).map { $0 >= values.count && $0 < values.count + product.lost ? .infinity : 0 })
  }

  /// A value far below the largest is nothing but the noise of its decomposition, whatever the product is.
  fileprivate init(plain values: [ScaledDouble], _ rounding: RoundingEstimate, lag: Int) {
    self.init(
      values: values,
      errors: values.enumerated().map { rank, value in
        let noise = value.isZero ? .infinity : (values[0] / value).doubleValue * 4 * Double(values.count) * .ulpOfOne
        return rounding.relativeError(rank, lag: lag) + noise
      })
  }
}

extension Matrix {
  /// Whether no row and no column has more than one element that is not 0: a product of such matrices adds nothing up.
  fileprivate var isMonomial: Bool {
    var (rowCounts, columnCounts) = (Array(repeating: 0, count: rows), Array(repeating: 0, count: columns))
    for (index, element) in elements.enumerated() where element != 0 {
      rowCounts[index / columns] += 1
      columnCounts[index % columns] += 1
    }
    return (rowCounts + columnCounts).allSatisfy { $0 <= 1 }
  }
}
