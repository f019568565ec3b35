/// The three computations that `GradientCheck` holds against each other, for one direction D and the whole state seen by
/// one covector v, or an observable.
struct GradientProbe {
  private let experiment: Experiment
  private let parameter: Parameter
  private let observable: Observable
  /// v, a number for each of the state's; 0 where it is not what is looked at.
  private let covector: [Double]
  private let direction: Matrix
  private let block: ParameterBlock

  init(_ experiment: Experiment, parameter: Parameter, observable: Observable = .state, seed: UInt64) {
    self.experiment = experiment
    self.parameter = parameter
    self.observable = observable
    let network = experiment.network
    block = network.block(parameter)
    let (n, rows, columns) = (network.hiddenSize, block.weights.rows, block.weights.columns)
    var generator = SplitMix64(seed: seed)
    if block.isNumber {
      (covector, direction) = (Self.covector([1], of: observable, network), Matrix(1))
    } else {
      covector = Self.covector((0..<n).map { _ in generator.nextNormal() }, of: observable, network)
      direction = Matrix(
        rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in generator.nextNormal() })
    }
  }

  /// Numbers for the part of the state that is looked at, h or c, and 0 for the other.
  private static func covector(_ numbers: [Double], of observable: Observable, _ network: RNN) -> [Double] {
    let others = [Double](repeating: 0, count: network.stateSize - numbers.count)
    return observable == .cell ? others + numbers : numbers + others
  }

  /// ∂g/∂s_t with the other states held fixed, where s_t has a part in g: v of the whole state.
  private func source(_ trajectory: Trajectory, at step: Int, target: Int) -> ScaledVector? {
    if observable == .totalLoss { return trajectory.lossCovector(at: step) }
    guard step == target else { return nil }
    return observable.isVector ? ScaledVector(covector) : trajectory.covector(of: observable, at: step)
  }

  /// D c_i: the immediate change of a_i, gate by gate.
  private func drive(_ trajectory: Trajectory, at step: Int) -> [ScaledDouble] {
    let input = trajectory.layerInput(at: step, block).map { ScaledDouble($0) }
    return Self.change(of: trajectory, by: direction, block, input)
  }

  /// What M c makes of a change of a_t, gate by gate, where M has the rows of a block.
  private static func change(
    of trajectory: Trajectory, by weights: Matrix, _ block: ParameterBlock, _ input: [ScaledDouble],
    beside others: [ScaledDouble]? = nil
  ) -> [ScaledDouble] {
    let n = trajectory.hiddenSize
    var change = others ?? Array(repeating: .zero, count: trajectory.layout.gates * n)
    for row in 0..<weights.rows {
      let index = block.gates[row / n] * n + row % n
      var sum = ScaledSum(products: weights[row: row], input)
      sum.add(change[index])
      change[index] = sum.value
    }
    return change
  }

  /// Σ_i δ_iᵀ D c_i and Σ_i |δ_iᵀ D c_i|, of the way back that a truncation leaves.
  func terms(
    _ trajectory: Trajectory, target: Int, truncation: Truncation = .none, check: (() throws -> Void)? = nil
  ) rethrows -> (sum: ScaledDouble, magnitude: ScaledDouble) {
    let history =
      observable.isVector
      ? DeltaHistory(
        trajectory, target: target, covectors: ScaledRows([ScaledVector(covector)]), truncation: truncation)
      : ContributionSweep(
        trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation
      ).history(0..<1)
    var (sum, magnitude) = (ScaledSum(), ScaledSum())
    for step in 1...target {
      try check?()
      let term = ScaledSum(products: history.numbers(step - 1), drive(trajectory, at: step)).value
      sum.add(term)
      magnitude.add(term.magnitude)
    }
    return (sum.value, magnitude.value)
  }

  /// Σ_t (∂g/∂s_t)ᵀ τ_t, for the whole state vᵀ τ_k, with τ_0 = 0 and τ_t what the cell makes of W τ_{t−1} + D c_t and of
  /// τ_{t−1}: f′(a_t) ⊙ (W τ_{t−1} + D c_t) of Elman's.
  ///
  /// Each number of τ_t has an exponent of its own: that of a saturated unit may lie 10^250 000 below its neighbours',
  /// and yet be the one that is looked at.
  func forwardRecursion(
    _ trajectory: Trajectory, target: Int, check: (() throws -> Void)? = nil
  ) rethrows -> ScaledDouble {
    let runs = observable.isLoss ? Array(Swift.sequence(first: trajectory) { $0.above.first }) : [trajectory]
    var (tangents, sum) = (runs.map { [ScaledDouble](repeating: .zero, count: $0.stateSize) }, ScaledSum())
    for step in 1...target {
      try check?()
      var drive = drive(trajectory, at: step)
      for (layer, run) in runs.enumerated() {
        // U τ of the layer below is the next one's drive.
        if layer > 0 {
          let block = run.network.cell.inputBlock
          drive = Self.change(of: run, by: block.weights, block, Array(tangents[layer - 1][..<block.weights.columns]))
        }
        tangents[layer] = advanced(tangents[layer], run, at: step, drive)
      }
      let tangent = tangents[runs.count - 1]
      if let source = source(trajectory, at: step, target: target) {
        let seen = ScaledSum(products: source.elements[0...], tangent).value
        sum.add(ScaledDouble(significand: 1, exponent: source.exponent) * seen)
      }
      guard observable == .totalLoss || step == target else { continue }
      for (run, tangent) in zip(runs.dropLast(), tangents) {
        if let final = run.inputs.targets?.final(at: step) {
          sum.add(ScaledSum(products: ArraySlice(final), tangent).value)
        }
      }
    }
    return sum.value
  }

  /// τ_t from τ_{t−1}.
  private func advanced(
    _ tangent: [ScaledDouble], _ trajectory: Trajectory, at step: Int, _ drive: [ScaledDouble]
  ) -> [ScaledDouble] {
    let (n, layout, recurrent) = (trajectory.hiddenSize, trajectory.layout, trajectory.network.cell.recurrentBlock)
    let changes = Self.change(
      of: trajectory, by: recurrent.weights, recurrent, Array(tangent[..<n]), beside: drive)
    var sums = [ScaledSum](repeating: ScaledSum(), count: tangent.count)
    for (place, gate) in layout.gateDerivatives.enumerated() {
      for unit in 0..<n {
        let derivative = trajectory.scaledDerivative(at: step, place, unit: unit)
        sums[gate.part * n + unit].add(derivative * changes[gate.gate * n + unit])
      }
    }
    for (place, passed) in layout.stateDerivatives.enumerated() {
      for unit in 0..<n {
        let derivative = trajectory.scaledDerivative(at: step, layout.gateDerivatives.count + place, unit: unit)
        sums[passed.part * n + unit].add(derivative * tangent[passed.previous * n + unit])
      }
    }
    return sums.map(\.value)
  }

  /// The derivative of g along D from differences alone.
  func centralDifference(_ trajectory: Trajectory, target: Int) -> DifferenceEstimate {
    let size = block.layerInput == .previousState ? block.weights.elements.largestMagnitude : 1
    let widest = 0.05 * Swift.max(size, 0.01) / direction.elements.largestMagnitude
    let straight = (0..<9).map { widest / Double(sign: .plus, exponent: 2 * $0, significand: 1) }.first {
      isStraight(over: $0, trajectory, target: target)
    }
    return DifferenceEstimate.ridders(initialStep: straight ?? widest) { step in
      let (above, below) = (perturbed(by: step).trajectory(), perturbed(by: -step).trajectory())
      guard above.isFinite(through: target), below.isFinite(through: target) else { return .overflow }
      if let kink = firstKink(between: above, below, trajectory, target) { return .kink(step: kink) }
      let slope = observed(above, minus: below, target) / (2 * step)
      guard !slope.isNaN else { return .overflow }
      let rounding = Swift.max(rounding(above, target), rounding(below, target), rounding(trajectory, target))
      return .value(slope, spread: 0, rounding: rounding / step)
    }
  }

  /// What g may be off by: it has the digits of a `Double`, or no certain one where a state on its way underflows.
  private func rounding(_ trajectory: Trajectory, _ target: Int) -> Double {
    if let step = trajectory.underflowAt, step <= target { return .infinity }
    return .ulpOfOne * magnitude(trajectory, target)
  }

  /// How large the numbers are whose differences are taken. A loss has lost some more digits in its logarithm.
  private func magnitude(_ trajectory: Trajectory, _ target: Int) -> Double {
    if !observable.isVector { return 16 * value(trajectory, target).magnitude }
    return covector.indices.reduce(0.0) { sum, unit in
      sum + (covector[unit] * trajectory.state(at: target, unit: unit)).magnitude
    }
  }

  /// Whether g goes nearly straight through its three values at θ − hD, θ and θ + hD. Over wider steps the
  /// extrapolation may settle on the slope of some other part of the curve.
  private func isStraight(over step: Double, _ trajectory: Trajectory, target: Int) -> Bool {
    let (above, below) = (perturbed(by: step).trajectory(), perturbed(by: -step).trajectory())
    guard above.isFinite(through: target), below.isFinite(through: target) else { return false }
    let (right, left) = (observed(above, minus: trajectory, target), observed(trajectory, minus: below, target))
    return (right - left).magnitude <= 0.5 * (right + left).magnitude
  }

  /// g of one trajectory less that of another; NaN where one has none.
  private func observed(_ a: Trajectory, minus b: Trajectory, _ target: Int) -> Double {
    if !observable.isVector { return value(a, target) - value(b, target) }
    return covector.indices.reduce(0.0) { sum, unit in
      sum + covector[unit] * (a.state(at: target, unit: unit) - b.state(at: target, unit: unit))
    }
  }

  private func value(_ trajectory: Trajectory, _ target: Int) -> Double {
    trajectory.value(of: observable, target: target) ?? trajectory.recordedValue(of: observable, target: target) ?? .nan
  }

  private func perturbed(by step: Double) -> Experiment {
    var result = experiment
    let elements = zip(block.weights.elements, direction.elements).map { $0 + step * $1 }
    let weights = Matrix(rows: direction.rows, columns: direction.columns, elements: elements)
    if let changed = try? experiment.network.replacing(parameter, with: weights) { result.start.network = changed }
    return result
  }

  /// The first step at which a pre-activation lies on different sides of a kink in the three runs, of a loss in those of
  /// the layers above too.
  private func firstKink(between a: Trajectory, _ b: Trajectory, _ centre: Trajectory, _ target: Int) -> Int? {
    let own = Self.firstKink(between: a, b, centre, target)
    guard own == nil, observable.isLoss, let a = a.above.first, let b = b.above.first, let centre = centre.above.first
    else { return own }
    return firstKink(between: a, b, centre, target)
  }

  /// The same of one layer.
  private static func firstKink(
    between a: Trajectory, _ b: Trajectory, _ centre: Trajectory, _ target: Int
  ) -> Int? {
    let (n, gates) = (centre.hiddenSize, centre.layout.gates)
    let kinks = centre.network.cell.kinks
    guard kinks.contains(where: { !$0.isEmpty }) else { return nil }
    for index in 0..<target * gates * n {
      for kink in kinks[index / n % gates] {
        func side(_ trajectory: Trajectory) -> Double {
          let distance = trajectory.preActivations[index] - kink
          return distance > 0 ? 1 : distance < 0 ? -1 : 0
        }
        if side(a) != side(centre) || side(b) != side(centre) { return index / (gates * n) + 1 }
      }
    }
    return nil
  }
}

