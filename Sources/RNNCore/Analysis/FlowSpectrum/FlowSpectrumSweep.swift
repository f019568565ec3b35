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
    /// The graded product, lag by lag.
    case graded(GradedFlowSweep)
    /// The plain product beside what the graded one came to, where that lacks digits.
    case plain(PlainFlowSweep, beside: [MeasuredFlow])
    /// Nothing.
    case ended([MeasuredFlow])
  }

  /// Begins with a target step whose steps are finite, and lags in 0…k, as for `FlowSpectrum`.
  ///
  /// Complexity: O(n³).
  public init(of trajectory: Trajectory, target: Int, lags: [Int]) {
    let wanted = Set(lags).sorted()
    precondition((1...trajectory.steps).contains(target) && trajectory.isFinite(through: target), "k is a finite step")
    precondition(wanted.allSatisfy { (0...target).contains($0) }, "lags from 0 to k")
    (self.target, self.lags) = (target, wanted)
    work = wanted.isEmpty ? .ended([]) : .graded(GradedFlowSweep(trajectory, target: target, lags: wanted))
  }

  /// Whether all lags are there, with all the digits that they get.
  public var isComplete: Bool { if case .ended = work { true } else { false } }

  /// The spectrum at the lags that are there, of which some may get more digits yet. Complexity: O(n·lags).
  public var spectrum: FlowSpectrum {
    let flows: ArraySlice<MeasuredFlow> =
      switch work {
      case .graded(let sweep): sweep.known
      case .plain(_, let flows), .ended(let flows): ArraySlice(flows)
      }
    return FlowSpectrum(
      target: target,
      lags: zip(lags, flows).map { FlowSpectrum.Lag(lag: $0, singularValues: $1.singularValues) })
  }

  /// Does more work, about so many multiplications, at least until another lag is there, or has all its digits.
  ///
  /// Complexity: O(`budget`), or that of one lag, of many units of three, where it is more.
  public mutating func refine(budget: Double) {
    var spent = 0.0
    repeat { spent += advance() } while !isComplete && spent < budget
  }

  /// Goes by a lag that can be shown, and returns about how many multiplications that took.
  private mutating func advance() -> Double {
    let current = work
    work = .ended([])
    switch current {
    case .graded(var sweep):
      let cost = sweep.advance()
      work = sweep.isComplete ? Self.next(after: sweep) : .graded(sweep)
      return cost
    case .plain(var sweep, var flows):
      let (cost, place) = (sweep.cost, sweep.place)
      flows[place].takeBetter(of: sweep.advance())
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

  /// Up to so many units the second product is compared at every lag.
  private static let smallOrder = 32

  /// Goes on to the next lag that is compared, at least one, and returns about how many multiplications that took.
  mutating func advance() -> Double {
    var cost = 0.0
    repeat { cost += addLag() } while compared < flows.count
    return cost
  }

  private mutating func addLag() -> Double {
    let (place, lag, n) = (flows.count, lags[flows.count], trajectory.stateSize)
    let steps = lag - done
    multiply(by: steps)
    product.factor()
    let values = product.singularValues
    flows.append(MeasuredFlow(product, values))
    if n <= Self.smallOrder || (lags.count - 1 - place).isMultiple(of: 3) {
      other?.factor()
      rounding.compare(values, other?.singularValues ?? values)
      for place in compared...place { flows[place].addErrors(rounding, lag: lag) }
      compared = place + 1
    }
    return Self.cost(steps: steps, order: n)
  }

  private mutating func multiply(by steps: Int) {
    for _ in 0..<steps {
      let factor = GradedProduct.Factor(trajectory, at: target - done)
      product.multiply(by: factor)
      other?.multiply(by: factor)
      done += 1
    }
  }

  /// About how many multiplications a lag's values take, those of the two products, and what a step takes beside them.
  private static func cost(steps: Int, order n: Int) -> Double {
    let cube = Double(n * n * n)
    return Double(steps) * (6 * cube + 1e5) + 30 * cube
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
  mutating func advance() -> MeasuredFlow {
    let lag = lags[place]
    while done < lag {
      first.goBack(target - done)
      second.goBack(target - done)
      done += 1
    }
    place += 1
    let values = Self.singularValues(first, rowFactors: Array(repeating: 1, count: factors.count))
    rounding.compare(values, Self.singularValues(second, rowFactors: factors))
    return MeasuredFlow(plain: values, rounding, lag: lag)
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
