import RealModule

/// The transpose of a running product of step Jacobians, P(k,i)ᵀ = J_{i+1}ᵀ ⋯ J_kᵀ, factored as Q·D·T.
///
/// A plain product loses its small singular values once they are 10^−16 of the largest, which takes a few steps. Here Q
/// has orthonormal columns, D is diagonal in extended range, sorted from large to small, and T is well conditioned, so
/// that every singular value keeps its digits however far they spread (Loh, Gubernatis et al. 1989; Bai, Lee, Li, Xu
/// 2011). Steps are multiplied plainly as long as their product is conditioned better than `conditionLimit`, then
/// factored by QR with column pivoting: the relative error of a singular value stays near 2^−53·conditionLimit for each
/// factorisation. Of many units, where no more than sorting the columns is needed (Tomás, Chang, Scalettar, Bai 2012), they
/// are factored by products of matrices (`GramQR`), after which Q is near orthogonal, and orthogonal where values are asked
/// for.
///
/// Where factors are exactly 0, as of dead ReLU units, the rank falls for good: singular values that are 0 are left out
/// of Q, D and T, and never come out as rounding noise. What is nothing but noise without being 0 is left out too, and
/// counted as lost.
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
  /// Whether Q, as of the last factorisation, is orthogonal to rounding and not only nearly so.
  private var isOrthogonal = true
  /// Where reflections come from; nil where products are factored as they are.
  private var generator: SplitMix64?

  /// No product has a higher rank than this: the others of its singular values are 0.
  private(set) var rankBound: Int
  /// The diagonal of D: r numbers, the largest first.
  private(set) var diagonal: [ScaledDouble]
  /// T, r×n column by column.
  private(set) var right: [Double]

  /// log2 of the condition up to which steps are multiplied plainly.
  static let conditionLimit = 36.0
  /// The most steps that are multiplied plainly, so that the product keeps away from the ends of a `Double`'s range.
  private static let stepLimit = 12

  /// The empty product, the identity, of n×n Jacobians diag(f′)·W with finite weights W; without them of any Jacobians.
  init(_ W: Matrix?, order n: Int) {
    self.n = n
    weights = ScaledWeights(W ?? .identity(n))
    let values = LinearAlgebra.singularValues(weights.elements, rows: n, columns: n)
    let smallest = values.last { $0 > 0 } ?? 1
    weightCondition = values[0] == 0 ? 0 : .log2(values[0]) - .log2(smallest)
    pending = Matrix.identity(n).elements
    right = pending
    rankBound = n
    diagonal = Array(repeating: .one, count: n)
  }

  /// The same product, every further factorisation of which is made in a basis of its own: the same in exact numbers,
  /// rounded otherwise.
  func reflected(seed: UInt64) -> GradedProduct {
    var other = self
    other.generator = SplitMix64(seed: seed)
    return other
  }

  /// r: how many columns Q has.
  var rank: Int { diagonal.count }
  /// n.
  var order: Int { n }
  /// How many singular values may be other than 0, but had no digit left at the last factorisation.
  private(set) var lost = 0

  /// A step's Jacobian.
  enum Factor {
    /// f′ of diag(f′)·W.
    case derivatives(ScaledVector)
    /// All of it, row by row.
    case matrix(ScaledVector)

    init(_ trajectory: Trajectory, at step: Int) {
      self =
        trajectory.layout.scalesWeights
        ? .derivatives(trajectory.scaledDerivatives(at: step)) : .matrix(trajectory.jacobian(at: step))
    }
  }

  /// Multiplies by Jᵀ on the left, Wᵀ·diag(f′) where J is of that form.
  mutating func multiply(by factor: Factor) {
    guard rank > 0 else { return }
    switch factor {
    case .derivatives(let derivatives):
      multiplyDiagonal(derivatives)
      multiplyWeights()
    case .matrix(let jacobian): multiplyDense(jacobian)
    }
    pendingSteps += 1
  }

  private mutating func multiplyDense(_ jacobian: ScaledVector) {
    let values = LinearAlgebra.singularValues(jacobian.elements, rows: n, columns: n).filter { $0 > 0 }
    guard let largest = values.first, let smallest = values.last else { return vanish() }
    let condition = .log2(largest) - Double.log2(smallest)
    makeRoom(for: condition)
    rankBound = Swift.min(rankBound, values.count)
    // Elements near 1.
    let elements = jacobian.elements.map { $0 * 0x1p64 }
    pending = LinearAlgebra.columnProduct(elements, pending, rows: n, inner: n, columns: rank)
    pendingExponent = ScaledDouble.clamped(pendingExponent + jacobian.exponent - 64)
    pendingCondition += condition
    if pendingCondition > Self.conditionLimit { factorPending() }
  }

  private mutating func multiplyDiagonal(_ derivatives: ScaledVector) {
    let magnitudes = derivatives.elements.lazy.map(\.magnitude).filter { $0 != 0 }
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return vanish() }
    let exponent = Int(largest.exponent)
    let factors = derivatives.elements.map { Double(sign: .plus, exponent: -exponent, significand: $0) }
    let condition = .log2(largest) - Double.log2(smallest)
    makeRoom(for: condition)
    rankBound = Swift.min(rankBound, magnitudes.count)
    scaleRows(by: factors)
    pendingExponent = ScaledDouble.clamped(pendingExponent + exponent + derivatives.exponent)
    pendingCondition += condition
    if pendingCondition > Self.conditionLimit { factorPending(rowsByMagnitude: factors) }
  }

  private mutating func scaleRows(by factors: [Double]) {
    pending.withUnsafeMutableBufferPointer { [n] pending in
      factors.withUnsafeBufferPointer { factors in
        for start in stride(from: 0, to: pending.count, by: n) {
          for row in 0..<n { pending[start + row] *= factors[row] }
        }
      }
    }
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
    if isFull, pendingSteps > 0 || pendingCondition > 0 { factorPending() }
  }

  /// Makes the product exactly 0.
  private mutating func vanish() { (pending, diagonal, right, rankBound, lost) = ([], [], [], 0, 0) }
}