extension Trajectory {
  fileprivate func state(at step: Int, unit: Int) -> Double { states[step * stateSize + unit] }

  /// Σ_t ⟨∂L/∂s_t, s_t⟩ of a recording, whose gradient is the one that is looked at: L itself is not known. nil of all else.
  fileprivate func recordedValue(of observable: Observable, target: Int) -> Double? {
    guard observable.isLoss, case .gradients(let recorded) = inputs.targets?.kind else { return nil }
    let steps = observable == .totalLoss ? 1...target : target...target
    let own =
      above.first?.recordedValue(of: observable, target: target)
      ?? steps.reduce(0) {
        zip(covector(of: recorded, at: $1), states[$1 * stateSize..<($1 + 1) * stateSize]).reduce($0) {
          $0 + $1.0 * $1.1
        }
      }
    guard !above.isEmpty, let final = inputs.targets?.final(at: target) else { return own }
    return zip(final, states[target * stateSize..<(target + 1) * stateSize]).reduce(own) { $0 + $1.0 * $1.1 }
  }
}

extension ScaledSum {
  /// Σ a_i·b_i.
  fileprivate init(products a: ArraySlice<Double>, _ b: [ScaledDouble]) {
    self.init()
    for (x, y) in zip(a, b) { add(ScaledDouble(x) * y) }
  }

