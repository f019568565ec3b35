import RealModule

/// The transpose of a running product of step Jacobians, P(k,i)ᵀ = J_{i+1}ᵀ ⋯ J_kᵀ, factored as Q·D·T.
///
/// A plain product loses its small singular values once they are 10^−16 of the largest, which takes a few steps. Here Q
/// has orthonormal columns, D is diagonal in extended range, sorted from large to small, and T is well conditioned, so
/// that every singular value keeps its digits however far they spread (Loh, Gubernatis et al. 1989; Bai, Lee, Li, Xu
/// 2011). Steps are multiplied plainly as long as their product is conditioned better than `conditionLimit`, then
/// factored by QR with column pivoting: the relative error of a singular value stays near 2^−53·conditionLimit for each
/// factorisation.
///
/// Where factors are exactly 0, as of dead ReLU units, the rank falls for good: singular values that are 0 are left out
/// of Q, D and T, and never come out as rounding noise.
struct GradedProduct {
  private let n: Int
  /// W, its largest element in the binade of 1.
  private let weights: ScaledWeights
  /// log2 of σ_max/σ_min of W, over the singular values that are not 0.
  private let weightCondition: Double

  /// What has been multiplied since the last factorisation, n×r column by column: (pending)·2^pendingExponent·D·T.
  private var pending: [Double]
  private var pendingExponent = 0
  private var pendingCondition = 0.0
  private var pendingSteps = 0
  /// No product has a higher rank than this.
  private var rankBound: Int

  /// The diagonal of D: r numbers, the largest first.
  private(set) var diagonal: [ScaledDouble]
  /// T, r×n column by column.
  private(set) var right: [Double]

  /// log2 of the condition up to which steps are multiplied plainly.
  static let conditionLimit = 36.0
  /// The most steps that are multiplied plainly, so that the product keeps away from the ends of a `Double`'s range.
  private static let stepLimit = 12

  /// The empty product, the identity, of a network with finite weights W.
  init(_ W: Matrix) {
    n = W.rows
    weights = ScaledWeights(W)
    let values = LinearAlgebra.singularValues(weights.elements, rows: n, columns: n)
    let smallest = values.last { $0 > 0 } ?? 1
    weightCondition = values[0] == 0 ? 0 : .log2(values[0]) - .log2(smallest)
    pending = Matrix.identity(n).elements
    right = pending
    rankBound = n
    diagonal = Array(repeating: .one, count: n)
  }

  /// r: how many columns Q has.
  var rank: Int { diagonal.count }

  /// Multiplies by Jᵀ = Wᵀ·diag(f′) on the left; the derivatives are those of one step.
  mutating func multiply(by derivatives: ScaledVector) {
    guard rank > 0 else { return }
    multiplyDiagonal(derivatives)
    multiplyWeights()
    pendingSteps += 1
  }

  private mutating func multiplyDiagonal(_ derivatives: ScaledVector) {
    let magnitudes = derivatives.elements.lazy.map(\.magnitude).filter { $0 != 0 }
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return vanish() }
    let exponent = Int(largest.exponent)
    let factors = derivatives.elements.map { Double(sign: .plus, exponent: -exponent, significand: $0) }
    let condition = .log2(largest) - Double.log2(smallest)
    makeRoom(for: condition)
    rankBound = Swift.min(rankBound, magnitudes.count)
    pending.withUnsafeMutableBufferPointer { [n] pending in
      for start in stride(from: 0, to: pending.count, by: n) {
        for row in 0..<n { pending[start + row] *= factors[row] }
      }
    }
    pendingExponent = ScaledDouble.clamped(pendingExponent + exponent + derivatives.exponent)
    pendingCondition += condition
    if pendingCondition > Self.conditionLimit { factor(rowsByMagnitude: factors) }
  }

  private mutating func multiplyWeights() {
    guard rank > 0 else { return }
    makeRoom(for: weightCondition)
    pending = LinearAlgebra.columnProduct(weights.elements, pending, rows: n, inner: n, columns: rank)
    pendingExponent = ScaledDouble.clamped(pendingExponent + weights.exponent)
    pendingCondition += weightCondition
  }

  private mutating func makeRoom(for condition: Double) {
    let isFull = pendingCondition + condition > Self.conditionLimit || pendingSteps >= Self.stepLimit
    if isFull, pendingSteps > 0 || pendingCondition > 0 { factor() }
  }

  /// Makes the product exactly 0.
  private mutating func vanish() { (pending, diagonal, right, rankBound) = ([], [], [], 0) }
}

