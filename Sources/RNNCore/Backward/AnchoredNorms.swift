/// ‖P(k,i)·D_i‖_F of every target k behind an anchor a, k > a, and every step i ≤ a, D_i = diag f′(a_i): flows through one
/// step are inner products of Gram matrices, all of them one product of matrices.
///
///     P(k,i)·D_i = P(k,a)·P(a,i)·D_i        ‖P(k,i)·D_i‖_F² = ⟨P(k,a)ᵀ·P(k,a), P(a,i)·D_i²·P(a,i)ᵀ⟩
///
/// A norm counts where two things hold, and is within some 2^−37·n^¼ of the exact one then, and was found to be within 2^−42;
/// where they do not there is none:
///
/// * ⟨A,B⟩ of the two is at least `leastPart` of ‖A‖_F‖B‖_F. It is rounded by n·2^−53·‖A‖_F‖B‖_F at most, and was found to
///   be by no more than twice 2^−53 of that, since each of its n² parts is rounded by itself. Where P(k,a) and P(a,i) are
///   large in directions that do not meet, nothing is left of it but that.
/// * Neither P(k,a) nor P(a,i)·D_i has lost digits (`FlowChain.relativeError`, `mostError`), as where the flow of strongly
///   nonnormal W first grows and then shrinks: all of P(k,i) may keep them even so.
///
/// A flow that is exactly 0 comes out as 0: its A or its B is.
///
/// Complexity: O((last target − first step)·n³ + targets·steps·n²) time; O(targets·n²) memory.
struct AnchoredNorms: Sendable {
  private let targets: [Int]
  private let first: Int
  private let order: Int
  private var onward: FlowChain
  private var backward: FlowChain
  /// By target P(k,a)ᵀ·P(k,a), of those that were reached.
  private var targetGrams: GramRows
  private var reached = 0
  /// The next k of P(k,a), and then the next i of P(a,i).
  private var target: Int
  private var step: Int
  /// P(a,i)·D_i²·P(a,i)ᵀ of the last steps i that were reached.
  private var stepGrams: GramRows
  private var held = 0
  private let mostHeld: Int

  /// The least part of ‖A‖_F‖B‖_F that counts, and the most that a flow may have lost.
  private static let (leastPart, mostError) = (0x1p-10, 0x1p-43)
  /// How many numbers the matrices of steps may hold, and how many multiplications are made for norms at a time: as long as
  /// it is more than one step's.
  private static let (numbersHeld, multiplicationsAtOnce) = (1 << 20, 0x1p26)

  /// For some targets behind the anchor, in ascending order, and the steps from one to the anchor.
  init(_ trajectory: Trajectory, _ W: FlowWeights, targets: [Int], anchor: Int, through first: Int) {
    let n = trajectory.hiddenSize
    (self.targets, self.first, order) = (targets, first, n)
    (onward, backward) = (.on(trajectory, W), .back(trajectory, W))
    (target, step) = (anchor + 1, anchor)
    targetGrams = GramRows(count: targets.count, order: n)
    let most = Swift.min(
      Self.numbersHeld / targetGrams.rows.columns,
      Int(Self.multiplicationsAtOnce / (Double(targets.count) * Self.costOfPair(n))))
    mostHeld = Swift.min(Swift.max(most, 1), anchor - first + 1)
    stepGrams = GramRows(count: mostHeld, order: n)
  }

  /// Whether all norms have been handed over.
  var isComplete: Bool { step < first }

  /// Takes another step on or back, and returns about how many multiplications it took. Now and then it hands over norms by
  /// the places of their targets; nil where there is none.
  mutating func advance(_ body: (_ place: Int, _ step: Int, _ norm: ScaledDouble?) -> Void) -> Double {
    if reached < targets.count { return goOn() }
    let cost = goBack()
    guard held == mostHeld || isComplete else { return cost }
    handOver(body)
    defer { held = 0 }
    return cost + Double(targets.count * held) * Self.costOfPair(order)
  }

  private mutating func goOn() -> Double {
    onward.enter(target)
    target += 1
    guard target > targets[reached] else { return Self.costOfStep(order) }
    targetGrams.set(reached, to: onward)
    reached += 1
    return Self.costOfStep(order) + Self.costOfGram(order)
  }

  private mutating func goBack() -> Double {
    backward.enter(step)
    step -= 1
    stepGrams.set(held, to: backward)
    held += 1
    return Self.costOfStep(order) + Self.costOfGram(order)
  }

  private func handOver(_ body: (_ place: Int, _ step: Int, _ norm: ScaledDouble?) -> Void) {
    let products = targetGrams.halfProducts(targets.count, with: stepGrams, held)
    for place in targets.indices {
      for row in 0..<held { body(place, step + held - row, norm(products[place * held + row], place, row)) }
    }
  }

  /// √⟨A,B⟩ of a target and of a step that is held, from half the inner product without its power of two.
  private func norm(_ halfProduct: Double, _ place: Int, _ row: Int) -> ScaledDouble? {
    let (A, B) = (targetGrams.rows, stepGrams.rows)
    let isAccurate =
      halfProduct >= Self.leastPart * (A.squares[place] * B.squares[row]).squareRoot()
      && Swift.max(targetGrams.errors[place], stepGrams.errors[row]) <= Self.mostError
    guard isAccurate else { return nil }
    let square = ScaledDouble(significand: 2 * halfProduct, exponent: A.exponents[place] + B.exponents[row])
    return square.squareRoot()
  }
}

/// What parts of the work cost, counted in multiplications.
extension AnchoredNorms {
  /// A step of a flow.
  static func costOfStep(_ n: Int) -> Double { Double(n * n * n) }
  /// X·Xᵀ and its way into a row.
  static func costOfGram(_ n: Int) -> Double { Double(n * n) * (Double(n) / 2 + 32) }
  /// An inner product, and what it takes beyond that.
  static func costOfPair(_ n: Int) -> Double { Double(n * n / 2) + 1500 }
}