  /// The same of numbers in extended range.
  fileprivate init(products a: [ScaledDouble], _ b: [ScaledDouble]) {
    self.init()
    for (x, y) in zip(a, b) { add(x * y) }
  }
}

/// What difference quotients say of a derivative.
enum DifferenceEstimate {
  /// A number, how far its neighbours in the extrapolation table lie from it, and what the rounding of the values it is
  /// the difference of may have done to it.
  case value(Double, spread: Double, rounding: Double)
  /// Even the smallest step crosses a kink at that step of time.
  case kink(step: Int)
  /// Even the smallest step overflows.
  case overflow

  /// Central differences at steps h, h/1.4, h/1.4², … extrapolated to h → 0; the entry whose neighbours agree best
  /// (Ridders, Advances in Engineering Software 4, 1982).
  ///
  /// The first h is made smaller until the quotient exists, down to 2^−26 of what was asked for.
  static func ridders(initialStep: Double, _ quotient: (Double) -> DifferenceEstimate) -> DifferenceEstimate {
    var step = initialStep
    var first = quotient(step)
    for _ in 0..<13 {
      if case .value = first { break }
      step /= 4
      first = quotient(step)
    }
    guard case .value(let value, _, let rounding) = first else { return first }
    return extrapolate(value, rounding, step, quotient)
  }

  private static func extrapolate(
    _ first: Double, _ firstRounding: Double, _ initialStep: Double, _ quotient: (Double) -> DifferenceEstimate
  ) -> DifferenceEstimate {
    var (step, row) = (initialStep, [first])
    var (best, spread, bestRounding) = (first, Double.infinity, firstRounding)
    for _ in 1..<26 {
      step /= ratio
      guard case .value(let next, _, let rounding) = quotient(step) else { break }
      let extended = neville(row, next)
      for order in 1..<extended.count {
        let distance = Swift.max(
          (extended[order] - extended[order - 1]).magnitude, (extended[order] - row[order - 1]).magnitude)
        if distance <= spread { (best, spread, bestRounding) = (extended[order], distance, rounding) }
      }
      row = Array(extended.prefix(10))
    }
    return .value(best, spread: spread, rounding: bestRounding)
  }

  /// The next row of the table: each entry removes one more even power of h.
  private static func neville(_ row: [Double], _ next: Double) -> [Double] {
    var extended = [next]
    var factor = 1.0
    for previous in row {
      factor *= ratio * ratio
      extended.append((extended[extended.count - 1] * factor - previous) / (factor - 1))
    }
    return extended
  }

  private static let ratio = 1.4
}
