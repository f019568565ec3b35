import RNNCore

/// The columns of the text table: what they are called, how wide they are, and how a term fills them.
struct TextColumns {
  private let titles: [String]
  private let widths: [Int]
  private let gap: String
  private let hasSigns: Bool

  /// Columns wide enough for every term. For n > 1 there is one for the signed bar, and one digit less.
  init(_ terms: Contributions) {
    hasSigns = terms.areNorms
    let signs = hasSigns ? ["signed"] : []
    titles = ["step", "lag", "stepFactor", "flow", "immediate", "contribution"] + signs + ["share"]
    var widest = titles.map(\.count)
    let stepWidth = String(terms.target).count
    for column in 0...1 { widest[column] = max(widest[column], stepWidth) }
    for term in terms {
      for (column, number) in Self.numbers(term, hasSigns).enumerated() {
        widest[column + 2] = max(widest[column + 2], Self.width(of: number, digits: hasSigns ? 3 : 4))
      }
    }
    widths = widest
    gap = widest.reduce(2 * (widest.count - 1), +) <= 80 ? "  " : " "
  }

  /// The titles, each over the end of its column.
  var header: String { line(titles) }

  /// A term's row.
  func row(_ term: Contribution) -> String {
    let digits = hasSigns ? 3 : 4
    let cells = Self.numbers(term, hasSigns).map { number in
      number.map { $0.isZero ? "0" : $0.decimal(significantDigits: digits) } ?? "-"
    }
    return line(["\(term.step)", "\(term.lag)"] + cells)
  }

  private func line(_ cells: [String]) -> String {
    zip(cells, widths).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.utf8.count)) + cell
    }.joined(separator: gap)
  }

  private static func numbers(_ term: Contribution, _ hasSigns: Bool) -> [ScaledDouble?] {
    let common: [ScaledDouble?] = [term.stepFactor, term.flow, term.immediateDerivative, term.value]
    return common + (hasSigns ? [term.signed] : []) + [term.share.map { ScaledDouble($0) }]
  }

  /// The length of `-d.ddde±xx` without making it.
  private static func width(of number: ScaledDouble?, digits: Int) -> Int {
    guard let number, !number.isZero else { return 1 }
    let exponentDigits = max(2, String(Int(number.log10.rounded(.down)).magnitude).count)
    return (number.signum < 0 ? 1 : 0) + digits + 1 + 2 + exponentDigits
  }
}
