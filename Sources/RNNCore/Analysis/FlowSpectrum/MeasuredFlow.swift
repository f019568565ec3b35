/// The singular values of a flow as one way of computing found them, with an estimate of their relative errors.
struct MeasuredFlow {
  /// σ₁ ≥ … ≥ σ_n.
  private(set) var values: [ScaledDouble]
  /// 0 of an exact 0; infinite where there is nothing but noise.
  private(set) var errors: [Double]

  /// Whether σ₁ has fewer digits than are told beside the regime's, or some value has none.
  var lacksDigits: Bool { errors[0] > 1e-9 || errors.contains { $0 > FlowSpectrum.largestError } }

  /// Each value with its error, or without a value where no digit is left.
  var singularValues: [FlowSpectrum.SingularValue] {
    zip(values, errors).map { value, error in
      error <= FlowSpectrum.largestError
        ? .determined(value, relativeError: error) : .undetermined(relativeError: error)
    }
  }

  /// Takes what another way of computing knows better.
  mutating func takeBetter(of other: MeasuredFlow) {
    for rank in errors.indices where other.errors[rank] < errors[rank] {
      (values[rank], errors[rank]) = (other.values[rank], other.errors[rank])
    }
  }
}

extension MeasuredFlow {
  /// The flow at some lags by a graded product.
  ///
  /// Of a large network the second product is compared at every third lag, from the last one back; those between have the
  /// error of the next one that is compared.
  static func graded(_ trajectory: Trajectory, target: Int, lags: [Int]) -> [MeasuredFlow] {
    let n = trajectory.stateSize
    let W = trajectory.network.elmanActivation == nil ? nil : trajectory.network.recurrentWeights
    var (product, done) = (GradedProduct(W, order: n), 0)
    var other = W?.isMonomial ?? false ? nil : GradedProduct(W, order: n, reflectionSeed: 1)
    var rounding = RoundingEstimate(order: n)
    var (flows, compared) = ([MeasuredFlow](), 0)
    for (place, lag) in lags.enumerated() {
      while done < lag {
        let factor = GradedProduct.Factor(trajectory, at: target - done)
        product.multiply(by: factor)
        other?.multiply(by: factor)
        done += 1
      }
      product.factor()
      let values = product.singularValues
      flows.append(MeasuredFlow(product, values))
      guard n <= 32 || (lags.count - 1 - place).isMultiple(of: 3) else { continue }
      other?.factor()
      rounding.compare(values, other?.singularValues ?? values)
      for place in compared...place { flows[place].addErrors(rounding, lag: lag) }
      compared = place + 1
    }
    return flows
  }

  /// Values of a graded product: those that count, those that are lost, those that are 0.
  private init(_ product: GradedProduct, _ values: [ScaledDouble]) {
    let n = product.order
    self.values = values + Array(repeating: .zero, count: n - values.count)
    errors = (0..<n).map { $0 >= values.count && $0 < values.count + product.lost ? .infinity : 0 }
  }

  private mutating func addErrors(_ rounding: RoundingEstimate, lag: Int) {
    for rank in errors.indices where !values[rank].isZero { errors[rank] = rounding.relativeError(rank, lag: lag) }
  }
}

extension MeasuredFlow {
  /// The flow at some lags by the plain product that the regime is taken from, in rows of a common exponent each.
  ///
  /// The second product has every row times a number of its own, which is taken out again: the same zeros and the same
  /// signs, so that where nothing cancels nothing is lost, but every sum is rounded otherwise.
  static func plain(_ trajectory: Trajectory, target: Int, lags: [Int]) -> [MeasuredFlow] {
    let n = trajectory.stateSize
    var generator = SplitMix64(seed: 1)
    let factors = (0..<n).map { _ in 1 + generator.nextUniform() }
    let first = singularValues(trajectory, target, lags, rowFactors: Array(repeating: 1, count: n))
    let second = singularValues(trajectory, target, lags, rowFactors: factors)
    var rounding = RoundingEstimate(order: n)
    return lags.indices.map { place in
      rounding.compare(first[place], second[place])
      return MeasuredFlow(plain: first[place], rounding, lag: lags[place])
    }
  }

  /// A value far below the largest is nothing but the noise of its decomposition, whatever the product is.
  private init(plain values: [ScaledDouble], _ rounding: RoundingEstimate, lag: Int) {
    self.values = values
    errors = values.enumerated().map { rank, value in
      let noise = value.isZero ? .infinity : (values[0] / value).doubleValue * 4 * Double(values.count) * .ulpOfOne
      return rounding.relativeError(rank, lag: lag) + noise
    }
  }

  private static func singularValues(
    _ trajectory: Trajectory, _ target: Int, _ lags: [Int], rowFactors: [Double]
  ) -> [[ScaledDouble]] {
    let n = trajectory.stateSize
    let diagonal = (0..<n * n).map { $0 / n == $0 % n ? rowFactors[$0 / n] : 0 }
    var sweep = BackwardSweep(trajectory, target: target, covectors: ScaledRows(diagonal, columns: n))
    var done = 0
    return lags.map { lag in
      while done < lag {
        sweep.enter(target - done)
        sweep.leave()
        done += 1
      }
      let product = sweep.adjoints.matrix()
      let elements = product.elements.indices.map { product.elements[$0] / rowFactors[$0 / n] }
      return LinearAlgebra.singularValues(elements, rows: n, columns: n).map {
        ScaledDouble(significand: $0, exponent: product.exponent)
      }
    }
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
