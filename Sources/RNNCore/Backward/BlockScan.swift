/// The two passes behind `ContributionBlocks`: forward over the steps i, then backward over the targets k.
///
/// With the running maxima they leave, any block is one product, or two where the diagonal cuts it: a block below the
/// diagonal has terms only in the segment that its last step and its first target share.
struct BlockScan {
  let rows: [ClosedRange<Int>]
  let columns: [ClosedRange<Int>]
  /// The last finite step; 0 if there is none.
  let last: Int
  /// A_k at index k − 1, k up to the last finite step.
  private(set) var products: [ScaledDouble] = []
  /// Where A and B start anew, in ascending order.
  private var starts = [Start(step: 1, zeros: 0)]
  /// By row: the largest |A_k| in the segment of the row's first target.
  private var rowStarts: [Best]
  /// By column: the largest |B_i| in the segment of the column's last step.
  private var columnEnds: [Best]
  /// By column: the largest |A_k| after the column's last step, in its segment and its row.
  private var rests: [Best]
  /// The blocks cut by the diagonal in order along it: the largest term of k and i ≤ k both among the common steps, or i
  /// in the column before them.
  private var diagonal: [Finding] = []

  init(
    _ trajectory: Trajectory, _ parameter: Parameter, rows: [ClosedRange<Int>], columns: [ClosedRange<Int>]
  ) {
    (self.rows, self.columns) = (rows, columns)
    last = trajectory.lastFiniteStep
    rowStarts = Array(repeating: Best(), count: rows.count)
    columnEnds = Array(repeating: Best(), count: columns.count)
    rests = Array(repeating: Best(), count: columns.count)
    guard last > 0 else { return }
    ScalarSteps.with(trajectory, parameter) { scanForward($0) }
    scanBackward()
  }

  /// The first steps of the stretches over which products can be compared.
  var firstSteps: [Int] { starts.map(\.step) }

  /// Step 1, and the steps whose factor is exactly 0.
  var firstStepsAfterZeros: [Int] {
    [1] + zip(starts, starts.dropFirst()).filter { $0.zeros < $1.zeros }.map(\.1.step)
  }

  /// Where a stretch of steps begins over which products can be compared.
  private struct Start {
    let step: Int
    /// The factors that are exactly 0 up to here.
    let zeros: Int
  }

  /// A factor below 2 to this power ends a segment though it is not 0: no sequence that fits into memory could take a
  /// product across it above 2^−2^36, and exponents would saturate.
  private static let faintExponent = -1 << 37

  /// A largest magnitude so far and its place.
  private struct Best {
    var value = ScaledDouble.zero
    var step = 0
    /// The segment that it is the largest of.
    var segment = -1
    /// The factors that are exactly 0 up to the steps that count, or −1 for no steps.
    var zeros = -1
    /// Whether f′ ≠ 0 at one of the steps.
    var isOpen = false
    /// Whether ∂s/∂θ_* ≠ 0 at one of the steps.
    var hasImmediate = false

    @inline(__always)
    mutating func include(_ candidate: ScaledDouble, at step: Int) {
      if candidate.exceeds(value) { (value, self.step) = (candidate, step) }
    }

    @inline(__always)
    mutating func include(immediate candidate: ScaledDouble, at step: Int) {
      (isOpen, hasImmediate) = (true, true)
      include(candidate, at: step)
    }

    mutating func startSegment(_ segment: Int, afterZero: Bool) {
      if afterZero { self = Best(zeros: zeros + 1) }
      forgetValue(segment: segment)
    }

    mutating func forgetValue(segment: Int) { (value, step, self.segment) = (.zero, 0, segment) }
  }

  /// What is known of a block.
  private struct Finding {
    var value = ScaledDouble.zero
    var target = 0
    var step = 0
    var isOpen = false
    var hasImmediate = false

    /// Adds A_k against the best B before it: nothing flows between segments that a 0 parts, and next to nothing between
    /// others.
    mutating func include(_ product: Best, _ quotient: Best) {
      guard product.zeros >= 0, product.zeros == quotient.zeros else { return }
      let isNear = product.segment == quotient.segment
      include(isNear ? product.value : .zero, at: product.step, quotient)
    }

    @inline(__always)
    mutating func include(_ product: ScaledDouble, at target: Int, _ quotient: Best) {
      var terms = quotient
      terms.value *= product
      include(terms, at: target)
    }

