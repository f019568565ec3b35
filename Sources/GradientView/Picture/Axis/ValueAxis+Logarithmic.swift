import RNNCore

extension ValueAxis {
  /// A logarithmic axis whose bars stand on its floor, from 10^`low` or below to 10^`high` or above, with evenly spaced
  /// powers of ten on edges or in the middle of rows.
  static func logarithmic(from low: Double, to high: Double, rows: Int) -> ValueAxis {
    let span = Swift.max(high - low, leastSpan)
    let spacing = DecadeSpacing.best(atLeast: span / Double(rows), rows: rows) {
      $0.top(holding: high) - Double(rows) * $0.decadesPerRow <= high - span + 1e-9
    }
    let chosen = spacing ?? DecadeSpacing.coarsest(atLeast: span / Double(rows))
    let floor = chosen.top(holding: high) - Double(rows) * chosen.decadesPerRow
    return logarithmic(rows: rows, base: 0, standingFor: floor, chosen)
  }

  /// A logarithmic axis whose bars begin at 1, which stands on an edge of a row, from 10^`low` or below to 10^`high` or
  /// above, `low` ≤ 0 ≤ `high`. One row has a single side, that of the larger bound.
  static func logarithmicFromOne(from low: Double, to high: Double, rows: Int) -> ValueAxis {
    let (up, down) = (Swift.max(high, 0), Swift.max(-low, 0))
    if up + down > 0, up + down < narrow { return narrowFromOne(up: up, down: down, rows: rows) }
    let span = Swift.max(rows > 1 ? up + down : Swift.max(up, down), leastSpan)
    func edges(_ length: Double, _ spacing: DecadeSpacing) -> Int {
      Int((length / spacing.decadesPerRow - 1e-9).rounded(.up).clamped(0, 1e9))
    }
    let spacing = DecadeSpacing.best(atLeast: span / Double(rows), rows: rows) {
      rows == 1 || edges(up, $0) + edges(down, $0) <= rows
    }
    let chosen = spacing ?? DecadeSpacing.coarsest(atLeast: span)
    let above = rows == 1 ? (up > down ? 1 : 0) : Swift.min(edges(up, chosen), rows - (down > 0 ? 1 : 0))
    return logarithmic(rows: rows, base: up > 0 && down == 0 ? 0 : rows - above, standingFor: 0, chosen)
  }

  /// Below so many decades powers of ten are too far apart to label an axis.
  private static let narrow = 0.9

  /// An axis around 1 of less than a decade: its ends are where they are wanted, and have labels.
  private static func narrowFromOne(up: Double, down: Double, rows: Int) -> ValueAxis {
    func perRow(_ above: Int) -> Double {
      Swift.max(up > 0 ? up / Double(above) : 0, down > 0 ? down / Double(rows - above) : 0)
    }
    let choices = (down > 0 ? (up > 0 ? 1 : 0) : rows)...(up > 0 ? (down > 0 ? Swift.max(rows - 1, 1) : rows) : 0)
    let above = choices.min { perRow($0) < perRow($1) } ?? rows
    let scale = Scale.logarithmic(decadesPerRow: perRow(above), base: 0)
    let bare = ValueAxis(rows: rows, base: rows - above, scale: scale, candidates: [])
    let inner = [1.5, 0.5, 1.2, 0.8, 2, 0.2, 3, 0.3, 1.1, 0.9, 1.05, 0.95].map { ScaledDouble($0) }
    let values = [.one, .powerOfTen(up), .powerOfTen(-down)] + inner
    return ValueAxis(
      rows: rows, base: rows - above, scale: scale,
      candidates: values.map { Tick(height: bare.height(of: $0), text: NumberText.compact($0, digits: 2)) })
  }

  /// So many decades an axis shows at least: numbers that are all alike would else be a picture of their last digits.
  private static let leastSpan = 0.3

  private static func logarithmic(
    rows: Int, base: Int, standingFor power: Double, _ spacing: DecadeSpacing
  ) -> ValueAxis {
    let scale = Scale.logarithmic(decadesPerRow: spacing.decadesPerRow, base: power)
    let bare = ValueAxis(rows: rows, base: base, scale: scale, candidates: [])
    let bottom = power - Double(base) * spacing.decadesPerRow
    let powers = spacing.powers(from: bottom, to: bottom + Double(rows) * spacing.decadesPerRow)
    let labels = DecadeLabels(powers)
    let decades = powers.map { Tick(height: bare.height(ofPower: Double($0)), text: labels.text($0)) }
    let minors = spacing.decades == 1 && decades.count < 3 ? bare.minorTicks(around: powers, bottom) : []
    return ValueAxis(rows: rows, base: base, scale: scale, candidates: decades + minors)
  }

