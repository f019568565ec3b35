import Screen

/// An operand: a symbol, and its value beneath it.
struct Factor: Hashable {
  /// What joins it to the operand before it; one that is empty keeps both on one line.
  var joint = " · "
  /// What joins the values where that is something else, as wide.
  var valueJoint: String?
  /// Lines above the symbol, with the same operators: what the symbol is a name of, and its value.
  var over: [Span] = []
  /// The upper line.
  var symbol: Span
  /// Lines between that have no operators: the shape, say.
  var notes: [Span] = []
  /// The lower line; nil where a formula has symbols only.
  var value: Span?

  /// The columns that all of it needs.
  var columns: Int { (over + [symbol] + notes + [value ?? Span("")]).map(\.text.columns).max() ?? 0 }
}

/// A summand: a product of operands, and beneath it what it comes to, line by line.
struct Summand: Hashable {
  /// What joins it to the summand before it.
  var joint = "  +  "
  /// The product.
  var factors: [Factor]
  /// The lines under the values; they need not have the factors' columns.
  var results: [[Span]] = []
}

/// A line of a formula: the first rows hold what stands over the symbols, if anything does; then come the symbols, rows of
/// notes if there are any, a row of values, and the rows of what each summand comes to.
struct FormulaLine: Hashable {
  /// What it holds.
  var row: Int
  /// The text.
  var spans: [Span]
}

/// A formula whose symbols, values and results stand in the same columns:
///
///     ∂s₂/∂W = ∂s₂/∂s₁ · ∂s₁/∂W   +   ∂s₂/∂W*
///            = 0.5027  · 0.07052  +  (−0.3033)  =  −0.2678
///
/// Where the width is used up it is broken at operators, which then stand under the equals sign; a summand that fits into
/// a line of its own is not broken.
struct AlignedFormula {
  /// What stands left of the first equals sign.
  var lead: [Span]
  /// What stands beneath the lead, by row.
  var leads: [Int: Span] = [:]
  /// The right-hand side.
  var summands: [Summand]
  /// What stands in place of the equals sign, by row; one column wide.
  var relations: [Int: String] = [:]
  /// What rows above the last come to.
  var results: [Int: [Span]] = [:]
  /// What the last row comes to, or nothing.
  var result: [Span] = []

  /// The formula in lines of at most `width` columns, if each operand has room at all.
  func lines(width: Int) -> [FormulaLine] {
    let widest = summands.flatMap(\.blocks).map(\.columns).max() ?? 0
    let leadColumns = ([lead] + leads.values.map { [$0] }).map(\.columns).max() ?? 0
    let hangs = leadColumns + 3 + widest > width
    let indent = hangs ? 2 : leadColumns + 1
    let room = Swift.max(width - indent - 2, 1)
    let breaker = FormulaBreaker(summands, room: room - Swift.min(reserved, Swift.max(room - widest, 0)))
    let hasLead = lead.contains { $0.text.contains { $0 != " " } }
    var lines = hangs ? (hasLead ? [FormulaLine(row: 0, spans: lead)] : []) + leadLines : []
    let isDeep = summands.contains {
      !$0.results.isEmpty || $0.factors.contains { !$0.notes.isEmpty || !$0.over.isEmpty }
    }
    for (place, line) in breaker.lines.enumerated() {
      if isDeep, place > 0 { lines.append(FormulaLine(row: 0, spans: [])) }
      for row in line.filledRows {
        let margin = place == 0 && !hangs ? self.lead(ofRow: row.row) : []
        let blanks = Span(String(repeating: " ", count: Swift.max(indent - margin.columns, 0)))
        let joint = place == 0 ? relations[row.row] ?? line.relation(row: row.row) : line.openingJoint(row: row.row)
        lines.append(FormulaLine(row: row.row, spans: margin + [blanks, Span(joint + " ")] + row.spans))
      }
    }
    for (row, result) in results { append(result, to: &lines, lines.lastIndex { $0.row == row }, indent, width) }
    append(result, to: &lines, lines.indices.last, indent, width)
    return lines
  }

  /// The columns for what several rows come to, so that it stands at their ends.
  private var reserved: Int {
    results.isEmpty ? 0 : (Array(results.values) + [result]).map { $0.columns + 5 }.max() ?? 0
  }

  private func lead(ofRow row: Int) -> [Span] { leads[row].map { [$0] } ?? (row == 0 ? lead : []) }

  private var leadLines: [FormulaLine] {
    leads.sorted { $0.key < $1.key }.map { FormulaLine(row: $0.key, spans: [$0.value]) }
  }

  private func append(_ result: [Span], to lines: inout [FormulaLine], _ place: Int?, _ indent: Int, _ width: Int) {
    guard !result.isEmpty, let place else { return }
    if lines[place].spans.columns + 5 + result.columns <= width {
      lines[place].spans += [Span("  =  ")] + result
    } else {
      let margin = String(repeating: " ", count: indent)
      lines.insert(FormulaLine(row: lines[place].row, spans: [Span(margin + "= ")] + result), at: place + 1)
    }
  }
}
