import RNNCore
import ScreenReading
import Testing

@testable import Screen

/// Where values stand: properties over random scales, heights and values.
@Suite("Value axis")
struct ValueAxisTests {
  /// Seeded numbers from 0 to 1.
  private struct Uniform {
    private var generator: SplitMix64
    init(seed: UInt64) { generator = SplitMix64(seed: seed) }
    mutating func next() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    mutating func next(in range: ClosedRange<Double>) -> Double {
      range.lowerBound + next() * (range.upperBound - range.lowerBound)
    }
  }

  private static let linear: [(axis: ValueAxis, low: Double, high: Double)] = {
    var uniform = Uniform(seed: 1)
    return (0..<600).map { place in
      let size = 10.0.power(uniform.next(in: -12...12))
      let low = place % 3 == 0 ? 0 : -size * uniform.next()
      let high = place % 3 == 1 ? 0 : size * uniform.next()
      let rows = 2 + Int(uniform.next() * 40)
      return (.linear(from: ScaledDouble(low), to: ScaledDouble(high), rows: rows), low, high)
    }
  }()

  private static let logarithmic: [(axis: ValueAxis, low: Double, high: Double)] = {
    var uniform = Uniform(seed: 2)
    return (0..<600).map { place in
      // Two decades at least, as scales have them; fewer where numbers have short names.
      let high = place % 4 == 0 ? uniform.next(in: -2...3) : uniform.next(in: -3000...300)
      let low = high - 10.0.power(uniform.next(in: (place % 4 == 0 ? 0 : 0.31)...4))
      let rows = 2 + Int(uniform.next() * 40)
      return (.logarithmic(from: low, to: high, rows: rows), low, high)
    }
  }()

  /// The bounds that axes of factors have on either side of 1: close ones near it, then ten to a decade.
  private static let (bounds, boundsBelow) = (
    [1.01, 1.02, 1.05, 1.1].map { ScaledDouble($0).log10 } + (1..<60).map { bound($0) },
    [0.99, 0.98, 0.95, 0.9].map { ScaledDouble($0).log10 } + (1..<60).map { bound(-$0) }
  )