  /// 2, 3 and 5 times the powers of ten, where those alone would be too few to read a scale from.
  private func minorTicks(around powers: [Int], _ bottom: Double) -> [Tick] {
    let first = Int(bottom.rounded(.down))
    return [3, 2, 5].flatMap { mantissa in
      (first...Swift.max(powers.last ?? first, first)).map { power in
        let value = ScaledDouble(Double(mantissa)) * .powerOfTen(power)
        return Tick(height: height(of: value), text: NumberText.compact(value, digits: 1))
      }
    }
  }
}

/// A labelled power of ten every so many half rows.
private struct DecadeSpacing {
  /// Decades from one label to the next.
  let decades: Int
  /// Half rows from one label to the next.
  let halfRows: Int

  var decadesPerRow: Double { 2 * Double(decades) / Double(halfRows) }

  /// Of the spacings that fit the one with enough labels, as long as it is hardly coarser than the finest.
  static func best(atLeast least: Double, rows: Int, where fits: (DecadeSpacing) -> Bool) -> DecadeSpacing? {
    let fitting = candidates(atLeast: least).filter(fits)
    guard let finest = fitting.first else { return nil }
    let fine = fitting.prefix { $0.decadesPerRow <= 1.2 * finest.decadesPerRow }
    return fine.first { 2 * $0.halfRows <= 2 * rows && $0.halfRows >= 3 } ?? fine.first { $0.halfRows <= 2 * rows }
      ?? finest
  }

  /// All spacings of one to twelve rows a label whose rows are worth at least so many decades, the finest first, and of
  /// equally fine ones the one whose labels stand about two rows apart.
  private static func candidates(atLeast least: Double) -> [DecadeSpacing] {
    let scale = Int(least.clamped(1, 1e15))
    let mantissas = [1, 2, 3, 5]
    let all = powersOfTen(through: 100 * scale).flatMap { power in
      mantissas.flatMap { mantissa in
        (2...24).map { DecadeSpacing(decades: mantissa * power, halfRows: $0) }
      }
    }
    return all.filter { $0.decadesPerRow >= least - 1e-12 }.sorted { a, b in
      a.decadesPerRow != b.decadesPerRow ? a.decadesPerRow < b.decadesPerRow : a.distance < b.distance
    }
  }

  /// A spacing of two rows a label for spans beyond all others.
  static func coarsest(atLeast least: Double) -> DecadeSpacing {
    DecadeSpacing(decades: Int(least.rounded(.up).clamped(1, 1e15)), halfRows: 2)
  }

  private static func powersOfTen(through limit: Int) -> [Int] {
    Array(sequence(first: 1) { $0 >= limit ? nil : 10 * $0 })
  }

  /// How far, in half rows, the spacing is from two rows.
  private var distance: Int { Int((halfRows - 4).magnitude) }

  /// The lowest edge or middle of a row that is not below a power, rows being laid out so that labels stand on them.
  func top(holding power: Double) -> Double {
    let half = decadesPerRow / 2
    return ((power / half) - 1e-9).rounded(.up) * half
  }

  /// The labelled powers within a range, from the highest to the lowest.
  func powers(from bottom: Double, to top: Double) -> [Int] {
    let first = Int((bottom / Double(decades) - 1e-9).rounded(.up).clamped(-1e15, 1e15))
    let last = Int((top / Double(decades) + 1e-9).rounded(.down).clamped(-1e15, 1e15))
    return first <= last ? (first...last).reversed().map { $0 * decades } : []
  }
}

/// Powers of ten in one notation: all in full, or all but 1 in scientific form.
private struct DecadeLabels {
  private let arePlain: Bool

  init(_ powers: [Int]) { arePlain = powers.allSatisfy { (-2...2).contains($0) } }

  func text(_ power: Int) -> String {
    arePlain || power == 0 ? NumberText.powerOfTen(power) : NumberText.scientific(.powerOfTen(power), digits: 1)
  }
}
