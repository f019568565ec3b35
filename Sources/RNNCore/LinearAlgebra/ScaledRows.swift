/// Rows of numbers that each have a power of two of their own: row r is elements × 2^exponent(r).
///
/// Covectors of many units or many targets run back through time together and leave a `Double`'s range each at its own
/// pace. A row is normalised only when its norm leaves 2^±100, so that a step costs what it costs with Doubles. What
/// lies more than 2^900 below the largest element of its row does not count.
struct ScaledRows: Sendable {
  let columns: Int
  private(set) var elements: [Double]
  private(set) var exponents: [Int]
  /// ‖row‖² without its power of two.
  private(set) var squares: [Double]

  var count: Int { exponents.count }

  /// Rows from finite elements, row by row.
  init(_ elements: [Double], columns: Int) {
    precondition(columns > 0 && elements.count.isMultiple(of: columns), "whole rows")
    self.columns = columns
    self.elements = elements
    exponents = Array(repeating: 0, count: elements.count / columns)
    squares = Array(repeating: 0, count: exponents.count)
    normaliseRows()
  }

  /// Rows from blocks of equal lengths.
  init(_ rows: [ScaledVector]) {
    self.init(rows.flatMap(\.elements), columns: rows[0].elements.count)
    shift(by: rows.map(\.exponent))
  }

  /// Rows of 0, to be copied over.
  init(zeroRows count: Int, columns: Int) {
    self.columns = columns
    elements = Array(repeating: 0, count: count * columns)
    exponents = Array(repeating: 0, count: count)
    squares = Array(repeating: 0, count: count)
  }

  /// The same rows of some gates alone, each `units` numbers long.
  func gates(_ gates: [Int], units: Int) -> ScaledRows {
    guard gates.count * units != columns else { return self }
    var chosen = [Double]()
    chosen.reserveCapacity(count * gates.count * units)
    for row in 0..<count {
      for gate in gates {
        let first = row * columns + gate * units
        chosen.append(contentsOf: elements[first..<first + units])
      }
    }
    var rows = ScaledRows(chosen, columns: gates.count * units)
    rows.shift(by: exponents)
    return rows
  }

  /// The same rows with as many zeros behind each as make so many columns.
  func padded(to columns: Int) -> ScaledRows {
    guard columns != self.columns else { return self }
    return ScaledRows((0..<count).map { vector($0).padded(to: columns) })
  }

  /// Some of the rows that follow each other.
  func rows(_ range: Range<Int>) -> ScaledRows {
    guard range.count < count else { return self }
    var rows = ScaledRows(Array(elements[range.lowerBound * columns..<range.upperBound * columns]), columns: columns)
    rows.shift(by: Array(exponents[range]))
    return rows
  }

  /// The sum of all rows.
  func sum() -> ScaledVector { (1..<count).reduce(vector(0)) { $0 + vector($1) } }

  /// Copies other rows of the same length to the place of `first` and those that follow it.
  mutating func copy(_ rows: ScaledRows, to first: Int) {
    let start = first * columns
    elements.withUnsafeMutableBufferPointer { target in
      rows.elements.withUnsafeBufferPointer { source in
        _ = UnsafeMutableBufferPointer(rebasing: target[start..<start + source.count]).update(fromContentsOf: source)
      }
    }
    for row in 0..<rows.count {
      exponents[first + row] = rows.exponents[row]
      squares[first + row] = rows.squares[row]
    }
  }

  /// ‖row‖₂.
  func norm(_ row: Int) -> ScaledDouble {
    ScaledDouble(significand: squares[row].squareRoot(), exponent: exponents[row])
  }

  /// ‖row‖₂².
  func square(_ row: Int) -> ScaledDouble {
    ScaledDouble(significand: squares[row], exponent: ScaledDouble.clamped(2 * exponents[row]))
  }

  /// ‖·‖₂ of some gates of a row, each `units` numbers long.
  func norm(_ row: Int, gates: [Int], units: Int) -> ScaledDouble {
    guard gates.count * units != columns else { return norm(row) }
    let first = row * columns
    let chosen = gates.flatMap { gate in Array(elements[first + gate * units..<first + (gate + 1) * units]) }
    // Brought near 1: the others may be far larger.
    return ScaledVector(chosen, exponent: exponents[row]).norm
  }

  /// A number of a row, the first if no other is asked for.
  func number(_ row: Int, column: Int = 0) -> ScaledDouble {
    ScaledDouble(significand: elements[row * columns + column], exponent: exponents[row])
  }

  /// One row.
  func vector(_ row: Int) -> ScaledVector {
    ScaledVector(Array(elements[row * columns..<(row + 1) * columns]), exponent: exponents[row])
  }

  /// The numbers of one row.
  func numbers(_ row: Int) -> [ScaledDouble] {
    elements[row * columns..<(row + 1) * columns].map { ScaledDouble(significand: $0, exponent: exponents[row]) }
  }

  /// Whether a row has numbers below 2^−400 that are not 0: another factor of 2^−300 and they begin to be lost.
  func hasFaintNumbers(_ row: Int) -> Bool {
    elements.withUnsafeBufferPointer { $0[rows: row, columns].containFaint }
  }