    /// Adds the largest term of a target.
    @inline(__always)
    mutating func include(_ terms: Best, at target: Int) {
      isOpen = isOpen || terms.isOpen
      hasImmediate = hasImmediate || terms.hasImmediate
      if terms.value.exceeds(value) { (value, self.target, step) = (terms.value, target, terms.step) }
    }

    var block: ContributionBlocks.Block {
      let peak = value.isZero ? nil : ContributionPeak(value: value, target: target, step: step)
      return ContributionBlocks.Block(peak, isOpen: isOpen, hasImmediate: hasImmediate)
    }
  }

  /// Makes A, the best B of each column's last segment and the blocks on the diagonal. On the way from target to target
  /// the largest term of a column is multiplied by the step factor; only at its end B is made of it.
  private mutating func scanForward(_ steps: ScalarSteps) {
    var starts = self.starts
    var (row, column) = (0, 0)
    var (best, finding, product) = (Best(segment: 0, zeros: 0), Finding(), ScaledDouble.one)
    var products: [ScaledDouble] = []
    products.reserveCapacity(last)
    var (rowEnd, columnEnd) = (rows[0].upperBound, columns[0].upperBound)
    for step in 1...last {
      let (factor, immediate) = (step > 1 ? steps.factor(at: step) : .one, steps.immediate(at: step))
      if factor.isZero || factor.exponent < Self.faintExponent {
        best.startSegment(starts.count, afterZero: factor.isZero)
        starts.append(Start(step: step, zeros: best.zeros))
        product = .one
      } else {
        product *= factor
        best.value *= factor
      }
      products.append(product)
      if !immediate.isZero {
        best.include(immediate: immediate, at: step)
      } else if !best.isOpen {
        best.isOpen = !steps.isDead(at: step)
      }
      finding.include(best, at: step)
      guard step == rowEnd || step == columnEnd else { continue }
      diagonal.append(finding)
      finding = Finding()
      if step == columnEnd {
        columnEnds[column] = best
        columnEnds[column].value = best.value / product
        best = Best(segment: best.segment, zeros: best.zeros)
        column += 1
        columnEnd = column < columns.count ? columns[column].upperBound : 0
      }
      if step == rowEnd {
        row += 1
        rowEnd = row < rows.count ? rows[row].upperBound : 0
      }
    }
    self.products = products
    self.starts = starts
    diagonal.append(finding)
  }

  /// Finds the best A of each row's first segment, and of what each column leaves of its row.
  private mutating func scanBackward() {
    var segment = starts.count - 1
    var best = Best()
    var row = rows.prefix { $0.lowerBound <= last }.count - 1
    var column = columns.prefix { $0.lowerBound <= last }.count - 1
    for step in stride(from: last, through: 1, by: -1) {
      if step < starts[segment].step {
        segment -= 1
        best.forgetValue(segment: -1)
      }
      if step == columns[column].upperBound { rests[column] = best }
      (best.segment, best.zeros) = (segment, starts[segment].zeros)
      best.include(products[step - 1], at: step)
      if step == rows[row].lowerBound {
        rowStarts[row] = best
        best = Best()
        row -= 1
      }
      if step == columns[column].lowerBound { column -= 1 }
    }
  }

  /// All blocks, row by row.
  func blocks() -> [ContributionBlocks.Block] {
    var blocks: [ContributionBlocks.Block] = []
    blocks.reserveCapacity(rows.count * columns.count)
    var crossings = 0
    for (row, targets) in rows.enumerated() {
      for (column, steps) in columns.enumerated() {
        if steps.lowerBound > targets.upperBound {
          blocks.append(.outside)
        } else if targets.lowerBound > last || steps.lowerBound > last {
          blocks.append(.overflow)
        } else if steps.upperBound < targets.lowerBound {
          blocks.append(block(rowStarts[row], columnEnds[column]))
        } else {
          let rest = steps.upperBound < targets.upperBound ? rests[column] : Best()
          blocks.append(block(diagonal[crossings], rest, columnEnds[column]))
          crossings += 1
        }
      }
    }
    return blocks
  }

  /// A block below the diagonal.
  private func block(_ product: Best, _ quotient: Best) -> ContributionBlocks.Block {
    var finding = Finding()
    finding.include(product, quotient)
    return finding.block
  }

  /// A block that the diagonal cuts: what the forward scan saw, and the targets after the column's last step.
  private func block(_ crossing: Finding, _ rest: Best, _ quotient: Best) -> ContributionBlocks.Block {
    var finding = crossing
    finding.include(rest, quotient)
    return finding.block
  }
}
