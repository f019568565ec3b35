import RNNCore

extension ValueAxis {
  /// A logarithmic axis whose bars stand on its floor, from 10^`low` or below to 10^`high` or above, with evenly spaced
  /// powers of ten on edges or in the middle of rows.
  package static func logarithmic(from low: Double, to high: Double, rows: Int) -> ValueAxis {
    let span = Swift.max(high - low, leastSpan)
    if isNarrow(span, rows) {
      return narrowAxis(rows: rows, base: 0, standingFor: high - span, decadesPerRow: span / Double(rows), [high])
    }
    return best(atLeast: span / Double(rows), rows: rows) { spacing in
      let floor = spacing.top(holding: high) - Double(rows) * spacing.decadesPerRow
      return floor <= high - span + 1e-9 ? axis(rows: rows, base: 0, standingFor: floor, spacing) : nil
    }
  }

  /// A logarithmic axis whose bars begin at 1, which stands on an edge of a row, from 10^`low` or below to 10^`high` or
  /// above, `low` ≤ 0 ≤ `high`. One row has a single side, that of the larger bound; more have a row at least on either
  /// side where both are asked for.
  package static func logarithmicFromOne(
    from low: Double, to high: Double, rows: Int, withBothSides isTwoSided: Bool = false
  ) -> ValueAxis {
    let (up, down) = (Swift.max(high, 0), Swift.max(-low, 0))
    if rows == 1 { return logarithmicRow(down: down, up: up) }
    if isNarrow(up + down, rows) {
      let least = up + down > 0 ? 0 : leastSpan
      return narrowFromOne(up: Swift.max(up, least), down: down, rows: rows, withBothSides: isTwoSided)
    }
    return best(atLeast: (up + down) / Double(rows), rows: rows) { spacing in
      func edges(_ length: Double) -> Int {
        Int((length / spacing.decadesPerRow - 1e-9).rounded(.up).clamped(isTwoSided ? 1 : 0, 1e9))
      }
      guard edges(up) + edges(down) <= rows else { return nil }
      return axis(rows: rows, base: edges(down) == 0 ? 0 : rows - edges(up), standingFor: 0, spacing)
    }
  }

  /// So many decades an axis shows at least: numbers that are all alike would else be a picture of their last digits.
  private static let leastSpan = 0.3

  /// Whether powers of ten are too far apart to label an axis: fewer than one, or more than twelve rows from each other.
  private static func isNarrow(_ span: Double, _ rows: Int) -> Bool { span < 0.9 || 12 * span < Double(rows) }

  /// Of the axes that are hardly coarser than the finest one with three labels or more, if there is one whole rows apart;
  /// else with two.
  private static func best(
    atLeast least: Double, rows: Int, _ make: (DecadeSpacing) -> ValueAxis?
  ) -> ValueAxis {
    var finest: Double?
    var axes: [(axis: ValueAxis, isEven: Bool)] = []
    for spacing in DecadeSpacing.candidates(atLeast: least) {
      let isLabelled = axes.contains { $0.axis.ticks.count >= 2 }
      if let finest, spacing.decadesPerRow > (isLabelled ? (rows <= 4 ? 1.3 : 1.2) : 2) * finest { break }
      guard let axis = make(spacing) else { continue }
      axes.append((axis, spacing.halfRows % 2 == 0 && spacing.halfRows >= 4))
      finest = finest ?? spacing.decadesPerRow
      if axes[axes.count - 1].isEven, axis.ticks.count >= 3 { break }
    }
    let chosen =
      axes.first { $0.isEven && $0.axis.ticks.count >= 3 } ?? axes.first { $0.axis.ticks.count >= 3 }
      ?? axes.first { $0.axis.ticks.count >= 2 } ?? axes.first
    let coarsest = DecadeSpacing(decades: Int((least * Double(rows)).rounded(.up).clamped(1, 1e15)), halfRows: 2)
    return chosen?.axis ?? axis(rows: rows, base: 0, standingFor: 0, coarsest)
  }

  private static func axis(rows: Int, base: Int, standingFor power: Double, _ spacing: DecadeSpacing) -> ValueAxis {
    let scale = Scale.logarithmic(decadesPerRow: spacing.decadesPerRow, base: power)
    let bare = ValueAxis(rows: rows, base: base, scale: scale, candidates: [])
    let bottom = power - Double(base) * spacing.decadesPerRow
    let powers = spacing.powers(from: bottom, to: bottom + Double(rows) * spacing.decadesPerRow)
    let labels = DecadeLabels(powers)
    // 1 first, where bars may begin, then the ends.
    let decades = (powers.filter { $0 == 0 } + powers.suffix(1) + powers)
      .map { Tick(height: bare.height(ofPower: Double($0)), text: labels.text($0)) }
    guard spacing.decades == 1, powers.count < 4 else {
      return ValueAxis(rows: rows, base: base, scale: scale, candidates: decades)
    }
    return bare.labelled(decades, from: bottom)
  }

  /// An axis around 1 of less than a decade: its ends are where they are wanted, and have labels.
  private static func narrowFromOne(up: Double, down: Double, rows: Int, withBothSides isTwoSided: Bool) -> ValueAxis {
    func perRow(_ above: Int) -> Double {
      Swift.max(up > 0 ? up / Double(above) : 0, down > 0 ? down / Double(rows - above) : 0)
    }
    let choices = (up > 0 || isTwoSided ? 1 : 0)...(down > 0 || isTwoSided ? rows - 1 : rows)
    let above = choices.min { perRow($0) < perRow($1) } ?? rows
    return narrowAxis(
      rows: rows, base: rows - above, standingFor: 0, decadesPerRow: perRow(above),
      [0] + (up > 0 ? [up] : []) + (down > 0 ? [-down] : []))
  }