extension GradedProduct {
  /// Brings all steps so far into D and T, and makes Q orthogonal.
  mutating func factor() {
    factorPending()
    if !isOrthogonal { factorPending() }
  }

  /// Factors what is pending. Where the rows differ by many orders they are sorted by the magnitudes that scaled them:
  /// pivoted QR is then accurate for every row (Cox, Higham 1998), and no |R_rr| is taken for rounding noise. A
  /// reflection would mix them, and is left out.
  private mutating func factorPending(rowsByMagnitude magnitudes: [Double]? = nil) {
    guard rank > 0 else { return }
    let silent = boundRank()
    let isPlain = magnitudes == nil && factorByProducts()
    if !isPlain {
      factorByReflections(rows: magnitudes.map { m in (0..<n).sorted { m[$0].magnitude > m[$1].magnitude } })
      clear(rows: silent)
    }
    lost = rankBound - rank
    (pendingExponent, pendingCondition, pendingSteps) = (0, 0, 0)
  }

  /// With rows in a given order, nil for that which they have.
  private mutating func factorByReflections(rows: [Int]?) {
    let reflection = rows == nil ? nextReflection() : nil
    reflection?.reflect(&pending)
    let scales = columnScales()
    let qr = factored(rows: rows, scales: scales)
    take(FactorUpdate(qr.triangular, rank: qr.rank, order: qr.order, of: diagonal, isScaled: scales != nil), qr.order)
    pending = rows.map { Self.restored(qr.orthogonal, rows: $0) } ?? qr.orthogonal
    reflection?.reflect(&pending)
    isOrthogonal = true
  }

  /// Up to so many units reflections take no longer.
  private static let reflectedOrder = 16
  /// The most that rows of D′^−1·R·D may have beside a diagonal of 1, and that D may rise by: what pivoting keeps near 1.
  private static let mostBesideDiagonal = 8.0

  /// The same by products of matrices alone; false, with nothing changed but the bases to come, where that is not accurate,
  /// and where some singular value is 0 or lost.
  private mutating func factorByProducts() -> Bool {
    guard n > Self.reflectedOrder, rank == n, rankBound == n else { return false }
    let order = orderBySquares
    let reflection = nextReflection()
    var block = pending
    reflection?.reflect(&block)
    guard let qr = GramQR(block, order: order) else { return false }
    let update = FactorUpdate(qr.triangular, rank: n, order: order, of: diagonal, isScaled: false)
    guard update.isGraded(within: Self.mostBesideDiagonal) else { return false }
    take(update, order)
    // Of a Q that was nearly orthogonal what comes is orthogonal.
    (isOrthogonal, pending) = (pendingSteps == 0 && pendingCondition == 0, qr.orthogonal)
    reflection?.reflect(&pending)
    return true
  }

  /// The columns of (pending)·D from large to small, where their squares are within a `Double`'s range.
  private var orderBySquares: [Int] {
    let squares = pending.withUnsafeBufferPointer { pending in
      (0..<rank).map { pending[rows: $0, n].sumOfSquares }
    }
    let sizes = zip(squares, diagonal).map { ScaledDouble($0.squareRoot()) * $1 }
    return sizes.indices.sorted { sizes[$0] > sizes[$1] }
  }

  private mutating func nextReflection() -> RandomReflection? {
    guard var generator else { return nil }
    defer { self.generator = generator }
    return RandomReflection(order: n, using: &generator)
  }

  /// Lowers the bound by the rows and columns of the product that are exactly 0, and returns those rows.
  private mutating func boundRank() -> [Int] {
    var rows = [Double](repeating: 0, count: n)
    var zeroColumns = 0
    for start in stride(from: 0, to: pending.count, by: n) {
      var largest = 0.0
      for row in 0..<n {
        rows[row] += pending[start + row].magnitude
        largest = Swift.max(largest, pending[start + row].magnitude)
      }
      if largest == 0 { zeroColumns += 1 }
    }
    let silent = rows.indices.filter { rows[$0] == 0 }
    rankBound = Swift.min(rankBound, rank + lost - zeroColumns, n - silent.count)
    return silent
  }

