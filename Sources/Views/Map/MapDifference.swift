import Explorer
import RNNCore
import Screen

/// What is shown beside what is kept as B: of every block and sum how many decades the one is larger than the other.
struct MapDifference {
  /// B.
  let setting: Setting
  private let map: CounterpartMap
  /// Its blocks and sums.
  let terms: MapTerms
  let shades: DifferenceShades
  /// By row, the mark of each column up to the diagonal; nil where nothing is known.
  let fills: [[MapFill?]]
  let rowSums: [MapFill?]
  let columnSums: [MapFill?]
  /// Whether the sums of the columns are over the same targets, as far as B has them; if not they have no marks.
  let comparesColumns: Bool
  /// B's own T.
  var steps: Int { map.steps }
  /// Why two have no difference: what is said of the marks.
  private let absences: Set<Absences>
  private let layout: MapLayout

  /// The reasons of two of which one at least has no number.
  private struct Absences: Hashable {
    let mark: MapMark
    let shown: MapValue.Absence?
    let other: MapValue.Absence?
  }

  /// Two beside each other: log₁₀|a| − log₁₀|b|, or what there is in place of it.
  private enum Comparison {
    case difference(Double)
    case absences(Absences)

    /// Nil where one of them is not known yet, and where neither is there.
    init?(_ shown: MapValue?, _ other: MapValue?) {
      switch (shown, other) {
      case (nil, _), (_, nil): return nil
      case (.number(let a), .number(let b)): self = .difference((a.magnitude / b.magnitude).log10)
      case (.number, .nothing(let absence)):
        let mark = absence == .overflow ? MapMark.overflow : .onlyShown
        self = .absences(Absences(mark: mark, shown: nil, other: absence))
      case (.nothing(let absence), .number):
        let mark = absence == .overflow ? MapMark.overflow : .onlyCounterpart
        self = .absences(Absences(mark: mark, shown: absence, other: nil))
      case (.nothing(let a), .nothing(let b)):
        guard let mark = Self.mark(a, b) else { return nil }
        self = .absences(Absences(mark: mark, shown: a, other: b))
      }
    }

    /// The mark of two without a number.
    private static func mark(_ a: MapValue.Absence, _ b: MapValue.Absence) -> MapMark? {
      if a == .overflow || b == .overflow { return .overflow }
      guard a == b else { return .zero }
      switch a {
      case .cut: return .cut
      case .blocked: return .blocked
      case .untold: return .faint
      case .absent, .beyond: return nil
      case .zero, .overflow: return .zero
      }
    }

    var difference: Double? { if case .difference(let difference) = self { difference } else { nil } }
    var absences: Absences? { if case .absences(let absences) = self { absences } else { nil } }

    func fill(_ shades: DifferenceShades) -> MapFill {
      switch self {
      case .difference(let difference): MapFill(difference: difference, shades)
      case .absences(let absences): MapFill(absences.mark)
      }
    }
  }

  /// Beside the terms that are shown; so many decades where they are asked for.
  init?(of shown: MapTerms, against map: CounterpartMap, _ setting: Setting, _ layout: MapLayout, depth: Int?) {
    guard let other = map.terms else { return nil }
    (self.map, self.setting, self.layout, terms) = (map, setting, layout, other)
    let cells = shown.blocks.rows.enumerated().map { row, targets in
      let count = shown.blocks.columns.prefix { $0.lowerBound <= targets.upperBound }.count
      return (0..<count).map {
        Comparison(shown.value(row: row, column: $0), other.value(row: row, column: $0))
      }
    }
    let rows = shown.blocks.rows.indices.map { Comparison(shown.sum(ofRow: $0), other.sum(ofRow: $0)) }
    comparesColumns = shown.hasTargets(of: other)
    let columns = shown.blocks.columns.indices.map { [comparesColumns] column in
      comparesColumns ? Comparison(shown.sum(ofColumn: column), other.sum(ofColumn: column)) : nil
    }
    let all = (cells.joined() + rows + columns).compactMap { $0 }
    let shades = DifferenceShades(holding: all.compactMap(\.difference), depth: depth)
    absences = Set(all.lazy.compactMap(\.absences))
    fills = cells.map { $0.map { $0?.fill(shades) } }
    (rowSums, columnSums) = (rows.map { $0?.fill(shades) }, columns.map { $0?.fill(shades) })
    self.shades = shades
  }
}

extension MapDifference {
  /// What the map is, from everything to the least: whose terms of what, what is left out of those that are shown, what a
  /// cell stands for and how much is computed.
  func names(beside shown: MapView, cells: [String], coverage: String) -> [String] {
    let (whats, cuts) = (whats(shown), shown.cutTexts)
    let fewest = cuts[cuts.count - 1]
    let roomy = cuts.flatMap { cut in
      [whats[0] + cut + "   k down, i across" + cells[0]] + cells.map { whats[0] + cut + $0 }
    }
    // What a cell stands for, and what is left out, is said before whose terms they are.
    let named = whats.flatMap { what in cells.map { what + fewest + $0 } }
    return roomy + named + whats.map { $0 + fewest + coverage } + whats.suffix(2).flatMap { [$0 + coverage, $0] }
  }

