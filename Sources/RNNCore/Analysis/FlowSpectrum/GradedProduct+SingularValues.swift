extension GradedProduct {
  /// The singular values that are not 0, the largest first: those of D·T. To be called after `factor()`.
  ///
  /// Rows that are sorted by size keep the digits of the small values through LAPACK's bidiagonalisation. Where D spans
  /// more than a `Double`'s range, windows of the triangular factor of D·T are taken that overlap so far that what lies
  /// beyond their edges does not count.
  var singularValues: [ScaledDouble] {
    guard rank > 0 else { return [] }
    guard diagonal[0].exponent - diagonal[rank - 1].exponent > Self.windowBits else {
      let top = diagonal[0].exponent
      let columns = right.count / rank
      var scaled = right
      for row in 0..<rank {
        let factor = ScaledDouble(significand: diagonal[row].significand, exponent: diagonal[row].exponent - top)
          .doubleValue
        for column in 0..<columns { scaled[column * rank + row] *= factor }
      }
      return Self.singularValues(scaled, rows: rank, columns: columns, exponent: top)
    }
    return windowedSingularValues
  }

  /// Binary orders that one window spans, that are reported from it, and by which the next one overlaps.
  private static let (windowBits, reportedBits, overlapBits) = (900, 700, 150)

  private static func singularValues(_ elements: [Double], rows: Int, columns: Int, exponent: Int) -> [ScaledDouble] {
    // Column by column is the transpose row by row.
    LinearAlgebra.singularValues(elements, rows: columns, columns: rows).map {
      ScaledDouble(significand: $0, exponent: exponent)
    }
  }

  private var windowedSingularValues: [ScaledDouble] {
    let triangular = LinearAlgebra.triangularFactor(ofTransposed: right, rows: rank, columns: right.count / rank)
    var values: [ScaledDouble] = []
    while values.count < rank {
      let exponent = diagonal[values.count].exponent
      let first = diagonal.prefix { $0.exponent > exponent + Self.overlapBits }.count
      let top = diagonal[first].exponent
      let end = diagonal.prefix { $0.exponent >= top - Self.windowBits }.count
      let reported = end == rank ? rank : diagonal.prefix { $0.exponent >= top - Self.reportedBits }.count
      let window = self.window(first..<end, of: triangular, top)
      let all = Self.singularValues(window, rows: end - first, columns: end - first, exponent: top)
      values += all[(values.count - first)..<(Swift.max(reported, values.count + 1) - first)]
    }
    return values
  }

  /// The block of R·D within a range of rows and columns, over 2^top, column by column.
  private func window(_ range: Range<Int>, of triangular: [Double], _ top: Int) -> [Double] {
    range.flatMap { column in
      let factor = ScaledDouble(significand: diagonal[column].significand, exponent: diagonal[column].exponent - top)
        .doubleValue
      return range.map { triangular[column * rank + $0] * factor }
    }
  }
}