  /// Rows of Q that are 0 as those of the product are, not what rounding leaves of it.
  private mutating func clear(rows: [Int]) {
    for row in rows {
      for index in stride(from: row, to: pending.count, by: n) { pending[index] = 0 }
    }
  }

  /// The binary orders over which (pending)·D may spread to be held by Doubles while pivots are chosen.
  private static let pivotedBits = 850.0

  /// Binary orders by which columns are scaled for pivoting: those of D. Nil where they spread too far.
  private func columnScales() -> [Int]? {
    let spread = Double(diagonal[0].exponent - diagonal[rank - 1].exponent) + pendingCondition
    return spread < Self.pivotedBits ? diagonal.map { $0.exponent - diagonal[0].exponent } : nil
  }

  private func factored(rows: [Int]?, scales: [Int]?) -> PivotedQR {
    let noise = rows == nil ? 4 * Double(n) * .ulpOfOne : 0
    let arranged = Self.arranged(pending, rows: rows, scales: scales ?? Array(repeating: 0, count: rank))
    if scales != nil {
      return PivotedQR(pivoting: arranged, rows: n, columns: rank, noise: noise, rankBound: rankBound)
    }
    return PivotedQR(arranged, rows: n, order: orderBySize, noise: noise, rankBound: rankBound)
  }

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
    result.withUnsafeMutableBufferPointer { result in
      for (column, scale) in scales.enumerated() {
        let factor = Double(sign: .plus, exponent: scale, significand: 1)
        if let rows {
          for row in 0..<n { result[column * n + row] = factor * elements[column * n + rows[row]] }
        } else if scale != 0 {
          for row in 0..<n { result[column * n + row] *= factor }
        }
      }
    }
    return result
  }

  private static func restored(_ elements: [Double], rows: [Int]) -> [Double] {
    let n = rows.count
    var result = elements
    for index in elements.indices { result[index / n * n + rows[index % n]] = elements[index] }
    return result
  }

  /// D′ and T′.
  private mutating func take(_ update: FactorUpdate, _ order: [Int]) {
    right = LinearAlgebra.columnProduct(
      update.combination, right, rows: update.diagonal.count, inner: order.count, columns: n)
    let exponent = pendingExponent
    diagonal = update.diagonal.map { ScaledDouble(significand: $0.significand, exponent: $0.exponent + exponent) }
  }
}

/// What a factorisation Q·R of (pending)·Π·D, or without D, makes of D and T: D′ = |diag R|·D and T′ = D′^−1·R·D·T.
private struct FactorUpdate {
  /// D′, without the exponent of what was pending.
  let diagonal: [ScaledDouble]
  /// D′^−1·R·D, rank×columns, its columns in the order of T's rows; column by column.
  let combination: [Double]

  /// From R, rank×columns column by column, for columns in a given order. Where R is of columns that are scaled by the
  /// powers of two of D, those powers are not multiplied again.
  init(_ triangular: [Double], rank: Int, order: [Int], of diagonal: [ScaledDouble], isScaled: Bool) {
    let (old, columns) = (order.map { diagonal[$0] }, order.count)
    let exponents = old.map { isScaled ? diagonal[0].exponent : $0.exponent }
    let pivots = (0..<rank).map { triangular[$0 * rank + $0].magnitude }
    let inverses = (0..<rank).map { 1 / (pivots[$0] * old[$0].significand) }
    var combination = [Double](repeating: 0, count: rank * columns)
    combination.withUnsafeMutableBufferPointer { combination in
      triangular.withUnsafeBufferPointer { triangular in
        for column in 0..<columns {
          let (from, to) = (column * rank, order[column] * rank)
          let (significand, exponent) = (old[column].significand, exponents[column])
          for row in 0..<Swift.min(rank, column + 1) {
            let power = Self.powerOfTwo(exponent - exponents[row])
            combination[to + row] = triangular[from + row] * (significand * inverses[row]) * power
          }
        }
      }
    }
    self.combination = combination
    self.diagonal = (0..<rank).map { row in
      ScaledDouble(pivots[row]) * ScaledDouble(significand: old[row].significand, exponent: exponents[row])
    }
  }

  /// 2^x, 0 where that is below a `Double`'s range, and no larger than that can hold with room to spare.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    exponent > -1022 ? Double(bitPattern: UInt64(1023 + Swift.min(exponent, 1000)) << 52) : 0
  }

  /// Whether no element beside a diagonal of 1 is larger than a bound, and no number of D′ that many times as large as one
  /// before it.
  func isGraded(within bound: Double) -> Bool {
    guard combination.largestMagnitude <= bound else { return false }
    var least = diagonal[0]
    return diagonal.allSatisfy { number in
      defer { least = Swift.min(least, number) }
      return number <= ScaledDouble(bound) * least
    }
  }
}
