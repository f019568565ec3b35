/// How much of the derivation for a target step is written out; dots stand for the rest.
struct DerivationDetail: Hashable {
  /// k.
  let target: Int
  /// i, in 1…k.
  let inspected: Int
  /// How many terms before the last stand there beside what always does, every factor written out.
  var recentTerms = 0
  /// How many steps after the third stand there beside what always does.
  var earlySteps = 0

  /// All of it where k is 3 or less, else the first steps, the inspected and the last.
  init(target: Int, inspected: Int) {
    self.target = target
    self.inspected = Swift.min(Swift.max(inspected, 1), target)
  }

  /// Whether nothing is left out from the start.
  var isWhole: Bool { target <= 3 }

  /// The steps of the recursion in which the product rule is written out.
  var wholeSteps: Set<Int> { Set([1, 2, 3, inspected, target].filter { $0 <= target }) }

  /// The steps of the recursion, from 1 to k.
  var steps: [Int] { wholeSteps.union((0..<earlySteps).map { 4 + $0 }.filter { $0 < target }).sorted() }

  /// The terms, from 1 to k.
  var terms: [Int] {
    if isWhole { return Array(1...target) }
    return Set([1, inspected, target]).union((0..<recentTerms).map { target - 1 - $0 }.filter { $0 > 0 }).sorted()
  }

  /// Whether the product of a term has all its factors.
  func hasAllFactors(term: Int) -> Bool { isWhole || target - term <= recentTerms }

  /// What a page of so many cells has room for at most: a term needs a factor of twelve columns a step of lag, in five rows.
  func limit(_ part: WritableKeyPath<DerivationDetail, Int>, rows: Int, width: Int) -> Int {
    guard !isWhole else { return 0 }
    let room = part == \.recentTerms ? Int((Double(rows) * Double(width) / 30).squareRoot()) : rows / 2
    return Swift.min(room, target - 1)
  }
}