  /// An axis with labels at some powers of ten and at other round numbers.
  private static func narrowAxis(
    rows: Int, base: Int, standingFor power: Double, decadesPerRow: Double, _ ends: [Double]
  ) -> ValueAxis {
    let scale = Scale.logarithmic(decadesPerRow: decadesPerRow, base: power)
    let bare = ValueAxis(rows: rows, base: base, scale: scale, candidates: [])
    // An end is labelled where its number is a short one.
    let labels = ends.compactMap { end -> Tick? in
      let text = NumberText.compact(.powerOfTen(end), digits: 2)
      let exact = NumberText.compact(.powerOfTen(end), digits: 4)
      return text == exact ? Tick(height: bare.height(ofPower: end), text: text) : nil
    }
    return bare.labelled(labels, from: power - Double(base) * decadesPerRow)
  }

  private static func logarithmicRow(down: Double, up: Double) -> ValueAxis {
    let span = Swift.max(down, up, leastSpan)
    let tick = Tick(height: up > down ? 0 : 1, text: "1")
    return ValueAxis(
      rows: 1, base: up > down ? 0 : 1, scale: .logarithmic(decadesPerRow: span, base: 0), candidates: [tick])
  }

  /// The axis with further labels at round numbers, until there are three, or one for every other row.
  private func labelled(_ ticks: [Tick], from bottom: Double) -> ValueAxis {
    guard case .logarithmic(let decadesPerRow, _) = scale else { return self }
    let top = bottom + Double(rows) * decadesPerRow
    let powers = Int(bottom.rounded(.down))...Int(top.rounded(.down))
    var axis = ValueAxis(rows: rows, base: base, scale: scale, candidates: ticks)
    for mantissa in [
      1, 3, 2, 5, 1.5, 4, 6, 8, 7, 9, 2.5, 1.2, 1.8, 1.1, 1.3, 1.4, 1.6, 1.7, 1.9, 1.05, 9.5, 9.8, 1.02, 9.9, 1.01,
    ] {
      guard axis.ticks.count < Swift.max(3, Swift.min(rows / 2, 6)) else { break }
      let more = powers.map { power in
        let value = ScaledDouble(mantissa) * .powerOfTen(power)
        return Tick(height: height(of: value), text: NumberText.compact(value, digits: 3))
      }
      axis = ValueAxis(rows: rows, base: base, scale: scale, candidates: ticks + axis.ticks + more)
    }
    return axis
  }
}

/// A labelled power of ten every so many half rows.
private struct DecadeSpacing {
  /// Decades from one label to the next.
  let decades: Int
  /// Half rows from one label to the next.
  let halfRows: Int

  var decadesPerRow: Double { 2 * Double(decades) / Double(halfRows) }

  /// All spacings of one to twelve rows a label whose rows are worth at least so many decades, the finest first, and of
  /// equally fine ones the one whose labels stand about two rows apart.
  static func candidates(atLeast least: Double) -> some Sequence<DecadeSpacing> {
    let scale = Int(least.clamped(1, 1e15))
    let most = mantissas[mantissas.count - 1] * (powersOfTen.first { $0 >= 100 * scale } ?? 1)
    return sorted.lazy.filter { $0.decadesPerRow >= least - 1e-12 && $0.decades <= most }
  }

  private static let mantissas = [1, 2, 3, 5]
  /// 1 … 10¹⁷.
  private static let powersOfTen = Array(sequence(first: 1) { $0 < 100_000_000_000_000_000 ? 10 * $0 : nil })

  /// All candidates in their order, which does not depend on what is wanted.
  private static let sorted: [DecadeSpacing] = {
    let all = powersOfTen.flatMap { power in
      mantissas.flatMap { mantissa in
        (2...24).map { DecadeSpacing(decades: mantissa * power, halfRows: $0) }
      }
    }
    return all.sorted { a, b in
      a.decadesPerRow != b.decadesPerRow ? a.decadesPerRow < b.decadesPerRow : a.distance < b.distance
    }
  }()

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

/// Powers of ten in one notation: all in full, as far as other numbers on the screen are, or all but 1 in scientific form,
/// and where one is too long for that with exponents in thousands, millions or more: `1e−12k` is 10^−12000.
private struct DecadeLabels {
  private let arePlain: Bool
  private let areShort: Bool

  init(_ powers: [Int]) {
    arePlain = powers.allSatisfy { (-4...5).contains($0) }
    areShort = powers.contains { Self.scientific($0).columns > ValueAxis.longestLabel }
  }

  func text(_ power: Int) -> String {
    if arePlain || power == 0 { return NumberText.number(.powerOfTen(power), digits: 1) }
    return areShort ? Self.short(power) : Self.scientific(power)
  }

  private static func scientific(_ power: Int) -> String { "1e" + sign(power) + "\(power.magnitude)" }

  private static func short(_ power: Int) -> String {
    let units = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    let (unit, name) = units.first { Double(power.magnitude) >= $0.0 } ?? (1, "")
    return "1e" + sign(power) + NumberText.compact(ScaledDouble(Double(power.magnitude) / unit), digits: 4) + name
  }

  private static func sign(_ power: Int) -> String { power < 0 ? "−" : "" }
}
