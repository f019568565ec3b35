import RNNCore

/// The columns of the text table: what they are called, how wide they are, and how a term fills them.
struct TextColumns {
  private let titles: [String]
  private let widths: [Int]
  private let gap: String
  private let numbers: TermNumbers

  /// Columns wide enough for every term. For n > 1 there is one for the signed bar, and one digit less.
  init(_ terms: Contributions) {
    numbers = TermNumbers(terms)
    titles = ["step", "lag"] + numbers.titles
    var widest = titles.map(\.count)
    let stepWidth = String(terms.target).count
    for column in 0...1 { widest[column] = max(widest[column], stepWidth) }
    for term in terms {
      for (column, number) in numbers[term].enumerated() {
        widest[column + 2] = max(widest[column + 2], Self.width(of: number, digits: numbers.digits))
      }
    }
    widths = widest
    gap = widest.reduce(2 * (widest.count - 1), +) <= 80 ? "  " : " "
  }

  /// The titles, each over the end of its column.
  var header: String { line(titles) }

  /// A term's row.
  func row(_ term: Contribution) -> String {
    let cells = numbers[term].map { number in
      number.map { $0.isZero ? "0" : $0.honestDecimal(significantDigits: numbers.digits) } ?? "-"
    }
    return line(["\(term.step)", "\(term.lag)"] + cells)
  }

  private func line(_ cells: [String]) -> String {
    zip(cells, widths).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.utf8.count)) + cell
    }.joined(separator: gap)
  }

  /// The length of `-d.ddde±xx` without making it.
  private static func width(of number: ScaledDouble?, digits: Int) -> Int {
    guard let number, !number.isZero else { return 1 }
    guard !number.isOutOfRange else { return number.honestDecimal(significantDigits: digits).utf8.count }
    let exponentDigits = max(2, String(Int(number.log10.rounded(.down)).magnitude).count)
    return (number.signum < 0 ? 1 : 0) + digits + 1 + 2 + exponentDigits
  }
}

/// The numbers of a term's row behind its step and lag.
private struct TermNumbers {
  /// Whether there is a column for the signed bar.
  private let hasSigns: Bool
  private let terms: Contributions
  /// σ_max(J_i) of every step for n > 1, to 0.1 %; the factors of a single unit are made as they are needed.
  private let stepFactors: [ScaledDouble]?

  init(_ terms: Contributions) {
    self.terms = terms
    hasSigns = terms.areNorms
    stepFactors = terms.trajectory.hiddenSize > 1 ? terms.trajectory.stepFactors(at: Array(terms.indices)) : nil
  }

  var titles: [String] {
    ["stepFactor", "flow", "immediate", "contribution"] + (hasSigns ? ["signed"] : []) + ["share"]
  }

  /// So many significant digits are shown.
  var digits: Int { hasSigns ? 3 : 4 }

  /// nil for a share that does not exist.
  subscript(term: Contribution) -> [ScaledDouble?] {
    let stepFactor = stepFactors?[term.step - 1] ?? terms.stepFactor(at: term.step)
    let common: [ScaledDouble?] = [stepFactor, term.flow, term.immediateDerivative, term.value]
    return common + (hasSigns ? [term.signed] : []) + [term.share.map { ScaledDouble($0) }]
  }
}
