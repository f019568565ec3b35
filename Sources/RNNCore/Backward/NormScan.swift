/// The largest terms by block and the sums by row and column, target by target in any order.
struct NormScan {
  let rows: [ClosedRange<Int>]
  let columns: [ClosedRange<Int>]
  private(set) var lags: LagMeans
  private(set) var visited: Set<Int> = []
  /// By row, its first and last target; nil where it has none.
  private let targets: [ClosedRange<Int>?]
  /// The last finite step.
  private let last: Int
  private var peaks: [ContributionPeak?]
  /// By row, the last target visited; 0 for none.
  private var reached: [Int]
  private var rowSums: [ScaledDouble]
  private var stepSums: [ScaledSum]
  /// By block, whether a target that was visited hears one of its steps.
  private var isHeard: [Bool]
  /// Nil where nothing is left out.
  private let hearing: Hearing?

  init(
    _ rows: [ClosedRange<Int>], _ columns: [ClosedRange<Int>], targets: [ClosedRange<Int>?], last: Int, haveSigns: Bool,
    hearing: Hearing?
  ) {
    (self.rows, self.columns, self.targets, self.last) = (rows, columns, targets, last)
    self.hearing = hearing
    isHeard = Array(repeating: false, count: rows.count * columns.count)
    peaks = Array(repeating: nil, count: rows.count * columns.count)
    reached = Array(repeating: 0, count: rows.count)
    rowSums = Array(repeating: .zero, count: rows.count)
    stepSums = Array(repeating: ScaledSum(), count: columns[columns.count - 1].upperBound)
    lags = LagMeans(steps: stepSums.count, areSquares: !haveSigns)
  }

  /// Adds a target's terms of steps 1 … k, once; those that it does not hear do not count.
  mutating func add(_ terms: [ScaledDouble], of target: Int) {
    guard visited.insert(target).inserted else { return }
    let row = row(of: target)
    reached[row] = Swift.max(reached[row], target)
    var sum = ScaledSum()
    for (column, steps) in columns.enumerated() where steps.lowerBound <= target {
      let index = row * columns.count + column
      for step in steps.clamped(to: 1...target) where hearing?.reaches(target, from: step) ?? true {
        let term = terms[step - 1]
        isHeard[index] = true
        sum.add(term)
        stepSums[step - 1].add(term)
        lags.add(term.magnitude, lag: target - step)
        if term.exceeds(peaks[index]?.value ?? .zero) {
          peaks[index] = ContributionPeak(value: term, target: target, step: step)
        }
      }
    }
    if sum.value.exceeds(rowSums[row]) { rowSums[row] = sum.value }
  }

  func isVisited(row: Int) -> Bool { reached[row] > 0 }

  private func row(of target: Int) -> Int {
    var (low, high) = (0, rows.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].upperBound < target { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func blocks() -> [ContributionBlocks.Block] {
    rows.indices.flatMap { row in
      columns.indices.map { column in
        if rows[row].upperBound < columns[column].lowerBound { return .outside }
        if rows[row].lowerBound > last { return .overflow }
        guard isVisited(row: row) else { return .outside }
        if let hearing, let targets = targets[row], columns[column].lowerBound <= targets.upperBound,
          !hearing.reaches(firstTarget: targets.lowerBound, fromColumn: column)
        {
          return .cut
        }
        if let peak = peaks[row * columns.count + column] { return .largest(peak) }
        return isHeard[row * columns.count + column] ? .zero : .outside
      }
    }
  }

  func sums() -> ContributionTotals {
    ContributionTotals(
      rows: rows.indices.map { row in rows[row].lowerBound > last ? nil : rowSums[row] },
      columns: columns.map { steps in
        steps.lowerBound > last
          ? nil
          : steps.reduce(ScaledDouble.zero) { largest, step in
            let sum = stepSums[step - 1].value
            return sum.exceeds(largest) ? sum : largest
          }
      })
  }
}

/// Means of ‖C_{k−ℓ}‖², or of |term|, over targets, by lag.
struct LagMeans {
  private var sums: [ScaledSum]
  private let areSquares: Bool

  init(steps: Int, areSquares: Bool) {
    sums = Array(repeating: ScaledSum(), count: steps)
    self.areSquares = areSquares
  }

  @inline(__always)
  mutating func add(_ size: ScaledDouble, lag: Int) { sums[lag].add(areSquares ? size * size : size) }

  func profile(_ targets: Set<Int>, columns: Int, above floor: ScaledDouble) -> LagProfile? {
    guard let counts = counts(targets) else { return nil }
    let last = counts.indices.last { mean($0...$0, counts) >= floor } ?? 0
    return profile(LagProfile.ranges(through: last, atMost: columns), counts)
  }

  func profile(_ targets: Set<Int>, lags: [ClosedRange<Int>]) -> LagProfile? {
    guard let counts = counts(targets) else { return nil }
    return profile(LagProfile.ranges(lags, through: counts.count - 1), counts)
  }

  private func profile(_ lags: [ClosedRange<Int>], _ counts: [Int]) -> LagProfile {
    LagProfile(lags: lags, means: lags.map { mean($0, counts) }, pairsPerColumn: nil)
  }

  /// The targets k > ℓ, by ℓ; nil where there are none.
  private func counts(_ targets: Set<Int>) -> [Int]? {
    guard let latest = targets.max() else { return nil }
    var counts = Array(repeating: 0, count: latest)
    for target in targets { counts[target - 1] += 1 }
    for lag in (0..<latest).reversed() where lag + 1 < latest { counts[lag] += counts[lag + 1] }
    return counts
  }

  private func mean(_ lags: ClosedRange<Int>, _ counts: [Int]) -> ScaledDouble {
    let sum = lags.reduce(ScaledDouble.zero) { $0 + sums[$1].value }
    let mean = sum / ScaledDouble(Double(lags.reduce(0) { $0 + counts[$1] }))
    return areSquares ? mean.squareRoot() : mean
  }
}