extension GradedProduct {
  /// Brings all steps so far into D and T.
  mutating func factor() { factor(rowsByMagnitude: nil) }

  /// Factors what is pending. Where the rows differ by many orders they are sorted by the magnitudes that scaled them:
  /// pivoted QR is then accurate for every row (Cox, Higham 1998), and no |R_rr| is taken for rounding noise.
  private mutating func factor(rowsByMagnitude magnitudes: [Double]?) {
    guard rank > 0 else { return }
    let rows = magnitudes.map { m in (0..<n).sorted { m[$0].magnitude > m[$1].magnitude } }
    let noise = rows == nil ? 4 * Double(n) * .ulpOfOne : 0
    let spread = Double(diagonal[0].exponent - diagonal[rank - 1].exponent) + pendingCondition
    let isPivoted = spread < Self.pivotedBits
    let scales = diagonal.map { isPivoted ? $0.exponent - diagonal[0].exponent : 0 }
    let arranged = Self.arranged(pending, rows: rows, scales: scales)
    let qr =
      isPivoted
      ? PivotedQR(pivoting: arranged, rows: n, columns: rank, noise: noise, rankBound: rankBound)
      : PivotedQR(arranged, rows: n, order: orderBySize, noise: noise, rankBound: rankBound)
    updateRight(qr, scales)
    pending = rows.map { Self.restored(qr.orthogonal, rows: $0) } ?? qr.orthogonal
    (pendingExponent, pendingCondition, pendingSteps) = (0, 0, 0)
  }

  /// The binary orders over which (pending)·D may spread to be held by Doubles while pivots are chosen.
  private static let pivotedBits = 850.0

  /// The columns of (pending)·D from large to small: nearly the order that pivoting would choose where they are graded
  /// (Tomás, Chang, Scalettar, Bai 2012), without a limit to their range.
  private var orderBySize: [Int] {
    let sizes = diagonal.enumerated().map { column, d in
      ScaledVector(Array(pending[column * n..<(column + 1) * n])).norm * d
    }
    return sizes.indices.sorted { sizes[$0] > sizes[$1] }
  }

  private static func arranged(_ elements: [Double], rows: [Int]?, scales: [Int]) -> [Double] {
    let n = elements.count / scales.count
    var result = elements
    for (column, scale) in scales.enumerated() {
      let factor = Double(sign: .plus, exponent: scale, significand: 1)
      for row in 0..<n { result[column * n + row] = factor * elements[column * n + (rows?[row] ?? row)] }
    }
    return result
  }

  private static func restored(_ elements: [Double], rows: [Int]) -> [Double] {
    let n = rows.count
    var result = elements
    for index in elements.indices { result[index / n * n + rows[index % n]] = elements[index] }
    return result
  }

  /// D′ = |diag R|·D and T′ = D′^−1·R·D·T, with R freed from the scales of its columns.
  private mutating func updateRight(_ qr: PivotedQR, _ scales: [Int]) {
    let (old, columns, rank) = (qr.order.map { diagonal[$0] }, self.rank, qr.rank)
    let unscaled = qr.order.map { Double(sign: .plus, exponent: -scales[$0], significand: 1) }
    let pivots = (0..<rank).map { (qr.triangular[$0 * rank + $0] * unscaled[$0]).magnitude }
    var combination = qr.triangular
    for column in 0..<columns {
      for row in 0..<Swift.min(rank, column + 1) {
        combination[column * rank + row] *= unscaled[column] / pivots[row] * Self.ratio(old[column], old[row])
      }
    }
    right = LinearAlgebra.columnProduct(combination, rightRows(in: qr.order), rows: rank, inner: columns, columns: n)
    diagonal = zip(pivots, old).map { ScaledDouble(significand: $0, exponent: pendingExponent) * $1 }
  }

  /// a/b, 0 where that is below a `Double`'s range, and no larger than that can hold with room to spare.
  private static func ratio(_ a: ScaledDouble, _ b: ScaledDouble) -> Double {
    let shift = Swift.min(a.exponent - b.exponent, 1000)
    guard shift > -1022 else { return 0 }
    return a.significand / b.significand * Double(bitPattern: UInt64(1023 + shift) << 52)
  }

  /// T with its rows in another order.
  private func rightRows(in order: [Int]) -> [Double] {
    let count = order.count
    return [Double](unsafeUninitializedCapacity: count * n) { buffer, size in
      for column in 0..<n {
        for row in 0..<count { buffer[column * count + row] = right[column * count + order[row]] }
      }
      size = count * n
    }
  }
}