  /// What a cell is.
  private func whats(_ shown: MapView) -> [String] {
    let (own, other) = (shown.gradientName, setting.state.gradientOfEveryTarget)
    func size(_ areNorms: Bool, _ name: String) -> String { areNorms ? "‖\(name)‖" : "|\(name)|" }
    let (a, b) = (shown.areNorms, terms.areNorms)
    let full = size(a, "term(k,i)")
    let least = ["A against B, in decades", "A against B"]
    guard own != other || a != b else {
      return [
        "\(full) of \(own), A against B, in decades", "\(full) of A against B, in decades",
        "\(size(a, "term")) of \(least[0])",
      ] + least
    }
    return [
      "A's \(full) of \(own) against B's \(size(b, "term(k,i)")) of \(other), in decades",
      "A's \(size(a, "term")) of \(own) against B's \(size(b, "term")) of \(other), in decades",
      "A's \(size(a, "term")) against B's \(size(b, "term")), in decades",
    ] + least
  }

  /// What the marks mean, from everything to the least.
  var meanings: [(mark: MapMark, texts: [String])] {
    [
      (.alike, ["alike to nine digits", "alike"]),
      (.onlyShown, only("A", "B", reasons(.onlyShown, \.other))),
      (.onlyCounterpart, only("B", "A", reasons(.onlyCounterpart, \.shown))),
      (.overflow, [overflow]), (.faint, ["beyond what can be told in both", "beyond telling"]),
      (.zero, hasOnlyZeros ? ["exactly 0 in both", "0 in both"] : ["a number in neither"]),
      (.blocked, ["0 in both: a factor between is 0", "blocked in both"]), (.cut, ["cut in both"]),
    ]
  }

  /// Beside the shades: what is beyond them, and where B's steps end.
  var remarks: [[String]] {
    let beyond = shades.isOpen ? [["strongest: \(shades.reach) and more", "≥ \(shades.reach)"]] : []
    guard map.steps > layout.steps else { return beyond }
    return beyond + [["B goes on to step \(map.steps), beyond this map", "B goes on to \(map.steps)"]]
  }

  private func reasons(_ mark: MapMark, _ side: KeyPath<Absences, MapValue.Absence?>) -> Set<MapValue.Absence> {
    Set(absences.filter { $0.mark == mark }.compactMap { $0[keyPath: side] })
  }

  private func only(_ one: String, _ other: String, _ reasons: Set<MapValue.Absence>) -> [String] {
    // What is blocked is 0.
    let told = reasons.contains(.zero) ? reasons.subtracting([.blocked]) : reasons
    let words = told.sorted { $0.rawValue < $1.rawValue }.map { word($0) }
    guard let last = words.last else { return [] }
    let list = words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " or " + last
    return ["only \(one) has a number: \(other) \(list)", "only \(one): \(other) \(list)", "only \(one)"]
  }

  private func word(_ absence: MapValue.Absence) -> String {
    switch absence {
    case .cut: "is cut"
    case .zero, .blocked: "is 0"
    case .untold: "is beyond telling"
    case .absent, .overflow: "has none"
    case .beyond: "ends at step \(map.steps)"
    }
  }

  /// Whose states overflow.
  private var overflow: String {
    let found = absences.filter { $0.mark == .overflow }
    let (a, b) = (found.contains { $0.shown == .overflow }, found.contains { $0.other == .overflow })
    return a && b ? "A or B overflows" : a ? "A overflows" : "B overflows"
  }

  /// Whether wherever there is a number in neither it is because both are 0.
  private var hasOnlyZeros: Bool {
    let zeros: Set<MapValue.Absence?> = [.zero, .blocked]
    return absences.filter { $0.mark == .zero }.allSatisfy { zeros.contains($0.shown) && zeros.contains($0.other) }
  }
}

extension MapDifference {
  /// B's term of the pair that is looked at beside what is shown of it, in full and in brief; or why there is none.
  func fact(at step: Int, beside own: ScaledDouble?) -> (full: String, brief: String) {
    switch map.row {
    case .noStep: return same("B ends at step \(map.steps)")
    case .overflow(let step): return same("B overflows at step \(step)")
    case .noLoss: return same("B has no loss at this k")
    case .notYet: return same("B: not computed yet")
    case .notComputed: return same("B: not computed, it takes too long")
    case .terms(let terms):
      let words = CounterpartTerm.words(terms, at: step, setting.analysis)
      guard terms.keeps(step), !setting.analysis.isLostToUnderflow(terms[step]) else { return words }
      let value = terms.value(at: step)
      return (words.full + ratio(own, value, larger: " larger"), words.brief + ratio(own, value, larger: ""))
    }
  }

  private func same(_ text: String) -> (full: String, brief: String) { (text, text) }

  /// ` (A larger ×15.2)`, of less than a hundredth `+0.3 %`; nothing where one of them has no number.
  private func ratio(_ own: ScaledDouble?, _ other: ScaledDouble, larger: String) -> String {
    guard let own, case .number(let a) = MapValue(own), case .number(let b) = MapValue(other) else { return "" }
    let ratio = a.magnitude / b.magnitude
    guard let shade = shades.shade(of: ratio.log10) else { return " (alike)" }
    let (name, factor) = shade.isPositive ? ("A", ratio) : ("B", .one / ratio)
    let more = (factor - .one) * ScaledDouble(100)
    let text = more < .one ? "+\(NumberText.compact(more, digits: 2)) %" : "×\(NumberText.compact(factor, digits: 3))"
    return " (\(name)\(larger) \(text))"
  }
}

extension MapFill {
  /// That of a difference in decades.
  init(difference: Double, _ shades: DifferenceShades) {
    if let shade = shades.shade(of: difference) {
      self.init(style: shade.style, size: ScaledDouble(difference.magnitude))
    } else {
      self.init(.alike)
    }
  }
}