  private static func bound(_ place: Int) -> Double {
    let (decade, rest) = (place + 60).quotientAndRemainder(dividingBy: 10)
    let mantissa = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8][rest]
    return (ScaledDouble(mantissa) * .powerOfTen(decade - 6)).log10
  }

  private static let fromOne: [(axis: ValueAxis, low: Double, high: Double)] = {
    var uniform = Uniform(seed: 3)
    return (0..<600).map { place in
      let low = place % 3 == 0 ? 0 : boundsBelow[Int(uniform.next() * 63)]
      let high = place % 3 == 1 ? 0 : bounds[Int(uniform.next() * 63)]
      return (.logarithmicFromOne(from: low, to: high, rows: 2 + Int(uniform.next() * 20)), low, high)
    }
  }()

  @Test("A linear axis holds what it was made for, 0 stands on its base, and heights are in proportion")
  func holdsLinear() {
    for (axis, low, high) in Self.linear {
      #expect(axis.height(of: .zero) == Double(axis.base))
      #expect(
        axis.height(of: ScaledDouble(low)) >= -1e-6 && axis.height(of: ScaledDouble(high)) <= Double(axis.rows) + 1e-6)
      guard high > 0 else { continue }
      let half = axis.height(of: ScaledDouble(high / 2))
      #expect((half - (Double(axis.base) + axis.height(of: ScaledDouble(high))) / 2).magnitude < 1e-9)
    }
  }

  @Test("A linear axis leaves no more than a third of its rows empty, and a row for each side")
  func fillsLinear() {
    for (axis, low, high) in Self.linear where axis.rows >= 4 && high > low {
      let used = axis.height(of: ScaledDouble(high)) - axis.height(of: ScaledDouble(low))
      #expect(Double(axis.rows) - used <= Double(axis.rows) / 3 + 2, "\(low) … \(high) in \(axis.rows) rows: \(used)")
    }
  }

  @Test("A logarithmic axis holds what it was made for, decades are evenly spaced, and 0 lies below everything")
  func holdsLogarithmic() {
    for (axis, low, high) in Self.logarithmic {
      #expect(axis.base == 0 && axis.height(of: .zero) == -.infinity)
      #expect(axis.height(ofPower: low) >= -1e-6 && axis.height(ofPower: high) <= Double(axis.rows) + 1e-6)
      let (a, b) = (axis.height(ofPower: high - 1), axis.height(ofPower: high))
      #expect((axis.height(ofPower: high - 2) - (2 * a - b)).magnitude < 1e-6 * Swift.max(b - a, 1))
      #expect((axis.height(of: .powerOfTen(high)) - b).magnitude < 1e-6)
      #expect((axis.height(of: -.powerOfTen(high)) - b).magnitude < 1e-6, "of a negative number its magnitude")
    }
  }

  @Test("A logarithmic axis leaves no more than a quarter of its rows empty")
  func fillsLogarithmic() {
    for (axis, low, high) in Self.logarithmic where high - low > 0.3 {
      let used = axis.height(ofPower: high) - axis.height(ofPower: low)
      #expect(Double(axis.rows) - used <= Double(axis.rows) / 4 + 1, "\(low) … \(high) in \(axis.rows) rows: \(used)")
    }
  }

  @Test("An axis around 1 has 1 on its base, and a side that nothing needs has no row")
  func aroundOne() {
    for (axis, low, high) in Self.fromOne {
      #expect(axis.height(of: .one) == Double(axis.base))
      #expect(axis.height(ofPower: low) >= -1e-6 && axis.height(ofPower: high) <= Double(axis.rows) + 1e-6)
      if high == 0, low < 0 { #expect(axis.base == axis.rows) }
      if low == 0, high > 0 { #expect(axis.base == 0) }
      #expect(axis.ticks.contains { $0.text == "1" }, "the one line has a label")
    }
  }

  @Test("Ticks stand where their text says, to an eighth of a row of the edges and middles of rows")
  func ticks() throws {
    for (axis, low, high) in Self.linear + Self.logarithmic + Self.fromOne {
      #expect(axis.rows < 4 || !axis.ticks.isEmpty, "\(low) … \(high) in \(axis.rows) rows")
      for tick in axis.ticks {
        let value = try #require(AxisText.value(of: tick.text), "\(tick.text)")
        #expect((axis.height(of: value) - tick.height).magnitude < 1e-6, "\(tick.text)")
        #expect((tick.height * 2 - (tick.height * 2).rounded()).magnitude <= 2 * ValueAxis.tolerance + 1e-9)
      }
    }
  }

  @Test("No two ticks share a row or a text, and from four rows on there are two at least")
  func apart() {
    for (axis, low, high) in Self.linear + Self.logarithmic + Self.fromOne {
      let rows = axis.ticks.map { ValueAxis.row(of: $0.height, rows: axis.rows) }
      #expect(Set(rows).count == rows.count && Set(axis.ticks.map(\.text)).count == rows.count)
      if axis.rows >= 4 { #expect(rows.count >= 2, "\(low) … \(high) in \(axis.rows) rows") }
      #expect(axis.ticks.allSatisfy { $0.text.columns <= 7 })
    }
  }

  @Test("From −1 to 1 zero is half-way; one row has one side; all zero reaches to 1")
  func edges() {
    let axis = ValueAxis.linear(from: -.one, to: .one, rows: 6)
    #expect(axis.base == 3 && axis.height(of: .one) == 6 && axis.height(of: -.one) == 0)
    #expect(axis.ticks.first?.text == "−1" && axis.ticks.last?.text == "1" && axis.ticks.contains { $0.text == "0" })
    let row = ValueAxis.linear(from: ScaledDouble(-3), to: .one, rows: 1)
    #expect(row.base == 1 && row.height(of: ScaledDouble(-5)) == 0 && row.ticks.map(\.text) == ["−5"])
    let flat = ValueAxis.linear(from: .zero, to: .zero, rows: 5)
    #expect(flat.base == 0 && flat.height(of: .one) <= 5 && flat.height(of: .one) > 4)
    let factors = ValueAxis.logarithmicFromOne(from: -1.54, to: 0, rows: 4)
    #expect(factors.base == 4 && Set(factors.ticks.map(\.text)).isSuperset(of: ["0.1", "1"]))
  }

  @Test("Powers of ten that are too long to write have exponents in thousands or more, and every mark its number")
  func longPowers() throws {
    for depth in [5000.0, 12_000, 24_000, 100_000, 240_000, 3_000_000, 2e9] {
      for rows in [4, 6, 8, 14, 25] {
        for axis in [
          ValueAxis.logarithmic(from: -depth, to: 0, rows: rows), .logarithmic(from: 0, to: depth, rows: rows),
        ] {
          try #require(axis.ticks.count >= 2, "\(depth) in \(rows) rows")
          // All that are due but, below one on the upper edge of its row, the one on the lower.
          let heights = axis.ticks.map(\.height)
          let gaps = zip(heights, heights.dropFirst()).map { $1 - $0 }
          #expect(
            gaps.dropLast().allSatisfy { ($0 - gaps[0]).magnitude < 0.3 }, "\(depth) in \(rows) rows: \(axis.ticks)")
          #expect(heights[0] < 2 * gaps[0] && Double(rows) - (heights.last ?? 0) < 2 * gaps[0])
          for tick in axis.ticks {
            let value = try #require(AxisText.value(of: tick.text), "\(tick.text)")
            #expect((axis.height(of: value) - tick.height).magnitude < 1e-6)
          }
        }
      }
    }
    #expect(
      ValueAxis.logarithmic(from: -12_000, to: 0, rows: 8).ticks.map(\.text) == [
        "1e−12k", "1e−9k", "1e−6k", "1e−3k", "1",
      ])
  }

  @Test("With both sides asked for an axis around 1 has a row on either, and holds what it was made for")
  func bothSides() {
    for rows in 2...12 {
      for (low, high) in [(-0.04, 0.0), (-0.3, 0), (0, 0), (0, 0.5), (-2, 0), (0, 3), (-1, 1)] {
        let axis = ValueAxis.logarithmicFromOne(from: low, to: high, rows: rows, withBothSides: true)
        #expect(axis.base >= 1 && axis.base <= rows - 1)
        #expect(axis.height(ofPower: low) >= -1e-6 && axis.height(ofPower: high) <= Double(rows) + 1e-6)
      }
    }
  }
}

extension Double {
  /// This to a power.
  fileprivate func power(_ exponent: Double) -> Double {
    ScaledDouble.powerOfTen(exponent * ScaledDouble(self).log10).doubleValue
  }
}
