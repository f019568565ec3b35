/// How the columns of a series are rescaled before the network sees them, each on its own.
public enum Scaling: String, CaseIterable, Sendable {
  /// The values as they are.
  case none
  /// Mean 0 and variance 1, the variance with the number of values as its divisor.
  case standard
  /// The minimum at −1 and the maximum at 1, exactly.
  case unit

  /// The series with every column rescaled.
  ///
  /// The result does not depend on the unit of a column, and nothing overflows: every column is brought near 1 by a
  /// power of two first.
  ///
  /// - Throws: ``SeriesError/constantColumn(name:scaling:)`` for `standard` and `unit` of a column whose values are all
  ///   equal (a single row is one): it has no scale, and 0 everywhere would hide that the input says nothing.
  public func applied(to series: Series) throws(SeriesError) -> Series {
    guard self != .none else { return series }
    var values = series.values
    for column in 0..<series.columnCount {
      guard let scaled = applied(to: series.column(column)) else {
        throw .constantColumn(name: series.columnNames[column], scaling: self)
      }
      for (step, value) in scaled.enumerated() { values[step * series.columnCount + column] = value }
    }
    return Series(columnNames: series.columnNames, values: values, classes: series.classes)
  }

  /// The rescaled values, or nil if they are all equal.
  private func applied(to values: [Double]) -> [Double]? {
    guard let minimum = values.min(), let maximum = values.max(), minimum < maximum else { return nil }
    let exponent = Int(max(minimum.magnitude, maximum.magnitude).exponent)
    func nearOne(_ value: Double) -> Double { Double(sign: .plus, exponent: -exponent, significand: value) }
    // Measured from the minimum: a small variation on a large mean keeps its digits.
    let heights = values.map { nearOne($0) - nearOne(minimum) }
    return self == .unit ? Self.unit(heights, top: nearOne(maximum) - nearOne(minimum)) : Self.standard(heights)
  }

  private static func unit(_ heights: [Double], top: Double) -> [Double] { heights.map { $0 / top * 2 - 1 } }

  private static func standard(_ heights: [Double]) -> [Double] {
    let count = Double(heights.count)
    let roughMean = heights.reduce(0, +) / count
    // The mean of what is left takes the rounding of the first sum out.
    let mean = roughMean + heights.reduce(0) { $0 + ($1 - roughMean) } / count
    let variance = heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return heights.map { ($0 - mean) / variance.squareRoot() }
  }
}