  /// The rows as one matrix under a common power of two.
  func matrix() -> ScaledVector {
    let top = (0..<count).lazy.filter { squares[$0] != 0 }.map { exponents[$0] }.max() ?? 0
    let aligned = [Double](unsafeUninitializedCapacity: elements.count) { buffer, filled in
      elements.withUnsafeBufferPointer { elements in
        for row in exponents.indices {
          let (range, shift) = (row * columns..<(row + 1) * columns, Swift.max(exponents[row] - top, -4000))
          if (-1022...0).contains(shift) {
            let scale = Double.powerOfTwo(shift)
            for index in range { buffer[index] = elements[index] * scale }
          } else {
            for index in range { buffer[index] = Double(sign: .plus, exponent: shift, significand: elements[index]) }
          }
        }
      }
      filled = elements.count
    }
    return ScaledVector(aligned, exponent: top)
  }

  /// Hands the elements to `body` for writing, then normalises the first rows. `shift` is added to their exponents.
  mutating func rewrite(rows: Int, shift: Int = 0, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    elements.withUnsafeMutableBufferPointer { body($0) }
    for row in 0..<rows {
      exponents[row] = ScaledDouble.clamped(exponents[row] + shift)
      normaliseIfFar(row)
    }
  }

  /// Takes over the exponents of other rows.
  mutating func takeExponents(of other: ScaledRows) {
    for row in exponents.indices { exponents[row] = other.exponents[row] }
  }

  /// Multiplies each row by a power of two of its own.
  mutating func shift(by powers: [Int]) {
    for row in exponents.indices where squares[row] != 0 {
      exponents[row] = ScaledDouble.clamped(exponents[row] + powers[row])
    }
  }

  /// Each row multiplied by a matrix of so many columns, and of as many rows as a row has numbers.
  func multiplied(by weights: ScaledWeights, columns: Int) -> ScaledRows {
    var product = ScaledRows(
      LinearAlgebra.product(elements, weights.elements, rows: count, inner: self.columns, columns: columns),
      columns: columns)
    product.shift(by: exponents.map { $0 + weights.exponent })
    return product
  }

  /// Adds a row of other rows to one of these.
  mutating func add(_ other: ScaledRows, row source: Int, to row: Int) {
    guard other.squares[source] != 0 else { return }
    let shift = other.exponents[source] - exponents[row]
    guard shift.magnitude < 400, squares[row] != 0 else {
      return replace(row, with: vector(row) + other.vector(source))
    }
    let scale = Double.powerOfTwo(shift)
    let (columns, from, to) = (columns, source * columns, row * columns)
    elements.withUnsafeMutableBufferPointer { elements in
      other.elements.withUnsafeBufferPointer { others in
        for column in 0..<columns { elements[to + column] += others[from + column] * scale }
      }
    }
    normaliseIfFar(row)
  }

  /// Hands the elements to `body` for writing and leaves the rows in whatever order they come.
  mutating func overwrite(rows: Int, shift: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    elements.withUnsafeMutableBufferPointer { body($0) }
    guard shift != 0 else { return }
    for row in 0..<rows { exponents[row] = ScaledDouble.clamped(exponents[row] + shift) }
  }

  /// Hands the elements of a row to `body` for writing and leaves them as they are, times a power of two. Their squares
  /// must be within a `Double`'s range.
  mutating func write(_ row: Int, exponent: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    let range = row * columns..<(row + 1) * columns
    elements.withUnsafeMutableBufferPointer { body(UnsafeMutableBufferPointer(rebasing: $0[range])) }
    (exponents[row], squares[row]) = (ScaledDouble.clamped(exponent), measuredSquare(row))
  }

  /// Puts another row in the place of one.
  mutating func replace(_ row: Int, with vector: ScaledVector) {
    for column in 0..<columns { elements[row * columns + column] = vector.elements[column] }
    exponents[row] = vector.exponent
    normaliseIfFar(row)
  }

  private mutating func normaliseRows() {
    for row in exponents.indices { normaliseIfFar(row) }
  }

  private mutating func normaliseIfFar(_ row: Int) {
    squares[row] = measuredSquare(row)
    if !(0x1p-200...0x1p200).contains(squares[row]) { normalise(row) }
  }

  private func measuredSquare(_ row: Int) -> Double {
    elements.withUnsafeBufferPointer { $0[rows: row, columns].sumOfSquares }
  }

  /// Brings the largest element to the binade of 1, exactly.
  private mutating func normalise(_ row: Int) {
    let range = row * columns..<(row + 1) * columns
    let largest = elements[range].largestMagnitude
    guard largest != 0 else {
      (exponents[row], squares[row]) = (0, 0)
      return
    }
    precondition(largest.isFinite, "scaled rows have no NaN and no infinity")
    let shift = Int(largest.exponent)
    for index in range { elements[index] = Double(sign: .plus, exponent: -shift, significand: elements[index]) }
    exponents[row] = ScaledDouble.clamped(exponents[row] + shift)
    squares[row] = measuredSquare(row)
  }
}

extension ScaledRows {
  /// The n×n identity.
  static func identity(_ n: Int) -> ScaledRows { ScaledRows(Matrix.identity(n).elements, columns: n) }
}
