/// W of flows that are multiplied as plain matrices, and its transpose, row by row, without a power of two.
struct FlowWeights: Sendable {
  let elements: [Double]
  let transposed: [Double]
  let exponent: Int

  init(_ W: Matrix) {
    let weights = ScaledWeights(guarding: W)
    (elements, exponent) = (weights.elements, weights.exponent)
    transposed = elements.transposed(rows: W.rows, columns: W.columns)
  }
}

extension Trajectory {
  /// Whether all numbers of a flow up to a step can share one power of two: J is diag(f′)·W, all units meet in W, whose
  /// elements lie within 2^300 of each other, and no step needs care, so that what lies 2^900 below the rest of a product is
  /// so in every later one too.
  ///
  /// Complexity: O(n² + last·n).
  func hasPlainFlows(through last: Int) -> Bool {
    guard layout.scalesWeights else { return false }
    let W = network.recurrentWeights.elements
    let smallest = W.reduce(Double.infinity) { Swift.min($0, $1.magnitude) }
    return smallest > 0 && smallest >= W.largestMagnitude * 0x1p-300 && (1...last).allSatisfy { !needsCare(at: $0) }
  }
}

/// A flow that grows by a step at a time, to one side of an anchor a, with D_i = diag f′(a_i):
///
///     back from a      X = P(a,i)·D_i = D_a W D_{a−1} ⋯ W D_i           X Xᵀ = P(a,i)·D_i²·P(a,i)ᵀ
///     on from a        X = P(k,a)ᵀ = Wᵀ D_{a+1} Wᵀ D_{a+2} ⋯ Wᵀ D_k     X Xᵀ = P(k,a)ᵀ·P(k,a)
///
/// All of X shares one power of two: for trajectories of which `hasPlainFlows` holds. A random covector z goes along by
/// itself: zᵀX is rounded otherwise, and what lies between it and z times X tells how far both are from the exact numbers.
/// Where steps first enlarge and then shrink what meets in them, that is many times the rounding of one step.
///
/// Complexity: O(n³) a step; O(n²) memory.
struct FlowChain: Sendable {
  /// X row by row and zᵀX behind it, as one row.
  private(set) var product: ScaledRows
  /// What X was a step ago, to be written over.
  private var previous: ScaledRows
  private let trajectory: Trajectory
  /// W or Wᵀ.
  private let factor: [Double]
  private let exponent: Int
  /// Whether the first step is still to come, whose W, if it has one, X begins with.
  private var isNew = true

  /// z.
  private let probe: [Double]

  /// The flow back from the anchor, whose steps are a, a − 1, … .
  static func back(_ trajectory: Trajectory, _ W: FlowWeights) -> FlowChain {
    FlowChain(trajectory, Matrix.identity(trajectory.hiddenSize).elements, exponent: 0, W.elements, W)
  }

  /// The flow on from the anchor, whose steps are a + 1, a + 2, … .
  static func on(_ trajectory: Trajectory, _ W: FlowWeights) -> FlowChain {
    FlowChain(trajectory, W.transposed, exponent: W.exponent, W.transposed, W)
  }

  private init(_ trajectory: Trajectory, _ X: [Double], exponent: Int, _ factor: [Double], _ W: FlowWeights) {
    let n = trajectory.hiddenSize
    (self.trajectory, self.factor, self.exponent) = (trajectory, factor, W.exponent)
    var generator = SplitMix64(seed: 1)
    probe = (0..<n).map { _ in generator.nextNormal() }
    let line = LinearAlgebra.product(probe, X, rows: 1, inner: n, columns: n)
    product = ScaledRows(X + line, columns: n * n + n)
    product.shift(by: [exponent])
    previous = product
  }

  /// Takes in the next step.
  mutating func enter(_ step: Int) {
    if isNew {
      isNew = false
      return product.rewrite(rows: 1) { Self.scale($0, by: trajectory, at: step) }
    }
    let n = trajectory.hiddenSize
    swap(&product, &previous)
    product.takeExponents(of: previous)
    product.rewrite(rows: 1, shift: exponent) { product in
      previous.elements.withUnsafeBufferPointer { previous in
        factor.withUnsafeBufferPointer { factor in
          LinearAlgebra.product(
            previous.baseAddress, factor.baseAddress, rows: n, inner: n, columns: n, into: product.baseAddress)
          LinearAlgebra.multiply(
            factor, rows: n, columns: n, transposed: true, previous[rows: n, n].baseAddress,
            into: product.baseAddress.map { $0 + n * n })
        }
      }
      Self.scale(product, by: trajectory, at: step)
    }
  }

  /// About ‖error of X‖_F/‖X‖_F; 0 where X is 0. Complexity: O(n²).
  var relativeError: Double {
    guard product.squares[0] > 0 else { return 0 }
    let n = trajectory.hiddenSize
    let line = LinearAlgebra.product(probe, product.elements, rows: 1, inner: n, columns: n)
    let square = line.indices.reduce(0) { sum, unit in
      let difference = line[unit] - product.elements[n * n + unit]
      return sum + difference * difference
    }
    return (square / product.squares[0]).squareRoot()
  }

  /// X·D of a step in the place of X.
  private static func scale(_ X: UnsafeMutableBufferPointer<Double>, by trajectory: Trajectory, at step: Int) {
    let n = trajectory.hiddenSize
    trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      let factors = derivatives[rows: step - 1, n]
      for row in 0...n {
        let numbers = UnsafeMutableBufferPointer(rebasing: X[row * n..<(row + 1) * n])
        for unit in 0..<n { numbers[unit] *= factors[unit] }
      }
    }
  }
}
